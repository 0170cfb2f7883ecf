"""The article spider: fetches the articles at given addresses, each once however often it is started."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newscrawl.errors import ConfigurationError
from newscrawl.guard import Guard
from newscrawl.items import Board, ListingItem, Post
from spiders.arguments import to_count, to_url
from spiders.documents import DocumentSpider

BATCH = 500


class ArticleSpider(DocumentSpider):
    """Fetches single articles and stores them in a collection.

    scrapy crawl article -a url=URL[,URL…] | -a file=FILE [-a name=NAME] [-a limit=N]

    `file`: a text file of addresses, one a line, empty lines and lines that begin with # left out; `name`: the
    collection they are stored in (a board of its own, "articles" unless said). An interrupted crawl goes on with the
    addresses that are not stored yet. Raises ConfigurationError for arguments that make no sense.
    """

    name = "article"

    def __init__(
        self,
        url: str | None = None,
        file: str | None = None,
        name: str | None = None,
        limit: Any = None,
        **unknown: Any,
    ) -> None:
        if unknown:
            raise ConfigurationError(f"The article spider takes no argument {', '.join(sorted(unknown))}.")
        self.addresses: list[str] = []
        self.refused: list[str] = []
        if url is not None:
            self.addresses = [to_url("url", part) for part in url.split(",")]
        elif file is not None:
            self.addresses, self.refused = addresses_in(Path(file))
        collection = name or "articles"
        first = self.addresses[0] if self.addresses else ""
        super().__init__(Board("articles", f"articles/{collection}", first, collection, "articles"))
        if (url is None) == (file is None):
            self.argument_error = ConfigurationError(
                "Which articles?", "Give -a url=https://…, or -a file=FILE with one address a line."
            )
        self.guard = Guard.of(self.addresses, stays=False)
        self.evidence.understood = True
        self.document_limit = to_count("limit", limit)

    async def discover(self) -> AsyncIterator[Any]:
        """Put the addresses into the store, from which their documents are asked for."""
        for reason in self.refused:
            yield self.problem(self.board.url, "fetch", reason, advice="The other addresses are fetched all the same.")
        for start in range(0, len(self.addresses), BATCH):
            posts = [Post(key=address, url=address, title="") for address in self.addresses[start : start + BATCH]]
            if self.session is None:
                for post in posts:
                    yield self.unstored_request(post)
            else:
                await self.session.write(ListingItem(self.board, self.board.url, datetime.now(UTC), posts))


def addresses_in(path: Path) -> tuple[list[str], list[str]]:
    """The addresses in a file, each once, and what is wrong with the lines that are none.

    Raises ConfigurationError for a file that cannot be read, or holds no address at all.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The file of addresses {path} cannot be read: {error}.") from error
    found: dict[str, None] = {}
    refused: list[str] = []
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        try:
            found[to_url(f"{path}, line {number}", text)] = None
        except ConfigurationError as error:
            refused.append(error.message)
    if not found:
        raise ConfigurationError(f"The file {path} holds no address.", " ".join(refused[:1]) or "Write one a line.")
    return list(found), refused
