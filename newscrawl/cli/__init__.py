"""The command `newscrawl`: one file a command, each thin over the library.

Nothing heavy is imported here: each command imports what it needs when it runs, so that `--help` answers at once.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import NoReturn

INTERRUPTED = 130

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What a write to standard output fails with when its disk is full or broken."""


def main() -> NoReturn:
    """Run the command. Every error ends as one clear message and its exit code, never as a traceback."""
    _open_closed_streams()
    from newscrawl.cli.app import app
    from newscrawl.errors import NewscrawlError

    try:
        app()
    except NewscrawlError as error:
        _say(f"newscrawl: {error}")
        _leave(error.exit_code)
    except KeyboardInterrupt:
        _leave(INTERRUPTED)
    except SystemExit as end:
        # Typer's own endings: --help, wrong use (2), a command's exit code; 1 where the reader of a pipe has had
        # enough (newscrawl posts | head), which is no failure.
        enough = isinstance(end.__context__, BrokenPipeError)
        _leave(0 if enough else end.code if isinstance(end.code, int) else 1)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM and error.filename is None:
            _leave(1, unwritten=error)
        if os.environ.get("NEWSCRAWL_DEBUG"):
            raise
        from newscrawl.cli.faults import keep_fault

        _say(f"newscrawl: {keep_fault(error)}")
        _leave(1)
    _leave(0)


def _open_closed_streams() -> None:
    """Some programs start others with their output closed; Python then has no stream to write to."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - it lives as long as the process


def _say(message: str) -> None:
    from newscrawl.plain import masked, plain_text

    print(plain_text(masked(message)), file=sys.stderr)  # noqa: T201 - the command's own voice


def _leave(code: int, *, unwritten: OSError | None = None) -> NoReturn:
    """End with `code`, once everything is written; 1 where that cannot be done."""
    try:
        sys.stdout.flush()
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            unwritten = unwritten or error
        # Python flushes once more at its end, and would complain about what is told already.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if code == INTERRUPTED:
        _say("newscrawl: stopped; what was committed is safe, and the next crawl goes on from there.")
    if unwritten is not None:
        _say(f"newscrawl: the output could not be written: {unwritten.strerror}.")
        code = code or 1
    sys.exit(code)
