"""Serve the site with uvicorn until Ctrl-C."""

from __future__ import annotations

import logging
import socket

import uvicorn
from starlette.applications import Starlette

from newscrawl.errors import ConfigurationError

GRACE = 3
"""Seconds that answers under way get at the end."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises ConfigurationError where there can be none, before anything is started."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
            0
        ]
        made = socket.socket(family, kind)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(128)
    except OSError as error:
        raise ConfigurationError(
            f"The site cannot be served at {host}, port {port}: {error.strerror or error}.",
            "Choose another with --port (0: a free one).",
        ) from error
    return made


def serve(app: Starlette, listening: socket.socket) -> None:
    """Serve until the process is told to end."""
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=64 * 1024,
        proxy_headers=False,
    )
    uvicorn.Server(config).run(sockets=[listening])


def url_of(listening: socket.socket) -> str:
    """The site's address."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
