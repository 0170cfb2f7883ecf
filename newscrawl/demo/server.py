"""Serving boards: in a thread beside a test, or in the foreground for the command."""

from __future__ import annotations

import asyncio
import errno
import signal
import threading
from collections.abc import Callable, Sequence
from types import TracebackType

from newscrawl.demo.board import DemoBoard
from newscrawl.demo.faults import Fault
from newscrawl.demo.site import ROBOTS, Served, Site
from newscrawl.demo.wire import Request, Wire
from newscrawl.errors import ConfigurationError

HOST = "127.0.0.1"
"""Demo boards are for this machine only."""


async def _listen(site: Site, port: int, wires: set[Wire]) -> asyncio.Server:
    """Open the port and tell the site its address. Raises ConfigurationError where the port cannot be had."""
    loop = asyncio.get_running_loop()
    try:
        server = await loop.create_server(lambda: Wire(site.answer, wires), HOST, port)
    except (OSError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise ConfigurationError(
                f"Port {port} is in use.", "Choose another one, or port 0 for any that is free."
            ) from error
        raise ConfigurationError(f"The demo board cannot listen on port {port}: {error}.") from error
    site.mount(f"http://{HOST}:{server.sockets[0].getsockname()[1]}")
    return server


def _close(server: asyncio.Server, wires: set[Wire]) -> None:
    server.close()
    for wire in list(wires):
        wire.close()


class DemoServer:
    """Boards on a port of this machine, served by a thread of their own while the `with` block runs.

    `port` 0 takes a free one. `robots` is the text of robots.txt, None for a 404. `control` opens `/_demo/…`.
    Entering raises ConfigurationError where the port is in use. Leaving raises what a hook raised, if nothing else did.
    """

    def __init__(
        self,
        boards: Sequence[DemoBoard],
        port: int = 0,
        *,
        faults: Sequence[Fault] = (),
        control: bool = False,
        robots: str | None = ROBOTS,
    ) -> None:
        self._site = Site(boards, faults=faults, control=control, robots=robots)
        self._port = port
        self._ready = threading.Event()
        self._error: BaseException | None = None

    def __enter__(self) -> DemoServer:
        self._thread = threading.Thread(target=self._run, name="demo-board", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._error is not None:
            self._thread.join()
            raise self._error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        if error is None and self._site.error is not None:
            raise self._site.error

    def _run(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        wires: set[Wire] = set()
        try:
            server = await _listen(self._site, self._port, wires)
        except ConfigurationError as error:
            self._error = error
            return
        finally:
            self._ready.set()
        await self._stop.wait()
        _close(server, wires)

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`"""
        return self._site.base_url

    def url_of(self, board: DemoBoard) -> str:
        """Where a crawl of the board begins."""
        return self._site.base_url + board.skin.list_path(board)

    @property
    def served(self) -> list[Served]:
        """What was asked since the start or the last `clear`, oldest first."""
        return list(self._site.served)

    def clear(self) -> None:
        """Forget what was asked."""
        self._site.served.clear()

    def on_request(self, hook: Callable[[Request], object] | None) -> None:
        """Call `hook` with each request before its answer is made, in the server's thread. It may change boards.

        Hooks add up; None takes all of them away.
        """
        self._site.hooks = [] if hook is None else [*self._site.hooks, hook]

    def fault(self, fault: Fault) -> None:
        """Misbehave from now on."""
        with self._site.lock:
            self._site.faults.append(fault)

    def robots(self, text: str | None) -> None:
        """Serve another robots.txt from now on; None for a 404."""
        with self._site.lock:
            self._site.robots = text

    def heal(self) -> None:
        """Misbehave no longer."""
        with self._site.lock:
            self._site.faults.clear()


def serve(
    boards: Sequence[DemoBoard],
    port: int = 0,
    *,
    faults: Sequence[Fault] = (),
    control: bool = False,
    robots: str | None = ROBOTS,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve boards until SIGINT or SIGTERM; `ready` is called with the server's URL once it answers.

    Call it from the main thread. Raises ConfigurationError where the port is in use.
    """
    site = Site(boards, faults=faults, control=control, robots=robots)

    async def main() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        wires: set[Wire] = set()
        server = await _listen(site, port, wires)
        if ready is not None:
            ready(site.base_url)
        await stop.wait()
        _close(server, wires)

    asyncio.run(main())
