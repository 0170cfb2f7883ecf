"""newscrawl queue: what the workers have to do."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.terminal import cell, err, local, out, print_json, table

if TYPE_CHECKING:
    from newscrawl.config import Config
    from newscrawl.queue import Queue
    from newscrawl.queue.records import BackfillRecord, JobRecord
    from newscrawl.sites import Definition

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="See and change what the workers have to do.")


class State(StrEnum):
    """What a job is."""

    TODO = "todo"
    DOING = "doing"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ABORTED = "aborted"


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="queue", epilog="Example: newscrawl queue list")


def _open() -> tuple[Config, Queue]:
    from newscrawl.config import Config
    from newscrawl.queue import Queue
    from newscrawl.store import Store

    config = Config.from_environment()
    queue = Queue(config.database_url)
    with Store(config.database_url).open(notify=err().print):
        return config, queue.open()


def _defined(names: list[str], config: Config) -> list[Definition]:
    from newscrawl.sites import load

    return [load(name, config.sites_dir) for name in names]


@app.command(epilog="Example: newscrawl queue fill --backfill notices --pages 50")
def fill(
    boards: Annotated[
        list[str] | None, typer.Argument(metavar="[BOARD]...", help="Queue these now, due or not, before all others.")
    ] = None,
    backfill: Annotated[
        str | None, typer.Option(metavar="BOARD", help="Read what was never read of this board, in slices.")
    ] = None,
    pages: Annotated[int, typer.Option(min=1, metavar="N", help="With --backfill: listing pages a slice.")] = 50,
) -> None:
    """Queue every board that is due. Workers do so themselves; this shows what they would, or begins a back-fill."""
    from newscrawl.cli.run import definitions_of

    config, queue = _open()
    with queue:
        broken = 0
        if backfill is not None:
            (definition,) = _defined([backfill], config)
            queue.backfill(definition, pages)
            err().print(
                f"{backfill} is filled back, {pages} listing pages a slice: newscrawl queue show {backfill}",
                markup=False,
            )
        if boards:
            queued = queue.fill_now(_defined(boards, config))
            for name in boards:
                words = "is queued before all others" if name in queued else "is queued already"
                err().print(f"{name} {words}.", markup=False)
        elif backfill is None:
            definitions, broken = definitions_of(config)
            filled = queue.fill(definitions)
            assert filled is not None
            words = f"{len(filled.queued)} boards and {len(filled.backfills)} slices of back-fills were queued."
            if filled.left_alone:
                words += f" {len(filled.left_alone)} are due on hosts that are left alone after failures."
            err().print(words, markup=False)
    raise typer.Exit(broken)


@app.command("list", epilog="Example: newscrawl queue list --state failed")
def list_jobs(
    state: Annotated[State | None, typer.Option(help="Only jobs in this state.")] = None,
    board: Annotated[str | None, typer.Option(metavar="BOARD", help="Only jobs of this board.")] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most N jobs.")] = 50,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a job.")] = False,
) -> None:
    """Show jobs, in the order in which they are taken."""
    _, queue = _open()
    with queue:
        found = queue.jobs(status=state.value if state is not None else None, board=board, limit=limit)
    if json:
        for each in found:
            print_json(asdict(each))
        return
    made = table("job", "board", "kind", "host", "state", "priority", "tries", "due", ("", {"ratio": 1}))
    for each in found:
        made.add_row(
            *map(cell, (each.id, each.board, each.kind, each.host, each.status, each.priority, each.attempts)),
            *map(cell, (local(each.due), _words(each))),
        )
    out().print(made)


@app.command(epilog="Example: newscrawl queue show notices")
def show(
    job: Annotated[str, typer.Argument(metavar="JOB|BOARD", help="A job's number, or a board's name.")],
    json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False,
) -> None:
    """Show a job and what became of it; or a board's jobs, and how far its back-fill has come."""
    config, queue = _open()
    with queue:
        if job.isdecimal():
            found, events = queue.job(int(job))
            fills: list[BackfillRecord] = []
            jobs = [found]
        else:
            definitions = _defined([job], config)
            jobs, events = queue.jobs(board=job), []
            fills = [each for each in queue.backfills(definitions) if each.board == job]
    if json:
        print_json(
            {
                "jobs": [asdict(each) for each in jobs],
                "events": [{"at": at, "event": event} for at, event in events],
                "backfill": asdict(fills[0]) if fills else None,
            }
        )
        return
    for each in jobs:
        words = f"Job {each.id}: {each.kind} of {each.board} on {each.host}, {each.status}, priority {each.priority}"
        out().print(f"{words}, due {local(each.due)}. {_words(each)}".rstrip(), markup=False)
    for at, event in events:
        out().print(f"  {local(at)} {event.replace('_', ' ')}", markup=False)
    for fill in fills:
        out().print(_told(fill), markup=False)
    if not jobs and not fills:
        out().print(f"{job} has no job now, and is not filled back.", markup=False)


@app.command(epilog="Example: newscrawl queue cancel 1204")
def cancel(job: Annotated[int, typer.Argument(metavar="JOB", help="The job's number.")]) -> None:
    """Take a job out of the queue, or end its crawl cleanly where it runs. The board's schedule goes on."""
    _, queue = _open()
    with queue:
        words = "its crawl is asked to end" if queue.cancel(job) == "ending" else "it is cancelled"
    err().print(f"Job {job}: {words}.", markup=False)


@app.command(epilog="Example: newscrawl queue retry 1204")
def retry(job: Annotated[int, typer.Argument(metavar="JOB", help="The job's number.")]) -> None:
    """Have a job that has failed, or waits for its next try, taken up now."""
    _, queue = _open()
    with queue:
        queue.retry(job)
    err().print(f"Job {job} is taken up next.", markup=False)


@app.command(epilog="Example: newscrawl queue pause notices")
def pause(board: Annotated[str, typer.Argument(metavar="BOARD", help="A board that is filled back.")]) -> None:
    """Pause a back-fill: the slice in hand is read to its end, and none after it."""
    config, queue = _open()
    with queue:
        queue.pause(_defined([board], config)[0])
    err().print(f"The back-fill of {board} is paused; go on with: newscrawl queue resume {board}", markup=False)


@app.command(epilog="Example: newscrawl queue resume notices")
def resume(board: Annotated[str, typer.Argument(metavar="BOARD", help="A board whose back-fill is paused.")]) -> None:
    """Go on with a back-fill."""
    config, queue = _open()
    with queue:
        queue.pause(_defined([board], config)[0], paused=False)
    err().print(f"The back-fill of {board} goes on.", markup=False)


def _words(job: JobRecord) -> str:
    if job.status == "doing":
        return f"crawled by {job.worker}" if job.worker else "its worker is gone"
    if job.not_before is not None and job.not_before > datetime.now(UTC):
        return f"not before {local(job.not_before)}"
    return ""


def _told(fill: BackfillRecord) -> str:
    """How far a back-fill has come, in a sentence."""
    of = f" of about {fill.expected:,}" if fill.expected is not None else ""
    words = f"Back-fill of {fill.board}: {fill.state}, {fill.live:,}{of} posts stored, {fill.slices} slices read"
    words += f" of {fill.pages} listing pages each, begun {local(fill.began_at)}."
    if fill.state == "done":
        return f"{words} It ended {local(fill.ended_at)}."
    if fill.unread_below is not None:
        words += f" It goes on below listing page {fill.unread_below}"
        words += f" of {fill.last_page}." if fill.last_page is not None else "."
    if fill.failures:
        words += f" {fill.failures} slices in a row failed; the next is read after {local(fill.not_before)}."
    if fill.state == "running":
        words += f" At this pace it ends {local(fill.ends_at)}." if fill.ends_at else " When it ends is not known yet."
    return words
