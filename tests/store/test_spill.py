"""What a crawl had in hand when the database stayed away comes back as it was, and overwrites nothing younger."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime, timedelta, timezone

import pytest

from newscrawl import items
from newscrawl.dates import Moment
from newscrawl.extract.page import Attachment, Image, PageRequest
from newscrawl.items import DocumentItem, ListingItem, Post, ProblemItem
from newscrawl.store import Store, spill
from newscrawl.store.spill import Spill, made, plain
from tests.store.conftest import BOARD, NOW, document, rows

KST = timezone(timedelta(hours=9))

POST = Post(
    "1",
    "https://example.kr/1",
    "제목 🚇 \ud800\0",
    published=Moment(datetime(2025, 6, 27, 9, 41, tzinfo=KST), "minute", "2025.06.27 09:41", year_assumed=True),
    modified="어제",
    request=PageRequest("https://example.kr/view", "POST", (("nttId", "1"), ("page", "2"))),
    images=[Image("https://example.kr/a.png", "그림")],
    attachments=[Attachment("파일.hwp", "https://example.kr/f")],
)

PROBLEM = ProblemItem(BOARD, "https://example.kr/1", NOW, "date", "이유", "조언", "1")

ITEMS = [
    ListingItem(
        BOARD, BOARD.url, NOW, [POST], page=3, total=7, walk={"page": 3, "gaps": [{"low": 1}]}, problems=[PROBLEM]
    ),
    DocumentItem(BOARD, "1", "u", NOW, post=POST, listed=Moment(date(2025, 6, 27), "day", "06.27")),
    DocumentItem(BOARD, "2", "u", NOW, "secret", "비밀글입니다."),
    PROBLEM,
]


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'newscrawl.db'}"


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: type(item).__name__)
def test_an_item_comes_back_as_it_was(item):
    assert made(json.loads(json.dumps(plain(item)))) == item


def test_every_class_of_which_items_are_made_is_known():
    classes = {each for each in vars(items).values() if isinstance(each, type) and dataclasses.is_dataclass(each)}
    assert {each.__name__ for each in classes} <= spill.KINDS.keys()


def test_the_next_run_stores_what_was_spilled_and_goes_on_with_the_walk(url, tmp_path):
    with Store(url).open() as store:
        lost = store.begin_run(BOARD, owner="elsewhere:boot:1:1")
        kept = Spill(tmp_path, url, BOARD, lost.id)
        kept.keep([rows(2, 1, page=4)])
        kept.keep([document(2, "글")])
        lost.finish("failed")
        run = store.begin_run(BOARD)
        assert spill.load(tmp_path, url, BOARD, run).new == 2
        assert run.walk() == {"page": 4}
        assert {post.key: post.body_text for post in store.posts()} == {"2": "글", "1": None}
        assert not kept.path.exists()
        assert spill.load(tmp_path, url, BOARD, run).new == 0


def test_a_run_in_between_has_seen_more(url, tmp_path):
    with Store(url).open() as store:
        lost = store.begin_run(BOARD, owner="elsewhere:boot:1:1")
        Spill(tmp_path, url, BOARD, lost.id).keep(
            [rows(3, 2, 1, page=9, title="alt"), document(2, "alt"), document(1, "neu")]
        )
        lost.finish("failed")
        between = store.begin_run(BOARD)
        later = dataclasses.replace(rows(3, 2, page=5), fetched_at=NOW + timedelta(hours=1))
        between.write([later, dataclasses.replace(document(2, "jung"), fetched_at=NOW + timedelta(hours=1))])
        between.finish("partial")
        run = store.begin_run(BOARD)
        spill.load(tmp_path, url, BOARD, run)
        assert run.walk() == {"page": 5}
        found = {post.key: (post.title, post.body_text) for post in store.posts()}
        assert found == {"3": ("제목 3", None), "2": ("제목 2", "jung"), "1": ("제목 1", "neu")}


def test_a_line_that_a_kill_cut_off_spoils_only_itself(url, tmp_path):
    kept = Spill(tmp_path, url, BOARD, 1)
    kept.keep([rows(2, 1)])
    with kept.path.open("a") as file:
        file.write('{"is": "DocumentItem", "boa')
    assert list(spill.read(kept.path)) == [rows(2, 1)]


def test_another_board_or_database_does_not_take_it(url, tmp_path):
    other = dataclasses.replace(BOARD, address="example.kr/other")
    Spill(tmp_path, url, other, 1).keep([rows(1)])
    Spill(tmp_path, f"{url}2", BOARD, 1).keep([rows(1)])
    with Store(url).open() as store:
        assert spill.load(tmp_path, url, BOARD, store.begin_run(BOARD)).new == 0
    assert len(list((tmp_path / "spill").iterdir())) == 2
