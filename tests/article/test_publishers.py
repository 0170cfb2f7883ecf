"""Publishers that need more have one file each, dated, with a page and what must be read of it."""

from __future__ import annotations

import importlib
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from newscrawl.extract import publishers
from newscrawl.extract.publishers import by_host, publisher_at, publishers_in
from tests.article.pages import read

PAGES = Path(__file__).with_name("publishers")
EXAMPLE = "tests.article.publishers"
importlib.import_module(EXAMPLE)
KNOWN = [*publishers_in(publishers.__name__), *publishers_in(EXAMPLE)]


def facts(page: Path) -> tuple[dict[str, object], dict[str, object]]:
    """What is read of a page, and what must be."""
    truth = json.loads(page.with_suffix(".truth.json").read_text(encoding="utf-8"))
    found = read(page.read_text(encoding="utf-8"), truth["url"])
    shown = {name: getattr(found, name) for name in truth if name not in {"url", "published"}}
    published = found.published.isoformat() if found.published is not None else None
    return shown | {"published": published}, {name: value for name, value in truth.items() if name != "url"}


@pytest.mark.parametrize("publisher", KNOWN, ids=lambda each: each.name)
def test_a_publisher_has_dated_layouts_and_a_page_that_is_read_right_by_them(publisher, monkeypatch):
    assert all(isinstance(layout.since, date) for layout in publisher.layouts)
    assert list(publisher.layouts) == sorted(publisher.layouts, key=lambda layout: layout.since, reverse=True)
    monkeypatch.setattr(publishers, "BY_HOST", by_host([publisher]))
    read_ones = [
        page
        for page in sorted(PAGES.glob("*.html"))
        if publisher_at(json.loads(page.with_suffix(".truth.json").read_text(encoding="utf-8"))["url"]) is publisher
    ]
    assert read_ones, f"write a page of {publisher.name} into {PAGES.name}/"
    for page in read_ones:
        found, truth = facts(page)
        assert found == truth


def test_the_example_is_not_read_right_without_its_file():
    found, truth = facts(PAGES / "solmaul.html")
    assert found["title"] != truth["title"]
    assert "편지" in str(found["body_text"])


def test_a_publisher_is_told_by_its_domain_and_those_beneath_it(monkeypatch):
    (known,) = publishers_in(EXAMPLE)
    monkeypatch.setattr(publishers, "BY_HOST", by_host([known]))
    assert publisher_at("https://solmaul.example/n/1") is publisher_at("http://m.solmaul.example:8080/n/1") is known
    for other in ("https://notsolmaul.example/", "https://solmaul.example.org/", "solmaul.example", "https://[x/"):
        assert publisher_at(other) is None


def test_an_older_layout_is_read_too(monkeypatch):
    monkeypatch.setattr(publishers, "BY_HOST", by_host(publishers_in(EXAMPLE)))
    html = (PAGES / "solmaul.html").read_text(encoding="utf-8")
    for new, old in (
        ('<p class="t">', '<table><tr><td class="subject">'),
        ("문 연다</p>", "문 연다</td></tr></table>"),
    ):
        assert new in html
        html = html.replace(new, old, 1)
    assert read(html, "https://solmaul.example/n/31").title == "솔마을 도서관 새 단장 마치고 다음 달 문 연다"


def test_the_example_stays_out_of_what_is_shipped():
    assert EXAMPLE in sys.modules
    assert not [each for each in publishers.BY_HOST if each.endswith(".example")]
