"""newscrawl runs: how crawls ended."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from newscrawl.cli.terminal import advised, cell, err, local, out, print_json, table

app = typer.Typer(rich_markup_mode=None)


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="runs", epilog="Example: newscrawl runs --board news")


@app.callback(invoke_without_command=True)
def runs(
    context: typer.Context,
    board: Annotated[
        str | None, typer.Option(metavar="BOARD", help="Only this board: its name, address or site.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most N runs.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show the latest runs and their verdicts."""
    if context.invoked_subcommand is not None:
        return
    from newscrawl.config import Config
    from newscrawl.store import Store

    with Store(Config.from_environment().database_url).open(notify=err().print) as store:
        found = store.runs(board=board, limit=limit)
    if json:
        for run in found:
            print_json(asdict(run))
        return
    if not found:
        err().print("No runs yet. To begin: newscrawl crawl https://…", markup=False)
        return
    right = {"justify": "right"}
    made = table(
        "run",
        "board",
        "started",
        "verdict",
        ("pages", right),
        ("new", right),
        ("edited", right),
        ("problems", right),
        ("why", {"ratio": 1}),
    )
    for run in found:
        verdict = run.verdict or "not finished"
        values = (
            run.id,
            run.board,
            local(run.started_at),
            verdict,
            run.pages,
            run.posts_new,
            run.posts_edited,
            run.problems,
            run.reason,
        )
        made.add_row(*(cell(value) for value in values))
    out().print(made)


@app.command(epilog="Example: newscrawl runs show 12")
def show(
    run_id: Annotated[int, typer.Argument(metavar="ID", help="Its number in the table of newscrawl runs.")],
) -> None:
    """Explain one run."""
    from newscrawl.config import Config
    from newscrawl.store import Store

    with Store(Config.from_environment().database_url).open(notify=err().print) as store:
        run = store.run(run_id)
        problems = store.problems(run=run_id)
    console = out()
    console.print(f"run {run.id} of {run.board} on {run.site}", style="bold", markup=False)
    ended = local(run.finished_at) if run.finished_at else "not finished; its lease ends by itself"
    console.print(f"  from {local(run.started_at)} to {ended}", markup=False)
    console.print(f"  {run.verdict or 'no verdict'}: {run.reason}", markup=False)
    console.print(
        f"  {run.pages} listing pages, {run.documents} documents; posts: {run.posts_new} new, "
        f"{run.posts_edited} edited, {run.posts_unchanged} unchanged, {run.posts_deleted} deleted",
        markup=False,
    )
    for problem in problems:
        console.print(f"  {problem.stage}: {problem.url}\n    {advised(problem.reason, problem.advice)}", markup=False)
