"""A commit whose answer is lost: the connection is cut when the server has answered, before the writer hears of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict

import pytest
from sqlalchemy import make_url

from newscrawl.errors import DatabaseUnavailableError
from newscrawl.items import FetchItem, ProblemItem
from newscrawl.store import Store
from tests.store.conftest import BOARD, NOW, document, fresh_database, rows


class Wire:
    """A way to a server that loses answers: of the commits that pass while it `cuts`, every other one."""

    def __init__(self, host: str, port: int) -> None:
        self.cuts = False
        self.commits = 0
        self.lost = 0
        self._server = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near = self._listening.accept()[0]
                far = socket.create_connection(self._server)
                state = {"drop": False}
                threading.Thread(target=self._pass, args=(near, far, state), daemon=True).start()
                threading.Thread(target=self._back, args=(near, far, state), daemon=True).start()

    def _pass(self, near: socket.socket, far: socket.socket, state: dict[str, bool]) -> None:
        wrote = False
        with suppress(OSError):
            while asked := near.recv(1 << 16):
                # Drivers also commit when they have set up a connection.
                wrote = wrote or b"UPDATE board" in asked
                if self.cuts and wrote and b"COMMIT" in asked:
                    self.commits, wrote = self.commits + 1, False
                    state["drop"] = self.commits % 2 == 1
                far.sendall(asked)
            far.shutdown(socket.SHUT_WR)

    def _back(self, near: socket.socket, far: socket.socket, state: dict[str, bool]) -> None:
        with suppress(OSError):
            while answer := far.recv(1 << 16):
                if state["drop"]:
                    self.lost += 1
                    break
                near.sendall(answer)
        for each in (near, far):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def close(self) -> None:
        self._listening.close()


@pytest.fixture(params=["postgresql", "mariadb"])
def wired(request, tmp_path) -> Iterator[tuple[str, str, Wire]]:
    """Two fresh databases' URLs, the second by way of a wire."""
    with fresh_database(request.param, tmp_path) as one, fresh_database(request.param, tmp_path) as other:
        url = make_url(other)
        wire = Wire(url.host or "127.0.0.1", url.port or {"postgresql": 5432, "mariadb": 3306}[request.param])
        yield one, url.set(host="127.0.0.1", port=wire.port).render_as_string(hide_password=False), wire
        wire.close()


def batches() -> list[list]:
    poisoned = rows(5, 4, 3, page=2)
    poisoned.posts[1].number = 10**30
    return [
        [rows(2, 1)],
        [poisoned],
        [document(2), document(1, views=10**30), document(5)],
        [rows(2, 1, title="anders"), ProblemItem(BOARD, "", NOW, "fetch", "HTTP 500", key="1")],
        [FetchItem(BOARD, "https://example.kr/news/2", NOW, 200, "0" * 64, "a.warc.gz", 0, 100, key="2")],
        [rows(2, 1)],
    ]


def written(url: str, wire: Wire | None = None) -> dict[str, object]:
    """What is in a database after all batches, each given again until its answer came."""
    with Store(url).open() as store:
        run = store.begin_run(BOARD)
        if wire is not None:
            wire.cuts = True
        told = []
        for items in batches():
            for _ in range(20):
                with suppress(DatabaseUnavailableError):
                    told.append(asdict(run.write(items)))
                    break
        if wire is not None:
            wire.cuts = False
        record = asdict(store.run(run.id))
        return {
            "told": told,
            "run": {name: value for name, value in record.items() if name != "started_at"},
            "posts": {post.key: (post.title, post.version, post.body_text) for post in store.posts(deleted=None)},
            "changes": [(change.seq, change.kind, change.key) for change in store.changes()],
            "problems": sorted((problem.stage, problem.key or "", problem.reason[:20]) for problem in store.problems()),
            "places": store.archived_places("a.warc.gz"),
            "unfinished": store.stats().unfinished_runs,
        }


def test_what_was_committed_without_an_answer_counts_once(wired):
    one, other, wire = wired
    expected, found = written(one), written(other, wire)
    assert wire.lost >= len(batches())
    assert found == expected
    assert expected["run"]["problems"] == 3
