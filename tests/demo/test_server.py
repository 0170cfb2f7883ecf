"""The server: what it answers, what it remembers, how it breaks, and how it stops."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import IncompleteRead

import pytest

from newscrawl.demo import DemoBoard, DemoServer, Fault
from newscrawl.demo.content import SEOUL
from newscrawl.errors import ConfigurationError

from .conftest import ask

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=SEOUL)
Served = Callable[..., DemoServer]


def test_several_boards_share_a_server(served: Served) -> None:
    boards = [
        DemoBoard(posts=5, name="news"),
        DemoBoard(posts=5, name="free"),
        DemoBoard(posts=5, name="news", skin="gnuboard5"),
        DemoBoard(posts=5, name="free", skin="gnuboard5"),
    ]
    server = served(*boards)
    for board in boards:
        assert board.truth()[0]["key"] in ask(server.url_of(board)).text
        assert board.truth()[0]["url"].startswith(server.url)
    assert len(ask(server.url).page.xpath("//li/a")) == 4


def test_two_boards_of_one_name_and_skin_are_refused() -> None:
    with pytest.raises(ConfigurationError):
        DemoServer([DemoBoard(posts=1), DemoBoard(posts=2)])


def test_what_was_served_is_remembered(served: Served) -> None:
    board = DemoBoard(posts=30, skin="egov", clock=lambda: NOW)
    server = served(board)
    ask(
        f"{server.url}/portal/bbs/selectBoardList.do",
        form={"bbsId": "BBSMSTR_news", "pageIndex": "2"},
        User_Agent="x/1",
    )
    ask(f"{server.url}/nowhere?a=1&b=")
    post, get = server.served
    assert (post.method, post.path, post.form["pageIndex"], post.status) == (
        "POST",
        "/portal/bbs/selectBoardList.do",
        "2",
        200,
    )
    assert (post.headers["user-agent"], post.at) == ("x/1", NOW)
    assert (get.method, get.target, get.query, get.status) == ("GET", "/nowhere?a=1&b=", {"a": "1", "b": ""}, 404)
    server.clear()
    assert server.served == []


def test_a_hook_can_change_the_board_while_it_is_read(served: Served) -> None:
    board = DemoBoard(posts=30)
    server = served(board)
    keys = []
    server.on_request(lambda request: keys.append(board.insert(title=f"글 {request.path}")))
    page = ask(server.url_of(board)).text
    assert "글 /news" in page
    assert keys == [board.truth()[3]["key"]]
    server.on_request(None)
    ask(server.url_of(board))
    assert len(keys) == 1


def test_a_hook_that_fails_is_told_when_the_server_stops() -> None:
    board = DemoBoard(posts=5)

    def fail(request: object) -> None:
        raise LookupError("hook")

    with pytest.raises(LookupError, match="hook"), DemoServer([board]) as server:  # noqa: PT012
        server.on_request(fail)
        assert ask(server.url_of(board)).status == 500


def test_pages_differ_in_their_token_only(served: Served) -> None:
    server = served(board := DemoBoard(posts=30, clock=lambda: NOW))
    first, second = (ask(server.url_of(board)).text.splitlines() for _ in range(2))
    assert [a for a, b in zip(first, second, strict=True) if a != b] == [line for line in first if "csrf" in line]


def test_every_page_was_changed_just_now(served: Served) -> None:
    reply = ask(served(board := DemoBoard(posts=3, clock=lambda: NOW)).url_of(board))
    assert parsedate_to_datetime(reply.headers["Date"]) == NOW == parsedate_to_datetime(reply.headers["Last-Modified"])
    assert "no-store" in reply.headers["Cache-Control"]
    assert "ETag" not in reply.headers


def test_views_grow_for_browsers_only_where_they_are_counted(served: Served) -> None:
    board = DemoBoard(posts=5, notices=0, secret_every=0, count_views=True)
    served(board)
    post = board.truth()[0]
    ask(post["url"], User_Agent="newscrawl/1")
    ask(post["url"], User_Agent="Mozilla/5.0")
    assert board.truth()[0]["views"] == post["views"] + 1


def test_other_pages(served: Served) -> None:
    server = served(DemoBoard(posts=3))
    assert ask(f"{server.url}/files/guide.pdf").body.startswith(b"%PDF-")
    assert ask(f"{server.url}/about").page.findtext(".//h1") == "소개"
    assert ask(f"{server.url}/robots.txt").text.startswith("User-agent: *")
    assert ask(f"{server.url}/nowhere/else").status == 404
    assert ask(f"{served(DemoBoard(posts=3), robots=None).url}/robots.txt").status == 404


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (Fault("status", status=503), 503, "503"),
        (Fault("maintenance"), 200, "점검"),
        (Fault("empty"), 200, ""),
        (Fault("refresh"), 200, 'http-equiv="refresh" content="0; url=/news"'),
        (Fault("login"), 200, "로그인이 필요한"),
        (Fault("blocked"), 403, "비정상적인 접근"),
    ],
)
def test_faults_that_answer_something_else(served: Served, fault: Fault, status: int, words: str) -> None:
    server = served(board := DemoBoard(posts=30), faults=[fault])
    reply = ask(server.url_of(board))
    assert (reply.status, words in reply.text, "board_list" in reply.text) == (status, True, False)
    assert server.served[0].fault == fault.kind


def test_too_many_requests_say_when_to_come_back(served: Served) -> None:
    server = served(board := DemoBoard(posts=3, clock=lambda: NOW))
    server.fault(Fault("retry_after", seconds=90, times=1))
    server.fault(Fault("retry_after", seconds=90, as_date=True))
    first, second = (ask(server.url_of(board)) for _ in range(2))
    assert (first.status, first.headers["Retry-After"]) == (429, "90")
    assert (parsedate_to_datetime(second.headers["Retry-After"]) - NOW).total_seconds() == 90


def test_connections_break(served: Served) -> None:
    server = served(board := DemoBoard(posts=30))
    server.fault(Fault("reset", times=1))
    server.fault(Fault("truncate", times=1))
    with pytest.raises(ConnectionResetError):
        ask(server.url_of(board))
    with pytest.raises(IncompleteRead):
        ask(server.url_of(board))
    assert ask(server.url_of(board)).status == 200
    assert [entry.status for entry in server.served] == [None, 200, 200]


def test_a_slow_answer_does_not_hold_up_others(served: Served) -> None:
    server = served(board := DemoBoard(posts=3))
    server.fault(Fault("slow", seconds=0.4, path="page=9"))
    parts = server.url.removeprefix("http://").split(":")
    with socket.create_connection((parts[0], int(parts[1]))) as slow:
        slow.sendall(b"GET /news?page=9 HTTP/1.1\r\nHost: x\r\n\r\n")
        start = time.monotonic()
        assert ask(server.url_of(board)).status == 200
        assert slow.recv(15) == b"HTTP/1.1 200 OK"
        assert time.monotonic() - start >= 0.35


def test_a_wrong_charset_in_the_header(served: Served) -> None:
    server = served(board := DemoBoard(posts=3, encoding="cp949"), faults=[Fault("charset")])
    reply = ask(server.url_of(board))
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "번호" in reply.body.decode("cp949")
    assert b'charset="euc-kr"' in reply.body


def test_a_redirect_that_never_ends(served: Served) -> None:
    server = served(DemoBoard(posts=3), faults=[Fault("loop", path="^/news")])
    reply = ask(f"{server.url}/news?page=1")
    assert (reply.status, reply.headers["Location"]) == (302, "/news?page=1")


def test_faults_strike_in_turn_and_end(served: Served) -> None:
    server = served(board := DemoBoard(posts=3), faults=[Fault("status", every=3, after=2, times=2)])
    ask(f"{server.url}/robots.txt")
    statuses = [ask(server.url_of(board)).status for _ in range(14)]
    assert [at for at, status in enumerate(statuses, 1) if status == 500] == [5, 8]
    server.heal()
    server.fault(Fault("status", path=r"page=[23]\b"))
    assert [ask(f"{server.url}/news?page={page}").status for page in (1, 2, 3, 4)] == [200, 500, 500, 200]


def test_a_fault_can_be_written_as_text() -> None:
    assert Fault.parse("status,status=503,every=6") == Fault("status", status=503, every=6)
    assert Fault.parse("slow,seconds=0.5,path=page=3") == Fault("slow", seconds=0.5, path="page=3")
    assert Fault.parse("retry_after,as_date=yes,times=1,after=2").as_date
    for wrong in ("", "flood", "status,code=1", "status,every=often", "reset,every=0"):
        with pytest.raises(ConfigurationError):
            Fault.parse(wrong)


@pytest.mark.parametrize("wrong", [{"kind": "flood"}, {"kind": "status", "every": 0}, {"kind": "reset", "path": "("}])
def test_what_is_no_fault_is_refused(wrong: dict) -> None:
    with pytest.raises(ConfigurationError):
        Fault(**wrong)


def test_control_over_http(served: Served) -> None:
    board = DemoBoard(posts=20)
    server = served(board, control=True)

    def act(name: str, **values: object) -> object:
        return json.loads(ask(f"{server.url}/_demo/{name}", body=json.dumps(values)).body)

    key = act("insert", title="밖에서 온 글", body="하나\n둘")["key"]
    truth = act("truth")
    assert [post["body_text"] for post in truth if post["key"] == key] == ["하나\n둘"]
    assert datetime.fromisoformat(truth[3]["published"]).tzinfo is not None
    act("edit", key=key, title="고침")
    act("pin", key=key)
    assert board.truth()[0]["title"] == "고침"
    act("unpin", key=key)
    act("move", key=key, position=4)
    assert board.truth()[7]["key"] == key
    act("delete", key=key)
    assert key not in {post["key"] for post in board.truth()}
    act("fault", kind="status", status=502, times=1)
    assert [ask(server.url_of(board)).status for _ in range(2)] == [502, 200]
    assert [entry["status"] for entry in act("served")] == [502, 200]
    act("clear")
    assert act("served") == []
    for name, values in (("delete", {"key": "1"}), ("insert", {"headline": 1}), ("fault", {"kind": "x"})):
        assert ask(f"{server.url}/_demo/{name}", form=values).status == 400
    assert ask(f"{server.url}/_demo/dance").status == 404


def test_control_is_off_unless_asked_for(served: Served) -> None:
    assert ask(f"{served(DemoBoard(posts=3)).url}/_demo/truth").status == 404


def test_many_requests_on_one_connection(served: Served) -> None:
    server = served(DemoBoard(posts=60))
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(
            b"GET /news?page=1 HTTP/1.1\r\nHost: x\r\n\r\n"
            b"POST /news HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
            b"HEAD /about HTTP/1.1\r\nHost: x\r\n\r\n"
            b"GET /about HTTP/1.0\r\n\r\n"
        )
        received = b""
        while part := connection.recv(65536):
            received += part
    assert received.count(b"HTTP/1.1 200 OK") == 4
    assert received.count(b"Content-Length") == 4
    assert received.endswith(b"</html>")
    assert [entry.method for entry in server.served] == ["GET", "POST", "HEAD", "GET"]


@pytest.mark.parametrize(
    "rubbish",
    [
        b"hello\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 70_000,
    ],
)
def test_what_is_no_request_is_refused(served: Served, rubbish: bytes) -> None:
    server = served(DemoBoard(posts=3))
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(rubbish)
        assert connection.recv(20).startswith(b"HTTP/1.1 400")
    assert ask(server.url).status == 200


def test_a_port_in_use_is_one_clear_error(served: Served) -> None:
    port = int(served(DemoBoard(posts=3)).url.rpartition(":")[2])
    with pytest.raises(ConfigurationError, match=f"Port {port} is in use"), DemoServer([DemoBoard(posts=3)], port=port):
        pass


def test_a_port_that_is_none_is_an_error() -> None:
    with pytest.raises(ConfigurationError, match="70000"), DemoServer([DemoBoard(posts=3)], port=70_000):
        pass


def test_the_server_leaves_nothing_behind() -> None:
    with DemoServer([board := DemoBoard(posts=3)]) as server:
        url, port = server.url_of(board), int(server.url.rpartition(":")[2])
        assert ask(url).status == 200
    with pytest.raises(ConnectionRefusedError):
        ask(url)
    with DemoServer([board], port=port) as again:
        assert ask(again.url_of(board)).status == 200


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_serving_in_the_foreground_ends_with_a_signal(stop: signal.Signals) -> None:
    program = (
        "from newscrawl.demo import DemoBoard, serve\n"
        "serve([DemoBoard(posts=5)], ready=lambda url: print(url, flush=True))\n"
        "print('stopped')\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        assert ask(f"{url}/news").status == 200
        process.send_signal(stop)
        assert process.communicate(timeout=10)[0] == "stopped\n"
        assert process.returncode == 0
