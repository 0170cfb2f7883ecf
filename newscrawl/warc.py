"""WARC records of responses: made, packed one member a record, and read back."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import BinaryIO
from urllib.parse import quote, unquote, urlsplit

from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newscrawl import __version__

LEVEL = 6
"""Of compression: level 9 takes twice the time for pages that are 2 % smaller."""

BOARD_HEADER, KEY_HEADER = "Newscrawl-Board", "Newscrawl-Key"
"""Named fields of our own in a record's head: whose document it is, so that the files alone tell it."""

CHUNK = 1 << 16

SECRET = frozenset({"authorization", "proxy-authorization", "cookie"})
"""Request headers that are not kept: an archive is passed on."""

BODILESS = frozenset({"Transfer-Encoding"})
"""Headers of the connection, not of the body that is kept."""


@dataclass(slots=True)
class Fetch:
    """A request and its response as they went over the wire; `body` is still packed as Content-Encoding says.

    `board` is the address of the board, `key` the post's key where the response is its document. `body` is None in a
    revisit: it is the same as in the record that came before.
    """

    url: str
    at: datetime
    status: int
    headers: list[tuple[str, str]]
    body: bytes | None
    method: str = "GET"
    request_headers: list[tuple[str, str]] = field(default_factory=list)
    request_body: bytes = b""
    protocol: str = "HTTP/1.1"
    ip: str | None = None
    board: str | None = None
    key: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def digest(body: bytes) -> str:
    """A body's digest, as WARC files write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


_writer = WARCWriter(BytesIO(), gzip=False, warc_version="1.1")


def pack(record: ArcWarcRecord) -> bytes:
    """A record as one gzip member."""
    out = BytesIO()
    WARCWriter(out, gzip=False, warc_version="1.1").write_record(record)
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress(out.getvalue()) + packer.flush()


def warcinfo(name: str) -> ArcWarcRecord:
    words = {
        "software": f"newscrawl/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }
    return _writer.create_warcinfo_record(name, words)


def records_of(fetch: Fetch, same_as: tuple[str, datetime] | None) -> list[ArcWarcRecord]:
    """The response (or revisit) and the request, each naming the other."""
    url = _ascii(fetch.url)
    named = {"WARC-Date": warc_date(fetch.at)}
    if fetch.ip:
        named["WARC-IP-Address"] = fetch.ip
    if fetch.board:
        named[BOARD_HEADER] = quote(fetch.board, safe="/?=&:.-_~")
    if fetch.key:
        named[KEY_HEADER] = quote(fetch.key, safe="/?=&:.-_~")
    head = StatusAndHeaders(f"{fetch.status} {_phrase(fetch.status)}", _clean(fetch.headers), protocol=fetch.protocol)
    body = fetch.body or b""
    if same_as is not None:
        response = _writer.create_revisit_record(
            url, digest(body), _ascii(same_as[0]), warc_date(same_as[1]), http_headers=head, warc_headers_dict=named
        )
    else:
        response = _writer.create_warc_record(
            url, "response", payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=named
        )
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    asked = StatusAndHeaders(
        f"{fetch.method} {path} HTTP/1.1",
        _clean([("Host", parts.netloc.rpartition("@")[2]), *fetch.request_headers]),
        is_http_request=True,
    )
    request = _writer.create_warc_record(
        url,
        "request",
        payload=BytesIO(fetch.request_body),
        length=len(fetch.request_body),
        http_headers=asked,
        warc_headers_dict={
            "WARC-Date": named["WARC-Date"],
            "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
        },
    )
    return [response, request]


def warc_date(at: datetime) -> str:
    """An instant as WARC 1.1 writes it, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _ascii(url: str) -> str:
    """A URL without what would end a header's line."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def _clean(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Headers as one line each, without those that belong to the transfer, and without passwords."""
    return [
        (re.sub(r"[\x00-\x20:]+", "", name) or "-", re.sub(r"[\x00\r\n]+", " ", value))
        for name, value in headers
        if name not in BODILESS and name.lower() not in SECRET
    ]


def member_at(file: BinaryIO, *, keep: bool = True) -> tuple[bytes, int]:
    """One gzip member from where the file stands, and its packed length. Raises EOFError where it is cut."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
    data = bytearray()
    length = 0
    while not unpacker.eof:
        chunk = file.read(CHUNK)
        if not chunk:
            raise EOFError("the record is cut")
        unpacked = unpacker.decompress(chunk)
        length += len(chunk) - len(unpacker.unused_data)
        if keep:
            data += unpacked
    return bytes(data), length


def fetch_of(data: bytes) -> Fetch | None:
    """A record as a fetch; None for a record of another kind."""
    record = ArcWarcRecordLoader().parse_record_stream(BytesIO(data), known_format="warc")
    if record.rec_type not in ("response", "revisit"):
        return None
    head = record.rec_headers
    http = record.http_headers
    return Fetch(
        url=head.get_header("WARC-Target-URI"),
        at=datetime.fromisoformat(head.get_header("WARC-Date")),
        status=int(http.get_statuscode()),
        headers=list(http.headers),
        body=None if record.rec_type == "revisit" else record.raw_stream.read(),
        protocol=http.protocol,
        ip=head.get_header("WARC-IP-Address"),
        board=_named(head.get_header(BOARD_HEADER)),
        key=_named(head.get_header(KEY_HEADER)),
    )


def _named(value: str | None) -> str | None:
    return unquote(value) if value else None
