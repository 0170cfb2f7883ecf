"""Raw responses, kept as WARC 1.1 so that pages can be read again without the network.

A file holds many records, each a gzip member of its own: a program that is killed spoils at most the last one, and a
record is read by seeking to it. A file is written by one program at a time, which holds its lock; the next program cuts
off what a killed one left half written and goes on behind it. Sources: ISO 28500:2017 (WARC 1.1), warcio.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from newscrawl.errors import NewscrawlError
from newscrawl.warc import CHUNK, Fetch, fetch_of, member_at, pack, records_of, warcinfo

SUFFIX = ".warc.gz"


MAGIC = b"\x1f\x8b\x08"


class ArchiveError(NewscrawlError):
    """The archive cannot be written, or a record is not where it was."""


@dataclass(slots=True, frozen=True)
class Place:
    """Where a record stands: its file's name in the archive's folder, and its bytes there."""

    file: str
    offset: int
    length: int


@dataclass(slots=True, frozen=True)
class Limits:
    """How large the archive gets. `file_size` and `total_size` are in bytes, 0 for no bound; `days` 0 for for ever.

    Below `free` bytes on the disk nothing is written: the database stands there too.
    """

    file_size: int = 512 * 1024**2
    total_size: int = 10 * 1024**3
    days: int = 0
    free: int = 1024**3


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
        records = records_of(fetch, same_as)
        data = b"".join(pack(record) for record in records)
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
        self._append(pack(warcinfo(self._name)))

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


# -- reading ----------------------------------------------------------------------------------------------------------


def read(folder: Path, place: Place) -> Fetch:
    """The fetch whose response stands at a place; `body` is None in a revisit. Raises ArchiveError where it is not."""
    try:
        with (folder / place.file).open("rb") as file:
            file.seek(place.offset)
            data, _ = member_at(file)
            fetch = fetch_of(data)
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
                data, length = member_at(file)
                fetch = fetch_of(data)
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
                whole += member_at(file, keep=False)[1]
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
            if start + at + member_at(file, keep=False)[1] == size:
                return True
        at = tail.rfind(MAGIC, 0, at)
    return False
