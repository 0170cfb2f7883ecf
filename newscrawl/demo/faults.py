"""How a board misbehaves on demand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any, Literal, cast, get_args

from newscrawl.demo.wire import Answer, Request
from newscrawl.errors import ConfigurationError

FaultKind = Literal[
    "status",
    "retry_after",
    "reset",
    "truncate",
    "slow",
    "charset",
    "maintenance",
    "empty",
    "loop",
    "refresh",
    "login",
    "blocked",
]

SLOWEST = 30.0
"""No answer is held back longer than this many seconds."""

_READ: dict[str, Callable[[str], object]] = {
    "every": int,
    "path": str,
    "times": int,
    "after": int,
    "status": int,
    "seconds": float,
    "as_date": lambda value: value in ("", "1", "true", "yes"),
}
"""How each field of a fault is read from text."""

_MAINTENANCE = (
    '<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>서비스 점검 중</title></head><body>'
    '<div class="notice_box"><h1>시스템 점검 안내</h1><p>더 나은 서비스를 위하여 지금은 시스템 점검 중입니다.</p>'
    "<p>점검 시간: 02:00 ~ 06:00</p><p>이용에 불편을 드려 죄송합니다.</p></div></body></html>"
)

_BLOCKED = (
    '<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>접근이 차단되었습니다</title></head><body>'
    "<h1>비정상적인 접근이 감지되었습니다</h1><p>자동 등록 방지를 위하여 아래 문자를 입력하세요.</p>"
    '<form method="post" action="/captcha"><img src="/captcha.png" alt="자동등록방지"><input name="captcha"></form>'
    "</body></html>"
)

_LOGIN = (
    '<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>로그인</title></head><body>'
    "<script>alert('로그인이 필요한 서비스입니다.');</script>"
    '<form method="post" action="/login"><h1>회원 로그인</h1><input name="id" placeholder="아이디">'
    '<input type="password" name="pw" placeholder="비밀번호"><button>로그인</button></form></body></html>'
)

_REFRESH = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={}"></head>'
    "<body></body></html>"
)


@dataclass(slots=True)
class Fault:
    """Breaks every `every`-th request that it fits, at most `times` times (None: always), after the first `after`.

    It fits requests whose target (path and query) the regular expression `path` finds something in; without one all
    but /robots.txt and the control addresses. What happens, by `kind`: `status` answers with `status`; `retry_after`
    with 429 and a Retry-After of `seconds`, as a date where `as_date`; `reset` breaks the connection; `truncate` sends
    half of the body; `slow` waits `seconds` first; `charset` names the wrong charset in the header; `maintenance` is a
    page with status 200 that says so; `empty` is an empty page with status 200; `loop` redirects to itself; `refresh`
    sends the reader to the same address by a meta refresh, as a first visit to some boards does; `login` is a wall with
    status 200; `blocked` is a 403 with a captcha.
    """

    kind: FaultKind
    every: int = 1
    path: str | None = None
    times: int | None = None
    after: int = 0
    status: int = 500
    seconds: float = 1.0
    as_date: bool = False
    _seen: int = field(default=0, init=False)
    _done: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.kind not in get_args(FaultKind):
            raise ConfigurationError(
                f"There is no fault {self.kind!r}.", f"Choose from {', '.join(get_args(FaultKind))}."
            )
        if self.every < 1 or not 100 <= self.status <= 599:
            raise ConfigurationError("A fault's every is 1 or more, and its status 100 to 599.")
        try:
            re.compile(self.path or "")
        except re.error as error:
            raise ConfigurationError(f"A fault's path is no regular expression: {error}.") from error

    @classmethod
    def parse(cls, text: str) -> Fault:
        """A fault from `KIND[,FIELD=VALUE…]`, as in `status,status=503,every=6`.

        Raises ConfigurationError where the text makes none.
        """
        kind, *settings = text.split(",")
        values: dict[str, Any] = {}
        for setting in settings:
            name, _, value = setting.partition("=")
            if name not in _READ:
                raise ConfigurationError(f"A fault has no {name!r}.", f"It has {', '.join(_READ)}.")
            try:
                values[name] = _READ[name](value)
            except ValueError as error:
                raise ConfigurationError(f"A fault's {name} cannot be {value!r}.") from error
        return cls(cast("FaultKind", kind), **values)

    def strikes(self, request: Request) -> bool:
        """Count this request, and say whether it is one to break."""
        if self.path is None:
            if request.path == "/robots.txt":
                return False
        elif not re.search(self.path, request.target):
            return False
        self._seen += 1
        if self._seen <= self.after or (self.times is not None and self._done >= self.times):
            return False
        if (self._seen - self.after) % self.every:
            return False
        self._done += 1
        return True

    def spoil(self, answer: Answer, request: Request, now: datetime) -> Answer:
        """The answer as it is sent instead. `now` is aware."""
        if self.kind == "status":
            page = f"<html><head><title>{self.status}</title></head><body><h1>{self.status}</h1></body></html>"
            return Answer(self.status, page.encode())
        if self.kind == "retry_after":
            wait = str(int(self.seconds))
            if self.as_date:
                wait = format_datetime((now + timedelta(seconds=self.seconds)).astimezone(UTC), usegmt=True)
            return Answer(
                429, b"<html><body><h1>429 Too Many Requests</h1></body></html>", headers=[("Retry-After", wait)]
            )
        if self.kind == "reset":
            answer.reset = True
        elif self.kind == "truncate":
            answer.send = len(answer.body) // 2
        elif self.kind == "slow":
            answer.delay = min(self.seconds, SLOWEST)
        elif self.kind == "charset" and answer.content_type.startswith("text/html"):
            wrong = "iso-8859-1" if "utf-8" in answer.content_type else "utf-8"
            answer.content_type = f"text/html; charset={wrong}"
        elif self.kind == "maintenance":
            return Answer(200, _MAINTENANCE.encode())
        elif self.kind == "empty":
            return Answer(200)
        elif self.kind == "loop":
            return Answer(302, headers=[("Location", request.target)])
        elif self.kind == "refresh":
            return Answer(200, _REFRESH.format(escape(request.target)).encode())
        elif self.kind == "login":
            return Answer(200, _LOGIN.encode())
        elif self.kind == "blocked":
            return Answer(403, _BLOCKED.encode())
        return answer
