"""A leash: a crawl that another program started ends when that program is gone, or stands still.

The program holds one end of a pipe and writes a byte to it every few seconds. A program that was killed closes its end
with it; one that was stopped (SIGSTOP, a frozen machine) falls silent. Either way the crawl must not go on: another
machine will take its board and its host over, and the host would see two crawls at once.
"""

from __future__ import annotations

import os
import select
import signal
import threading
import time

VARIABLE = "NEWSCRAWL_LEASH"
"""Names the crawl's end of the pipe, a file descriptor, and the seconds of silence, in its environment: 5:30."""

BEAT = 5.0
"""Seconds between two bytes."""

SILENCE = 30.0
"""Seconds of silence after which the program counts as standing still. Far less than a host's claim lasts."""

GRACE = 10.0
"""Seconds that the crawl then has to end cleanly."""


def wear() -> None:
    """Be held by the leash that the environment names, if any; called once, at a crawl's start."""
    end, given, silence = os.environ.pop(VARIABLE, "").partition(":")
    if given:
        threading.Thread(target=_follow, args=(int(end), float(silence)), name="newscrawl-leash", daemon=True).start()


def held_by(end: int) -> dict[str, str]:
    """What the environment of a crawl must hold for that end of a pipe to be its leash."""
    return {VARIABLE: f"{end}:{SILENCE}"}


def _follow(end: int, silence: float) -> None:
    heard = time.monotonic()
    while True:
        readable, _, _ = select.select([end], [], [], silence)
        # A machine that was frozen wakes with bytes in the pipe: what counts is for how long nothing was heard.
        if time.monotonic() - heard > silence or not readable or not os.read(end, 4096):
            break
        heard = time.monotonic()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os.kill(os.getpid(), signal.SIGKILL)
