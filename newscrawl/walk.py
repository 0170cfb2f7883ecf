"""The walk over a board's listing pages: which page is read next, and when, and why, it ends.

Pure: a `Walk` is told what each page held and answers with the next step. It knows no network, no database and no
clock, so that every rule can be tested alone, and its state is plain JSON, so that a killed crawl goes on from it.

Pages move while they are read. 번호 of most boards is a position counted from the oldest post: on a page it falls by
one from row to row, a new post changes nothing below it, and a deleted one lowers the 번호 of all that are newer.
Hence, with `low` the last 번호 of the page read before and `first` the first one of this page: `first >= low - 1`
joins on without a hole (rows may repeat, which harms nobody); `first < low - 1` means that rows may have slipped to a
page already read, which is then read again until it joins or a bound is reached.

A walk reads from page 1 down. Wherever it, or one before it, left older pages unread it keeps a `Place`; the next
walk first reads what is new at the top, then goes on at each place.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from newscrawl.seen import End, Gap, Place, SeenPage, Step
from newscrawl.sweep import Sweep

MAX_REREADS = 8
"""How often pages are read again at one place before what may be missing there is reported as a gap."""

MAX_EMPTY_PAGES = 3
"""How many pages in a row may hold no ordinary post (notices can fill the first ones) before the list is over."""

MAX_FAILED_PAGES = 2
"""How many pages in a row may fail before the walk ends; a single bad page must not hide all older ones."""

MAX_ROUNDS = 3
"""How often a walk over the whole board looks at the top again because the pages moved while it read them."""


@dataclass(slots=True)
class Walk:
    """One walk over a board's pages.

    `expected` is the board's own count of its posts as page 1 last showed it: 번호 of its first row where 번호 is a
    position, else the total, which may count the `notices` too; `newest_key` is the key of that first row. `positional`
    is None until enough rows were seen to tell; `base` is the 번호 of the oldest post, which is not 1 on boards whose
    counter has lost its way. `identity` is where the board's keys come from: the name of a parameter, `path`, `number`
    and the like; with `keys_move` that is a 번호 that moves, and posts are told apart by title, author and day. `whole`
    is True while the walk reads on however little is new. `sweep` is how far older
    pages have been read again.
    """

    whole: bool = True
    began_whole: bool = True
    page_limit: int | None = None
    since: date | None = None
    places: list[Place] = field(default_factory=list)
    page: int = 1
    read_page: int = 0
    low: int | None = None
    lowest: int | None = None
    end_low: int | None = None
    total: int | None = None
    last_first: int | None = None
    last_keys: list[str] = field(default_factory=list)
    pages_read: int = 0
    new_rows: int = 0
    rows_a_page: int = 0
    expected: int | None = None
    notices: int = 0
    newest_key: str | None = None
    positional: bool | None = None
    base: int = 1
    identity: str | None = None
    keys_move: bool = False
    moved: bool = False
    rounds: int = 1
    rereads: int = 0
    reread_below: int = 0
    jumped: bool = False
    empty_pages: int = 0
    failed_pages: int = 0
    missing_pages: int = 0
    last_page: int | None = None
    repeated_pages: int = 0
    gaps: list[Gap] = field(default_factory=list)
    sweep: Sweep = field(default_factory=Sweep)
    end: End | None = None

    @classmethod
    def begin(
        cls,
        previous: dict[str, Any] | None,
        *,
        full: bool = False,
        page_limit: int | None = None,
        since: date | None = None,
    ) -> Walk:
        """A walk that follows `previous`, the state of the board's last one (None: the board was never read).

        The first walk of a board, and a `full` one, reads every page; others end at a page that holds nothing new.
        """
        if previous is None:
            return cls(page_limit=page_limit, since=since)
        last = cls.from_dict(previous)
        if full:
            return cls(page_limit=page_limit, since=since, keys_move=last.keys_move)
        places = list(last.places)
        if last.end is None and last.pages_read:
            places.insert(0, Place(last.read_page, last.low, last.whole))
        return cls(
            whole=False,
            began_whole=False,
            page_limit=page_limit,
            since=since,
            places=places,
            positional=last.positional,
            base=last.base,
            identity=last.identity,
            keys_move=last.keys_move,
            sweep=last.sweep,
        )

    @property
    def complete(self) -> bool:
        """True where this walk, with those before it, has read the board down to its last page without a hole."""
        return self.end in {"list_end", "caught_up", "repeats", "empty"} and not self.places and not self.gaps

    @property
    def covers_board(self) -> bool:
        """True where this walk alone has read every page of the board: what it has not shown is not there any more."""
        return self.complete and self.began_whole and self.end != "empty"

    def to_dict(self) -> dict[str, Any]:
        """The state as JSON values."""
        return asdict(self) | {"since": self.since.isoformat() if self.since else None}

    @classmethod
    def from_dict(cls, state: dict[str, Any]) -> Walk:
        """The walk whose `to_dict` gave `state`."""
        since = state.get("since")
        known = {name: value for name, value in state.items() if name in cls.__dataclass_fields__}
        return cls(
            **known
            | {
                "since": date.fromisoformat(since) if since else None,
                "places": [Place(**place) for place in state.get("places", ())],
                "gaps": [Gap(**gap) for gap in state.get("gaps", ())],
                "sweep": Sweep(**state.get("sweep", {})),
            }
        )

    def read(self, seen: SeenPage) -> Step:
        """Take in page `self.page` and say what to do next."""
        self.pages_read += 1
        self.failed_pages = self.missing_pages = 0
        self.last_page = seen.last_page
        self._learn(seen)
        if not seen.rows:
            return self._after_empty(seen)
        self.empty_pages = 0
        if (repeat := self._check_repeat(seen)) is not None:
            return repeat
        if (back := self._check_joins(seen)) is not None:
            return back
        numbers = seen.numbers
        self._measure_gap(numbers)
        self.low = numbers[-1] if numbers else None
        self.lowest = min(numbers[-1:] + ([] if self.lowest is None else [self.lowest]), default=None)
        self.read_page = self.page
        self.last_first = numbers[0] if numbers else None
        self.last_keys = [row.key for row in seen.rows]
        self.rows_a_page = max(self.rows_a_page, len(seen.rows))
        if not self.jumped:
            self.new_rows += sum(row.standing == "new" for row in seen.rows)
        self._pass_places()
        if self.since is not None and all(row.day is not None and row.day < self.since for row in seen.rows):
            return self._end_open("since")
        if not self.whole and all(row.standing == "known" for row in seen.rows):
            return self._next_place()
        return self._on(seen)

    def is_open_ended(self, page: int) -> bool:
        """True where the list was not seen to reach down to `page`: its pager may lead past the end."""
        return self.pages_read > 0 and (self.last_page is None or page > self.last_page)

    def fail(self, *, missing: bool = False) -> Step:
        """The page that was asked for could not be had or understood: leave it for the next walk, and read on.

        Where the site says that there is no such page (`missing`), and says so of the next one too, the list is over.
        """
        self.failed_pages += 1
        self.missing_pages += missing
        if self.page > 1 and self.missing_pages >= MAX_FAILED_PAGES:
            self.gaps.pop()
            self.low, self.page = self.places.pop().low, self.read_page
            return self._at_end("list_end")
        if self.page == 1 or self.failed_pages >= MAX_FAILED_PAGES:
            return self._end_open("failed", self.page - 1)
        self._leave_gap(Gap(self.page, unread=True))
        self.low = None
        self.page += 1
        return Step(self.page)

    def look_again(self, *, whole: bool = False) -> Step:
        """Read the top once more for what has come since it was read, down to a page that holds nothing new.

        With `whole` every page is read again, and this reading covers the board by itself.
        """
        self.began_whole = self.began_whole or whole
        if whole:
            self.rounds = 1
        return self._from_the_top(whole=whole)

    def missing(self, live: int) -> int:
        """How many posts the board counts besides the `live` ordinary ones that are stored.

        A shown total counts the notices on some boards, and does not on others; a position never does.
        """
        if self.expected is None or live >= self.expected:
            return 0
        if not self.positional and live == self.expected - self.notices:
            return 0
        return self.expected - live

    def cut(self) -> Step:
        """Only the upper rows of the page just read were wanted: leave the rest of it to the next walk."""
        return self._end_open("page_limit", self.page - 1)

    def stop(self) -> Step:
        """The crawl is stopped from outside."""
        return self._end_open("stopped")

    def _learn(self, seen: SeenPage) -> None:
        """Learn whether 번호 is a position here (it falls by one from row to row), and the board's own count."""
        numbers = seen.numbers
        falls = all(upper - lower == 1 for upper, lower in pairwise(numbers))
        if not falls or self._is_unmoved(seen):
            # Only positions had told of movement, and there are none.
            self.moved = self.moved and self.positional is not True
            if self.positional:
                self.expected = self.total
            self.positional = False
        elif len(numbers) > 2 and self.positional is None:
            self.positional = True
        if self.page == 1:
            self.expected = numbers[0] - self.base + 1 if numbers and self.positional else seen.total
            self.notices = seen.notices
            self.newest_key = seen.rows[0].key if seen.rows else self.newest_key
        elif seen.total is not None and self.total is not None and seen.total != self.total:
            self.moved = True
        self.total = seen.total if seen.total is not None else self.total

    def _learn_base(self, low: int) -> None:
        """The list ends at another 번호 than it was thought to: it counts from there."""
        if self.expected is not None:
            self.expected += self.base - low
        self.base = low

    def _is_unmoved(self, seen: SeenPage) -> bool:
        """True where a page read again is as it was: no row slipped, so the hole below it is one between numbers
        that never change (Zeroboard, hand-made boards), not between positions.

        A page that lost a row and gained one looks unmoved too; then the board's count changed meanwhile. Where no
        count is shown a second look is wanted.
        """
        looks = 2 if seen.total is None else 1
        again = self.rereads >= looks and self.page == self.reread_below - 1
        unmoved = again and [row.key for row in seen.rows] == self.last_keys and seen.total == self.total
        return unmoved and seen.numbers[:1] == [self.last_first]

    def _check_repeat(self, seen: SeenPage) -> Step | None:
        """End where the pager leads to the same page for ever; a single repeat can be a page pushed down by posts."""
        if [row.key for row in seen.rows] != self.last_keys or self.page == 1 or self.rereads:
            self.repeated_pages = 0
            return None
        self.repeated_pages += 1
        if self.repeated_pages < 2 and seen.last_page is not None and self.page < seen.last_page:
            return None
        return self._at_end("repeats")

    def _check_joins(self, seen: SeenPage) -> Step | None:
        """None where this page joins on to what was read above it; else the page to read again.

        Without positions there is no telling between two pages read in turn. Of the page that a jump to a place led to
        there is: all above it is known, so a page of nothing but new posts lies too far down.
        """
        numbers = seen.numbers
        if self.positional and numbers and self.low is not None and self.page > 1:
            joins = numbers[0] >= self.low - 1
            self.moved = self.moved or numbers[0] != self.low - 1
        elif self.jumped and not self.positional and not self.last_keys:
            joins = any(row.standing != "new" for row in seen.rows) or self.page <= self.reread_below
        else:
            joins = True
        if joins:
            if self.page >= self.reread_below:
                self.rereads = 0
            return None
        if (back := self._step_back()) is not None:
            return back
        high = self.low - 1 if self.low is not None else None
        self._leave_gap(Gap(self.page, numbers[0] + 1 if numbers else None, high))
        return None

    def _step_back(self) -> Step | None:
        """Read the page before this one again, as long as the bound allows."""
        if self.rereads >= MAX_REREADS or self.page <= 1:
            self.rereads = 0
            return None
        self.moved = True
        self.rereads += 1
        self.reread_below = max(self.reread_below, self.page)
        self.page -= 1
        return Step(self.page, again=True)

    def _leave_gap(self, gap: Gap) -> None:
        self.gaps.append(gap)
        self.places.append(Place(gap.page - 1, self.low, whole=False))

    def _measure_gap(self, numbers: list[int]) -> None:
        """The first page behind one that could not be had tells which 번호 stand on that one."""
        gap = self.gaps[-1] if self.gaps else None
        if gap is None or not gap.unread or gap.low is not None or gap.page != self.page - 1 or not self.positional:
            return
        above = next((place.low for place in self.places if place.page == gap.page - 1), None)
        if numbers and above is not None and numbers[0] < above:
            self.gaps[-1] = replace(gap, low=numbers[0] + 1, high=above - 1)

    def _pass_places(self) -> None:
        """Forget the places that this walk has read past: it goes on below them by itself."""
        shift = self.new_rows // self.rows_a_page if self.rows_a_page else 0
        passed = [place for place in self.places if self._is_below(place, shift) and not self._left_here(place)]
        if passed:
            self.whole = self.whole or any(place.whole for place in passed)
            self.places = [place for place in self.places if place not in passed]

    def _is_below(self, place: Place, shift: int) -> bool:
        if self.positional and place.low is not None and self.low is not None:
            return self.low < place.low
        return self.page > place.page + shift + 1

    def _left_here(self, place: Place) -> bool:
        """True for the places of this very walk: it read past them without reading what they stand for."""
        return any(gap.page - 1 == place.page for gap in self.gaps)

    def _next_place(self) -> Step:
        """Nothing new here: go on at the next place where older pages were left unread, or end."""
        waiting = [place for place in self.places if not self._left_here(place)]
        if not waiting:
            self.end = "caught_up"
            return Step(end=self.end)
        place = waiting[0]
        self.places.remove(place)
        shift = self.new_rows // self.rows_a_page if self.rows_a_page else 0
        overlap = 0 if self.positional and place.low is not None else 1
        self.page = max(place.page + 1 - overlap + shift, 1)
        self.low, self.whole, self.jumped = place.low, place.whole, True
        self.last_keys, self.rereads, self.reread_below = [], 0, 0
        return self._within_limit()

    def _after_empty(self, seen: SeenPage) -> Step:
        self.empty_pages += 1
        self.last_keys = []
        if self.page == 1 and not seen.has_next:
            return self._at_end("empty")
        if seen.last_page is not None and self.page >= seen.last_page:
            return self._at_end("list_end")
        if not seen.has_next or self.empty_pages >= MAX_EMPTY_PAGES:
            return self._at_end("list_end")
        return self._on(seen)

    def _on(self, seen: SeenPage) -> Step:
        if not seen.has_next:
            if seen.is_cut_off:
                return self._end_open("failed")
            return self._at_end("list_end")
        self.page += 1
        return self._within_limit()

    def _within_limit(self) -> Step:
        if self.page_limit is None or self.pages_read < self.page_limit:
            return Step(self.page)
        return self._end_open("page_limit", self.page - 1)

    def _at_end(self, end: End) -> Step:
        """The last page is read. Where pages moved meanwhile, look at the top again for what came in behind us.

        A list that is over before its oldest 번호 has slipped: its last rows stand on a page already read. Where a
        second look ends at the same 번호, it simply does not count down to 1 here; unless all that was read is the
        first page, again and again: then it was not asked for its pages in the right way.
        """
        begins_again = end == "repeats" and self.last_keys[:1] == [self.newest_key]
        stands_still = begins_again and self.low == self.lowest
        if begins_again:
            self.low = self.lowest
        if self.positional and self.low is not None and self.low != self.base:
            if stands_still:
                self._leave_gap(Gap(self.page, self.base, self.low - 1))
            elif self.low == self.end_low or self.low < self.base:
                self._learn_base(self.low)
            elif (back := self._step_back()) is not None:
                self.end_low = self.low
                return back
            else:
                self._leave_gap(Gap(self.page, self.base, self.low - 1))
        self.places = [place for place in self.places if self._left_here(place)]
        if self.moved and self.rounds < MAX_ROUNDS and self.page_limit is None:
            self.rounds += 1
            return self._from_the_top(whole=not self.positional)
        self.end = end
        return Step(end=end)

    def _from_the_top(self, *, whole: bool) -> Step:
        self.whole, self.end = whole, None
        self.moved = self.jumped = False
        self.page, self.low, self.lowest, self.last_keys, self.rereads, self.reread_below = 1, None, None, [], 0, 0
        return Step(1, again=True)

    def _end_open(self, end: End, page: int | None = None) -> Step:
        """End with older pages unread below `page` (the page just read), and remember the place."""
        self.end = end
        self.places.insert(0, Place(self.page if page is None else page, self.low, self.whole))
        return Step(end=end)
