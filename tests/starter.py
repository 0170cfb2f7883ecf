"""Commands in processes of their own that need not import their libraries anew.

A test that runs `newscrawl` twenty times would spend most of its time in imports. So one process imports them once, and
each command is a fork of it, with an environment, arguments, folder and streams of its own. It starts with the settings
unread and no event loop chosen, as a new interpreter would.
"""

from __future__ import annotations

import array
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, NoReturn

TIMEOUT = 120
"""Seconds that a command may take."""

LENGTH = 8
"""Bytes of a request that say how long the rest is."""


class Starter:
    """The process that holds the libraries, and starts commands."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "tests.starter", str(theirs.fileno())]
        root = Path(__file__).parents[1]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=root, stdin=subprocess.DEVNULL)
        theirs.close()
        self._socket = ours

    def run(
        self, words: Sequence[object], environment: Mapping[str, str], streams: Sequence[int], folder: str | None = None
    ) -> int:
        """Run `newscrawl` with these words and streams (input, output, errors) to its end; gives its exit code."""
        answer, other = socket.socketpair()
        with answer, other:
            asked = {"words": [str(word) for word in words], "environment": dict(environment), "folder": folder}
            body = json.dumps(asked).encode()
            rights = array.array("i", [*streams, other.fileno()])
            head = len(body).to_bytes(LENGTH, "big")
            self._socket.sendmsg([head], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
            self._socket.sendall(body)
            other.close()
            answer.settimeout(TIMEOUT)
            code = answer.recv(LENGTH)
            assert code, "the command's process is gone"
            return int.from_bytes(code, "big", signed=True)


@cache
def starter() -> Starter:
    """The one of this process."""
    return Starter()


def run(
    words: Sequence[object],
    environment: Mapping[str, str],
    stdin: str | None = None,
    stdout: int | IO[str] = subprocess.PIPE,
) -> subprocess.CompletedProcess[str]:
    """Run `newscrawl` as `subprocess.run` would, without a terminal."""
    with open(os.devnull, "rb") as nothing, _file() as given, _file() as out, _file() as err:
        if stdin is not None:
            given.write(stdin.encode())
            given.seek(0)
        where = out if stdout == subprocess.PIPE else stdout
        target = where if isinstance(where, int) else where.fileno()
        streams = ((nothing if stdin is None else given).fileno(), target, err.fileno())
        code = starter().run(words, environment, streams)
        return subprocess.CompletedProcess(list(words), code, _text(out), _text(err))


def _file() -> IO[bytes]:
    import tempfile

    return tempfile.TemporaryFile()


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n")


def serve(requests: socket.socket) -> NoReturn:
    """Import what commands need, and make one of each request."""
    import newscrawl.cli.app
    import newscrawl.crawl.start
    import newscrawl.store  # noqa: F401

    assert "newscrawl.settings" not in sys.modules, "settings are each command's own"
    assert "twisted.internet.reactor" not in sys.modules, "and so is the event loop"
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        head, control, _, _ = requests.recvmsg(LENGTH, socket.CMSG_LEN(4 * array.array("i").itemsize))
        if not head:
            os._exit(0)
        rights = array.array("i", control[0][2])
        asked = json.loads(requests.recv(int.from_bytes(head, "big"), socket.MSG_WAITALL))
        if os.fork() == 0:
            requests.close()
            _start(asked, list(rights))
        for each in rights:
            os.close(each)


def _start(asked: dict, rights: list[int]) -> NoReturn:
    """Start one command, and tell its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    *streams, answer = rights
    command = os.fork()
    if command == 0:
        os.close(answer)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        _become(asked)
    for each in streams:
        os.close(each)
    _, status = os.waitpid(command, 0)
    os.write(answer, os.waitstatus_to_exitcode(status).to_bytes(LENGTH, "big", signed=True))
    os._exit(0)


def _become(asked: dict) -> NoReturn:
    os.environ.clear()
    os.environ.update(asked["environment"])
    if asked["folder"]:
        os.chdir(asked["folder"])
    sys.argv = ["newscrawl", *asked["words"]]
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", errors="backslashreplace")  # noqa: SIM115
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    from newscrawl.cli import main

    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                code = code or 120
        os._exit(code)
    os._exit(0)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
