"""The command `newscrawl`: one file a command, each thin over the library.

Nothing heavy is imported here: each command imports what it needs when it runs, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command. Every error ends as one clear message and its exit code, never as a traceback."""
    from newscrawl.cli.app import app
    from newscrawl.errors import NewscrawlError

    try:
        app()
    except NewscrawlError as error:
        _say(f"newscrawl: {error}")
        _leave(error.exit_code)
    except BrokenPipeError:
        # The reader has had enough (newscrawl posts | head). Python must not flush into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _leave(0)
    except KeyboardInterrupt:
        _say("newscrawl: stopped; what was committed is safe, and the next crawl goes on from there.")
        _leave(INTERRUPTED)
    except SystemExit as end:
        # Typer's own endings: --help, wrong use (2), a command's exit code.
        _leave(end.code if isinstance(end.code, int) else 1)
    except Exception as error:
        if os.environ.get("NEWSCRAWL_DEBUG"):
            raise
        from newscrawl.cli.faults import keep_fault

        _say(f"newscrawl: {keep_fault(error)}")
        _leave(1)
    _leave(0)


def _say(message: str) -> None:
    print(message, file=sys.stderr)  # noqa: T201 - the command's own voice


def _leave(code: int) -> NoReturn:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _say(f"newscrawl: the output could not be written: {error.strerror}.")
        code = code or 1
    sys.exit(code)
