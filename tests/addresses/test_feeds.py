"""newscrawl feed: what is new in a feed, however it is written and wherever it is named."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.demo.wire import Answer
from newscrawl.extract.feed import read_feed
from newscrawl.extract.newest import feed_addresses
from newscrawl.store import Store
from tests.addresses.conftest import article, stored

NOW = datetime(2026, 10, 30, tzinfo=UTC)
ADDRESS = "https://news.example.kr/feed"
TITLE = "똠방각하 & 솔마을"


def rss(*links: str, titles: tuple[str, ...] = (), more: str = "") -> str:
    shown = titles or tuple(f"솔마을 소식 {link.rpartition('/')[2]}호" for link in links)
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link>{more}</item>"
        for title, link in zip(shown, links, strict=True)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>솔마을</title>{items}</channel></rss>'


ENTRY = f"<title><![CDATA[{TITLE}]]></title><link>/1?a=1&amp;amp;b=2</link>"
KINDS = {
    "rss 2.0, called euc-kr, in CP949": f'<?xml version="1.0" encoding="euc-kr"?><rss><channel><item>{ENTRY}</item></channel></rss>'.encode(
        "cp949"
    ),
    "rss 2.0, called euc-kr, in UTF-8": f'<?xml version="1.0" encoding="euc-kr"?><rss><channel><item>{ENTRY}</item></channel></rss>'.encode(),
    "rss 1.0": f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/><item>{ENTRY}</item></rdf:RDF>'.encode(),
    "atom": f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>{TITLE.replace("&", "&amp;")}</title><link rel="self" href="/x"/><link href="/1?a=1&amp;b=2"/></entry></feed>'.encode(),
    "json feed": json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/1?a=1&b=2", "title": TITLE, "authors": 3}]}
    ).encode(),
    "news sitemap, gzipped": gzip.compress(
        f'<urlset xmlns:news="x"><url><loc>/1?a=1&amp;b=2</loc><news:news><news:title>{TITLE.replace("&", "&amp;")}</news:title></news:news></url></urlset>'.encode(),
        mtime=0,
    ),
    "xml with control characters and a lone ampersand": f"\x01<rss><channel><item><title>{TITLE}&nbsp;\x0b</title><link>/1?a=1&b=2</link></item></channel></rss>".encode(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_feed_gives_its_entries(kind):
    feed = read_feed(KINDS[kind], ADDRESS, now=NOW)
    (entry,) = feed.entries
    assert entry.url == "https://news.example.kr/1?a=1&b=2"
    assert entry.title.replace(" & ", " ") == TITLE.replace(" & ", " ")


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("mail@x.kr (홍길동)", "홍길동"),
        ("홍길동 &lt;mail@x.kr&gt;", "홍길동"),
        ("mail@x.kr", None),
        ("홍길동 기자", "홍길동 기자"),
    ],
)
def test_a_writer_is_a_name_and_no_mail_address(shown, name):
    (entry,) = read_feed(rss("/1", more=f"<author>{shown}</author>").encode(), ADDRESS, now=NOW).entries
    assert entry.author == name


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(lambda text: rss(text).encode("utf-8", "surrogatepass")),
        st.recursive(
            st.none() | st.integers() | st.text(max_size=9),
            lambda each: (
                st.lists(each, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["items", "url", "authors", "author", "title", "name"]), each, max_size=4
                )
            ),
            max_leaves=12,
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_reading_a_feed_never_raises(body):
    read_feed(body, ADDRESS, now=NOW)


def test_a_page_names_its_feeds_and_not_those_of_its_comments():
    links = '<link rel="alternate" type="application/rss+xml" title="전체" href="/all.xml"><link rel="alternate" type="application/rss+xml" title="댓글" href="/c.xml"><link rel="alternate" hreflang="en" href="/en"><link type="application/atom+xml" rel=alternate href="https://feeds.example.com/x"><link rel="alternate" type="application/rss+xml" href="http://[">'
    assert feed_addresses(links, "https://news.example.kr/") == [
        "https://news.example.kr/all.xml",
        "https://feeds.example.com/x",
    ]


def test_only_what_is_new_in_a_feed_is_fetched(press, newscrawl):
    press.pages |= {f"/news/{n}": article(n, canonical=press.url(f"/news/{n}")) for n in range(1, 9)}
    press.pages["/"] = (
        b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>x</body></html>'
    )

    def feed(numbers, etag, titles=()):
        links = [press.url(f"/news/{n}?utm_source=rss") for n in numbers]

        def answer(request):
            if request.headers.get("if-none-match") == etag:
                return Answer(304, headers=[("ETag", etag)])
            names = titles or tuple(f"솔마을 소식 {n}호" for n in numbers)
            return Answer(200, rss(*links, titles=names).encode(), "application/rss+xml", [("ETag", etag)])

        return answer

    press.pages["/rss"] = feed(range(1, 5), '"1"')
    first = newscrawl("feed", press.url("/"))
    assert first.returncode == 0, first.stderr
    assert "4 new" in first.stderr
    assert set(press.taken()) == {"/", "/rss", *(f"/news/{n}?utm_source=rss" for n in range(1, 5))}
    assert set(stored(newscrawl)) == {press.url(f"/news/{n}") for n in range(1, 5)}

    quiet = newscrawl("feed", press.url("/"))
    assert quiet.returncode == 0, quiet.stderr
    assert "quiet: Nothing is new" in quiet.stderr
    assert dict(press.taken()) == {"/rss": 1}

    titles = ("솔마을 도서관, 밤에도 연다", "전혀 다른 이야기 한 토막", "솔마을 소식 7호 (종합)", "솔마을 소식 4호")
    press.pages["/news/5"] = article(5, title="솔마을 도서관, 밤 아홉 시까지 연다")
    press.pages["/rss"] = feed((5, 6, 7, 4), '"2"', titles)
    third = newscrawl("feed", press.url("/"))
    assert third.returncode == 1, third.stderr  # the problems that are kept
    assert set(press.taken()) == {"/rss", *(f"/news/{n}?utm_source=rss" for n in (5, 6, 7))}
    shown = {url.rpartition("/")[2].partition("?")[0]: post.title for url, post in stored(newscrawl).items()}
    assert shown["5"] == "솔마을 도서관, 밤 아홉 시까지 연다"  # edited: the page's
    assert shown["6"] == "전혀 다른 이야기 한 토막"  # nothing in common: the feed's
    assert shown["7"] == "솔마을 소식 7호"
    with Store(f"sqlite:///{newscrawl.environment['NEWSCRAWL_DATA_DIR']}/newscrawl.db").open() as store:
        told = {problem.url.rpartition("/")[2].partition("?")[0]: problem for problem in store.problems()}
    assert set(told) == {"5", "6"}
    assert {problem.stage for problem in told.values()} == {"settle"}
    assert "the feed's is stored" in told["6"].reason


def test_an_index_of_sitemaps_is_asked_for_the_parts_that_changed(press, newscrawl):
    press.pages |= {f"/news/{n}": article(n) for n in range(1, 7)}

    def part(*numbers):
        urls = "".join(f"<url><loc>{press.url(f'/news/{n}')}</loc></url>" for n in numbers)
        return f"<urlset>{urls}</urlset>".encode()

    def index(second):
        rows = (("/map-1.xml", "2026-09-01"), ("/map-2.xml.gz", second))
        maps = "".join(f"<sitemap><loc>{press.url(path)}</loc><lastmod>{at}</lastmod></sitemap>" for path, at in rows)
        return f"<sitemapindex>{maps}</sitemapindex>".encode()

    press.pages |= {
        "/map.xml": index("2026-10-01"),
        "/map-1.xml": part(1, 2),
        "/map-2.xml.gz": gzip.compress(part(3, 4)),
    }
    assert newscrawl("feed", press.url("/map.xml")).returncode == 0
    assert set(press.taken()) == {"/map.xml", "/map-1.xml", "/map-2.xml.gz", *(f"/news/{n}" for n in range(1, 5))}
    assert newscrawl("feed", press.url("/map.xml")).returncode == 0
    assert dict(press.taken()) == {"/map.xml": 1}
    press.pages |= {"/map.xml": index("2026-10-02"), "/map-2.xml.gz": gzip.compress(part(3, 4, 5))}
    assert newscrawl("feed", press.url("/map.xml")).returncode == 0
    assert dict(press.taken()) == {"/map.xml": 1, "/map-2.xml.gz": 1, "/news/5": 1}
    press.pages |= {"/no": b"<html><body>x</body></html>"}
    both = newscrawl("feed", press.url("/no"), press.url("/gone"), "--quiet")
    assert both.returncode == 4
    assert "Traceback" not in both.stderr
