"""Search: whatever LIKE finds is found, on every engine alike, and what is no longer there is not."""

from __future__ import annotations

import random
from datetime import date

import pytest

from newscrawl.dates import Moment
from newscrawl.errors import ConfigurationError
from newscrawl.items import ListingItem, Post
from newscrawl.store import Run, Store, finding
from newscrawl.store.search import grams
from tests.store.conftest import BOARD, NOW, document, rows

PARTS = [
    "교대",
    "역",
    "가스",
    "공사",
    "서초",
    "구청",
    "주민",
    "센터",
    "도서관",
    "휴관",
    "안내",
    "A/S",
    "C++",
    "3.1절",
    "🚇",
    "漢字",
    "ﾃｽﾄ",
]
PARTICLES = ["에서", "은", "을", "의", "까지", "", ""]
MARKS = [" ", "\n", ", ", " - ", "·", "(", ") ", "“", "% ", "_", "'"]


def corpus(count: int, seed: int = 3) -> list[str]:
    """Texts of compounds with particles and marks, as Korean makes them."""
    chance = random.Random(seed)

    def word() -> str:
        return "".join(chance.sample(PARTS, chance.randint(1, 3))) + chance.choice(PARTICLES)

    return ["".join(word() + chance.choice(MARKS) for _ in range(chance.randint(3, 25))) for _ in range(count)]


QUERIES = [
    "교대",
    "교대역",
    "역가스",
    "서초 도서관",
    "관안내",
    "a/s",
    "C++",
    "3.1절",
    "🚇",
    "漢字",
    "역",
    "+",
    "은 %",
    "구청에서",
    "없는말",
    '"',
]


def fill(store: Store, texts: list[str]) -> Run:
    run = store.begin_run(BOARD)
    posts = [Post(str(number), "", text[:20]) for number, text in enumerate(texts)]
    run.write([ListingItem(BOARD, "", NOW, posts)])
    run.write([document(number, body=text, title=text[:20]) for number, text in enumerate(texts) if number % 7])
    return run


def test_all_that_like_finds_is_found(store):
    texts = corpus(400)
    fill(store, texts)
    for query in QUERIES:
        words = query.lower().split()
        expected = {
            str(number)
            for number, text in enumerate(texts)
            if all(word in f"{text[:20]}\n{text if number % 7 else ''}".lower() for word in words)
        }
        found = [hit.post.key for hit in store.search(query, limit=1000)]
        assert set(found) == expected, query
        assert len(found) == len(expected), query


def test_a_hit_says_where_its_words_stand(store):
    fill(store, ["서초구 소식", "앞말 " * 30 + "교대역 근처\n가스 공사 안내입니다." + " 뒷말" * 60])
    (hit,) = store.search("교대 가스")
    assert [hit.snippet[start:end] for start, end in hit.snippet_marks] == ["교대", "가스"]
    assert hit.snippet.startswith("…앞말")
    assert hit.snippet.endswith("…")


def test_the_newest_come_first_and_filters_hold(store):
    fill(store, [f"도서관 소식 {number}" for number in range(30)])
    assert [hit.post.key for hit in store.search("도서관", limit=3)] == ["29", "28", "27"]
    assert store.search("도서관", since=NOW) == []
    assert len(store.search("도서관", board="example.kr/news", limit=100)) == 30


def test_common_words_are_found_as_well(store, monkeypatch):
    monkeypatch.setattr("newscrawl.store.finding.RARE", 5)
    fill(store, [f"도서관 소식 {number}" for number in range(120)])
    assert [hit.post.key for hit in store.search("도서관", limit=100)] == [str(key) for key in range(119, 19, -1)]


def test_words_that_an_edit_took_out_are_not_found_any_more(store):
    run = store.begin_run(BOARD)
    run.write([rows(1, title="교대역 공사")])
    run.write([document(1, "가스관 교체", title="교대역 공사")])
    assert len(store.search("가스관")) == 1
    run.write([document(1, "수도관 교체", title="교대역 공사")])
    assert store.search("가스관") == []
    assert len(store.search("수도관 교대역")) == 1
    run.write([rows(1, title="서초역 공사")])
    run.write([document(1, "수도관 교체", title="서초역 공사")])
    assert [hit.post.title for hit in store.search("서초 수도")] == ["서초역 공사"]


def test_capital_letters_are_the_same(store):
    fill(store, ["서초 KT 대리점", "서초 kt 대리점"])
    assert len(store.search("Kt")) == 2


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_decomposed_letters_are_the_same(store):
    fill(store, ["\u1100\u1161\u1109\u1173 점검"])
    assert len(store.search("가스")) == 1


def test_a_query_without_a_word_is_wrong_use(store):
    with pytest.raises(ConfigurationError, match="no word"):
        store.search(" \n ")


def test_the_pairs_of_a_text():
    assert grams("가나 다🚇").split() == ["가나", "나", "다", "다🚇", "🚇"]
    assert grams(None, "") == ""


def test_a_search_goes_on_behind_a_post(store):
    item = rows(*range(1, 8))
    for post in item.posts[2:]:
        post.published = Moment(date(2025, 6, int(post.key) // 2 + 1), "day", "x")
    store.begin_run(BOARD).write([item])
    whole = [hit.post for hit in store.search("제목")]
    paged: list[object] = []
    last = None
    while found := store.search("제목", after=last, limit=2):
        last = found[-1].post
        paged += [hit.post for hit in found]
    assert paged == whole
    assert [post.key for post in whole] == ["7", "6", "5", "4", "3", "2", "1"]


@pytest.mark.parametrize("many", [20_000, 3])
def test_posts_that_hold_a_text_come_in_the_order_of_all_posts_page_by_page(store, monkeypatch, many):
    """PostgreSQL is asked in two ways, by how many posts the index names."""
    monkeypatch.setattr(finding, "MANY", many)
    run = fill(store, corpus(150))
    day = Moment(date(2025, 6, 1), "day", "2025.06.01")
    shown = [Post(str(n), "", "서초 도서관 교대역 안내", published=day if n % 3 else None) for n in range(900, 960)]
    run.write([ListingItem(BOARD, "", NOW, shown)])
    for newest_first in (True, False):
        whole = list(store.posts(newest_first=newest_first))
        for query in ("교대", "서초 도서관", "역", "도서관 교", "없는말"):
            fitting = [each.id for each in whole if query in f"{each.title}\0{each.body_text or ''}"]
            found, last = [], None
            while page := list(store.posts(text=query, newest_first=newest_first, after=last, limit=17)):
                found += [each.id for each in page]
                last = page[-1]
            assert found == fitting, (query, newest_first)
            assert [each.id for each in store.posts(text=query, newest_first=newest_first)] == fitting
