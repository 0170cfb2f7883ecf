"""What a run came to: one word, and the evidence for it in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from newscrawl.walk import Walk

Verdict = Literal["complete", "quiet", "partial", "changed", "blocked", "failed"]
"""`complete`: every post that was asked for is stored; `quiet`: nothing is new, and nothing is known to be missing;
`partial`: some are missing, and it is said which; `changed`: nothing was understood where posts were expected;
`blocked`: the site turned the crawl away; `failed`: the board or the database could not be reached."""

EXIT_CODES: dict[Verdict, int] = {"complete": 0, "quiet": 0, "partial": 1, "changed": 4, "blocked": 1, "failed": 1}


@dataclass(slots=True, frozen=True)
class Findings:
    """What a run found. `live` is how many ordinary posts the database now holds of the board; the documents of
    `given_up` could not be had for so long that they are asked for no more; `out_of_budget`: the day's requests are
    used up."""

    what: str
    understood: bool
    blocked: bool
    unreachable: bool
    first_page: str
    changed: str
    walk: Walk | None
    stopped: bool
    waiting: int
    live: int
    changes: int
    problems: int
    limited: bool = False
    given_up: int = 0
    out_of_budget: bool = False


OUT_OF_BUDGET = "The day's budget of requests is used up; the first crawl of tomorrow goes on from here."


def judge(found: Findings) -> tuple[Verdict, str]:
    """The verdict and its reason, in a person's words."""
    walk = found.walk
    if found.changed:
        return "changed", found.changed
    if found.out_of_budget:
        return "partial", " ".join([OUT_OF_BUDGET, *_missing(found)])
    if not found.understood:
        if found.blocked:
            return "blocked", f"The site turned the crawl away: {found.first_page}."
        if found.unreachable:
            return "failed", f"The {found.what} could not be had: {found.first_page}."
        if found.stopped:
            return "failed", "The crawl was stopped before it had read anything."
        return (
            "changed",
            f"No posts were found where a {found.what} was expected: {found.first_page or 'the page holds no list'}.",
        )
    missing = _missing(found)
    if missing:
        return "partial", " ".join(missing)
    if not found.changes and not found.problems and walk is not None and walk.end == "caught_up":
        return "quiet", _quiet(found.live, walk.expected) + _given_up(found)
    if not found.changes and not found.problems and walk is None:
        return "quiet", f"Nothing is new; {found.live:,} posts are stored.{_given_up(found)}"
    return "complete", _completeness(found) + _given_up(found)


def _given_up(found: Findings) -> str:
    """A sentence about the documents that are asked for no more; "" where there is none."""
    if not found.given_up:
        return ""
    return f" The documents of {found.given_up:,} of them were given up after many attempts: newscrawl problems, retry."


def _quiet(live: int, expected: int | None) -> str:
    """What a look at the top of the list proves: that nothing is new there, and what the board's count says, if any."""
    if expected is None:
        return f"Nothing is new; {live:,} posts are stored. The board shows no count that they could be held against."
    if live > expected:
        return (
            f"Nothing is new; {live:,} posts are stored, and the board counts {expected:,}: "
            "some are gone there, and a crawl with --full finds which."
        )
    return f"Nothing is new; {live:,} posts are stored, as many as the board counts."


def _missing(found: Findings) -> list[str]:
    """What is known to be missing, a sentence each."""
    walk, missing = found.walk, []
    if found.stopped:
        missing.append("The crawl was stopped; the same command goes on from here.")
    if walk is not None:
        missing += [f"{str(gap)[0].upper()}{str(gap)[1:]}." for gap in walk.gaps]
        if walk.end == "failed":
            missing.append(f"The list could not be read from page {walk.page} on.")
        if walk.complete and walk.missing(found.live):
            missing.append(f"The board counts {walk.expected:,} posts, {found.live:,} are stored.")
    if found.waiting and not found.limited:
        missing.append(f"The documents of {found.waiting:,} posts could not be had yet.")
    return missing


def _completeness(found: Findings) -> str:
    walk = found.walk
    if walk is None:
        return "Everything that was asked for is stored, or no longer there."
    if walk.end == "since":
        return f"Every post since {walk.since} is stored."
    if walk.end in {"page_limit", "stopped"} or found.limited:
        return f"As far as asked for: {walk.pages_read} listing pages."
    extra = found.live - walk.expected if walk.expected is not None and walk.complete else 0
    if extra > 0:
        return f"All {walk.expected:,} posts of the board are stored, and {extra:,} that it no longer counts."
    if walk.places:
        return "All that is new is stored; older pages are still unread, and an unbounded crawl reads them."
    if walk.expected is None:
        return f"The list was read to its end; {found.live:,} posts are stored."
    return f"All {found.live:,} posts of the board are stored, as many as the board counts."
