"""A board whose list only a browser can show. Needs the extra `browser` and a Chromium; else only its absence is tested."""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from newscrawl.crawl.browser import browser_settings
from newscrawl.errors import ConfigurationError
from newscrawl.guard import Guard
from newscrawl.rendering import PROGRAMS, find_browser
from newscrawl.store import Store

HAS_PLAYWRIGHT = importlib.util.find_spec("scrapy_playwright") is not None
HAS_CHROMIUM = any(map(shutil.which, PROGRAMS))

LIST = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>소식</title></head><body><div id="app"></div><script>
const row = (n) => `<tr><td>${n}</td><td><a href="/view.html?no=${n * 3}">솔마을 소식 ${n}호</a></td><td>솔바람</td><td>2025-06-${n + 10}</td></tr>`;
setTimeout(() => { document.getElementById("app").innerHTML = "<table><tr><th>번호<th>제목<th>작성자<th>등록일</tr>" +
  [6, 5, 4, 3, 2, 1].map(row).join("") + "</table>"; }, 50);
</script></body></html>"""
VIEW = """<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><div id="app"></div><script>
const n = new URLSearchParams(location.search).get("no") / 3;
document.title = `솔마을 소식 ${n}호`;
document.getElementById("app").innerHTML = `<h2 class="subject">솔마을 소식 ${n}호</h2><dl><dt>작성자</dt><dd>솔바람</dd>
<dt>작성일</dt><dd>2025-06-${n + 10} 09:41</dd></dl><div class="view_content"><p>솔마을의 ${n}번째 소식이다.</p></div>`;
</script></body></html>"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "list.html").write_text(LIST, encoding="utf-8")
    (tmp_path / "view.html").write_text(VIEW, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/list.html"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.skipif(not (HAS_PLAYWRIGHT and HAS_CHROMIUM), reason="needs newscrawl[browser] and an installed Chromium")
def test_a_list_that_a_script_builds_is_crawled(address, tmp_path):
    sites = tmp_path / "sites"
    sites.mkdir()
    (sites / "script.toml").write_text(f'url = "{address}"\n[crawl]\nbrowser = true\n', encoding="utf-8")
    environment = os.environ | {"NEWSCRAWL_DATA_DIR": str(tmp_path), "NEWSCRAWL_DATABASE_URL": ""}
    command = [sys.executable, "-m", "newscrawl", "crawl", "script", "--limit", "2"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    probe = subprocess.run(
        [*command[:3], "probe", "script"], env=environment, capture_output=True, text=True, check=False
    )
    assert "솔마을 소식 6호" in probe.stdout, probe.stderr
    assert "솔마을의 6번째 소식이다" in probe.stdout
    with Store(f"sqlite:///{tmp_path / 'newscrawl.db'}").open() as store:
        assert {post.title for post in store.posts() if post.body_text} == {f"솔마을 소식 {n}호" for n in (6, 5)}


def test_a_missing_browser_is_named(monkeypatch):
    monkeypatch.setenv("NEWSCRAWL_BROWSER", "/nowhere/chromium")
    with pytest.raises(ConfigurationError, match="/nowhere/chromium"):
        find_browser()


@pytest.mark.skipif(HAS_PLAYWRIGHT, reason="the extra is installed")
def test_a_missing_extra_is_named():
    with pytest.raises(ConfigurationError, match=r"newscrawl\[browser\]"):
        browser_settings(Guard())
