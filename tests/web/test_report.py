"""A report in one file, pictures in the terminal, and which words are new."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from lxml import html

from newscrawl.store import Store
from newscrawl.web.new_words import new_words, words_of
from newscrawl.web.report import make_report
from newscrawl.web.site import Site
from tests.store.conftest import fresh_database
from tests.web.conftest import HOSTILE, NOW, fill


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_report_holds_all_that_it_needs(site, language):
    text = make_report(site, NOW - timedelta(days=30), language)
    tree = html.fromstring(text)
    said = " ".join(tree.text_content().split())
    assert not tree.xpath("//script | //link | //img | //@src")
    assert "default-src 'none'" in text
    rows = [" ".join(row.text_content().split()) for row in tree.xpath("//table[1]/tbody/tr")]
    assert len(rows) == 2
    assert "notices www.example.kr" in rows[0]
    assert tree.xpath("string(//table[1]/tbody/tr[1]/td[2])") == "20"  # of 31 days, without the deleted one
    assert "The board counts 125 posts" in said
    assert len(tree.xpath("//*[local-name()='svg']")) == 1
    assert HOSTILE not in text


def test_the_days_of_what_fits_are_counted(store):
    days = store.days_of(board="notices", author="홍길동")
    assert sum(days.values()) == store.count_posts(board="notices", author="홍길동")
    assert store.days_of(board="notices") == store.days("notices") == store.per_day(1, "Asia/Seoul")
    assert store.days_of(text="휴관").total() == 1


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"])
def test_a_report_is_the_same_on_every_engine(site, engine, tmp_path):
    with fresh_database(engine, tmp_path) as url, Store(url, now=lambda: NOW).open() as store:
        fill(store)
        assert store.days_of(board="notices", deleted=None) == site.store.days_of(board="notices", deleted=None)
        since = NOW - timedelta(days=30)
        assert make_report(Site(store, now=lambda: NOW), since) == make_report(site, since)


def test_words_lose_their_particles():
    assert words_of("교대역에서 도서관은 휴관, BTS 콘서트!") == {"교대역", "도서관", "휴관", "bts", "콘서트"}
    assert words_of("나는 이 a1") == {"나는"}


def test_words_are_new_where_they_were_rare():
    before = ["도서관 안내"] * 10 + ["가스 공사"]
    now = ["도서관 안내"] * 10 + ["가스를 끊음"] * 9 + ["단수 예고", "단수 예고", "단수는 끝"]
    assert new_words(now, before, 10) == [("끊음", 9, 0), ("가스", 9, 1), ("단수", 3, 0)]
    assert new_words(now, [], 10) == []


def test_the_command_writes_the_file_whole(tmp_path, folder, store):
    environment = {**os.environ, "NEWSCRAWL_DATABASE_URL": f"sqlite:///{folder / 'newscrawl.db'}"}
    environment["NEWSCRAWL_DATA_DIR"] = str(tmp_path)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "newscrawl", *words], capture_output=True, text=True, check=False, env=environment
        )

    assert run("report", "--since", "2025-06-01", "--output", str(tmp_path / "r.html")).returncode == 0
    assert (tmp_path / "r.html").read_text().rstrip().endswith("</html>")
    late = run("report", "--since", f"{datetime.now(UTC).year + 2}-01-01")
    assert late.returncode == 2
    assert "still to come" in late.stderr
    plot = run("posts", "--plot", "--board", "notices").stdout.splitlines()
    assert "2024-05-23 to 2025-06-18" in plot[1]
