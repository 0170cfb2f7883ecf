"""newscrawl web: the stored boards in a browser, in feed readers and over HTTP."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Annotated

import typer

from newscrawl.cli.terminal import err
from newscrawl.errors import ConfigurationError


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl web --port 8000")(web)


def web(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0: a free one.")] = 8000,
    allow: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A further host name under which people ask for it.")
    ] = None,
    rate: Annotated[
        float, typer.Option(min=0, metavar="N", help="Requests a second from one client; 0: any number.")
    ] = 20.0,
) -> None:
    """Show the boards in a browser, with feeds and an API; read-only. NEWSCRAWL_WEB_TOKEN asks all for a token."""
    from newscrawl.cli.run import definitions_of
    from newscrawl.config import Config
    from newscrawl.store import Store

    try:
        from newscrawl.web.app import make_app
        from newscrawl.web.protection import LOOPBACK
        from newscrawl.web.serve import listen, serve, url_of
        from newscrawl.web.site import Site
    except ImportError as error:
        raise ConfigurationError(
            "The web page needs parts that are not installed.", "Install them: pip install 'newscrawl[web]'."
        ) from error
    config = Config.from_environment()
    token = os.environ.get("NEWSCRAWL_WEB_TOKEN") or None
    if host not in LOOPBACK and token is None:
        err().print(
            f"newscrawl: {host} is open to others, and no NEWSCRAWL_WEB_TOKEN is set: whoever reaches it reads all.",
            markup=False,
        )
    definitions_of(config)  # says now which definitions are wrong
    with Store(config.database_url).open(notify=err().print) as store:
        site = Site(store, config.archive_dir, lambda: definitions_of(config, quiet=True)[0])
        app = make_app(site, hosts={*LOOPBACK, host, *(allow or ())}, token=token, rate=rate, burst=rate * 5)
        listening = listen(host, port)
        err().print(f"The boards are at {url_of(listening)} (Ctrl-C stops it).", markup=False)
        with suppress(KeyboardInterrupt):  # that is how it ends
            serve(app, listening)
