"""Fetch one page without a crawl around it, for `extract`, `probe` and `sites check`."""

from __future__ import annotations

import socket
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit, urlunsplit
from urllib.request import Request

from protego import Protego

from newscrawl.connection import Watch, opener, refused
from newscrawl.errors import ConfigurationError, NewscrawlError
from newscrawl.guard import Guard
from newscrawl.tls import trouble_of

MAX_BYTES = 50 * 1024 * 1024
ROBOTS_BYTES = 512 * 1024
"""How much of a robots.txt is read. RFC 9309, 2.5 asks for 500 KiB at least."""

TIMEOUT_SECONDS = 60
"""How long a whole page may take to come."""

UNASKED = frozenset({"br", "zstd", "compress"})
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
    guard: Guard | None = None,
) -> Fetched:
    """Fetch a page, by POST where there is a `form`. A page with an error status is a page too.

    `headers` go over those that are always sent; `timeout` is in seconds, for the whole page with its redirects;
    `guard` says which hosts may be asked, and where it is left out the address is taken for the operator's own. Raises
    ConfigurationError for what is no address, RefusedError for one that may not be asked, and NewscrawlError, saying
    why, where nothing can be had.
    """
    address = _ascii(url)
    guard = guard or Guard.of([address], stays=False)
    if (reason := guard.refuses(address)) is not None:
        raise refused(reason, address)
    if obey_robots:
        check_robots(address, user_agent, guard)
    data = urlencode(form).encode() if form is not None else None
    return _get(address, {"User-Agent": user_agent, **(headers or {})}, guard, data, timeout)


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


def check_robots(url: str, user_agent: str, guard: Guard) -> None:
    """Raises NewscrawlError for an address that its host's robots.txt does not allow."""
    parts = urlsplit(url)
    rules = _robots(f"{parts.scheme}://{parts.netloc}/robots.txt", user_agent, replace(guard, homes=None))
    if rules is not None and not rules.can_fetch(url, user_agent):
        raise NewscrawlError(f"robots.txt of {parts.netloc} does not allow {url}.", "newscrawl keeps to it.")


@lru_cache(maxsize=64)
def _robots(url: str, user_agent: str, guard: Guard) -> Protego | None:
    """A host's rules, asked for once a process; None for a host without."""
    try:
        robots = _get(url, {"User-Agent": user_agent}, guard, most=ROBOTS_BYTES)
    except NewscrawlError:
        return None
    return Protego.parse(robots.body.decode("utf-8", "replace")) if robots.status < 400 else None


def _get(
    url: str,
    headers: Mapping[str, str],
    guard: Guard,
    data: bytes | None = None,
    timeout: float = TIMEOUT_SECONDS,
    most: int | None = None,
) -> Fetched:
    """Ask for an address; `most` cuts the page there, where its beginning is enough."""
    request = Request(url, data, {**ALWAYS, **headers})  # noqa: S310 - http or https, as checked
    with Watch(timeout) as watch:
        try:
            with opener(guard, watch).open(request, timeout=timeout) as answer:
                return _taken(answer, watch, most)
        except HTTPError as error:
            with error:
                if 300 <= error.code < 400 and error.headers.get("Location"):
                    raise NewscrawlError(
                        f"{url} could not be fetched: it sends its readers round and round, or to no page."
                    ) from error
                return _taken(error, watch, most)
        except (URLError, OSError, HTTPException, ValueError) as error:
            reason = f"it had not come whole after {timeout:g} seconds" if watch.expired else _why(error)
            cause = getattr(error, "reason", error)
            advice = trouble_of(cause).advice if isinstance(cause, ssl.SSLError) else ""
            raise NewscrawlError(f"{url} could not be fetched: {reason}.", advice) from error


def _taken(answer: Any, watch: Watch, most: int | None) -> Fetched:
    url: str = answer.url
    body: bytes = answer.read((most or MAX_BYTES) + 1)
    if watch.expired:
        raise TimeoutError
    if most is None and len(body) > MAX_BYTES:
        raise NewscrawlError(f"{url} is larger than {MAX_BYTES // 1024 // 1024} MiB; such pages are not read.")
    if most is None and getattr(answer, "length", None):
        raise OSError("the connection broke before the whole page had come")
    status: int = answer.status
    return Fetched(
        url,
        status,
        answer.headers.get("Content-Type"),
        unpacked(body[:most] if most else body, answer.headers.get("Content-Encoding"), url),
        _clock(answer.headers.get("Date")),
    )


def unpacked(body: bytes, packing: str | None, url: str) -> bytes:
    """Undo the transfer's compression. Raises NewscrawlError for what unpacks to more than is read, or cannot be."""
    for way in reversed([each.strip().lower() for each in (packing or "").split(",")]):
        if way in UNASKED:
            raise NewscrawlError(f"{url} is packed as {way}, which was not asked for.")
        if way not in {"gzip", "x-gzip", "deflate"}:
            continue
        raw = way == "deflate" and body[:1] != b"\x78"
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS | (0 if way == "deflate" else 16))
        try:
            whole = unpacking.decompress(body, MAX_BYTES + 1)
        except zlib.error:
            return body  # a server that says so, and did not
        if len(whole) > MAX_BYTES:
            raise NewscrawlError(
                f"{url} unpacks to more than {MAX_BYTES // 1024 // 1024} MiB; such pages are not read."
            )
        body = whole
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
        return trouble_of(cause).words
    return str(cause) or type(cause).__name__
