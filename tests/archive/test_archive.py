"""The archive's files: records come back as they went in, whatever happens to the program that writes them."""

from __future__ import annotations

import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newscrawl.archive import Archive, ArchiveError, Limits, read, scan
from newscrawl.warc import Fetch, digest

AT = datetime(2026, 10, 5, 3, 0, 0, 123456, tzinfo=UTC)
FREE = Limits(free=0)
BODY = "<p>솔마을 소식</p>".encode("cp949") * 50


def fetch(number: int = 1, body: bytes = BODY) -> Fetch:
    return Fetch(
        f"http://솔마을.example/news?no={number}&q=가",
        AT + timedelta(seconds=number),
        200,
        [("Content-Type", "text/html; charset=euc-kr"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")],
        body,
        request_headers=[("User-Agent", "newscrawl")],
        ip="127.0.0.1",
        board="솔마을.example/news",
        key=str(number),
    )


def kinds(folder: Path) -> list[str]:
    """What another program, warcio's own reader, finds in the folder's files."""
    from warcio.archiveiterator import ArchiveIterator

    found = []
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            found += [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
    return found


def test_a_response_comes_back_as_it_came_over_the_wire(tmp_path):
    place = Archive(tmp_path, FREE).store(fetch())
    back = read(tmp_path, place)
    assert (back.body, back.status, back.at, back.ip, back.key) == (BODY, 200, fetch().at, "127.0.0.1", "1")
    assert back.board == "솔마을.example/news"
    assert [value for name, value in back.headers if name == "Set-Cookie"] == ["a=1", "b=2"]


def test_warcio_reads_and_checks_the_files(tmp_path):
    archive = Archive(tmp_path, FREE)
    archive.store(fetch(1))
    archive.store(fetch(2), same_as=(fetch(1).url, fetch(1).at))
    assert kinds(tmp_path) == ["warcinfo", "response", "request", "revisit", "request"]
    (path,) = tmp_path.iterdir()
    for tool in ("check", "index"):
        done = subprocess.run(
            [sys.executable, "-m", "warcio.cli", tool, path], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_revisit_holds_no_body(tmp_path):
    place = Archive(tmp_path, FREE).store(fetch(2), same_as=(fetch(1).url, fetch(1).at))
    assert read(tmp_path, place).body is None


@pytest.mark.parametrize("lost", [1, 30, 300, 700])
def test_a_kill_spoils_at_most_the_last_record(tmp_path, lost):
    archive = Archive(tmp_path, FREE)
    places = [archive.store(fetch(number)) for number in range(20)]
    archive.close()
    path = tmp_path / places[0].file
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - lost)
    again = Archive(tmp_path, FREE)
    again.store(fetch(20))
    found = [found.key for _, found in scan(tmp_path, path.name)]
    assert found[:19] == [str(number) for number in range(19)]
    assert found[-1] == "20"
    assert set(kinds(tmp_path)) == {"warcinfo", "response", "request"}


def test_two_programs_write_two_files(tmp_path):
    one, two = Archive(tmp_path, FREE), Archive(tmp_path, FREE)
    assert one.store(fetch(1)).file != two.store(fetch(2)).file


def test_a_full_file_is_followed_by_the_next(tmp_path):
    archive = Archive(tmp_path, Limits(file_size=3_000, free=0))
    names = {archive.store(fetch(number)).file for number in range(12)}
    assert len(names) > 1
    assert all(path.stat().st_size <= 3_000 for path in tmp_path.iterdir())


def test_the_oldest_files_go_when_all_are_too_much(tmp_path):
    archive = Archive(tmp_path, Limits(file_size=3_000, total_size=7_000, free=0))
    places = [archive.store(fetch(number)) for number in range(30)]
    removed = archive.prune()
    assert places[0].file in removed
    assert places[-1].file not in removed
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 7_000
    with pytest.raises(ArchiveError, match="no record at"):
        read(tmp_path, places[0])


def test_what_cannot_be_written_whole_is_not_there_at_all(tmp_path):
    archive = Archive(tmp_path, FREE)
    first = archive.store(fetch(1))
    size = (tmp_path / first.file).stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, hard))  # as a disk with 100 bytes left
    try:
        with pytest.raises(ArchiveError, match="No more pages are archived"):
            archive.store(fetch(2))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (tmp_path / first.file).stat().st_size == size


def test_a_disk_that_is_nearly_full_is_left_to_the_database(tmp_path):
    with pytest.raises(ArchiveError, match="is full") as raised:
        Archive(tmp_path, Limits(free=1 << 60)).store(fetch())
    assert "The crawl goes on" in raised.value.advice


def test_digests_are_those_of_warc_files():
    assert digest(b"") == "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
