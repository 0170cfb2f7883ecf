"""Every command, and everything that a new user does wrong."""

from __future__ import annotations

import csv
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


def one_message(result) -> str:
    """What the user reads; never a traceback."""
    assert "Traceback" not in result.stderr
    return result.stderr


def test_help_names_every_command(newscrawl):
    result = newscrawl("--help")
    assert result.returncode == 0
    for name in ["crawl", "extract", "probe", "posts", "runs", "problems", "changes", "export", "sites", "db", "demo"]:
        assert name in result.stdout


@pytest.mark.parametrize(
    "command",
    [
        "crawl",
        "extract",
        "probe",
        "posts",
        "search",
        "audit",
        "runs",
        "problems",
        "changes",
        "export",
        "sites",
        "db",
        "demo",
    ],
)
def test_every_help_has_an_example(inside, command):
    assert f"Example: newscrawl {command}" in inside(command, "--help").stdout


def test_a_tour(newscrawl, board_url, tmp_path):
    crawl = newscrawl("crawl", board_url)
    assert crawl.returncode == 0, crawl.stderr
    assert "33 new, 0 edited, 0 unchanged" in crawl.stderr
    assert "complete" in crawl.stderr
    assert "newscrawl export --board" in crawl.stderr
    assert "0 new" in newscrawl("crawl", board_url).stderr

    posts = [json.loads(line) for line in newscrawl("posts", "--json", "--limit", "5").stdout.splitlines()]
    assert len(posts) == 5
    assert newscrawl("posts", "show", posts[0]["id"], "--versions").stdout.startswith(posts[0]["title"][:20])
    assert "quiet" in newscrawl("runs").stdout
    assert "complete" in newscrawl("runs", "show", "1").stdout
    assert len(newscrawl("changes", "--after", "30", "--json").stdout.splitlines()) == 3

    word = max(posts[0]["title"].split(), key=len)
    hits = [json.loads(line) for line in newscrawl("search", word, "--json").stdout.splitlines()]
    assert posts[0]["id"] in {hit["id"] for hit in hits}
    assert "*" in newscrawl("search", word).stdout
    behind = newscrawl("posts", "--json", "--limit", "2", "--after", posts[2]["id"]).stdout.splitlines()
    assert [json.loads(line)["id"] for line in behind] == [post["id"] for post in posts[3:5]]
    author = newscrawl("posts", "--json", "--author", posts[0]["author"], "--until", "2100-01-01").stdout.splitlines()
    assert {json.loads(line)["author"] for line in author} == {posts[0]["author"]}

    file = tmp_path / "posts.csv"
    assert newscrawl("export", "--output", file).returncode == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert len(rows) == 33
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    lines = newscrawl("export", "--format", "jsonl", "--columns", "key,title").stdout.splitlines()
    assert set(json.loads(lines[0])) == {"key", "title"}


def test_output_exports_what_was_crawled(newscrawl, board_url, tmp_path):
    file = tmp_path / "posts.jsonl"
    assert newscrawl("crawl", board_url, "--limit", "5", "--output", file).returncode == 0
    assert len(file.read_text(encoding="utf-8").splitlines()) == 5


def test_a_definition_that_probe_saves_is_crawled_by_its_name(newscrawl, board_url, tmp_path):
    assert newscrawl("crawl", board_url, "--limit", "3").returncode == 0
    probe = newscrawl("probe", board_url, "--save", "notices")
    assert probe.returncode == 0, probe.stderr
    assert "gnuboard5" in probe.stdout
    assert (tmp_path / "data/sites/notices.toml").is_file()
    assert newscrawl("probe", board_url, "--save", "notices").returncode == 2
    assert newscrawl("sites", "check").returncode == 0
    assert newscrawl("crawl", "notices").returncode == 0
    boards = {json.loads(line)["board"] for line in newscrawl("posts", "--json", "--limit", "100").stdout.splitlines()}
    assert boards == {"notices"}


def test_extract_prints_the_json_that_the_library_gives(newscrawl, board_url):
    result = newscrawl("extract", board_url, "--json")
    page = json.loads(result.stdout)
    assert result.returncode == 0
    assert page["listing"]["columns"][:2] == ["number", "title"]
    assert set(page["listing"]["rows"][0]) >= {
        "number",
        "key",
        "url",
        "title",
        "author",
        "category",
        "published",
        "views",
    }


def test_extract_reads_many_saved_pages_and_standard_input(newscrawl, tmp_path):
    row = "<tr><td>{0}<td><a href='/view?no={0}'>솔마을 소식 {0}호</a><td>솔바람<td>{0}분 전<td>7</tr>"
    rows = "".join(row.format(n) for n in range(9, 1, -1))
    page = f"<html><head>{{}}</head><table><tr><th>번호<th>제목<th>글쓴이<th>날짜<th>조회</tr>{rows}</table></html>"
    saved, wrong = tmp_path / "saved.html", tmp_path / "wrong.html"
    saved.write_text(page.format('<link rel="canonical" href="https://x.kr/list?a=1&amp;b=2">'), encoding="utf-8")
    wrong.write_bytes(page.format('<meta charset="utf-8">').encode("cp949"))
    done = newscrawl("extract", saved, wrong, tmp_path / "none.html", "--now", "2025-06-27T09:41", "--json")
    assert done.returncode == 2
    assert "none.html cannot be read" in done.stderr
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["url"], first["encoding"]) == ("https://x.kr/list?a=1&b=2", "utf-8")
    assert (second["url"], second["encoding"]) == (wrong.as_uri(), "cp949")
    assert second["listing"]["rows"][0]["title"] == "솔마을 소식 9호"
    assert first["listing"]["rows"][0]["published"]["value"] == "2025-06-27T09:32:00+09:00"
    assert first["listing"]["rows"][0]["url"] == "https://x.kr/view?no=9"
    piped = newscrawl("extract", "-", "--url", "https://x.kr/", "--json", stdin=wrong.read_bytes().decode("cp949"))
    assert json.loads(piped.stdout)["listing"]["rows"][0]["url"] == "https://x.kr/view?no=9"


def test_probe_of_a_saved_page_asks_nobody_and_needs_an_address_to_save(newscrawl, tmp_path):
    page = tmp_path / "page.html"
    rows = "".join(
        f"<tr><td>{n}<td><a href='/view?no={n}'>소식 {n}호</a><td>2025-06-{n}<td>7</tr>" for n in range(25, 11, -1)
    )
    page.write_text(f"<table><tr><th>번호<th>제목<th>날짜<th>조회</tr>{rows}</table>", encoding="utf-8")
    assert newscrawl("probe", page).returncode == 0
    assert "needs the board's address" in one_message(newscrawl("probe", page, "--save", "news"))
    assert newscrawl("probe", page, "--url", "http://127.0.0.1:9/list", "--save", "news").returncode == 0
    assert 'url = "http://127.0.0.1:9/list"' in (tmp_path / "data/sites/news.toml").read_text(encoding="utf-8")


def test_a_page_that_is_no_board_ends_with_4_and_says_what_it_saw(newscrawl, server):
    result = newscrawl("crawl", f"{server.url}/about")
    assert result.returncode == 4
    assert "No posts were found where a board was expected" in one_message(result)


def test_a_pdf_ends_with_4_and_says_so(newscrawl, server):
    result = newscrawl("crawl", f"{server.url}/files/guide.pdf")
    assert result.returncode == 4
    assert "application/pdf" in one_message(result)


def test_a_404_ends_with_1_and_says_so(newscrawl, server):
    result = newscrawl("crawl", f"{server.url}/nothing/here")
    assert result.returncode == 1
    assert "404" in one_message(result)


def test_an_unknown_host_ends_with_1_and_says_so(newscrawl):
    result = newscrawl("crawl", "http://no-such-host.invalid/board", "-s", "RETRY_TIMES=0")
    assert result.returncode == 1
    assert "name is unknown" in one_message(result)


def test_a_dead_server_ends_with_1_and_says_so(newscrawl):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    result = newscrawl("crawl", f"http://127.0.0.1:{port}/board", "-s", "RETRY_TIMES=0")
    assert result.returncode == 1
    assert "refused" in one_message(result)


WRONG = [
    (["crawl"], "Missing argument"),
    (["crawl", "nothing"], "There is no definition 'nothing'"),
    (["crawl", "www.example.kr/board"], "Did you mean https://www.example.kr/board"),
    (["crawl", "ftp://x.kr/"], "is not the address of a board"),
    (["crawl", "http://127.0.0.1:9/", "--pages", "0"], "--pages"),
    (["crawl", "http://127.0.0.1:9/", "--since", "soon"], "'soon' is not a date"),
    (["crawl", "http://127.0.0.1:9/", "-s", "NAME"], "NAME=VALUE"),
    (["crawl", "http://127.0.0.1:9/", "-s", "DOWNLOAD_DELY=2"], "Did you mean DOWNLOAD_DELAY?"),
    (["crawl", "http://127.0.0.1:9/", "-s", "DOWNLOAD_DELAY=soon"], "'soon' is not a number"),
    (["crawl", "http://127.0.0.1:9/", "-s", "DOWNLOAD_DELAY=-1"], "cannot be less than 0"),
    (["crawl", "http://127.0.0.1:9/", "-s", "CONCURRENT_REQUESTS=0"], "cannot be less than 1"),
    (["crawl", "http://127.0.0.1:9/", "-s", "LOG_LEVEL=LOUD"], "there is no such level"),
    (["crawl", "http://127.0.0.1:9/", "--pages", "-3"], "--pages"),
    (
        ["crawl", "http://127.0.0.1:9/", "--output", "no/such/folder/posts.csv"],
        "The folder no/such/folder is not there",
    ),
    (["crawl", "http://127.0.0.1:9/", "--output", "/"], "/ is a folder"),
    (["problems", "--run", "7"], "There is no run 7"),
    (["demo", "--state", "/proc/none/state.json", "--crawl"], "cannot be kept"),
    (["crawl", "http://127.0.0.1:9/", "--output", "posts.xls"], "does not write"),
    (["extract", "no-such-file.html"], "cannot be read"),
    (["extract", "http://x y/"], "newscrawl:"),
    (["export", "--columns", "titel"], "no column titel"),
    (["posts", "--board", "nothing"], "There is no board 'nothing'"),
    (["posts", "show", "7"], "There is no post 7"),
    (["runs", "show", "7"], "There is no run 7"),
    (["demo", "--skin", "plain"], "There is no skin 'plain'"),
    (["nonsense"], "No such command"),
]


@pytest.mark.parametrize(("words", "message"), WRONG, ids=[" ".join(words) for words, _ in WRONG])
def test_wrong_use_ends_with_2_and_one_message(inside, words, message):
    result = inside(*words)
    assert message in one_message(result)
    assert result.returncode == (1 if words == ["extract", "http://x y/"] else 2)


def test_a_setting_that_keeps_scrapy_from_starting_ends_with_2(newscrawl, board_url):
    result = newscrawl("crawl", board_url, "-s", "DUPEFILTER_CLASS=no.such.Class")
    assert result.returncode == 2
    assert "does not start with these settings (DUPEFILTER_CLASS)" in one_message(result)


def test_a_broken_definition_ends_with_2_and_names_the_line(newscrawl, tmp_path):
    sites = tmp_path / "data/sites"
    sites.mkdir(parents=True)
    (sites / "broken.toml").write_text('url = "http://x.kr/"\n\n[list]\nrows = "tr"\n')
    result = newscrawl("crawl", "broken")
    assert result.returncode == 2
    assert "broken.toml, line 4" in one_message(result)


def test_a_database_that_cannot_be_written_ends_with_5(newscrawl, board_url, tmp_path):
    (tmp_path / "file").write_text("")
    result = newscrawl("crawl", board_url, NEWSCRAWL_DATABASE_URL=f"sqlite:///{tmp_path}/file/x.db")
    assert result.returncode == 5
    assert "cannot be made" in one_message(result)


def test_a_full_output_ends_with_1_and_the_posts_are_safe(newscrawl, board_url):
    result = newscrawl("crawl", board_url, "--limit", "3", "--output", "/dev/full")
    assert result.returncode == 1
    assert "The posts are safe in the database" in one_message(result)
    assert len(newscrawl("posts", "--json").stdout.splitlines()) == 3


def test_a_folder_and_a_file_of_another_kind_are_no_database(newscrawl, board_url, tmp_path):
    (tmp_path / "text.db").write_text("이것은 데이터베이스가 아닙니다. " * 100)
    for place in (tmp_path, tmp_path / "text.db"):
        result = newscrawl("crawl", board_url, NEWSCRAWL_DATABASE_URL=f"sqlite:///{place}")
        assert result.returncode == 5
        assert "cannot be used" in one_message(result)


def test_https_where_there_is_none_is_told_in_words(newscrawl, server):
    result = newscrawl("crawl", f"{server.url.replace('http', 'https')}/news", "-s", "RETRY_TIMES=0")
    assert result.returncode == 1
    assert "nothing is encrypted there" in one_message(result)


def test_a_certificate_that_nobody_vouches_for_is_told_in_words(newscrawl, tmp_path):
    certificate = tmp_path / "own.pem"
    certificate.write_bytes(own_certificate())
    with https_server(certificate) as url:
        result = newscrawl("crawl", f"{url}/board", "-s", "RETRY_TIMES=0")
    assert result.returncode == 1
    assert "it is self-signed" in one_message(result)


def own_certificate() -> bytes:
    """A key and a certificate that it signed itself, as PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now.replace(year=now.year + 1)
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    return key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.sign(
        key, hashes.SHA256()
    ).public_bytes(pem)


@contextmanager
def https_server(certificate: Path) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = ThreadingHTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_output_that_cannot_be_written_is_told_in_words(newscrawl, board_url):
    newscrawl("crawl", board_url, "--limit", "3")
    for words in (["posts", "--json"], ["posts"], ["export"]):
        with open("/dev/full", "w") as full:
            result = newscrawl(*words, stdout=full)
        assert result.returncode == 1
        assert "output could not be written: No space left on device." in one_message(result)


def test_a_reader_that_has_had_enough_is_no_failure(newscrawl, board_url):
    newscrawl("crawl", board_url, "--limit", "3")
    for words in (["posts", "--json"], ["posts"], ["export"]):
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "w") as pipe:
            result = newscrawl(*words, stdout=pipe)
        assert result.returncode == 0
        assert "newscrawl:" not in one_message(result)


def test_closed_streams_are_no_failure(newscrawl, board_url):
    shell = f"{sys.executable} -m newscrawl posts >&- 2>&-"
    assert subprocess.run(["/bin/sh", "-c", shell], env=newscrawl.environment, check=False).returncode == 0


def test_several_boards_are_crawled_in_turn_and_exported_together(newscrawl, server, tmp_path):
    file = tmp_path / "both.jsonl"
    boards = [
        f"{server.url}/bbs/board.php?bo_table=news",
        f"{server.url}/about",
        f"{server.url}/bbs/board.php?bo_table=press",
    ]
    result = newscrawl("crawl", *boards, "--limit", "4", "--output", file)
    assert result.returncode == 4
    one_message(result)
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert (
        sorted(line["board"] for line in lines)
        == ["/bbs/board.php?bo_table=news"] * 4 + ["/bbs/board.php?bo_table=press"] * 4
    )


def test_ctrl_c_ends_a_crawl_with_a_verdict_and_the_next_goes_on(newscrawl, server):
    url = f"{server.url}/bbs/board.php?bo_table=press"
    server.clear()
    process = subprocess.Popen(
        [sys.executable, "-m", "newscrawl", "crawl", url, "-s", "DOWNLOAD_DELAY=0.05"],
        env=newscrawl.environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(server.served) < 8:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in said
    assert "The crawl was stopped" in said
    assert newscrawl("crawl", url).returncode == 0
    assert len(newscrawl("posts", "--json", "--limit", "100").stdout.splitlines()) == 63


def test_a_board_that_another_run_holds_ends_with_3(newscrawl, board_url, tmp_path):
    from newscrawl.sites import from_url
    from newscrawl.store import Store

    (tmp_path / "data").mkdir(exist_ok=True)
    with Store(f"sqlite:///{tmp_path / 'data/newscrawl.db'}").open() as store:
        store.begin_run(from_url(board_url).board)
        result = newscrawl("crawl", board_url)
    assert result.returncode == 3
    assert "Another run holds the board" in one_message(result)


def test_an_empty_database_says_what_to_do(newscrawl):
    assert "newscrawl crawl" in newscrawl("posts").stderr
    assert "newscrawl crawl" in newscrawl("runs").stderr


def test_the_demo_board_is_crawled_twice(newscrawl):
    first, second = newscrawl("demo", "--crawl", "--posts", "30"), newscrawl("demo", "--crawl", "--posts", "30")
    assert (first.returncode, second.returncode) == (0, 0)
    assert "33 new" in first.stderr
    assert "0 new" in second.stderr
    assert "2 requests, 1 listing page\n" in second.stderr
    assert second.stderr.count("newscrawl ") >= 3  # what to do next


def test_seconds_in_the_environment_are_kept_to_or_refused(newscrawl, board_url):
    wrong = newscrawl("crawl", board_url, NEWSCRAWL_DATABASE_PATIENCE="soon")
    assert wrong.returncode == 2
    assert "NEWSCRAWL_DATABASE_PATIENCE=soon" in one_message(wrong)
    away = "postgresql+psycopg://nobody@127.0.0.1:9/none"
    told = newscrawl("crawl", board_url, NEWSCRAWL_DATABASE_PATIENCE="0.1", NEWSCRAWL_DATABASE_URL=away)
    assert told.returncode == 5
