"""What a response is: its type, its clock, and, in a person's words, why it is not what was hoped for."""

from __future__ import annotations

import re
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl.extract import Page
from newscrawl.plain import one_line

CLOCK_SLACK = timedelta(days=1)
"""How far ahead of ours a server's clock may be."""


class RefusedRequest(IgnoreRequest):
    """A request that no page can bring about. `advice` says what to do where it is meant all the same."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.advice = advice


class EncryptionError(Exception):
    """A request that failed since the host's certificate or encryption is not right; `advice` says what to do."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.advice = advice


class ForbiddenByRobots(IgnoreRequest):
    """A request that a site's robots.txt forbids, with the line that does, where one is to blame."""

    def __init__(self, line: str | None) -> None:
        super().__init__("Forbidden by robots.txt")
        self.line = line


class LeftAlone(IgnoreRequest):
    """A request that is not made, since its host is in trouble; the next crawl makes it."""


def is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def content_type(response: Response) -> str:
    """The header as it came; "" where there is none."""
    header: bytes | None = response.headers.get(b"Content-Type")
    return header.decode("latin-1") if header else ""


def shown_now(response: Response) -> datetime:
    """The moment that "3분 전" and "14:03" on a page refer to: the server's own clock, where it shows a sane one."""
    now = datetime.now(UTC)
    date = response.headers.get(b"Date")
    try:
        shown = parsedate_to_datetime(date.decode("latin-1")) if date else now
    except ValueError:
        return now
    aware = shown if shown.tzinfo else shown.replace(tzinfo=UTC)
    return aware if aware.year >= 2000 and aware - now < CLOCK_SLACK else now


def _tls_reason(error: BaseException | None) -> str | None:
    """What OpenSSL or the check of the certificate says, where that is what went wrong."""
    within = error
    while within is not None:
        # aiohttp's own errors are of that class too, with less in them.
        if isinstance(within, ssl.SSLError):
            if verdict := getattr(within, "verify_message", None):
                return f"certificate verify failed: {verdict}"
            if reason := getattr(within, "reason", None):
                return str(reason).replace("_", " ").lower()
        within = within.__cause__ or within.__context__
    # aiohttp names its own settings for encryption in every error of a connection.
    text = CONNECTION_KEY.sub("", str(error))
    if "SSL" not in f"{type(error).__name__} {text}" and "certificate" not in text.lower():
        return None
    shown = re.search(r"'([^',]+)'\)\]|(self.signed certificate|certificate \w+(?: \w+)*)", text, re.IGNORECASE)
    return (shown[1] or shown[2]) if shown else text[:200]


TOO_LARGE = "the page is larger than is read"
ROBOTS = "robots.txt does not allow it"
ROBOTS_ADVICE = "The site does not want robots to read it; only its owner can allow it."

FAILURES = {
    "the host's name is unknown": {"DNSLookupError", "CannotResolveHostError"},
    "the host refused the connection": {"ConnectionRefusedError", "DownloadConnectionRefusedError"},
    "the host did not answer in time": {"TimeoutError", "TCPTimedOutError", "DownloadTimeoutError"},
    "the connection broke before the whole page had come": {
        "ResponseFailed",
        "ResponseDataLossError",
        "ConnectionLost",
        "ConnectionDone",
        "DownloadFailedError",
        "ResponseNeverReceived",
    },
    TOO_LARGE: {"DownloadCancelledError", "CancelledError"},
}


IGNORED = {
    ROBOTS: "Forbidden by robots.txt",
    "it sends its readers round and round": "max redirections reached",
    "the page unpacks to more than is read": "during decompression",
}
"""What Scrapy's middlewares say of a request or a response that they drop, in words."""

CONNECTION_KEY = re.compile(r" ssl:(?:<[^>]*>|\w+)")

ENDLESS_HEAD = re.compile(r"TooManyHeaders|Got more than \d+ (?:bytes|headers)|Too many headers", re.IGNORECASE)


def why(failure: Failure) -> str:
    """A failed request in a person's words."""
    error = failure.value
    if isinstance(error, RefusedRequest):
        return f"refused: {error}"
    name, text = type(error).__name__, str(error)
    if isinstance(error, ForbiddenByRobots) and error.line:
        return f"{ROBOTS} ({one_line(error.line)[:100]})"
    if isinstance(error, IgnoreRequest):
        return next((words for words, sign in IGNORED.items() if sign in text), text)
    if isinstance(error, EncryptionError):
        return text
    if ENDLESS_HEAD.search(text):
        return "its headers are longer than are read"
    if (reason := _tls_reason(error)) is not None:
        return f"its certificate or encryption is not right ({reason})"
    for words, names in FAILURES.items():
        if name in names:
            return words
    return f"{name}: {error}"[:300]


def advice_on(failure: Failure) -> str:
    """What to do about a request that will fail again; "" for one that merely failed."""
    if isinstance(failure.value, RefusedRequest | EncryptionError):
        return failure.value.advice
    return ROBOTS_ADVICE if IGNORED[ROBOTS] in str(failure.value) else ""


def is_no_answer(failure: Failure) -> bool:
    """Whether a request failed at the host as a whole, and not at this page."""
    return not isinstance(failure.value, IgnoreRequest) and type(failure.value).__name__ not in FAILURES[TOO_LARGE]


def what_it_is(response: Response, page: Page) -> str:
    """A page that was not understood, in a few words: its kind, its size and what stands in it."""
    kind = content_type(response).partition(";")[0] or "of no stated kind"
    parts = [f"HTTP {response.status}", kind, f"{len(response.body):,} bytes"]
    if page.says is not None:
        parts.append(f"it says: {page.says.words[:100]!r} ({page.says.kind})")
    if page.elsewhere is not None:
        parts.append(f"its list is loaded from {page.elsewhere.url}")
    return ", ".join([*parts, *page.doubts[:3]])
