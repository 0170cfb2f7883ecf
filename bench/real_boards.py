"""newscrawl against real board software that changes while it is read: python -m bench.real_boards

For whoever has PHP, MariaDB and an installed Gnuboard 5 or Rhymix at hand; nothing is fetched, and none of their code
is here. Each is named by where it is installed and by its database, which is changed (every post of the board goes!):

    NEWSCRAWL_REAL_GNUBOARD5=/srv/g5  NEWSCRAWL_REAL_GNUBOARD5_DATABASE=mariadb+pymysql://user:word@127.0.0.1/g5
    NEWSCRAWL_REAL_RHYMIX=/srv/rx     NEWSCRAWL_REAL_RHYMIX_DATABASE=mariadb+pymysql://user:word@127.0.0.1/rx

A board gets 400 posts. While newscrawl reads it through a proxy, every ninth request writes one post and deletes
another. Then the database of newscrawl is held against the board's own: how many posts are lost, and stored twice;
after a crawl with --full, how many are ghosts (stored, and gone there) or stale (another title or text than there).
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, create_engine, text

from newscrawl.config import Config
from newscrawl.crawl import CrawlOptions, CrawlReport, crawl_in_loop
from newscrawl.sites import from_url
from newscrawl.store import Store

POSTS = 400
SEOUL = ZoneInfo("Asia/Seoul")
AUTHORS = ("김가온", "이나래", "박다솜", "최라온", "20241", "한빛일보", "hong&gil")
TITLES = (
    "여름 음악회 안내 {}",
    "[공고] 제{}차 입찰",
    "도서관 시간 변경 (2025.06.{})",
    "R&D 예산 설명회 [{}]",
    "긴 제목을 가진 글로서 목록에서 잘리는 것을 보려고 서른 글자를 훌쩍 넘겨 적은 제목입니다 {}",
)


class Gnuboard5:
    """The board `free` of an installed Gnuboard 5, written as its own pages write it."""

    name = "GNUBOARD5"
    path = "/bbs/board.php?bo_table=free"
    dice = random.Random(5)

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        connection.execute(text("SET SESSION sql_mode = ''"))

    def clear(self) -> None:
        self._run("DELETE FROM g5_write_free")
        self._run("UPDATE g5_board SET bo_count_write = 0, bo_notice = '' WHERE bo_table = 'free'")

    def insert(self, title: str, at: datetime) -> None:
        row = {"title": title, "body": body_of(title), "author": self.dice.choice(AUTHORS), "at": f"{at:%F %T}"}
        self._run(
            "INSERT INTO g5_write_free SET wr_num = (SELECT IFNULL(MIN(wr_num) - 1, -1) FROM g5_write_free AS sq), "
            "wr_subject = :title, wr_content = :body, wr_name = :author, wr_datetime = :at, wr_last = :at",
            **row,
        )
        self._run("UPDATE g5_write_free SET wr_parent = wr_id WHERE wr_parent = 0")
        self._run("UPDATE g5_board SET bo_count_write = bo_count_write + 1 WHERE bo_table = 'free'")

    def delete(self) -> None:
        keys = list(self.truth())
        self._run("DELETE FROM g5_write_free WHERE wr_parent = :key", key=self.dice.choice(keys))
        self._run("UPDATE g5_board SET bo_count_write = bo_count_write - 1 WHERE bo_table = 'free'")

    def truth(self) -> dict[str, tuple[str, str]]:
        """Title and text of every post, by its id."""
        rows = self._run("SELECT wr_id, wr_subject, wr_content FROM g5_write_free WHERE wr_is_comment = 0")
        return {str(key): (title, words) for key, title, words in rows}

    def _run(self, statement: str, **values: object) -> list[tuple]:
        result = self.connection.execute(text(statement), values)
        return [tuple(row) for row in result] if result.returns_rows else []


class Rhymix(Gnuboard5):
    """The board `board` of an installed Rhymix."""

    name = "RHYMIX"
    path = "/index.php?mid=board"

    def clear(self) -> None:
        self.module = self._run("SELECT module_srl FROM rx_modules WHERE mid = 'board'")[0][0]
        self._run("DELETE FROM rx_documents WHERE module_srl = :module", module=self.module)

    def insert(self, title: str, at: datetime) -> None:
        self._run("INSERT INTO rx_sequence () VALUES ()")
        key = self._run("SELECT LAST_INSERT_ID()")[0][0]
        row = {"title": title, "body": f"<p>{body_of(title)}</p>", "author": self.dice.choice(AUTHORS)}
        self._run(
            "INSERT INTO rx_documents SET document_srl = :key, module_srl = :module, lang_code = 'ko', title = :title, "
            "content = :body, nick_name = :author, user_name = :author, member_srl = 0, regdate = :at, "
            "last_update = :at, list_order = -:key, update_order = -:key, status = 'PUBLIC', comment_status = 'ALLOW', "
            "extra_vars = '', is_notice = 'N', ipaddress = '127.0.0.1'",
            key=key,
            module=self.module,
            at=f"{at:%Y%m%d%H%M%S}",
            **row,
        )

    def delete(self) -> None:
        self._run("DELETE FROM rx_documents WHERE document_srl = :key", key=self.dice.choice(list(self.truth())))

    def truth(self) -> dict[str, tuple[str, str]]:
        rows = self._run("SELECT document_srl, title, content FROM rx_documents WHERE module_srl = :m", m=self.module)
        return {str(key): (title, words) for key, title, words in rows}


def body_of(title: str) -> str:
    return f"{title}에 대한 글이다. 담당 부서는 다음 주까지 그 결과를 누리집에 올리겠다고 밝혔다."


@contextmanager
def served(folder: str) -> Iterator[str]:
    """The software, served by PHP's own server; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["php", "-d", "display_errors=0", "-S", f"127.0.0.1:{port}", "-t", folder]
    log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
    many = os.environ | {"PHP_CLI_SERVER_WORKERS": "4"}
    process = subprocess.Popen(words, env=many, stdout=log, stderr=log, start_new_session=True)
    try:
        while process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        # Its workers outlive their parent.
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        log.close()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@contextmanager
def proxied(behind: str, each: Callable[[], None]) -> Iterator[str]:
    """The software behind a proxy that calls `each` before it hands on a request; gives the proxy's address."""
    opener = urllib.request.build_opener(NoRedirect)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            each()
            host = self.headers["Host"]
            request = urllib.request.Request(behind + self.path, headers={"Host": host})  # noqa: S310 - our own server
            request.add_header("User-Agent", self.headers["User-Agent"])
            try:
                answer = opener.open(request, timeout=60)
            except urllib.error.HTTPError as error:
                answer = error
            # Gnuboard makes its links of the port that it is served at.
            data = answer.read().replace(behind.encode(), f"http://{host}".encode())
            self.send_response(answer.status)
            for name in ("Content-Type", "Location", "Last-Modified"):
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def measure(software: type[Gnuboard5], folder: str, database: str) -> bool:
    """Fill the board, crawl it while it changes, and print what came of it; True where all is as it must be."""
    engine = create_engine(database, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection, tempfile.TemporaryDirectory() as kept, served(folder) as behind:
        board = software(connection)
        board.clear()
        now = datetime.now(SEOUL) - timedelta(hours=3)
        for number in range(POSTS):
            title = TITLES[number % len(TITLES)].format(number)
            board.insert(title, now - timedelta(hours=7 * (POSTS - number)))
        lock, asked, moving = threading.Lock(), 0, True

        def change() -> None:
            nonlocal asked
            with lock:
                asked += 1
                if moving and asked % 9 == 0:
                    board.insert(f"도중에 올린 글 {asked}", datetime.now(SEOUL))
                    board.delete()

        with proxied(behind, change) as address:
            config = Config(f"sqlite:///{kept}/newscrawl.db", Path(kept))

            def crawl(**options: object) -> CrawlReport:
                return asyncio.run(crawl_in_loop(from_url(address + board.path), CrawlOptions(**options), config))

            def stored() -> dict[str, tuple[str, str]]:
                with Store(config.database_url).open() as store:
                    posts = list(store.posts(deleted=False))
                assert len(posts) == len({post.key for post in posts})
                return {post.key: (post.title, post.body_text or "") for post in posts}

            first = crawl()
            moving = False
            lost = board.truth().keys() - stored().keys()
            with Store(config.database_url).open() as store:
                twice = [each for audited in store.audit() for each in audited.twice]
            full = crawl(full=True)
            have, truth = stored(), board.truth()
            ghosts = have.keys() - truth.keys()
            stale = [key for key, (title, _) in truth.items() if key in have and not same(have[key], title)]
            quiet = crawl()
    print(f"{software.name:10} {asked} requests, {first.seconds:.0f} s: {first.verdict}, {first.message}")
    print(f"           full: {full.verdict}, {full.message}; afterwards {quiet.requests} requests, {quiet.verdict}")
    print(f"           lost {len(lost)}, twice {len(twice)}, after --full ghosts {len(ghosts)}, stale {len(stale)}")
    for key in stale[:3]:
        print(f"           stale: {truth[key]} is stored as {have[key]}")
    return not (lost or twice or ghosts or stale)


def same(have: tuple[str, str], title: str) -> bool:
    return have[0] == title and " ".join(have[1].split()) == body_of(title)


def main() -> int:
    well, done = True, 0
    for software in (Gnuboard5, Rhymix):
        folder = os.environ.get(f"NEWSCRAWL_REAL_{software.name}")
        database = os.environ.get(f"NEWSCRAWL_REAL_{software.name}_DATABASE")
        if not folder or not database:
            print(f"{software.name:10} skipped: NEWSCRAWL_REAL_{software.name} and …_DATABASE do not say where it is")
        elif shutil.which("php") is None:
            print(f"{software.name:10} skipped: there is no php here")
        else:
            well, done = measure(software, folder, database) and well, done + 1
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
