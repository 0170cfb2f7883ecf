"""The walk reads every page it must, no page it need not, and knows when something may be missing."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newscrawl.seen import Gap, SeenPage, SeenRow
from newscrawl.sweep import Sweep
from newscrawl.walk import MAX_REREADS, Walk

ROWS = 10


@dataclass
class Board:
    """A board that counts 번호 from the oldest post, as Rhymix and Gnuboard do, and knows what a crawler has stored."""

    live: list[int]
    stored: set[int] = field(default_factory=set)
    positional: bool = True
    between: Callable[[Board], None] | None = None
    requests: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, posts: int, **kwargs) -> Board:
        return cls(list(range(posts, 0, -1)), **kwargs)

    def show(self, page: int) -> SeenPage:
        if self.between:
            self.between(self)
        self.requests.append(page)
        start = (page - 1) * ROWS
        keys = self.live[start : start + ROWS]
        last = max(1, -(-len(self.live) // ROWS))
        rows = [
            SeenRow(
                f"id{key}",
                len(self.live) - start - index if self.positional else None,
                "known" if key in self.stored else "new",
            )
            for index, key in enumerate(keys)
        ]
        self.stored.update(keys)
        return SeenPage(rows, page < last, last, len(self.live))

    def crawl(self, walk: Walk, *, die_after: int | None = None) -> Walk:
        """Walk to the end, or until killed; the state goes through JSON values on the way, as in the database."""
        self.requests.clear()
        while len(self.requests) < 1000:
            step = walk.read(self.show(walk.page))
            walk = Walk.from_dict(walk.to_dict())
            if step.end is not None or len(self.requests) == die_after:
                return walk
        pytest.fail("the walk never ends")


def test_a_first_walk_reads_every_page_once_and_in_order():
    board = Board.of(95)
    walk = board.crawl(Walk.begin(None))
    assert board.requests == list(range(1, 11))
    assert walk.end == "list_end"
    assert walk.complete
    assert walk.expected == 95


def test_a_quiet_board_costs_one_page():
    board = Board.of(95)
    first = board.crawl(Walk.begin(None))
    second = board.crawl(Walk.begin(first.to_dict()))
    assert board.requests == [1]
    assert second.end == "caught_up"
    assert second.complete


@pytest.mark.parametrize(("new", "pages"), [(1, 2), (5, 2), (10, 2), (11, 3), (25, 4)])
def test_new_posts_cost_their_pages_and_one_more(new, pages):
    board = Board.of(95)
    first = board.crawl(Walk.begin(None))
    board.live[:0] = range(95 + new, 95, -1)
    board.crawl(Walk.begin(first.to_dict()))
    assert board.requests == list(range(1, pages + 1))
    assert board.stored >= set(board.live)


def test_full_reads_every_page_again():
    board = Board.of(95)
    first = board.crawl(Walk.begin(None))
    board.crawl(Walk.begin(first.to_dict(), full=True))
    assert board.requests == list(range(1, 11))


def test_a_deletion_while_reading_makes_the_page_before_be_read_again():
    def delete_once(board: Board) -> None:
        if len(board.requests) == 3:
            board.live.remove(90)

    board = Board.of(95, between=delete_once)
    walk = board.crawl(Walk.begin(None))
    assert board.requests[:6] == [1, 2, 3, 4, 3, 4]
    assert board.stored >= set(board.live)
    assert walk.complete


def test_a_list_that_is_over_too_soon_has_slipped_and_is_read_again():
    def delete_before_last(board: Board) -> None:
        if len(board.requests) == 9:
            for key in range(90, 80, -1):
                board.live.remove(key)

    board = Board.of(95, between=delete_before_last)
    board.crawl(Walk.begin(None))
    assert board.stored >= set(board.live)


def test_a_post_inserted_while_reading_is_found_by_a_second_look_at_the_top():
    def insert_once(board: Board) -> None:
        if len(board.requests) == 4:
            board.live.insert(0, 1000)

    board = Board.of(95, between=insert_once)
    walk = board.crawl(Walk.begin(None))
    assert 1000 in board.stored
    assert board.requests[-2:] == [1, 2]
    assert walk.complete
    assert walk.expected == 96


@pytest.mark.parametrize(("total", "looks"), [(90, 1), (None, 2)])
def test_holes_between_permanent_numbers_are_no_slips(total, looks):
    numbers = [*range(200, 150, -1), *range(140, 100, -1)]
    pages = [numbers[start : start + ROWS] for start in range(0, len(numbers), ROWS)]
    walk, asked = Walk.begin(None), []
    while walk.end is None:
        asked.append(walk.page)
        rows = [SeenRow(str(number), number, "new") for number in pages[walk.page - 1]]
        walk.read(SeenPage(rows, walk.page < len(pages), len(pages), total))
    assert walk.positional is False
    assert walk.complete
    assert len(asked) == len(pages) + 2 * looks


def test_what_never_joins_is_reported_as_a_gap_and_read_again_by_the_next_walk():
    walk = Walk.begin(None)
    walk.read(SeenPage([SeenRow(f"a{n}", n, "new") for n in range(100, 90, -1)], has_next=True))
    reads = 0
    while not walk.gaps:
        rows = [SeenRow(f"b{reads}-{n}", n, "new") for n in range(80 - reads, 70 - reads, -1)]
        if walk.page == 1:
            rows = [SeenRow(f"a{reads}-{n}", n, "new") for n in range(100 - reads, 90 - reads, -1)]
        walk.read(SeenPage(rows, has_next=True))
        reads += 1
    assert reads >= MAX_REREADS
    assert walk.gaps[0].page == 2
    assert not walk.complete
    assert any(not place.whole for place in Walk.begin(walk.to_dict()).places)


def test_a_page_that_fails_hides_no_older_page():
    board = Board.of(50)
    walk = Walk.begin(None)
    while walk.end is None:
        if walk.page == 3:
            walk.fail()
        else:
            walk.read(board.show(walk.page))
    assert board.requests == [1, 2, 4, 5]
    assert walk.gaps == [Gap(3, 21, 30, unread=True)]
    assert str(walk.gaps[0]) == "listing page 3 could not be read (posts 21 to 30)"
    again = board.crawl(Walk.begin(walk.to_dict()))
    assert board.stored == set(board.live)
    assert again.complete
    assert board.requests == [1, 3, 4]


def test_a_first_page_that_fails_ends_the_walk():
    walk = Walk.begin(None)
    assert walk.fail().end == "failed"


def test_a_page_limit_leaves_a_place_that_a_later_walk_goes_on_from():
    board = Board.of(95)
    bounded = board.crawl(Walk.begin(None, page_limit=3))
    assert bounded.end == "page_limit"
    assert not bounded.complete
    board.crawl(Walk.begin(bounded.to_dict()))
    assert board.requests == [1, *range(4, 11)]
    assert board.stored == set(board.live)


def test_since_ends_at_the_first_page_of_older_posts():
    walk = Walk.begin(None, since=date(2025, 6, 1))
    walk.read(
        SeenPage([SeenRow("a", 9, "new", date(2025, 6, 2)), SeenRow("b", 8, "new", date(2025, 5, 1))], has_next=True)
    )
    step = walk.read(SeenPage([SeenRow("c", 7, "new", date(2025, 5, 1))], has_next=True))
    assert step.end == "since"


def test_a_pager_that_goes_on_for_ever_ends():
    walk = Walk.begin(None)
    rows = [SeenRow(f"k{n}", None, "new") for n in range(ROWS)]
    steps = [walk.read(SeenPage(rows, has_next=True)) for _ in range(2)]
    assert steps[-1].end == "repeats"


def test_a_first_page_that_comes_for_every_page_is_not_the_whole_board():
    """The list says that there are older posts: its pages were not asked for in the right way."""
    page = SeenPage([SeenRow(f"id{number}", number, "new") for number in range(20, 10, -1)], True)
    walk = Walk.begin(None)
    for _ in range(6):
        if walk.read(page).end is not None:
            break
    assert (walk.end, walk.complete, walk.expected) == ("repeats", False, 20)
    assert walk.gaps == [Gap(2, 1, 10)]


def test_a_first_page_behind_the_last_one_is_the_end():
    board = Board.of(30)
    walk = Walk.begin(None)
    for _ in range(9):
        shown = board.show(walk.page if walk.page <= 3 else 1)
        if walk.read(SeenPage(shown.rows, True)).end is not None:
            break
    assert (walk.complete, walk.expected, walk.gaps) == (True, 30, [])


@pytest.mark.parametrize("beyond", [1, 4])
def test_a_sweep_ends_where_a_pager_goes_on_for_ever(beyond):
    board, sweep = Board.of(40), Sweep()
    step = sweep.begin(datetime(2026, 1, 1, tzinfo=UTC))
    for _ in range(9):
        shown = board.show(step.page if step.page <= 4 else beyond)
        step = sweep.read(SeenPage(shown.rows, True), positional=True)
        if step.end is not None:
            break
    assert (step.end, sweep.healthy, sweep.is_under_way) == ("list_end", True, False)


def test_notices_that_fill_the_first_page_do_not_end_the_walk():
    walk = Walk.begin(None)
    assert walk.read(SeenPage([], has_next=True, last_page=3)).page == 2


def test_an_empty_board_is_complete():
    walk = Walk.begin(None)
    assert walk.read(SeenPage([], has_next=False)).end == "empty"
    assert walk.complete


def changing(seed: int, rate: float) -> tuple[Callable[[Board], None], set[int]]:
    """A board that changes before each page: posts come at the top and go anywhere."""
    rnd = random.Random(seed)
    gone: set[int] = set()

    def change(board: Board) -> None:
        if rnd.random() < rate:
            board.live.insert(0, max(board.live, default=0) + 1 + len(gone))
        if rnd.random() < rate and board.live:
            key = rnd.choice(board.live)
            board.live.remove(key)
            gone.add(key)

    return change, gone


@settings(max_examples=300, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    posts=st.integers(0, 160),
    rate=st.floats(0, 0.4),
    deaths=st.lists(st.integers(1, 12), max_size=4),
)
@example(seed=48, posts=69, rate=0.25, deaths=[9])  # a row left page 4 and another came, between two looks at it
def test_no_post_is_lost_however_the_board_changes_and_the_crawl_is_killed(seed, posts, rate, deaths):
    change, gone = changing(seed, rate)
    board = Board.of(posts, between=change)
    there_from_the_start = set(board.live)
    state = None
    for die_after in [*deaths, None]:
        walk = board.crawl(Walk.begin(state), die_after=die_after)
        state = walk.to_dict()
    if walk.complete:
        assert there_from_the_start - gone <= board.stored


@settings(max_examples=200, deadline=None)
@given(
    pages=st.lists(
        st.tuples(st.lists(st.tuples(st.integers(0, 30), st.none() | st.integers(-5, 60)), max_size=8), st.booleans()),
        min_size=1,
        max_size=12,
    )
)
def test_any_pages_at_all_end_the_walk(pages):
    walk = Walk.begin(None)
    for index in range(2000):
        rows, has_next = pages[index % len(pages)]
        seen = SeenPage([SeenRow(str(key), number, "new") for key, number in rows], has_next, total=len(pages))
        if walk.read(seen).end is not None:
            return
        walk.page_limit = walk.page_limit or 500
    pytest.fail("the walk never ends")
