"""The site as the command serves it, in a real browser where there is one: at both widths, by keyboard, in both schemes."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest

PATHS = ["/", "/boards/1", "/boards/1?q=도서관", "/search?q=교대역", "/posts/118", "/posts/120", "/runs/1", "/problems"]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def served(folder, store) -> Iterator[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWL_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "newscrawl", "web", "--port", "0", "--rate", "0"],
        env=clean | {"NEWSCRAWL_DATA_DIR": str(folder)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        yield found[0]
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (0, "")


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (pip install playwright)")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


def test_the_command_serves_the_pages_on_loopback(served):
    with urllib.request.urlopen(f"{served}/boards/notices", timeout=20) as answer:  # noqa: S310
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "Server" not in answer.headers
        assert b"notices" in answer.read()


@pytest.mark.parametrize(("width", "scheme", "locale"), [(1280, "light", "ko-KR"), (390, "dark", "en-US")])
def test_every_page_fits_and_is_silent(browser, served, width, scheme, locale):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, locale=locale)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith(served) else None)
    for path in PATHS:
        assert page.goto(served + path).status == 200
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (path, wide) == (path, 0)
        assert page.evaluate("document.documentElement.lang") == locale[:2]
    assert said == []
    context.close()


def test_the_site_is_used_with_the_keyboard_alone(browser, served):
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    page.goto(served)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.locator(".quick input").focus()
    page.keyboard.type("도서관 휴관")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator("mark").first.inner_text() == "도서관"
    page.locator("td.title a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/posts/118")
    assert "(수정)" in page.locator("h1").inner_text()
    page.goto(f"{served}/boards/1")
    page.locator("a[rel=next]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**after=*")
    page.locator("a[hreflang=ko]").click()
    assert page.locator("html").get_attribute("lang") == "ko"
    context.close()
