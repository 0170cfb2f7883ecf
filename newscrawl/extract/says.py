"""What a page says instead of a post or a list: that it is deleted, secret, closed, elsewhere, or not for robots.

Korean board software mostly says so with status 200: a script with `alert('…')` that leads elsewhere, a password
form, a login form, a short notice. The words decide the kind; the shape of the page decides whether they are the
page's own, for any post may contain them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from newscrawl.extract.barred import checks_browser, is_login
from newscrawl.extract.document import Document
from newscrawl.extract.glance import FIRM, LONGEST_MESSAGE, Glance, look
from newscrawl.extract.labels import label_of
from newscrawl.extract.markup import absolute, tidy
from newscrawl.extract.page import Says, SaysKind
from newscrawl.extract.phrases import kind_of

# Pages where these are in the source, and only these, are looked at: a page costs little that holds none of them.
_TRIGGERS = (  # those that most pages hold come first
    "ound 가입 ocation 점검 alert( 존재하지 삭제 권한 비밀 비공개 보호된 중단 차단 로그인이 로그인을 로그인하 captcha CAPTCHA enied ejected aintenance moment "
    "efresh 잘못된 준비 navailable 제한 없는 회원만 만료 공사 비정상 password 로봇 robot 블라인드 부족 orbidden deleted removed 열람 "
    "멤버 거부 일치 개편 올바른 사라 내려 접속자 권한이 세션 본인 실명 인증 blocked security submit( 방화벽 대기"
)
TRIGGERS = (*_TRIGGERS.split(), "수 없", "로그인 ", "찾을 수", "잠시 후")
ALERT = re.compile(
    r"\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)?\s*(?:window\.)?alert\s*\(\s*(?:\"((?:[^\"\\\n]|\\.){1,600})\"|'((?:[^'\\\n]|\\.){1,600})')\s*\)",
    re.DOTALL,
)
_TEXT = r"(?:\"((?:[^\"\\\n]|\\.){1,600})\"|'((?:[^'\\\n]|\\.){1,600})')"
SPOKEN = re.compile(rf"\b(?:alert|confirm)\s*\(\s*{_TEXT}\s*\)")
SPOKEN_VALUE = re.compile(rf"\b(?:var|let|const)\s+\w{{1,30}}\s*=\s*{_TEXT}\s*;")
NAMED_FUNCTION = re.compile(
    r"\bfunction\s+\w|\w\s*=\s*(?:async\s*)?(?:function\b|\([^()]{0,80}\)\s*=>)(?<!onload = function)(?<!onload=function)"
)
ONLOAD = re.compile(r"<body\b[^>]{0,300}?\bonload\s*=\s*(?:\"([^\"]{1,1000})\"|'([^']{1,1000})')", re.IGNORECASE)
LONGEST_ACT = 1_200  # characters of a script that only says something
LONGEST_SCRIPT = 4_000
LEADS_AWAY = re.compile(r"location|history\.|\.close\s*\(|\.submit\s*\(|\.back\s*\(")
TARGET = re.compile(r"location(?:\.href)?\s*(?:=|\.replace\s*\(|\.assign\s*\()\s*[\"']([^\"'\s]{1,2000})[\"']")
SCRIPT = re.compile(r"<script(?:\s[^>]{0,300})?>", re.IGNORECASE)
REFRESH = re.compile(r"^\s*(\d{1,4})\s*(?:[;,]\s*(?:url\s*=\s*)?['\"]?\s*([^'\"]*))?", re.IGNORECASE)
ESCAPES = {"n": "\n", "r": "\n", "t": " ", "b": "", "f": ""}
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
MESSAGES = (
    "message",
    "msg",
    "errormessage",
    "error_message",
    "errormsg",
    "resultmsg",
    "resultmessage",
    "alert",
    "error",
)
CODES = ("status", "code", "statuscode", "status_code", "errorcode", "resultcode")
"""Where interfaces put what they say, in lower case."""

STATUS_KINDS: dict[int, SaysKind] = {401: "login", 403: "forbidden", 404: "missing", 410: "deleted", 429: "blocked"}

MAX_SCRIPTS = 60
LONGEST_NOTICE = 400_000
"""Characters of a page in which what it says instead of a post stands."""


def read_says(document: Document, status: int | None = None, *, is_full: bool = False) -> Says | None:
    """What the page says in place of a post or a list, or None where it holds one (or nothing can be told).

    `status` is the response's HTTP status, where it is known; `is_full` says that the page is known to hold much to read.
    """
    html = document.html
    refused = status in STATUS_KINDS
    start = html[:LONGEST_NOTICE]
    if not refused and not any(trigger in start for trigger in TRIGGERS):
        return None
    if (told := _alerted(document)) is not None:
        return told
    root = document.root
    if root is None:
        return _plain_text(html, status)
    if is_full and not refused and "password" not in html:
        return None
    seen = look(root)
    if seen.secret_form and (seen.is_thin or re.search("비밀\\s?글|비공개|보호된", seen.secret_form)):
        return Says("secret", seen.secret_form)
    if not seen.is_thin:
        return None if not refused else _by_status(document, seen, status)
    if (told := _in_words(document, seen, status)) is not None:
        return told
    if checks_browser(document, seen):
        return Says("blocked", "a script sets a cookie and loads the page again")
    if (words := is_login(document, seen)) is not None:
        return Says("login", words)
    if (target := _redirect(document, seen)) is not None:
        return Says("moved", tidy(seen.lines[0][0]) if seen.lines else "", target)
    return _by_status(document, seen, status) if refused else None


def _alerted(document: Document) -> Says | None:
    """A script that does nothing but say something and lead away; scripts with alerts inside functions are not it."""
    html = document.html
    if "alert" not in html and "confirm" not in html:
        return None
    alone = html.count("<a ") < 15
    for script in _acting_scripts(html, alone=alone):
        match = ALERT.match(script) or (_spoken(script) if alone else None)
        if match is None:
            continue
        words = tidy(_unescaped(next(group for group in match.groups() if group is not None)))
        rest = script[match.end() :] if match.re is not SPOKEN_VALUE else script
        kind = kind_of(words, in_list=False)
        if not LEADS_AWAY.search(rest) and not (alone and kind):
            continue
        if kind is None and not alone:
            continue
        target = TARGET.search(rest)
        address = absolute(_unescaped(target[1]), document.base_url) if target else None
        return Says(_kind_here(kind or "missing", words, document.url), words, address)
    return None


def _acting_scripts(html: str, *, alone: bool) -> Iterator[str]:
    """The page's scripts that may act when it is loaded, and what its body does then."""
    for opening in islice(SCRIPT.finditer(html), MAX_SCRIPTS):
        start = opening.end()
        end = html.find("</", start, start + LONGEST_SCRIPT)
        yield html[start : end if end >= 0 else start + LONGEST_SCRIPT]
    if alone and (loaded := ONLOAD.search(html)) is not None:
        yield loaded[1] or loaded[2]


def _spoken(script: str) -> re.Match[str] | None:
    """What a short script says once it runs: $(function () { alert("…") }), var message = "…"; alert(message).

    What stands in a function with a name waits for a click.
    """
    if len(script) > LONGEST_ACT or NAMED_FUNCTION.search(script):
        return None
    if (match := SPOKEN.search(script)) is not None:
        return match
    return SPOKEN_VALUE.search(script) if "alert" in script else None


def _unescaped(script: str) -> str:
    """A JavaScript string's value."""
    return ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else ESCAPES.get(m[3], m[3]), script)


def _kind_here(kind: SaysKind, words: str, url: str) -> SaysKind:
    """Rhymix says only «대상을 찾을 수 없습니다»: at a post's address a post is meant, at a board's the board."""
    if kind == "deleted" and not re.search("삭제|글|게시|기사|deleted|removed", words):
        return "deleted" if re.search(r"\d", urlsplit(url).path.rsplit("/", 1)[-1] + urlsplit(url).query) else "missing"
    return kind


def _in_words(document: Document, seen: Glance, status: int | None) -> Says | None:
    """The message among the page's lines: the first of the strongest kind."""
    title = tidy(document.root.findtext(".//title") or "") if document.root is not None else ""
    if seen.labels & {"author", "views"} and len(seen.labels & FIRM) >= 1 and status not in STATUS_KINDS:
        return None
    found: dict[SaysKind, str] = {}
    heads: set[SaysKind] = set()
    for text, heading in [(title, True), *seen.lines]:
        if not 3 < len(text) <= LONGEST_MESSAGE or label_of(text) is not None:
            continue
        kind = kind_of(text)
        if kind is not None and kind not in found:
            found[kind] = text
        heads |= {kind} if kind is not None and heading else set()
    if not found:
        return None
    for kind in ("blocked", "secret", "deleted", "missing", "forbidden", "maintenance", "login", "moved"):
        if kind not in found:
            continue
        words = found[kind]
        if kind == "login" and not (seen.login_form or seen.prose < 200) and status not in STATUS_KINDS:
            continue
        if kind == "moved" and _redirect(document, seen) is None and seen.prose > 150:
            continue
        explains = kind == "blocked" and kind in heads and not seen.dates
        if seen.prose > 3 * len(words) + 250 and status not in STATUS_KINDS and not explains:
            continue
        target = _redirect(document, seen) if kind == "moved" else None
        return Says(_kind_here(kind, words, document.url), words, target)
    return None


def _redirect(document: Document, seen: Glance) -> str | None:
    """Where a page with nothing to read leads by itself: meta refresh, or a script that only sets the address."""
    root = document.root
    if root is None or seen.prose > 200:
        return None
    for element in root.iter("meta"):
        if (element.get("http-equiv") or "").lower() == "refresh":
            match = REFRESH.match(element.get("content") or "")
            if match and int(match[1]) <= 10 and match[2]:
                return absolute(match[2], document.base_url)
    if seen.linked > 200 or seen.prose > 60:
        return None
    for count, opening in enumerate(SCRIPT.finditer(document.html)):
        if count >= MAX_SCRIPTS:
            break
        rest = document.html[opening.end() : opening.end() + 400].lstrip()
        match = (
            TARGET.search(rest.split("</", 1)[0])
            if re.match(r"(?:<!--)?\s*(?:document|window|self|top|parent|location)\b", rest)
            else None
        )
        if match:
            return absolute(_unescaped(match[1]), document.base_url)
    return None


def _by_status(document: Document, seen: Glance, status: int | None) -> Says | None:
    kind = STATUS_KINDS.get(status or 0)
    if kind is None:
        return None
    told = next((text for text, heading in seen.lines if heading and kind_of(text)), None)
    words = told or next((text for text, _ in seen.lines if kind_of(text)), "") or f"HTTP {status}"
    real = kind_of(words)
    if status in (403, 404) and real in ("deleted", "secret", "login", "blocked", "missing", "forbidden"):
        kind = _kind_here(real, words, document.url)
    return Says(kind, words[:LONGEST_MESSAGE])


def read_json_says(data: Any, url: str) -> Says | None:
    """What an interface says in place of a list or a post: its message, else its code as HTTP's."""
    if not isinstance(data, dict):
        return None
    texts = {name.lower(): value for name, value in data.items() if isinstance(value, str | int)}
    words = next((str(texts[name]) for name in MESSAGES if isinstance(texts.get(name), str) and texts[name]), "")
    kind = kind_of(words, in_list=False) if words else None
    status = next((int(texts[name]) for name in CODES if str(texts.get(name, "")).isdecimal()), 0)
    kind = kind or STATUS_KINDS.get(status)
    if kind is None:
        inner = (read_json_says(value, url) for value in data.values() if isinstance(value, dict))
        return next((says for says in inner if says is not None), None)
    return Says(_kind_here(kind, words, url), tidy(words)[:LONGEST_MESSAGE] or f"HTTP {status}")


def _plain_text(html: str, status: int | None) -> Says | None:
    words = tidy(html[:2000])
    kind = kind_of(words) if 0 < len(words) <= LONGEST_MESSAGE else None
    kind = kind or STATUS_KINDS.get(status or 0)
    return Says(kind, words[:LONGEST_MESSAGE]) if kind else None
