"""Rows without an id: which stored post each shows, by title, author and day."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.faces import Face, StoredFace, made_key, pair, repeated, same_day


def faces(*posts: tuple[str, str, str | None], top: int) -> list[Face]:
    return [Face(*post, top - place) for place, post in enumerate(posts)]


def stored(shown: list[Face]) -> list[StoredFace]:
    return [StoredFace(f"k{face.number}", face) for face in shown]


BOARD = [(f"{n}번째 이야기 {chr(0xAC00 + n * 97)}", f"글쓴이{n % 3}", f"2025-06-{28 - n:02d}") for n in range(12)]


@given(gone=st.sets(st.integers(0, 11), max_size=6), new=st.integers(0, 5))
def test_posts_keep_their_keys_through_deletions_and_insertions(gone, new):
    before = stored(faces(*BOARD, top=12))
    left = [post for place, post in enumerate(BOARD) if place not in gone]
    fresh = [(f"새 글 {chr(0xD000 + n * 31)}", "새사람", "2025-07-01") for n in range(new)]
    keys = pair(faces(*fresh, *left, top=new + len(left)), before)
    assert keys == [None] * new + [f"k{12 - place}" for place in range(12) if place not in gone]


@given(copies=st.integers(1, 4), new=st.integers(0, 3))
def test_posts_alike_in_all_three_are_as_many_as_are_shown(copies, new):
    same = ("출석합니다", "김가온", "2025-06-27")
    keys = pair(faces(*[same] * (copies + new), top=50), stored(faces(*[same] * copies, top=50 - new)))
    assert keys[new:] == [f"k{50 - new - n}" for n in range(copies)]
    assert keys[:new] == [None] * new


def test_an_edit_stands_where_its_post_stood():
    edited = [list(post) for post in BOARD]
    edited[4][0] = "아주 다른 제목이 되었다"
    shown = faces(*map(tuple, edited[1:]), top=11)
    assert pair(shown, stored(faces(*BOARD, top=12)))[3] == "k8"


def test_a_row_at_the_top_that_could_be_either_is_a_new_post():
    before = stored(faces(("제12차 회의록", "서기", "2025-06-27"), *BOARD, top=13))
    after = faces(("제13차 회의록", "서기", "2025-06-27"), *BOARD, top=13)
    assert pair(after, before)[0] is None
    after = faces(("제12차 회의록 (수정)", "서기", "2025-06-27"), *BOARD, top=13)
    assert pair(after, before)[0] == "k13"


def test_a_post_seen_on_the_page_before_is_on_this_one_only_if_it_was_pushed_down():
    same = ("출석합니다", "김가온", "2025-06-27")
    other = ("다른 글", "이나래", "2025-06-26")
    before = stored(faces(same, top=21))
    page = faces(same, other, top=20)
    assert pair(page, before, {"k21": 21}) == [None, None]
    assert pair(page, before, {"k21": 21}, repeats=1) == ["k21", None]


def test_rows_pushed_down_are_those_of_the_page_before_in_their_order():
    page = faces(*BOARD, top=12)
    assert repeated(page[:5], page[3:9]) == 2
    assert repeated(page[:5], [page[2], page[4], page[5]]) == 2
    assert repeated(page[:5], page[5:]) == 0


def test_a_day_without_a_year_is_one_of_any_year():
    assert same_day("2025-06-27", "--06-27")
    assert same_day("2025-06-27", None)
    assert not same_day("2025-06-27", "--06-28")
    assert not same_day("2025-06-27", "2024-06-27")


def test_keys_that_are_made_are_the_same_for_the_same_face_and_never_used_twice():
    face = Face("제목", "글쓴이", "2025-06-27", 5)
    first = made_key(face, set())
    assert first == made_key(Face("제목", "글쓴이", "2025-06-27", 9), set())
    assert made_key(face, {first}) == f"{first}-2"
