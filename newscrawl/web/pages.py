"""The pages for people: boards, a board, a post, runs and problems."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import HTMLResponse

from newscrawl.plot import holes_of
from newscrawl.store.overview import Glance, last_days
from newscrawl.store.records import PostRecord, RunRecord, VersionRecord
from newscrawl.web import asked, differences, pictures
from newscrawl.web.asked import Asked
from newscrawl.web.bodies import shown_body
from newscrawl.web.faults import not_found
from newscrawl.web.site import View
from newscrawl.web.words import DAY_NAMES, MONTHS

DAYS = 60
"""Days of the small picture on the page of boards."""

PAGE = 50
MOST = 200

VERSIONS = 20
"""Versions of a post whose differences are shown, the newest ones."""


def boards(request: Request) -> HTMLResponse:
    view = View.of(request)
    definitions = {each.name: each for each in view.site.definitions()}
    lines = []
    for board in view.site.store.overview():
        figures = view.site.figures.of(board)
        today = view.site.now().astimezone(ZoneInfo(board.timezone)).date()
        counts = last_days(figures.days, today, DAYS)
        label = view.say("spark label", total=f"{sum(counts):,}", days=DAYS, top=f"{max(counts):,}")
        lines.append(
            {
                "board": board,
                "figures": figures,
                "state": view.site.state(board, definitions.get(board.name)),
                "picture": pictures.sparkline(counts, label),
            }
        )
    return view.page("boards.html", lines=lines, days=DAYS)


def board(request: Request) -> HTMLResponse:
    view = View.of(request)
    every = view.site.store.overview()
    shown = asked.board_named(str(request.path_params["board"]), every)
    question = asked.read(request.query_params, view.site.store, every, board=shown, limit=PAGE, most=MOST)
    figures = view.site.figures.of(shown)
    year = _year(view, shown, max(figures.days, default=None))
    years = sorted({day.year for day in figures.days}, reverse=True)
    return view.page(
        "board.html",
        board=shown,
        figures=figures,
        state=view.site.state(shown, view.site.definition_of(shown)),
        calendar=_calendar(view, shown, year) if years else None,
        year=year,
        years=years,
        **_found(view, question, {shown.id: shown}),
    )


def search(request: Request) -> HTMLResponse:
    view = View.of(request)
    every = view.site.store.overview()
    question = asked.read(request.query_params, view.site.store, every, limit=PAGE, most=MOST)
    return view.page("search.html", boards=every, **_found(view, question, {each.id: each for each in every}))


def _found(view: View, question: Asked, every: dict[int, Glance]) -> dict[str, Any]:
    """The posts that are asked for, and where the older ones are."""
    store, more = view.site.store, question.limit + 1
    if question.words:
        hits = store.search(question.words, after=question.after, limit=more, **question.wanted)
        lines = [
            {"post": hit.post, "marks": hit.title_marks, "snippet": hit.snippet, "snippet_marks": hit.snippet_marks}
            for hit in hits
        ]
    else:
        found = store.posts(after=question.after, limit=more, **question.wanted)
        lines = [{"post": post, "marks": [], "snippet": "", "snippet_marks": []} for post in found]
    labels = {(each.site, each.board): each for each in every.values()}
    for line in lines:
        post = line["post"]
        assert isinstance(post, PostRecord)
        line["board"] = labels.get((post.site, post.board))
    rest = len(lines) > question.limit
    lines = lines[: question.limit]
    last = lines[-1]["post"] if rest else None
    kept = {"limit": question.limit if question.limit != PAGE else None}
    return {
        "question": question,
        "given": question.given,
        "lines": lines,
        "older": question.query(after=last.id, **kept) if isinstance(last, PostRecord) else None,
        "query": question.query(),
    }


def _year(view: View, shown: Glance, newest: date | None) -> int:
    latest = newest.year if newest is not None else view.site.now().year
    return asked.number(view.request.query_params, "year", default=latest, least=1, most=9998)


def _calendar(view: View, shown: Glance, year: int) -> Any:
    figures = view.site.figures.of(shown)
    base = view.request.url.path

    def words(day: date, count: int, gap: bool) -> str:
        return view.say("calendar gap" if gap else "calendar day", day=day.isoformat(), count=f"{count:,}")

    return pictures.calendar(
        figures.days,
        year,
        [(hole.since, hole.until) for hole in figures.audit.gaps],
        holes_of(figures.days),
        today=view.site.now().astimezone(ZoneInfo(shown.timezone)).date(),
        link=lambda day: f"{base}?since={day}&until={day}&year={year}#posts",
        words=words,
        months=MONTHS[view.language],
        days=DAY_NAMES[view.language],
        label=view.say("calendar label", year=year),
    )


def post(request: Request) -> HTMLResponse:
    view = View.of(request)
    store, post_id = view.site.store, request.path_params["post"]
    shown = store.post(post_id) if post_id <= asked.LARGEST_ID else None
    if shown is None:
        raise not_found(f"There is no post {post_id}.")
    every = {(each.site, each.board): each for each in store.overview()}
    return view.page(
        "post.html",
        post=shown,
        board=every.get((shown.site, shown.board)),
        body=shown_body(shown.body_html, shown.body_text, view.say("picture")),
        changes=_changes(view, store.versions(shown.id)[-VERSIONS:], shown.timezone),
        fetched=store.fetched(shown.id),
        has_archive=view.site.archive is not None,
        copies=[(each, every.get((each.site, each.board))) for each in store.copies(shown)],
    )


def _changes(view: View, versions: list[VersionRecord], timezone: str) -> list[dict[str, Any]]:
    """What each version changed, the newest first."""
    names = {name: view.say(name) for name in ("title", "author", "category", "published")}

    def shown(version: VersionRecord) -> str:
        at = version.published_at
        return _local(at, version.published_precision, timezone) if at else ""

    return [
        {"old": old, "new": new, "lines": differences.between(old, new, names, (shown(old), shown(new)))}
        for old, new in reversed(list(pairwise(versions)))
    ]


def _local(at: datetime, precision: str | None, timezone: str) -> str:
    local = at.astimezone(ZoneInfo(timezone))
    return f"{local:%Y-%m-%d}" if precision == "day" else f"{local:%Y-%m-%d %H:%M}"


def runs(request: Request) -> HTMLResponse:
    view = View.of(request)
    every, shown, limit = _asked_list(view, request)
    found = view.site.store.runs(board=str(shown.id) if shown else None, limit=limit)
    return view.page("runs.html", runs=found, boards=_by_label(every), board=shown, every=every)


def run(request: Request) -> HTMLResponse:
    view = View.of(request)
    shown = run_of(view.site.store, request.path_params["run"])
    return view.page(
        "run.html",
        run=shown,
        board=_by_label(view.site.store.overview()).get((shown.site, shown.board)),
        problems=view.site.store.problems(run=shown.id, limit=MOST),
        evidence=_evidence(shown),
    )


def run_of(store: Any, run_id: int) -> RunRecord:
    """One run. Raises WebError (404) where there is none."""
    from newscrawl.errors import ConfigurationError

    try:
        if run_id > asked.LARGEST_ID:
            raise not_found(f"There is no run {run_id}.")
        found: RunRecord = store.run(run_id)
    except ConfigurationError as error:
        raise not_found(error.message) from error
    return found


def problems(request: Request) -> HTMLResponse:
    view = View.of(request)
    every, shown, limit = _asked_list(view, request)
    found = view.site.store.problems(board=str(shown.id) if shown else None, limit=limit)
    return view.page("problems.html", problems=found, board=shown, every=every)


def _asked_list(view: View, request: Request) -> tuple[list[Glance], Glance | None, int]:
    """All boards, the one that a list is asked of, and how many lines of it."""
    every = view.site.store.overview()
    label = request.query_params.get("board")
    shown = asked.board_named(label, every) if label else None
    limit = asked.number(request.query_params, "limit", default=PAGE, least=1, most=MOST)
    return every, shown, limit


def _by_label(every: list[Glance]) -> dict[tuple[str, str], Glance]:
    return {(each.site, each.board): each for each in every}


def _evidence(shown: RunRecord) -> list[tuple[str, object]]:
    """The simple values among a run's evidence."""
    return [(name, value) for name, value in (shown.evidence or {}).items() if isinstance(value, str | int | float)]
