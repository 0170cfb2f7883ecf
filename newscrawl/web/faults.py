"""What went wrong, as HTTP says it: problem details (RFC 9457) for programs, a page for people."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from newscrawl.plain import plain_json


class WebError(Exception):
    """A request that gets an error: its status, what was wrong, and what to do."""

    def __init__(self, status: int, detail: str, advice: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.advice = advice
        self.headers = headers or {}

    @property
    def title(self) -> str:
        return HTTPStatus(self.status).phrase


def bad_request(detail: str, advice: str = "") -> WebError:
    return WebError(400, detail, advice)


def not_found(detail: str, advice: str = "") -> WebError:
    return WebError(404, detail, advice)


def problem(error: WebError, instance: str) -> Response:
    """The error as problem details; `type` is about:blank where the status says it all."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": error.title,
        "status": error.status,
        "detail": f"{error.detail} {error.advice}".rstrip(),
        "instance": instance,
    }
    return Response(
        plain_json(body), status_code=error.status, media_type="application/problem+json", headers=error.headers
    )
