"""The pages: what they show, in both languages, and what hostile posts cannot do in them."""

from __future__ import annotations

import re

import pytest
from lxml import html
from starlette.testclient import TestClient

from newscrawl.store import Store
from newscrawl.web.app import make_app
from newscrawl.web.protection import Rate
from newscrawl.web.site import Site
from newscrawl.web.words import WORDS, chosen
from tests.store.conftest import fresh_database
from tests.web.conftest import HOSTILE, NOW, PAGE, fill

PATHS = [
    "/",
    "/boards/1",
    "/boards/1?q=교대",
    "/search?q=도서관",
    "/posts/118",
    "/posts/120",
    "/runs",
    "/runs/1",
    "/problems",
]


def words(page) -> str:
    return " ".join(html.fromstring(page.text).text_content().split())


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_page_is_whole_in_both_languages(client, path, language):
    page = client.get(path, headers={"Accept-Language": f"fr, {language};q=0.8"})
    assert page.status_code == 200
    assert html.fromstring(page.text).get("lang") == language
    assert WORDS["problems"][language == "ko"] in page.text
    assert page.headers["content-language"] == language
    ids = re.findall(r' id="([^"]+)"', page.text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PATHS)
def test_what_a_board_says_is_text(client, path):
    page = client.get(path)
    tree = html.fromstring(page.text)
    assert not tree.xpath(
        "//script | //img | //iframe | //style | //@style | //@onerror | //*[contains(@href, 'javascript:')]"
    )
    assert "\u202e" not in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "unsafe" not in policy
    if path == "/posts/120":
        assert HOSTILE.split(" \u202e")[0] in tree.findtext(".//title")


def test_the_boards_say_how_they_are(client):
    first, second = html.fromstring(client.get("/?lang=en").text).xpath("//tbody/tr")
    said = " ".join(first.text_content().split())
    assert said.startswith("noticeswww.example.kr partial 10 days ago 119")
    assert "not proven yet" in said
    assert first.xpath(".//*[local-name()='svg']//*[local-name()='rect']")
    said = " ".join(second.text_content().split())
    assert "well" in said
    assert "제목 2" in said


def test_a_board_is_paged_without_missing_or_repeating_a_post(client):
    path, seen = "/boards/1?limit=50", []
    while path:
        tree = html.fromstring(client.get(path).text)
        seen += [int(each.split("/")[-1]) for each in tree.xpath("//td[contains(@class, 'title')]/a/@href")]
        more = tree.xpath("//a[@rel='next']/@href")
        path = f"/boards/1{more[0]}" if more else None
    # The deleted one was stored first; the five oldest are of one day, the last stored of them first.
    assert seen == list(range(120, 1, -1))


def test_a_search_is_paged_and_marks_its_words(client):
    path, seen = "/search?q=도서관 안내&limit=40", []
    while path:
        tree = html.fromstring(client.get(path).text)
        assert {each.text for each in tree.iter("mark")} <= {"도서관", "안내"}
        seen += [int(each.split("/")[-1]) for each in tree.xpath("//td[contains(@class, 'title')]/a/@href")]
        more = tree.xpath("//a[@rel='next']/@href")
        path = f"/search{more[0]}" if more else None
    assert seen == list(range(118, 1, -1))


def test_filters_narrow_a_board(client):
    tree = html.fromstring(client.get("/boards/1?author=홍길동&since=2025-06-01&until=2025-06-10").text)
    days = [each.text for each in tree.xpath("//td[contains(@class, 'date')]/time")]
    assert len(days) == 5
    assert max(days) <= "2025-06-10"
    assert min(days) >= "2025-06-01"
    assert tree.xpath("//input[@name='author']/@value") == ["홍길동"]
    both = html.fromstring(client.get("/boards/1?deleted=any&since=2025-06-14&until=2025-06-14").text)
    assert "deleted" in both.xpath("string(//tr[@class='deleted'])")


def test_the_calendar_shows_days_and_holes(client):
    tree = html.fromstring(client.get("/boards/1?year=2025").text)
    squares = tree.xpath("//*[local-name()='svg'][@class='calendar']//*[local-name()='rect']")
    assert len(squares) == 365
    assert any("hole" in each.get("class") for each in squares)
    first = tree.xpath("//*[local-name()='svg'][@class='calendar']//*[local-name()='a']/@href")[0]
    assert re.fullmatch(r"/boards/1\?since=(\d{4}-\d\d-\d\d)&until=\1&year=2025#posts", first)
    assert client.get(first).status_code == 200


def test_a_post_shows_its_versions_and_its_copies(client):
    said = client.get("/posts/118?lang=en")
    tree = html.fromstring(said.text)
    assert "Version 1 → 2" in words(said)
    assert [each.text_content() for each in tree.xpath("//p[@class='new']//b")] == [" (수정)", "휴관 "]
    copy = html.fromstring(client.get("/posts/119").text)
    assert copy.xpath("//section[@aria-labelledby='copies']//a/@href") == ["/posts/121"]


def test_a_post_shows_its_pictures_as_links_and_its_files(client):
    tree = html.fromstring(client.get("/posts/120").text)
    assert tree.xpath("//a[@class='picture'][text()='지도']/@href") == ["https://x.example/a.png"]
    assert [each.tag for each in tree.xpath("//div[@class='body']//*[text()='끝']")] == ["h2"]
    assert "붙임.hwp" in words(client.get("/posts/119"))


def test_an_archived_page_comes_as_plain_text(client):
    link = html.fromstring(client.get("/posts/120").text).xpath("//a[@download]/@href")[0]
    raw = client.get(link)
    assert raw.content == PAGE
    assert raw.headers["content-type"] == "text/plain; charset=euc-kr"
    assert raw.headers["content-disposition"].startswith("attachment")
    assert client.get("/posts/119/raw/1").status_code == 404


def test_a_run_says_what_to_do(client):
    said = words(client.get("/runs/1?lang=en"))
    assert "Some posts are missing" in said
    assert "The board counts 125 posts" in said
    assert "newscrawl audit 'notices' --repair" in said
    assert "The host answered 500." in said
    assert "일부 글이 빠졌습니다" in words(client.get("/runs/1?lang=ko"))


def test_the_language_is_kept_once_chosen(site):
    with TestClient(make_app(site, rate=0), base_url="http://localhost") as visitor:
        assert 'lang="ko"' in visitor.get("/?lang=ko").text[:60]
        assert 'lang="ko"' in visitor.get("/runs", headers={"Accept-Language": "en"}).text[:60]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("en;q=0.3, ko;q=0.2", "en"),
        ("de", "en"),
        ("ko;q=x", "en"),
        ("", "en"),
        ("ko;q=0", "en"),
    ],
)
def test_the_browsers_language_is_taken(accepted, language):
    assert chosen(None, None, accepted) == language


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/boards/99", 404, "There is no board &#39;99&#39;"),
        ("/posts/99999999999999999999999", 404, "There is no post"),
        ("/runs/99", 404, "There is no run 99"),
        ("/boards/1?since=gestern", 400, "`since` is no date"),
        ("/boards/1?since=2025-06-02&until=2025-06-01", 400, "`until` lies before"),
        ("/boards/1?since=0001-01-01", 400, "`since` is no date"),
        ("/boards/1?limit=x", 400, "`limit` is no whole number"),
        ("/boards/1?after=777777", 400, "There is no post 777777"),
        ("/boards/1?deleted=maybe", 400, "`deleted` is none of"),
        ("/search?q=" + "가" * 201, 400, "more than 200 letters"),
        ("/search?q=%00", 400, "is no text"),
        ("/nowhere", 404, "nothing at this address"),
    ],
)
def test_wrong_questions_get_a_clear_answer(client, path, status, says):
    page = client.get(path)
    assert page.status_code == status
    assert says in page.text


def test_the_site_is_read_only_and_answers_to_its_own_name(client):
    assert client.post("/").status_code == 405
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 421
    assert client.get("/", headers={"Host": "[::1]:8000"}).status_code == 200
    assert client.get("/?x=" + "y" * 17000).status_code == 414


def test_a_token_is_asked_of_everybody(site):
    with TestClient(make_app(site, token="비밀 1", rate=0), base_url="http://localhost") as visitor:
        refused = visitor.get("/")
        assert refused.status_code == 401
        assert "Basic" in refused.headers["www-authenticate"]
        assert refused.headers["content-type"] == "application/problem+json"
        assert visitor.get("/", auth=("anyone", "비밀 1")).status_code == 200
        assert visitor.get("/", headers={"Authorization": "Bearer 비밀 1".encode()}).status_code == 401
        assert visitor.get("/", headers={"Authorization": "Basic !!!"}).status_code == 401
    with TestClient(make_app(site, token="t0k", rate=0), base_url="http://localhost") as visitor:
        assert visitor.get("/", headers={"Authorization": "Bearer t0k"}).status_code == 200


def test_a_client_that_asks_too_often_waits():
    now = 0.0
    rate = Rate(2.0, 3.0, clock=lambda: now)
    assert [rate.wait("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert rate.wait("b") == 0
    now = 0.5
    assert [rate.wait("a"), rate.wait("a") > 0] == [0, True]


def test_too_many_requests_are_told_when_to_come_again(site):
    with TestClient(make_app(site, rate=0.01, burst=1), base_url="http://localhost") as visitor:
        assert visitor.get("/runs").status_code == 200
        answer = visitor.get("/runs")
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 0


def test_an_empty_database_says_how_to_begin(tmp_path):
    with (
        Store(f"sqlite:///{tmp_path / 'x.db'}").open() as store,
        TestClient(make_app(Site(store), rate=0), base_url="http://localhost") as visitor,
    ):
        assert "newscrawl crawl https://" in visitor.get("/").text
        for path in ("/search", "/runs", "/problems"):
            assert visitor.get(path).status_code == 200


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"])
def test_the_pages_are_the_same_on_every_engine(client, engine, tmp_path):
    with fresh_database(engine, tmp_path) as url, Store(url, now=lambda: NOW).open() as store:
        fill(store)
        with TestClient(make_app(Site(store, now=lambda: NOW), rate=0), base_url="http://localhost") as other:
            for path in ("/", "/boards/1?year=2025", "/search?q=도서관&limit=20", "/posts/118", "/posts/119", "/runs"):
                assert words(other.get(path)) == words(client.get(path)), path
