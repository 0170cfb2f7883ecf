"""A demo board that is served, and a plain HTTP client that reads it."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import pytest
from lxml.html import HtmlElement, document_fromstring

from newscrawl.demo import DemoBoard, DemoServer


@dataclass
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        charset = self.headers.get_content_charset("utf-8")
        return self.body.decode("cp949" if charset == "euc-kr" else charset)

    @property
    def page(self) -> HtmlElement:
        return document_fromstring(self.text)


def ask(
    url: str, *, method: str = "GET", form: dict[str, str] | None = None, body: str | None = None, **headers: str
) -> Reply:
    """One request on a connection of its own, redirects not followed; underscores in header names become dashes.

    A `form` or a `body` makes it a POST.
    """
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if form is not None:
        body = urlencode(form)
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(
            method if body is None else "POST",
            f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}",
            body,
            sent,
        )
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())
    finally:
        connection.close()


@pytest.fixture
def served() -> Iterator[Callable[..., DemoServer]]:
    """Serve boards until the test ends: `served(board, …, control=True)`."""
    with ExitStack() as stack:
        yield lambda *boards, **options: stack.enter_context(DemoServer(list[DemoBoard](boards), **options))
