"""Fetch one page without a crawl around it, for `extract`, `probe` and `sites check`."""

from __future__ import annotations

import gzip
import socket
import ssl
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit, urlunsplit
from urllib.request import Request, urlopen

from protego import Protego

from newscrawl.errors import ConfigurationError, NewscrawlError

MAX_BYTES = 50 * 1024 * 1024
TIMEOUT_SECONDS = 30


@dataclass(slots=True, frozen=True)
class Fetched:
    """A page as it came: `url` after redirects, `at` as the server's clock says (else ours)."""

    url: str
    status: int
    content_type: str | None
    body: bytes
    at: datetime


def fetch(
    url: str, user_agent: str, *, form: tuple[tuple[str, str], ...] | None = None, obey_robots: bool = True
) -> Fetched:
    """Fetch a page, by POST where there is a `form`. A page with an error status is a page too.

    Raises ConfigurationError for what is no address, and NewscrawlError, saying why, where nothing can be had.
    """
    address = _ascii(url)
    if obey_robots and not _allowed(address, user_agent):
        raise NewscrawlError(
            f"robots.txt of {urlsplit(address).netloc} does not allow {url}.", "newscrawl keeps to it."
        )
    return _get(address, user_agent, urlencode(form).encode() if form is not None else None)


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


def _allowed(url: str, user_agent: str) -> bool:
    parts = urlsplit(url)
    try:
        robots = _get(f"{parts.scheme}://{parts.netloc}/robots.txt", user_agent)
    except NewscrawlError:
        return True
    if robots.status >= 400:
        return True
    return bool(Protego.parse(robots.body.decode("utf-8", "replace")).can_fetch(url, user_agent))


def _get(url: str, user_agent: str, data: bytes | None = None) -> Fetched:
    headers = {"User-Agent": user_agent, "Accept-Language": "ko,en;q=0.5", "Accept-Encoding": "gzip, deflate"}
    request = Request(url, data, headers)  # noqa: S310 - http or https, as checked
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - http or https, as checked
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
