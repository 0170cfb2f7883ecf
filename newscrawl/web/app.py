"""The application: which path leads where, and what becomes of an error."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from newscrawl.errors import ConfigurationError, DatabaseUnavailableError, NewscrawlError
from newscrawl.web import api, feeds, pages, raw
from newscrawl.web.faults import WebError, problem
from newscrawl.web.protection import LOOPBACK, Protection, Rate
from newscrawl.web.site import Site, View

THREADS = 10
"""Requests that ask the database at once: as many as an engine keeps connections for."""

RATE, BURST = 20.0, 100.0
"""Requests a second from one client, and how many it may save up."""

FOR_PROGRAMS = ("/api/", "/feed.")

ROUTES = [
    Route("/", pages.boards, name="boards"),
    Route("/boards/{board}", pages.board, name="board"),
    Route("/search", pages.search, name="search"),
    Route("/posts/{post:int}", pages.post, name="post"),
    Route("/posts/{post:int}/raw/{fetch:int}", raw.raw, name="raw"),
    Route("/runs", pages.runs, name="runs"),
    Route("/runs/{run:int}", pages.run, name="run"),
    Route("/problems", pages.problems, name="problems"),
    Route("/feed.atom", feeds.atom),
    Route("/feed.json", feeds.json_feed),
    *api.ROUTES,
    Mount("/static", StaticFiles(packages=[("newscrawl.web", "static")]), name="static"),
]


def make_app(
    site: Site,
    *,
    hosts: Iterable[str] = LOOPBACK,
    token: str | None = None,
    rate: float = RATE,
    burst: float = BURST,
) -> Starlette:
    """The site as an ASGI application.

    `hosts` are the names by which it may be asked for ("*": any); `token` is asked of everybody, where there is one;
    `rate` and `burst` are requests a second from one client, 0 for any number.
    """
    app = Starlette(
        routes=ROUTES,
        middleware=[Middleware(Protection, hosts=hosts, token=token, rate=Rate(rate, burst))],
        exception_handlers={
            WebError: _fault,
            HTTPException: _http,
            NewscrawlError: _newscrawl,
            Exception: _unforeseen,
        },
        lifespan=_lifespan,
    )
    app.state.site = site
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


def _answer(request: Request, error: WebError) -> Response:
    if request.url.path.startswith(FOR_PROGRAMS):
        return problem(error, request.url.path)
    answer = View.of(request).page("error.html", status=error.status, error=error)
    answer.headers.update(error.headers)
    return answer


def _fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, WebError)
    return _answer(request, error)


def _http(request: Request, error: Exception) -> Response:
    """What Starlette itself refuses: paths and methods that there are not."""
    assert isinstance(error, HTTPException)
    details = {404: "There is nothing at this address.", 405: "This site is read-only: GET and HEAD."}
    detail = details.get(error.status_code, error.detail)
    return _answer(request, WebError(error.status_code, detail, headers=dict(error.headers or {})))


def _newscrawl(request: Request, error: Exception) -> Response:
    assert isinstance(error, NewscrawlError)
    if isinstance(error, DatabaseUnavailableError):
        # Where the database is and why it cannot be used is the operator's business; the log has it.
        return _answer(request, WebError(503, "The database cannot be reached.", headers={"Retry-After": "10"}))
    status = 400 if isinstance(error, ConfigurationError) else 500
    return _answer(request, WebError(status, error.message, error.advice))


def _unforeseen(request: Request, _error: Exception) -> Response:
    return _answer(request, WebError(500, "Something went wrong here; the server's log says what."))
