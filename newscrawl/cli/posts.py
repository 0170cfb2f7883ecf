"""newscrawl posts: look at what is stored."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.options import Author, Board, Category, Deleted, Since, Text, Until, post_filter
from newscrawl.cli.terminal import cell, err, local, out, print_json, table
from newscrawl.errors import ConfigurationError

if TYPE_CHECKING:
    from newscrawl.store import Store
    from newscrawl.store.records import PostFilter, PostRecord, VersionRecord

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None)

DEFAULT_LIMIT = 20


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="posts", epilog="Example: newscrawl posts --board news --since 2025-06-27 --limit 50")


@app.callback(invoke_without_command=True)
def posts(
    context: typer.Context,
    board: Board = None,
    since: Since = None,
    until: Until = None,
    author: Author = None,
    category: Category = None,
    text: Text = None,
    deleted: Deleted = False,
    after: Annotated[
        int | None, typer.Option(metavar="ID", help="The next ones behind this post, the last of the page before.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most N posts.")] = DEFAULT_LIMIT,
    plot: Annotated[bool, typer.Option("--plot", help="Draw posts per day instead, all that fit.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show the latest posts."""
    if context.invoked_subcommand is not None:
        return
    from newscrawl.config import Config
    from newscrawl.store import Store

    wanted = post_filter(board, since, until, author, category, text, deleted)
    with Store(Config.from_environment().database_url).open(notify=err().print) as store:
        if plot:
            _plot(store, wanted)
            return
        last = None if after is None else _post(store, after)
        found = store.posts(after=last, limit=limit, **wanted)
        if json:
            for post in found:
                print_json(asdict(post))
            return
        shown = list(found)
        if not shown:
            asked = after is not None or any(wanted.values())
            words = "No posts fit." if asked else "No posts. To get some: newscrawl crawl https://…"
            err().print(words, markup=False)
            return
        _show_table(shown)


def _plot(store: Store, wanted: PostFilter) -> None:
    from newscrawl.plot import bars_of, lines_of

    for line in lines_of(bars_of(store.days_of(**wanted))):
        out().print(line, markup=False, soft_wrap=True)


def _post(store: Store, post_id: int) -> PostRecord:
    post = store.post(post_id)
    if post is None:
        raise ConfigurationError(f"There is no post {post_id} in the database.", "newscrawl posts lists them.")
    return post


def _show_table(posts_: list[PostRecord]) -> None:
    several = len({(post.site, post.board) for post in posts_}) > 1
    columns: list[str | tuple[str, dict[str, object]]] = [
        "id",
        "published",
        ("title", {"ratio": 1, "min_width": 30}),
        "author",
        ("views", {"justify": "right"}),
    ]
    made = table(*(["board", *columns] if several else columns))
    for post in posts_:
        title = f"[공지] {post.title}" if post.is_notice else post.title
        cells = [post.id, local(post.published_at, post.published_precision), title, post.author, post.views]
        made.add_row(*(cell(value) for value in ([post.board, *cells] if several else cells)))
    out().print(made)


@app.command(epilog="Example: newscrawl posts show 42 --versions")
def show(
    post_id: Annotated[int, typer.Argument(metavar="ID", help="Its number in the table of newscrawl posts.")],
    versions: Annotated[bool, typer.Option("--versions", help="What each version changed.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False,
) -> None:
    """Show one post."""
    from newscrawl.config import Config
    from newscrawl.store import Store

    with Store(Config.from_environment().database_url).open(notify=err().print) as store:
        post = _post(store, post_id)
        if json:
            print_json(
                asdict(post) | ({"versions": [asdict(each) for each in store.versions(post_id)]} if versions else {})
            )
            return
        _show_post(post)
        if versions:
            _show_versions(store.versions(post_id))


def _show_post(post: PostRecord) -> None:
    console = out()
    console.print(post.title, style="bold", markup=False)
    facts = [post.author, local(post.published_at, post.published_precision), post.category, f"version {post.version}"]
    console.print(" · ".join(fact for fact in facts if fact), markup=False)
    console.print(post.url, markup=False, soft_wrap=True)
    if post.deleted_at:
        console.print(f"deleted {local(post.deleted_at)}", markup=False)
    console.print(f"\n{post.body_text or '(no text is stored)'}", markup=False, soft_wrap=True)
    for attachment in post.attachments:
        console.print(f"file: {attachment['name']} {attachment['url'] or ''}".rstrip(), markup=False, soft_wrap=True)


def _show_versions(versions_: list[VersionRecord]) -> None:
    import difflib

    console = out()
    for old, new in pairwise(versions_):
        console.print(f"\nversion {old.version} → {new.version}, {local(new.since)}", style="bold", markup=False)
        for line in difflib.unified_diff(_lines(old), _lines(new), lineterm="", n=1):
            if line.startswith(("---", "+++", "@@")):
                continue
            style = "green" if line.startswith("+") else "red" if line.startswith("-") else None
            console.print(line, style=style, markup=False)
    if len(versions_) < 2:
        console.print("\nIt has one version only.", markup=False)


def _lines(version: VersionRecord) -> list[str]:
    head = [f"title: {version.title}", f"author: {version.author or ''}", f"category: {version.category or ''}"]
    return [
        *head,
        f"published: {local(version.published_at, version.published_precision)}",
        *(version.body_text or "").splitlines(),
    ]
