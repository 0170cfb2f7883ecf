"""What a request asks for: its parameters, read once for pages, feeds and the API alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from newscrawl.store import Store
from newscrawl.store.overview import Glance
from newscrawl.store.records import PostFilter, PostRecord
from newscrawl.web.faults import bad_request, not_found

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

SEOUL = "Asia/Seoul"

LONGEST_WORD = 200
"""Letters of a parameter's value; an address may have more."""

LONGEST_ADDRESS = 10_000

DAY = len("2025-06-27")

LARGEST_ID = 2**63 - 1

DELETED = {"": False, "0": False, "false": False, "1": True, "true": True, "any": None}

NAMES = ("board", "site", "q", "author", "category", "since", "until", "url", "deleted")
"""What posts are found by, in the order in which it stands in addresses."""


@dataclass(slots=True, frozen=True)
class Asked:
    """Which posts are asked for: words to search for, filters, the post behind which the page begins, and how many."""

    words: str
    wanted: PostFilter
    board: Glance | None
    after: PostRecord | None
    limit: int
    given: dict[str, str] = field(default_factory=dict)

    def query(self, **more: object) -> str:
        """The parameters as they stand in an address, with others in place of some; None leaves one out."""
        merged: dict[str, object] = {**self.given, **more}
        return urlencode({name: value for name, value in merged.items() if value not in (None, "")})

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the board is asked for."""
        return any(name != "board" for name in self.given)


def read(
    given: QueryParams, store: Store, boards: list[Glance], *, board: Glance | None = None, limit: int, most: int
) -> Asked:
    """The parameters as a question. Raises WebError for what cannot be asked."""
    values = {name: value for name in NAMES if (value := _word(given, name))}
    chosen = board or (board_named(values["board"], boards) if "board" in values else None)
    if chosen is not None:
        values["board"] = str(chosen.id)
    zone = chosen.timezone if chosen is not None else SEOUL
    since, until = _instant(values, "since", zone), _instant(values, "until", zone, end=True)
    # A day ends where the next begins: the day before `since` ends at it.
    is_day = len(values.get("until", "")) <= DAY
    if since is not None and until is not None and (until < since or (is_day and until == since)):
        raise bad_request("`until` lies before `since`.", "Exchange the two days.")
    if values.get("deleted", "") not in DELETED:
        raise bad_request("`deleted` is none of 0, 1 and any.", "Leave it out for live posts.")
    wanted: PostFilter = {
        "board": str(chosen.id) if chosen is not None else None,
        "site": values.get("site"),
        "since": since,
        "until": until,
        "author": values.get("author"),
        "category": values.get("category"),
        "url": values.get("url"),
        "deleted": DELETED[values.get("deleted", "")],
    }
    return Asked(
        values.get("q", ""),
        wanted,
        chosen,
        _after(given, store),
        number(given, "limit", default=limit, least=1, most=most),
        values,
    )


def board_named(label: str, boards: list[Glance]) -> Glance:
    """The board of an id, or of a name or address. Raises WebError (404) where there is none, or several."""
    found = [each for each in boards if label == str(each.id)] or [
        each for each in boards if label in {each.name, each.address, each.board, each.site}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise bad_request(
            f"{label!r} names {len(found)} boards.", f"Give one's id: {', '.join(str(each.id) for each in found[:20])}."
        )
    raise not_found(f"There is no board {label!r}.", "The boards are listed at /.")


def number(given: QueryParams, name: str, *, default: int, least: int, most: int = LARGEST_ID) -> int:
    """A whole number. Raises WebError for what is none, or is out of bounds."""
    text = given.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or not least <= int(text[:20]) <= most:
        raise bad_request(f"`{name}` is no whole number from {least} to {most}.", "")
    return int(text)


def _word(given: QueryParams, name: str) -> str:
    value = given.get(name, "").strip()
    most = LONGEST_ADDRESS if name == "url" else LONGEST_WORD
    if len(value) > most:
        raise bad_request(f"`{name}` has more than {most:,} letters.", "Ask for less.")
    if "\0" in value or not _is_text(value):
        raise bad_request(f"`{name}` is no text.", "Write it as UTF-8, percent-encoded.")
    return value


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _instant(values: dict[str, str], name: str, timezone: str, *, end: bool = False) -> datetime | None:
    """A day of the board's, or an instant; the end of a day is the beginning of the next."""
    text = values.get(name)
    if text is None:
        return None
    zone = ZoneInfo(timezone)
    try:
        if len(text) <= DAY:
            day = date.fromisoformat(text) + timedelta(days=end)
            moment = datetime(day.year, day.month, day.day, tzinfo=zone)
        else:
            # A + that was not encoded arrives as a space.
            moment = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise bad_request(f"`{name}` is no date.", "Write it like 2025-06-27 or 2025-06-27T09:00:00+09:00.") from error


def _after(given: QueryParams, store: Store) -> PostRecord | None:
    post_id = number(given, "after", default=0, least=0)
    if not post_id:
        return None
    post = store.post(post_id)
    if post is None:
        raise bad_request(f"There is no post {post_id} behind which to go on.", "Begin without `after`.")
    return post
