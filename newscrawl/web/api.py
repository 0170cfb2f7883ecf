"""The API for programs, under /api/v1: what the views of the database hold, as JSON or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from itertools import islice
from threading import BoundedSemaphore
from typing import Any

import anyio
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from newscrawl.store.overview import Glance
from newscrawl.store.records import ChangeRecord, PostRecord
from newscrawl.web import asked
from newscrawl.web.faults import WebError, bad_request, not_found
from newscrawl.web.openapi import document
from newscrawl.web.pages import run_of
from newscrawl.web.site import Site

PAGE, MOST = 50, 500
MOST_CHANGES = 10_000

LINES = "application/x-ndjson"

CHUNK = 500
"""Posts of a stream that are read together: no transaction is kept open for a slow reader."""

CHANGES = 5000
"""Changes of a stream that are read together."""

STREAMS = 4
"""Streams at once; each may last long."""

LONGEST_WAIT = 60
"""Seconds for which a reader may wait for a change."""

POLL = 0.5
"""Seconds between two looks for a change."""

WAITING = 100
"""Readers that wait at once."""

_streams = BoundedSemaphore(STREAMS)
_waiting = BoundedSemaphore(WAITING)


def _json(value: Any, status: int = 200) -> Response:
    return Response(_text(value), status, media_type="application/json", headers={"Cache-Control": "private, no-cache"})


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return _time(value) or ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _time(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


def _wants_lines(request: Request) -> bool:
    """Whether JSON Lines are asked for, by `format` or by the media type."""
    chosen = request.query_params.get("format", "")
    if chosen not in {"", "json", "jsonl"}:
        raise bad_request("`format` is neither json nor jsonl.", "Leave it out for json.")
    return chosen == "jsonl" or (not chosen and LINES in request.headers.get("accept", ""))


def _lines(chunks: Iterator[str]) -> Response:
    """A stream of lines, chunk by chunk. Raises WebError (503) where too many are under way."""
    if not _streams.acquire(blocking=False):
        raise WebError(503, f"{STREAMS} streams are under way.", "Try again soon.", {"Retry-After": "5"})
    # Given back when the stream ends, and when its reader goes away: a generator's own end may come later.
    return _Stream(chunks)


class _Stream(StreamingResponse):
    def __init__(self, chunks: Iterator[str]) -> None:
        super().__init__(chunks, media_type=LINES, headers={"Cache-Control": "private, no-cache"})

    async def __call__(self, *args: Any) -> None:
        try:
            await super().__call__(*args)
        finally:
            _streams.release()


def posts(request: Request) -> Response:
    """Posts that fit, newest first, page by page; or all of them as lines."""
    site = _site(request)
    lines = _wants_lines(request)
    largest = asked.LARGEST_ID if lines else MOST
    question = asked.read(request.query_params, site.store, site.store.overview(), limit=PAGE, most=largest)
    if lines:
        most = asked.number(request.query_params, "limit", default=0, least=1) or None
        return _lines(_post_lines(site, question, most))
    found = _found(site, question, question.after, question.limit + 1)
    shown = found[: question.limit]
    more = len(found) > question.limit
    limit = question.limit if question.limit != PAGE else None
    after = f"/api/v1/posts?{question.query(after=shown[-1].id, limit=limit)}" if more else None
    return _json({"posts": [asdict(each) for each in shown], "next": after})


def _found(site: Site, question: asked.Asked, after: PostRecord | None, limit: int) -> list[PostRecord]:
    if question.words:
        hits = site.store.search(question.words, after=after, limit=limit, **question.wanted)
        return [hit.post for hit in hits]
    return list(site.store.posts(after=after, limit=limit, **question.wanted))


def _post_lines(site: Site, question: asked.Asked, limit: int | None) -> Iterator[str]:
    after, left = question.after, limit
    while left is None or left > 0:
        size = CHUNK if left is None else min(CHUNK, left)
        found = _found(site, question, after, size)
        if found:
            yield "".join(f"{_text(asdict(each))}\n" for each in found)
            after = found[-1]
        if len(found) < size:
            return
        left = None if left is None else left - size


def post(request: Request) -> Response:
    """One post with its versions."""
    site, post_id = _site(request), request.path_params["post"]
    found = site.store.post(post_id) if post_id <= asked.LARGEST_ID else None
    if found is None:
        raise not_found(f"There is no post {post_id}.")
    return _json(asdict(found) | {"versions": [asdict(each) for each in site.store.versions(found.id)]})


async def changes(request: Request) -> Response:
    """The change feed behind `after`: a page of it, with `wait` as soon as there is one; or all of it as lines."""
    site, given = _site(request), request.query_params
    after = asked.number(given, "after", default=0, least=0)
    wait = asked.number(given, "wait", default=0, least=0, most=LONGEST_WAIT)
    if _wants_lines(request):
        most = asked.number(given, "limit", default=0, least=1) or None
        return _lines(_change_lines(site, after, most))
    limit = asked.number(given, "limit", default=1000, least=1, most=MOST_CHANGES)

    def page() -> list[ChangeRecord]:
        return list(site.store.changes(after=after, limit=limit))

    found = await run_sync(page)
    if not found and wait:
        found = await _wait_for(request, page, wait)
    last = found[-1].seq if found else after
    more = f"/api/v1/changes?after={last}" + (f"&limit={limit}" if limit != 1000 else "")
    return _json({"changes": [asdict(each) for each in found], "last": last, "next": more})


async def _wait_for(request: Request, page: Callable[[], list[ChangeRecord]], seconds: int) -> list[ChangeRecord]:
    """The first changes that come within so many seconds; none where the reader goes away meanwhile."""
    if not _waiting.acquire(blocking=False):
        raise WebError(503, f"{WAITING} readers are waiting.", "Ask without `wait`.", {"Retry-After": "5"})
    try:
        found: list[ChangeRecord] = []
        with anyio.move_on_after(seconds):
            while not found and not await request.is_disconnected():
                await anyio.sleep(POLL)
                found = await run_sync(page)
    finally:
        _waiting.release()
    return found


def _change_lines(site: Site, after: int, limit: int | None) -> Iterator[str]:
    left = limit
    while left is None or left > 0:
        size = CHANGES if left is None else min(CHANGES, left)
        found = list(islice(site.store.changes(after=after, limit=size), size))
        if found:
            yield "".join(map(_change_line, found))
            after = found[-1].seq
        if len(found) < size:
            return
        left = None if left is None else left - size


def _change_line(each: ChangeRecord) -> str:
    """A change as a line; texts alone need to be escaped."""
    return (
        f'{{"seq": {each.seq}, "kind": "{each.kind}", "post_id": {each.post_id}, "site": {_quoted(each.site)}, '
        f'"board": {_quoted(each.board)}, "key": {_quoted(each.key)}, "version": {each.version}, '
        f'"at": "{_time(each.at)}"}}\n'
    )


_quoted = json.JSONEncoder(ensure_ascii=False).encode


def boards(request: Request) -> Response:
    """Every board: how it is, and what is stored of it."""
    site = _site(request)
    return _json({"boards": [_board(site, each) for each in site.store.overview()]})


def board(request: Request) -> Response:
    """One board, with its posts per day and the places where posts may be missing."""
    site = _site(request)
    found = asked.board_named(request.path_params["board"], site.store.overview())
    figures = site.figures.of(found)
    days = {day.isoformat(): figures.days[day] for day in sorted(figures.days)}
    return _json(_board(site, found) | {"days": days, "gaps": [asdict(each) for each in figures.audit.gaps]})


def _board(site: Site, each: Glance) -> dict[str, Any]:
    figures = site.figures.of(each)
    audit = figures.audit
    return {
        "id": each.id,
        "site": each.site,
        "board": each.board,
        "name": each.name,
        "kind": each.kind,
        "url": each.url,
        "timezone": each.timezone,
        "state": site.state(each, site.definition_of(each)),
        "posts": figures.posts,
        "expected": audit.expected,
        "missing": audit.missing,
        "waiting": audit.waiting,
        "complete_to": audit.complete_to,
        "complete_at": audit.complete_at,
        "complete_since": audit.complete_since,
        "newest_at": each.newest_at,
        "last_success": each.last_success,
        "last_run": each.last_run.id if each.last_run else None,
    }


def runs(request: Request) -> Response:
    """The latest runs, newest first."""
    site = _site(request)
    label = request.query_params.get("board")
    chosen = asked.board_named(label, site.store.overview()) if label else None
    limit = asked.number(request.query_params, "limit", default=PAGE, least=1, most=MOST)
    found = site.store.runs(board=str(chosen.id) if chosen else None, limit=limit)
    return _json({"runs": [asdict(each) for each in found]})


def run(request: Request) -> Response:
    """One run with its problems."""
    site = _site(request)
    found = run_of(site.store, request.path_params["run"])
    problems = [_without(asdict(each), "item") for each in site.store.problems(run=found.id, limit=MOST)]
    return _json(asdict(found) | {"problem_list": problems})


def _without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def openapi(_request: Request) -> Response:
    return _json(document())


ROUTES: Iterable[Route] = (
    Route("/api/v1/posts", posts),
    Route("/api/v1/posts/{post:int}", post),
    Route("/api/v1/changes", changes),
    Route("/api/v1/boards", boards),
    Route("/api/v1/boards/{board:path}", board),
    Route("/api/v1/runs", runs),
    Route("/api/v1/runs/{run:int}", run),
    Route("/api/v1/openapi.json", openapi),
)
