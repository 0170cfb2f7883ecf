"""Fetch one page without a crawl around it, for `extract`, `probe` and `sites check`."""

from __future__ import annotations

import gzip
import socket
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit, urlunsplit
from urllib.request import Request, urlopen

from protego import Protego

from newscrawl.errors import ConfigurationError, NewscrawlError

MAX_BYTES = 50 * 1024 * 1024
TIMEOUT_SECONDS = 30
ALWAYS = {"Accept-Language": "ko,en;q=0.5", "Accept-Encoding": "gzip, deflate"}


@dataclass(slots=True, frozen=True)
class Fetched:
    """A page as it came: `url` after redirects, `at` as the server's clock says (else ours)."""

    url: str
    status: int
    content_type: str | None
    body: bytes
    at: datetime


def fetch(
    url: str,
    user_agent: str,
    *,
    form: tuple[tuple[str, str], ...] | None = None,
    obey_robots: bool = True,
    headers: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT_SECONDS,
) -> Fetched:
    """Fetch a page, by POST where there is a `form`. A page with an error status is a page too.

    `headers` go over those that are always sent; `timeout` is in seconds, of each step of the way. Raises
    ConfigurationError for what is no address, and NewscrawlError, saying why, where nothing can be had.
    """
    address = _ascii(url)
    if obey_robots:
        check_robots(address, user_agent)
    data = urlencode(form).encode() if form is not None else None
    return _get(address, {"User-Agent": user_agent, **(headers or {})}, data, timeout)


def _ascii(url: str) -> str:
    """The address as HTTP wants it: host in punycode, path and query quoted."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not host:
        raise ConfigurationError(
            f"{url!r} is not the address of a page.", "Give one that begins with http:// or https://."
        )
    try:
        netloc = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as error:
        raise ConfigurationError(f"{host!r} is not a host's name.") from error
    netloc = f"[{netloc}]" if ":" in netloc else netloc
    safe = "/%:@!$&'()*+,;=~-._?"
    return urlunsplit(
        (
            parts.scheme,
            f"{netloc}:{port}" if port else netloc,
            quote(parts.path, safe=safe),
            quote(parts.query, safe=safe),
            "",
        )
    )


def check_robots(url: str, user_agent: str) -> None:
    """Raises NewscrawlError for an address that its host's robots.txt does not allow."""
    parts = urlsplit(url)
    rules = _robots(f"{parts.scheme}://{parts.netloc}/robots.txt", user_agent)
    if rules is not None and not rules.can_fetch(url, user_agent):
        raise NewscrawlError(f"robots.txt of {parts.netloc} does not allow {url}.", "newscrawl keeps to it.")


@lru_cache(maxsize=64)
def _robots(url: str, user_agent: str) -> Protego | None:
    """A host's rules, asked for once a process; None for a host without."""
    try:
        robots = _get(url, {"User-Agent": user_agent})
    except NewscrawlError:
        return None
    return Protego.parse(robots.body.decode("utf-8", "replace")) if robots.status < 400 else None


def _get(url: str, headers: Mapping[str, str], data: bytes | None = None, timeout: float = TIMEOUT_SECONDS) -> Fetched:
    request = Request(url, data, {**ALWAYS, **headers})  # noqa: S310 - http or https, as checked
    try:
        with urlopen(request, timeout=timeout) as answer:  # noqa: S310 - http or https, as checked
            return _taken(answer)
    except HTTPError as error:
        with error:
            return _taken(error)
    except (URLError, OSError, HTTPException, ValueError) as error:
        raise NewscrawlError(f"{url} could not be fetched: {_why(error)}.") from error


def _taken(answer: object) -> Fetched:
    headers = answer.headers  # type: ignore[attr-defined]
    body: bytes = answer.read(MAX_BYTES + 1)  # type: ignore[attr-defined]
    url: str = answer.url  # type: ignore[attr-defined]
    if len(body) > MAX_BYTES:
        raise NewscrawlError(f"{url} is larger than {MAX_BYTES // 1024 // 1024} MiB; such pages are not read.")
    status: int = answer.status  # type: ignore[attr-defined]
    return Fetched(
        url,
        status,
        headers.get("Content-Type"),
        _unpacked(body, headers.get("Content-Encoding")),
        _clock(headers.get("Date")),
    )


def _unpacked(body: bytes, packing: str | None) -> bytes:
    """Undo the transfer's compression, within the bound."""
    try:
        if packing == "gzip":
            return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, MAX_BYTES)
        if packing == "deflate":
            return zlib.decompressobj(-zlib.MAX_WBITS if body[:1] != b"\x78" else zlib.MAX_WBITS).decompress(
                body, MAX_BYTES
            )
    except (zlib.error, gzip.BadGzipFile, EOFError):
        pass
    return body


def _clock(date: str | None) -> datetime:
    try:
        shown = parsedate_to_datetime(date) if date else datetime.now(UTC)
    except ValueError:
        return datetime.now(UTC)
    return shown if shown.tzinfo else shown.replace(tzinfo=UTC)


def _why(error: Exception) -> str:
    cause = getattr(error, "reason", error)
    if isinstance(cause, socket.gaierror):
        return "the host's name is unknown"
    if isinstance(cause, ConnectionRefusedError):
        return "the host refused the connection"
    if isinstance(cause, TimeoutError):
        return "the host did not answer in time"
    if isinstance(cause, ssl.SSLError):
        return f"its certificate or encryption is not right ({cause.reason or cause})"
    return str(cause) or type(cause).__name__
