"""newscrawl search: posts that hold words, also inside of longer ones."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.options import Board, Deleted, Since, Until, post_filter
from newscrawl.cli.terminal import err, local, out, print_json

if TYPE_CHECKING:
    from rich.text import Text

    from newscrawl.store.records import SearchHit, Span

MARK = "bold yellow"


def register(app: typer.Typer) -> None:
    app.command(epilog='Example: newscrawl search "교대역 가스" --since 2025-06-01')(search)


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="A post must hold all of them.")],
    board: Board = None,
    since: Since = None,
    until: Until = None,
    deleted: Deleted = False,
    limit: Annotated[int, typer.Option(min=1, help="At most N posts.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show the newest posts that hold all of some words.

    They are looked for in title and text, also inside of longer words (교대 in 교대역).
    """
    from newscrawl.config import Config
    from newscrawl.store import Store

    with Store(Config.from_environment().database_url).open(notify=err().print) as store:
        found = store.search(" ".join(words), limit=limit, **post_filter(board, since, until, deleted=deleted))
    for hit in found:
        if json:
            print_json(asdict(hit.post) | {name: value for name, value in asdict(hit).items() if name != "post"})
        else:
            _show(hit)
    if not found:
        err().print("No post holds all of these words.", markup=False)


def _show(hit: SearchHit) -> None:
    post, console = hit.post, out()
    head = f"{post.id}  {local(post.published_at, post.published_precision)}  "
    console.print(head, _marked(post.title, hit.title_marks), sep="", soft_wrap=True)
    console.print("    ", _marked(hit.snippet, hit.snippet_marks), sep="", soft_wrap=True)


def _marked(text: str, marks: list[Span]) -> Text:
    """The text with its words in colour, or between asterisks where there is none."""
    from rich.text import Text

    if out().is_terminal:
        made = Text(text)
        for start, end in marks:
            made.stylize(MARK, start, end)
        return made
    for start, end in reversed(marks):
        text = f"{text[:start]}*{text[start:end]}*{text[end:]}"
    return Text(text)
