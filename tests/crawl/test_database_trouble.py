"""The database goes away in mid-crawl: it is waited for; if it stays away, what is in hand is kept for the next run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from newscrawl.config import Config

CLUSTERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))


class Cluster:
    """A PostgreSQL server of the test's own, which it may stop."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = CLUSTERS[-1].parent
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        # PostgreSQL refuses to run as root.
        self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        if self.user:
            shutil.chown(folder, "postgres", "postgres")
        self.do("initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8")

    def do(self, program: str, *words: object) -> None:
        command = [*self.user, str(self.bin / program), *map(str, words)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=16MB"
        self.do("pg_ctl", "-D", self.folder / "data", "-o", options, "-l", self.folder / "log", "-w", "start")

    def stop(self, how: str) -> None:
        self.do("pg_ctl", "-D", self.folder / "data", "-m", how, "-w", "stop")

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres:geheim@127.0.0.1:{self.port}/postgres"


class MariaServer:
    """A MariaDB server of the test's own, which it may stop."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.user = "mysql" if os.geteuid() == 0 else ""
        if self.user:
            shutil.chown(folder, self.user)
        command = ["mariadb-install-db", "--no-defaults", f"--datadir={folder / 'data'}", "--skip-test-db"]
        command += ["--auth-root-authentication-method=normal", *([f"--user={self.user}"] if self.user else [])]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self) -> None:
        command = [shutil.which("mariadbd") or "mariadbd", "--no-defaults", f"--datadir={self.folder / 'data'}"]
        command += [f"--port={self.port}", "--bind-address=127.0.0.1", f"--socket={self.folder / 'socket'}"]
        command += [f"--pid-file={self.folder / 'pid'}", "--innodb-buffer-pool-size=16M", "--innodb-fast-shutdown=2"]
        command += ["--innodb-flush-log-at-trx-commit=2", *([f"--user={self.user}"] if self.user else [])]
        self.running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        engine = create_engine(f"mariadb+pymysql://root@127.0.0.1:{self.port}/")
        for _ in range(300):
            try:
                with engine.begin() as connection:
                    connection.execute(text("CREATE DATABASE IF NOT EXISTS newscrawl"))
                break
            except OperationalError:
                time.sleep(0.1)
        engine.dispose()

    def stop(self, how: str) -> None:
        assert self.running is not None
        self.running.kill() if how == "immediate" else self.running.terminate()
        self.running.wait()

    @property
    def url(self) -> str:
        return f"mariadb+pymysql://root@127.0.0.1:{self.port}/newscrawl"


@pytest.fixture
def maria() -> Iterator[MariaServer]:
    if not shutil.which("mariadb-install-db") or not shutil.which("mariadbd"):
        pytest.skip("no MariaDB programs to start a server with")
    folder = Path(tempfile.mkdtemp(prefix="newscrawl-maria-"))
    made = MariaServer(folder)
    made.start()
    yield made
    made.stop("immediate")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    if not CLUSTERS:
        pytest.skip("no PostgreSQL programs to start a server with")
    # Outside of pytest's folder, which only its own user may enter.
    folder = Path(tempfile.mkdtemp(prefix="newscrawl-cluster-"))
    made = Cluster(folder)
    made.start()
    yield made
    subprocess.run(
        [*made.user, made.bin / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"],
        check=False,
        capture_output=True,
        cwd="/",
    )
    shutil.rmtree(folder, ignore_errors=True)


def when_served(server, count: int, do) -> None:
    while len(server.served) < count:
        time.sleep(0.002)
    do()


@pytest.mark.parametrize("server", ["cluster", "maria"])
def test_a_server_that_is_restarted_three_times_loses_nothing(site, server, request):
    cluster = request.getfixturevalue(server)
    here = site(posts=150)
    here.config = Config(cluster.url, here.config.data_dir)

    def restart() -> None:
        for count, how in ((20, "fast"), (60, "immediate"), (110, "fast")):
            when_served(here.server, count, lambda how=how: cluster.stop(how))
            cluster.start()

    thread = threading.Thread(target=restart)
    thread.start()
    report = here.crawl()
    thread.join()
    assert (report.verdict, report.exit_code) == ("complete", 0), report.message
    assert {post["key"]: post["title"] for post in here.board.truth()} == {
        key: post.title for key, post in here.stored().items()
    }
    with here.store() as store:
        changes = list(store.changes())
        assert [change.seq for change in changes] == list(range(1, len(here.board.truth()) + 1))
        assert {change.kind for change in changes} == {"new"}
        (run,) = store.runs()
        assert (run.posts_new, run.documents) == (len(changes), len(changes))


def test_a_server_that_stays_away_ends_the_crawl_and_the_next_one_loads_what_was_in_hand(site, cluster, caplog):
    here = site(posts=60)
    here.config = Config(cluster.url, here.config.data_dir)
    thread = threading.Thread(target=when_served, args=(here.server, 30, lambda: cluster.stop("immediate")))
    thread.start()
    report = here.crawl(settings={"NEWSCRAWL_DATABASE_PATIENCE": 0.2})
    thread.join()
    assert report.exit_code == 5
    assert "cannot be used" in report.message
    (spilled,) = (here.config.data_dir / "spill").iterdir()
    kept = [line for line in spilled.read_text().splitlines() if '"is": "DocumentItem"' in line]
    asked = {path for path in here.asked() if path.count("/") == 2}
    for words in (report.message, caplog.text, spilled.read_text()):
        assert "geheim" not in words

    cluster.start()
    engine = create_engine(cluster.url)
    with engine.begin() as connection:
        # The lease of a process that has ended ends with it; this one goes on.
        connection.execute(text("UPDATE board SET lease_until = NULL"))
    engine.dispose()
    report = here.crawl()
    assert (report.verdict, report.exit_code) == ("complete", 0), report.message
    assert not spilled.exists()
    assert kept, "nothing was in hand when the server went"
    assert len(here.stored()) == len(here.board.truth())
    # What was fetched before the server went is not fetched again, but for what was on its way.
    again = asked & set(here.asked())
    assert len(again) <= 16
