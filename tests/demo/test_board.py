"""A board that changes: what it lists, what it knows about itself, and what it remembers."""

from __future__ import annotations

import json
import tracemalloc
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newscrawl.demo import DemoBoard
from newscrawl.demo.content import SEOUL
from newscrawl.errors import ConfigurationError

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=SEOUL)


def keys(board: DemoBoard) -> list[str]:
    return [post["key"] for post in board.truth()]


def ordinary(board: DemoBoard) -> list[dict]:
    return [post for post in board.truth() if not post["is_notice"]]


def test_the_same_seed_gives_the_same_posts_on_every_day() -> None:
    first = DemoBoard(posts=50, seed=7, clock=lambda: NOW)
    second = DemoBoard(posts=50, seed=7, clock=lambda: NOW + timedelta(days=800))
    assert first.truth() == second.truth()
    assert first.truth() != DemoBoard(posts=50, seed=8).truth()


def test_number_counts_ordinary_posts_down_to_one() -> None:
    board = DemoBoard(posts=45, notices=3)
    assert [post["number"] for post in ordinary(board)] == list(range(45, 0, -1))
    assert [post["number"] for post in board.truth()[:3]] == [None, None, None]


def test_a_deletion_lowers_the_numbers_of_newer_posts_only() -> None:
    board = DemoBoard(posts=30)
    before = {post["key"]: post["number"] for post in ordinary(board)}
    gone = ordinary(board)[10]["key"]
    board.delete(gone)
    after = {post["key"]: post["number"] for post in ordinary(board)}
    assert gone not in after
    assert all(after[key] == before[key] - (before[key] > before[gone]) for key in after)
    with pytest.raises(KeyError):
        board.delete(gone)


def test_many_posts_are_deleted_at_once_or_none() -> None:
    board = DemoBoard(posts=1_000_000)
    gone = [board.sheet(page).rows[7][1].key for page in range(1, 1000)]
    board.delete(*gone)
    assert board.total == 1_000_000 - len(gone)
    assert board.sheet(40_001).rows[0][0] == 1_000_000 - len(gone) - 800_000
    with pytest.raises(KeyError):
        board.delete(board.sheet(1).rows[0][1].key, gone[0])
    assert board.total == 1_000_000 - len(gone)


def test_where_number_is_the_key_a_deletion_leaves_a_hole() -> None:
    board = DemoBoard(posts=30, notices=0, skin="zeroboard")
    board.delete("12")
    assert [post["number"] for post in board.truth()] == [n for n in range(30, 0, -1) if n != 12]
    assert all(post["key"] == str(post["number"]) for post in board.truth())


def test_an_inserted_post_stands_at_the_top_with_what_was_given() -> None:
    board = DemoBoard(posts=10, clock=lambda: NOW)
    key = board.insert(title="새 글", author="나", body="첫째 줄\n\n둘째 줄", comments=4)
    post = ordinary(board)[0]
    assert post["key"] == key
    assert (post["title"], post["author"], post["body_text"], post["comments"]) == (
        "새 글",
        "나",
        "첫째 줄\n둘째 줄",
        4,
    )
    assert (post["published"], post["number"], post["is_secret"]) == (NOW, 11, False)
    assert int(key) > max(int(other) for other in keys(board) if other != key)


def test_a_post_can_be_inserted_deep_in_the_board() -> None:
    board = DemoBoard(posts=40, skin="gnuboard5")
    parent = ordinary(board)[20]
    reply = board.insert(reply_to=parent["key"])
    posts = ordinary(board)
    assert posts[21]["key"] == reply
    assert posts[21]["title"] == f"Re: {parent['title']}"
    assert posts[21]["is_reply"]
    assert ordinary(board)[5]["key"] != board.insert(position=5) == ordinary(board)[5]["key"]


def test_an_edit_changes_the_fields_given_and_no_other() -> None:
    board = DemoBoard(posts=10, clock=lambda: NOW)
    before = ordinary(board)[3]
    board.edit(before["key"], title="고친 제목", views=9)
    assert ordinary(board)[3] == before | {"title": "고친 제목", "views": 9, "modified": NOW}


def test_a_pinned_post_leaves_the_count_and_comes_back_to_its_place() -> None:
    board = DemoBoard(posts=10)
    before = board.truth()
    key = ordinary(board)[4]["key"]
    board.pin(key)
    assert board.truth()[0]["key"] == key
    assert board.truth()[0]["is_notice"]
    assert [post["number"] for post in ordinary(board)] == list(range(9, 0, -1))
    board.unpin(key)
    assert board.truth() == before


def test_a_moved_post_keeps_its_key() -> None:
    board = DemoBoard(posts=10)
    key = ordinary(board)[7]["key"]
    board.move(key)
    assert ordinary(board)[0]["key"] == key
    board.move(key, 7)
    assert ordinary(board)[7]["key"] == key


def test_an_id_can_be_used_again_after_a_deletion() -> None:
    board = DemoBoard(posts=10, notices=0, reuse_ids=True, skin="gnuboard5")
    newest = board.truth()[0]
    board.delete(newest["key"])
    assert board.insert() == newest["key"]
    assert board.truth()[0]["body_text"] != newest["body_text"]


def test_gnuboard_lists_notices_on_page_one_in_the_places_of_rows() -> None:
    board = DemoBoard(posts=20, rows=10, notices=3, skin="gnuboard5")
    first, second, third = (board.sheet(page) for page in (1, 2, 3))
    assert [len(first.notices), len(first.rows)] == [3, 7]
    assert [len(second.notices), len(second.rows)] == [0, 10]
    assert [number for number, _ in [*first.rows, *second.rows, *third.rows]] == list(range(20, 0, -1))
    assert first.last_page == 3


def test_more_notices_than_rows_leave_page_one_without_ordinary_posts() -> None:
    board = DemoBoard(posts=20, rows=10, notices=12, skin="gnuboard5")
    assert [(len(sheet.notices), len(sheet.rows)) for sheet in (board.sheet(1), board.sheet(2))] == [(10, 0), (2, 8)]


def test_a_category_is_counted_on_its_own() -> None:
    board = DemoBoard(posts=100, categories=True)
    sheet = board.sheet(1, "경제")
    assert sheet.total == sum(post["category"] == "경제" for post in ordinary(board))
    assert sheet.rows[0][0] == sheet.total
    assert {post.category for _, post in sheet.rows} == {"경제"}


def test_a_million_posts_cost_no_memory() -> None:
    tracemalloc.start()
    board = DemoBoard(posts=1_000_000, notices=3)
    for _ in range(200):
        board.insert()
        board.delete(board.sheet(25_000).rows[0][1].key)
    number, post = board.sheet(50_000).rows[-1]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (number, board.total) == (1, 1_000_000)
    assert post.published.year > 2012
    assert peak < 5_000_000


def test_a_cp949_board_holds_only_what_cp949_can() -> None:
    posts = DemoBoard(posts=300, encoding="cp949").truth()
    for post in posts:
        f"{post['title']}{post['author']}{post['body_text']}".encode("cp949")
    assert any("뷁" in post["title"] for post in posts)


def test_titles_are_nasty() -> None:
    titles = {post["title"] for post in DemoBoard(posts=400).truth()}
    assert {"48213", "»", "공지", "2019.03.02"} <= titles
    assert any(title.endswith("[12]") for title in titles)
    assert any("<" in title for title in titles)
    assert any("\u200d" in title for title in titles)
    assert max(map(len, titles)) >= 220


def test_changes_are_kept_in_a_file(tmp_path: Path) -> None:
    state = tmp_path / "deep" / "board.json"
    board = DemoBoard(posts=60, state=state, clock=lambda: NOW)
    board.insert(title="남는 글", files=[("표.xlsx", 1200)])
    board.delete(ordinary(board)[8]["key"])
    board.edit(ordinary(board)[9]["key"], body="바뀐 글", published="2025-01-02T03:04:05+09:00")
    board.pin(ordinary(board)[20]["key"])
    board.move(ordinary(board)[30]["key"], 2)
    again = DemoBoard(posts=60, state=state)
    assert again.truth() == board.truth()
    assert again.insert() not in keys(board)
    assert [path.name for path in state.parent.iterdir()] == ["board.json"]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"board": {}}', "null"])
def test_a_file_that_holds_no_board_is_refused(tmp_path: Path, content: str) -> None:
    state = tmp_path / "board.json"
    state.write_text(content)
    with pytest.raises(ConfigurationError, match="holds no demo board"):
        DemoBoard(state=state)


def test_a_file_of_another_board_is_refused(tmp_path: Path) -> None:
    state = tmp_path / "board.json"
    DemoBoard(posts=10, state=state).insert()
    assert json.loads(state.read_text())["board"]["posts"] == 10
    with pytest.raises(ConfigurationError, match="posts 10"):
        DemoBoard(posts=11, state=state)


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    board = DemoBoard(posts=10)
    with pytest.raises(ConfigurationError, match=r"cannot be (kept|read)"):
        DemoBoard(posts=10, state=tmp_path / "file" / "board.json").insert()
    assert len(board.truth()) == 13


@pytest.mark.parametrize(
    "wrong",
    [{"encoding": "latin-1"}, {"posts": -1}, {"posts": 1_000_001}, {"rows": 0}, {"skin": "phpbb"}, {"name": "a/b"}],
)
def test_what_makes_no_board_is_refused(wrong: dict) -> None:
    with pytest.raises(ConfigurationError):
        DemoBoard(**wrong)


@pytest.mark.parametrize("wrong", [{"headline": "x"}, {"title": 3}, {"published": "gestern"}])
def test_what_no_post_has_is_refused(wrong: dict) -> None:
    board = DemoBoard(posts=5)
    with pytest.raises(ConfigurationError):
        board.insert(**wrong)
    assert board.total == 5
