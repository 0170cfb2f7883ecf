"""newscrawl articles: a list of addresses, each fetched once, and told what became of it."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
import time

import pytest

from newscrawl.demo.wire import Answer
from tests.addresses.conftest import article, stored

QUICK = ("-s", "NEWSCRAWL_RETRY_PAUSE=0.01")


def report_of(path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["url"]: row for row in csv.DictReader(file)}


def test_each_address_is_told_what_became_of_it(press, newscrawl, tmp_path):
    press.pages |= {f"/news/{n}": article(n, canonical=press.url(f"/news/{n}", n % 3)) for n in range(1, 9)}
    amp = article(1, canonical=press.url("/news/1", 1), text="<p>짧은 쪽</p>" * 3)
    cut = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    press.pages |= {
        "/news/1/amp": amp,
        "/news/7": article(7, head=cut),
        "/short": Answer(302, headers=[("Location", press.url("/news/2", 2))]),
        "/broken": Answer(500, b"error"),
        "/pdf": Answer(200, b"%PDF-1.7", "application/pdf"),
        "/empty": b"<html><body><p>x</p></body></html>",
        "/cut-off": Answer(200, article(9), send=200),
    }
    urls = {n: press.url(f"/news/{n}", n % 3) for n in range(1, 9)}
    gone, bad = press.url("/news/99"), "www.example.kr/x"
    others = [press.url(path, 1) for path in ("/news/1/amp", "/news/1?utm_source=naver", "/short")]
    failing = [press.url(path) for path in ("/broken", "/pdf", "/empty", "/cut-off")]
    file, report = tmp_path / "list.txt", tmp_path / "report.csv"
    file.write_text("\n".join(["# list", "", others[0], *urls.values(), *others[1:], gone, *failing, bad]))

    first = newscrawl("articles", file, "--report", report, *QUICK)
    assert first.returncode == 1, first.stderr
    assert "Traceback" not in first.stderr
    assert "11 stored, 5 failed, 1 lines are no addresses" in first.stderr
    told = report_of(report)
    assert {url for url, row in told.items() if row["came"] == "stored"} == {*urls.values(), *others}
    assert {url for url, row in told.items() if row["came"] == "failed"} == {gone, *failing}
    assert all(row["why"] and row["next"] for row in told.values() if row["came"] in {"failed", "refused"})
    assert "HTTP 500" in told[failing[0]]["why"]
    assert "PDF" in told[failing[1]]["why"]
    assert "broke" in told[failing[3]]["why"]
    assert "subscribers" in told[urls[7]]["why"]
    assert told[bad]["came"] == "refused"
    posts = stored(newscrawl)
    assert {url for url, post in posts.items() if post.body_text} == set(urls.values())
    assert "도서관" in posts[urls[1]].body_text  # the article's own page, though its AMP twin stood first
    assert {told[url]["post_url"] for url in others} == {urls[1], urls[2]}
    assert posts[urls[7]].is_cut
    press.taken()

    again = newscrawl("articles", file, "--report", report, *QUICK)
    assert "11 unchanged, 5 failed" in again.stderr
    assert set(press.taken()) == {"/broken", "/pdf", "/empty", "/cut-off"}

    newscrawl("retry")  # a list has named this machine
    assert set(press.taken()) == {"/broken", "/pdf", "/empty", "/cut-off"}
    assert told[urls[5]]["published_at"] == "2026-10-06 09:41:00"
    press.pages["/news/3"] = article(3, text="<p>고친 소식이다. 도서관은 열 시까지 연다.</p>" * 6)
    assert "1 edited, 10 unchanged" in newscrawl("articles", file, "--recheck", "1s", *QUICK).stderr
    third = newscrawl("articles", urls[1], others[0])
    assert third.returncode == 0, third.stderr
    assert newscrawl("articles", "-", stdin=f"url,n\n{urls[2]},1\n").returncode == 0
    assert newscrawl("articles", "-", stdin="# nothing\n").returncode == 2


def test_killed_and_stopped_it_asks_only_for_what_is_not_stored(press, newscrawl, tmp_path):
    press.pages |= {f"/news/{n}": article(n) for n in range(1, 151)}
    urls = [press.url(f"/news/{n}", n % 3) for n in range(1, 151)]
    file, report = tmp_path / "list.txt", tmp_path / "report.csv"
    file.write_text("\n".join(urls))
    command = [sys.executable, "-m", "newscrawl", "articles", str(file), "--report", str(report)]
    for number, asked in ((signal.SIGKILL, 40), (signal.SIGINT, 20)):
        press.taken()
        process = subprocess.Popen(command, env=newscrawl.environment, stderr=subprocess.PIPE, text=True)
        while len(press.asked) < asked and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(number)
        _, said = process.communicate()
        assert "Traceback" not in said
    assert process.returncode == 1
    assert "not asked for yet" in said
    assert {row["came"] for row in report_of(report).values()} == {"stored", "unchanged", "waiting"}
    had = {url for url, post in stored(newscrawl).items() if post.body_text}
    assert 0 < len(had) < len(urls)
    press.taken()
    last = newscrawl("articles", file, "--report", report)
    assert last.returncode == 0, last.stderr
    assert {press.url(path, int(path.rpartition("/")[2]) % 3) for path in press.taken()} == set(urls) - had
    assert {row["came"] for row in report_of(report).values()} == {"stored", "unchanged"}
    assert {url for url, post in stored(newscrawl).items() if post.body_text} == set(urls)


def test_a_dead_host_is_given_up_and_the_others_are_read(press, newscrawl, tmp_path):
    press.pages |= {f"/news/{n}": article(n) for n in range(1, 6)}
    dead = [f"http://127.0.0.4:{press.port}/news/{n}" for n in range(30)]
    file, report = tmp_path / "list.txt", tmp_path / "report.csv"
    file.write_text("\n".join([press.url("/news/1"), *dead, *(press.url(f"/news/{n}", 1) for n in range(2, 6))]))
    done = newscrawl("articles", file, "--report", report, *QUICK)
    assert done.returncode == 1
    came = report_of(report)
    assert sum(row["came"] == "stored" for row in came.values()) == 5
    assert 5 <= sum(row["came"] == "failed" for row in came.values()) < 12
    waiting = [row for row in came.values() if row["came"] == "waiting"]
    assert waiting
    assert all("refused the connection" in row["why"] for row in waiting)


def test_a_list_in_which_nothing_is_an_article_ends_with_4(press, newscrawl):
    press.pages |= {f"/{n}": b"<html><body><p>x</p></body></html>" for n in range(3)}
    done = newscrawl("articles", *(press.url(f"/{n}") for n in range(3)))
    assert done.returncode == 4
    assert "None of the 3 pages" in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["no.txt"], "cannot be read"),
        (["ftp://x.kr/"], "is not the address of a page"),
        (["http://x.kr/", "--report", "report.doc"], "writes no .doc reports"),
        (["http://x.kr/", "--report", "no/such/folder/report.csv"], "is not there"),
        (["http://x.kr/", "--recheck", "often"], "often"),
    ],
)
def test_wrong_use_is_one_message(inside, words, message):
    done = inside("articles", *words)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
