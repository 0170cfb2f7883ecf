"""What a browser can reach: only what the guard lets it, whatever the page has it do."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import urllib.request
from collections.abc import Iterator
from urllib.error import HTTPError, URLError

import pytest

from newscrawl.errors import NewscrawlError, RefusedError
from newscrawl.gateway import Gateway
from newscrawl.guard import Guard
from newscrawl.rendering import PROGRAMS, check_landing, render
from tests.safety.hostile import DOCUMENT, INNER, TURNING, Hostile, names, page, redirect

HAS_BROWSER = importlib.util.find_spec("playwright") is not None and any(map(shutil.which, PROGRAMS))


@pytest.fixture(scope="module")
def hostile() -> Iterator[Hostile]:
    with Hostile() as server, names():
        yield server


def test_the_gateway_connects_where_the_guard_lets_it_and_nowhere_else(hostile):
    gateway = Gateway(Guard.of([f"{hostile.url}/board"]))
    proxies = urllib.request.ProxyHandler({"http": gateway.url, "https": gateway.url})
    through = urllib.request.build_opener(proxies)
    through.addheaders = [("Proxy-Connection", "keep-alive")]
    hostile.add("/view?no=1", page(DOCUMENT.format("보통 글")))
    assert "보통 글" in through.open(f"{hostile.url}/view?no=1").read().decode()
    assert "proxy-connection" not in hostile.heads[-1].lower()
    places = [hostile.forbidden, f"http://{INNER}:{hostile.port}", f"http://localhost:{hostile.port}", "http://[::1]:1"]
    for place in [*places, "http://169.254.169.254", "http://2130706433", f"http://{TURNING}:{hostile.forbidden_port}"]:
        if TURNING in place:
            socket.getaddrinfo(TURNING, 80)  # a public address, the first time
        with pytest.raises(HTTPError, match="403"):
            through.open(f"{place}/")
        with pytest.raises(URLError, match="403"):
            through.open(f"{place}/".replace("http:", "https:"))
    assert hostile.knocks == 0


def test_a_gateway_opens_a_tunnel_and_takes_no_nonsense(hostile):
    gateway = Gateway(Guard.of([f"{hostile.url}/board"]))
    host, port = gateway.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as tunnel:
        tunnel.sendall(f"CONNECT 127.0.0.1:{hostile.port} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert b" 200 " in tunnel.recv(1000)
        tunnel.sendall(b"GET /nowhere HTTP/1.1\r\n\r\n")
        assert b" 404 " in tunnel.recv(1000)
    for nonsense in (b"\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"\xff \xff \xff\r\n\r\n", b"a" * 200_000):
        with socket.create_connection((host, int(port)), timeout=20) as broken:
            try:
                broken.sendall(nonsense)
                assert broken.recv(1000) in (
                    b"",
                    b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                )
            except ConnectionError:
                continue


def test_a_page_that_a_browser_was_led_to_is_judged():
    board = Guard.of(["https://board.example.kr/list"])
    check_landing(board, "https://board.example.kr/list", "https://board.example.kr/list?page=1")
    for landed in ("http://127.0.0.1:6379/", "https://other.example.com/", "chrome-error://chromewebdata/"):
        with pytest.raises(RefusedError):
            check_landing(board, "https://board.example.kr/list", landed)


@pytest.mark.skipif(not HAS_BROWSER, reason="needs newscrawl[browser] and an installed Chromium")
def test_no_page_brings_a_browser_where_it_must_not_go(hostile):
    forbidden, guard = hostile.forbidden, Guard.of([f"{hostile.url}/board"])
    hostile.add("/redirect", redirect(f"{forbidden}/"))
    tricks = (
        f"<img src='{forbidden}/i.png'><iframe src='{forbidden}/f'></iframe><link rel=preconnect href='{forbidden}'>"
        f"<script>fetch('/redirect').catch(() => 0); new WebSocket('{forbidden}/'.replace('http', 'ws'));"
        "document.body.append('다 그려졌다');</script>"
    )
    hostile.add("/tricks", page(f"<body>{tricks}</body>"))
    assert "다 그려졌다" in render(f"{hostile.url}/tricks", "tests", guard).body.decode()
    hostile.add("/away", page(f"<script>location.href = '{forbidden}/';</script>"))
    for path in ("/redirect", "/away"):
        with pytest.raises(NewscrawlError):
            render(hostile.url + path, "tests", guard)
    assert hostile.knocks == 0
