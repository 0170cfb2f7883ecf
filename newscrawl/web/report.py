"""A report as one HTML file that needs nothing else: for cron to mail or publish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from markupsafe import Markup

from newscrawl.plot import bars_of, svg_of
from newscrawl.store.overview import Glance
from newscrawl.store.records import RunRecord
from newscrawl.web.figures import BoardFigures
from newscrawl.web.new_words import new_words
from newscrawl.web.site import Site
from newscrawl.web.words import Language, say

RUNS = 10_000
"""Runs that are looked through."""

WORDS = 30

PICTURES = 40
"""Boards that get a picture, those with the most posts."""

SLOWEST = 10

WELL = frozenset({"complete", "quiet"})


@dataclass(slots=True, frozen=True)
class BoardReport:
    """A board in a time: `posts` published in it, what its `runs` of that time came to."""

    board: Glance
    figures: BoardFigures
    state: str
    posts: int
    runs: list[RunRecord]

    @property
    def failed(self) -> list[RunRecord]:
        return [run for run in self.runs if run.finished_at is not None and run.verdict not in WELL]

    @property
    def usual_time(self) -> timedelta | None:
        times = [(run.finished_at - run.started_at).total_seconds() for run in self.runs if run.finished_at is not None]
        return timedelta(seconds=median(times)) if times else None


def make_report(site: Site, since: datetime, language: Language = "en") -> str:
    """The report on the time since then, as HTML."""
    now = site.now()
    runs = [run for run in site.store.runs(limit=RUNS) if run.started_at >= since]
    boards = [_board(site, each, since, runs) for each in site.store.overview()]
    slow = sorted(
        (each for each in boards if each.usual_time is not None),
        key=lambda each: each.usual_time or timedelta(),
        reverse=True,
    )
    pictures = sorted((each for each in boards if each.posts), key=lambda each: -each.posts)[:PICTURES]

    def t(key: str, **values: object) -> str:
        return say(language, key, **values)

    return site.environment.get_template("report.html").render(
        t=t,
        lang=language,
        now=now,
        since=since,
        boards=boards,
        pictures=[(each, _picture(each, since)) for each in pictures],
        slow=slow[:SLOWEST],
        failing=sorted((each for each in boards if each.failed), key=lambda each: -len(each.failed)),
        new_words=new_words(site.store.titles(since, now), site.store.titles(since - (now - since), since), WORDS),
        posts=sum(each.posts for each in boards),
        posts_edited=sum(run.posts_edited for run in runs),
        posts_deleted=sum(run.posts_deleted for run in runs),
        run_count=len(runs),
    )


def _board(site: Site, board: Glance, since: datetime, runs: list[RunRecord]) -> BoardReport:
    figures = site.figures.of(board)
    first = since.astimezone(ZoneInfo(board.timezone)).date()
    return BoardReport(
        board,
        figures,
        site.state(board, site.definition_of(board)),
        sum(count for day, count in figures.days.items() if day >= first),
        [run for run in runs if (run.site, run.board) == (board.site, board.board)],
    )


def _picture(of: BoardReport, since: datetime) -> Markup:
    first = since.astimezone(ZoneInfo(of.board.timezone)).date()
    days = {day: count for day, count in of.figures.days.items() if day >= first}
    gaps = [(gap.since, gap.until) for gap in of.figures.audit.gaps]
    return Markup(svg_of(bars_of(days, gaps), of.board.name or of.board.board))  # noqa: S704 - it escapes its title
