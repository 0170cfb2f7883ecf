"""Raw responses, kept as WARC 1.1 so that pages can be read again without the network.

A file holds many records, each a gzip member of its own: a program that is killed spoils at most the last one, and a
record is read by seeking to it. A file is written by one program at a time, which holds its lock; the next program cuts
off what a killed one left half written and goes on behind it. Sources: ISO 28500:2017 (WARC 1.1), warcio.
"""

from __future__ import annotations

import base64
import errno
import fcntl
import hashlib
import os
import re
import shutil
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote, urlsplit

from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newscrawl import __version__
from newscrawl.errors import NewscrawlError

SUFFIX = ".warc.gz"
LEVEL = 6
"""Of compression: level 9 takes twice the time for pages that are 2 % smaller."""

BOARD_HEADER, KEY_HEADER = "Newscrawl-Board", "Newscrawl-Key"
"""Named fields of our own in a record's head: whose document it is, so that the files alone tell it."""

CHUNK = 1 << 16
MAGIC = b"\x1f\x8b\x08"
SECRET = frozenset({"authorization", "proxy-authorization", "cookie"})
"""Request headers that are not kept: an archive is passed on."""

BODILESS = frozenset({"Transfer-Encoding"})
"""Headers of the connection, not of the body that is kept."""


class ArchiveError(NewscrawlError):
    """The archive cannot be written, or a record is not where it was."""


@dataclass(slots=True, frozen=True)
class Place:
    """Where a record stands: its file's name in the archive's folder, and its bytes there."""

    file: str
    offset: int
    length: int


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


@dataclass(slots=True, frozen=True)
class Limits:
    """How large the archive gets. `file_size` and `total_size` are in bytes, 0 for no bound; `days` 0 for for ever.

    Below `free` bytes on the disk nothing is written: the database stands there too.
    """

    file_size: int = 512 * 1024**2
    total_size: int = 10 * 1024**3
    days: int = 0
    free: int = 1024**3


def digest(body: bytes) -> str:
    """A body's digest, as WARC files write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


class Archive:
    """The folder of an installation's WARC files, and the one among them that this program writes.

    `store` raises ArchiveError where nothing more can be written; what was written before is whole.
    """

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        self.folder = folder
        self.limits = limits or Limits()
        self._file: int | None = None
        self._name = ""
        self._size = 0

    def store(self, fetch: Fetch, same_as: tuple[str, datetime] | None = None) -> Place:
        """Write a request and its response; gives where they stand.

        `same_as` is the URL and time of an earlier fetch with the same body: then a revisit record is written.
        """
        records = _records(fetch, same_as)
        data = b"".join(_packed(record) for record in records)
        try:
            self._make_room(len(data))
            place = Place(self._name, self._size, len(data))
            self._append(data)
        except OSError as error:
            raise ArchiveError(*_what_is_wrong(self.folder, error)) from error
        return place

    def _make_room(self, size: int) -> None:
        full = self.limits.file_size and self._size + size > self.limits.file_size
        if self._file is not None and not full:
            return
        self.close()
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.limits.free and (free := shutil.disk_usage(self.folder).free) < self.limits.free + size:
            raise OSError(errno.ENOSPC, f"only {free // 1024**2:,} MiB are free")
        self._open_file(size)

    def _open_file(self, size: int) -> None:
        """Take today's last file if nobody writes it and it has room, else begin the next."""
        day = f"newscrawl-{datetime.now(UTC):%Y%m%d}"
        names = sorted(path.name for path in self.folder.glob(f"{day}-*{SUFFIX}"))
        for name in reversed(names):
            path = self.folder / name
            if self.limits.file_size and path.stat().st_size + size > self.limits.file_size:
                continue
            if (file := _locked(path, os.O_RDWR)) is not None:
                self._file, self._name = file, name
                self._size = cut_broken_end(path)
                return
        number = int(names[-1].removesuffix(SUFFIX).rpartition("-")[2]) if names else 0
        while self._file is None:
            number += 1
            name = f"{day}-{number:05d}{SUFFIX}"
            with suppress(FileExistsError):
                self._file, self._name = _locked(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_EXCL), name
        self._size = 0
        self._append(_packed(_warcinfo(self._name)))

    def _append(self, data: bytes) -> None:
        assert self._file is not None
        try:
            view = memoryview(data)
            while view:
                view = view[os.pwrite(self._file, view, self._size + len(data) - len(view)) :]
        except OSError:
            os.ftruncate(self._file, self._size)  # a record that is half written is none
            raise
        self._size += len(data)

    def close(self) -> None:
        """Let go of the file; the next program goes on with it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def prune(self) -> list[str]:
        """Remove the files that are too old, then the oldest ones that are too much; gives their names.

        A file that a program writes is left alone.
        """
        files = sorted((path.stat().st_mtime, path) for path in self.folder.glob(f"*{SUFFIX}"))
        total = sum(path.stat().st_size for _, path in files)
        oldest = (datetime.now(UTC) - timedelta(days=self.limits.days)).timestamp() if self.limits.days else 0.0
        removed = []
        for changed, path in files:
            too_much = self.limits.total_size and total > self.limits.total_size
            if not too_much and changed >= oldest:
                continue
            size = path.stat().st_size
            lock = _locked(path, os.O_RDWR) if path.name != self._name or self._file is None else None
            if lock is None:
                continue
            path.unlink()
            os.close(lock)
            total -= size
            removed.append(path.name)
        return removed


def _locked(path: Path, flags: int) -> int | None:
    """The opened file with its lock, or None where another program holds it, or where it was removed meanwhile."""
    try:
        file = os.open(path, flags, 0o644)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        return None
    return file


def _what_is_wrong(folder: Path, error: OSError) -> tuple[str, str]:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"The disk of the archive {folder} is full ({error.strerror}): no more pages are archived.",
            "The crawl goes on. Make room, or lower NEWSCRAWL_ARCHIVE_SIZE or NEWSCRAWL_ARCHIVE_DAYS.",
        )
    return (
        f"The archive {folder} cannot be written: {error.strerror or error}. No more pages are archived.",
        "The crawl goes on. May newscrawl write there? NEWSCRAWL_ARCHIVE=off turns archiving off.",
    )


# -- records ----------------------------------------------------------------------------------------------------------

_writer = WARCWriter(BytesIO(), gzip=False, warc_version="1.1")


def _packed(record: ArcWarcRecord) -> bytes:
    """A record as one gzip member."""
    out = BytesIO()
    WARCWriter(out, gzip=False, warc_version="1.1").write_record(record)
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress(out.getvalue()) + packer.flush()


def _warcinfo(name: str) -> ArcWarcRecord:
    words = {
        "software": f"newscrawl/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }
    return _writer.create_warcinfo_record(name, words)


def _records(fetch: Fetch, same_as: tuple[str, datetime] | None) -> list[ArcWarcRecord]:
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


# -- reading ----------------------------------------------------------------------------------------------------------


def read(folder: Path, place: Place) -> Fetch:
    """The fetch whose response stands at a place; `body` is None in a revisit. Raises ArchiveError where it is not."""
    try:
        with (folder / place.file).open("rb") as file:
            file.seek(place.offset)
            data, _ = _member(file)
            fetch = _fetch(data)
    except (OSError, zlib.error, ValueError, EOFError) as error:
        raise ArchiveError(
            f"The archive has no record at {place.file}, byte {place.offset:,}: {error or type(error).__name__}.",
            "Was the file removed or replaced? That page is left out.",
        ) from error
    if fetch is None:
        raise ArchiveError(f"The record at {place.file}, byte {place.offset:,} is no response.", "It is left out.")
    return fetch


def scan(folder: Path, name: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Place, Fetch]]:
    """Every response between two bytes of a file, up to the first record that is broken."""
    found: tuple[int, int, Fetch] | None = None
    with (folder / name).open("rb") as file:
        size = os.fstat(file.fileno()).st_size if end is None else end
        while start < size:
            file.seek(start)
            try:
                data, length = _member(file)
                fetch = _fetch(data)
            except (zlib.error, ValueError, EOFError):
                break
            if fetch is not None:
                if found is not None:
                    yield Place(name, found[0], found[1]), found[2]
                found = (start, length, fetch)
            elif found is not None:  # the request that belongs to it
                found = (found[0], found[1] + length, found[2])
            start += length
    if found is not None:
        yield Place(name, found[0], found[1]), found[2]


def cut_broken_end(path: Path) -> int:
    """Cut off a record that is half written at the end of a file; gives the file's size. Its lock must be held."""
    whole = 0
    with path.open("r+b") as file:
        size = os.fstat(file.fileno()).st_size
        if _ends_whole(file, size):
            return size
        while whole < size:
            file.seek(whole)
            try:
                whole += _member(file, keep=False)[1]
            except (zlib.error, EOFError):
                file.truncate(whole)
                break
    return whole


def _ends_whole(file: BinaryIO, size: int) -> bool:
    """Whether a whole record ends where the file does. Records are written in turn: those before it are whole too."""
    start = max(0, size - CHUNK)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(MAGIC)
    while at >= 0:
        file.seek(start + at)
        with suppress(zlib.error, EOFError):
            if start + at + _member(file, keep=False)[1] == size:
                return True
        at = tail.rfind(MAGIC, 0, at)
    return False


def _member(file: BinaryIO, *, keep: bool = True) -> tuple[bytes, int]:
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


def _fetch(data: bytes) -> Fetch | None:
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
