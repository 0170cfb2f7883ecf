"""A real browser runs nothing of what a text or a title brings along, whatever it is clicked and pointed at."""

from __future__ import annotations

import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest

from tests.article.pages import GNUBOARD_LIKE, TITLE, read
from tests.article.test_safe import ATTACKS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync "
    "--disable-component-update --disable-extensions --allow-file-access-from-files --virtual-time-budget=3000 --dump-dom"
)
WATCH = """<!DOCTYPE html><html><head><meta charset="utf-8"><script>
window.alert = window.confirm = window.prompt = window.msgbox = () => document.documentElement.setAttribute("data-ran", "yes");
</script></head><body>"""
# Links that lead to a page are not followed; those that would run a script are.
TOUCH = """<script>
document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link && /^https?:|^mailto:|^tel:/.test(link.href)) event.preventDefault();
});
for (const element of document.body.querySelectorAll("*"))
  for (const kind of ["mouseover", "mouseenter", "focus", "click", "toggle", "load", "error"])
    element.dispatchEvent(new MouseEvent(kind, {bubbles: kind == "click", cancelable: true}));
</script></body></html>"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)")


def shown(content: str, folder: Path) -> str:
    """The page as a browser leaves it, when all on it was touched."""
    file = folder / "page.html"
    file.write_text(f"{WATCH}{content}{TOUCH}", encoding="utf-8")
    command = [str(CHROMIUM), *FLAGS.split(), f"--user-data-dir={folder / 'profile'}", file.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def test_the_watch_notices_what_runs(tmp_path):
    assert 'data-ran="yes"' in shown("<img src=x onerror=alert(1)>", tmp_path)
    assert 'data-ran="yes"' in shown("<a href='javascript:alert(1)'>x</a>", tmp_path)


def test_nothing_of_a_text_or_a_title_runs(tmp_path):
    parts = []
    for attack in ATTACKS:
        found = read(GNUBOARD_LIKE.replace("{text}", f"<p>본문이다. 길게 쓴다.</p>{attack}<p>끝이다.</p>"))
        named = read(GNUBOARD_LIKE.replace(TITLE, f"{TITLE} {attack}").replace("{text}", "<p>본문이다. 길게 쓴다.</p>"))
        parts += [found.body_html, f"<h1>{escape(named.title)}</h1>", named.body_html]
    page = shown("\n".join(parts), tmp_path)
    assert page.count("끝이다.") >= len(ATTACKS) - 5
    assert 'data-ran="yes"' not in page
