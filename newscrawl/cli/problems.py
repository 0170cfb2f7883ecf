"""newscrawl problems: what was not fetched, not understood or not stored."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from newscrawl.cli.terminal import advised, err, local, out, print_json


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl problems --run 12")(problems)


def problems(
    run: Annotated[int | None, typer.Option(metavar="ID", help="Only those of this run.")] = None,
    board: Annotated[str | None, typer.Option(metavar="BOARD", help="Only those of this board.")] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most N problems.")] = 50,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List what was not fetched, not understood or not stored."""
    from newscrawl.config import Config
    from newscrawl.store import Store

    with Store(Config.from_environment().database_url).open(notify=err().print) as store:
        if run is not None:
            store.run(run)  # says so where there is none
        found = store.problems(run=run, board=board, limit=limit)
    if not found:
        err().print("No problems.", markup=False)
    for problem in found:
        if json:
            print_json(asdict(problem))
        else:
            out().print(
                f"{local(problem.at)}  run {problem.run_id}  {problem.stage}  {problem.url}",
                markup=False,
                soft_wrap=True,
            )
            out().print(f"  {advised(problem.reason, problem.advice)}", markup=False, soft_wrap=True)
