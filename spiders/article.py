"""The article spider: fetches the articles at given addresses, each once however often it is started."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from newscrawl.address_list import AddressList, read_address_file
from newscrawl.errors import ConfigurationError
from newscrawl.guard import Guard, joined_host
from newscrawl.items import Board, ListingItem, Post
from spiders.addressed import AddressedSpider
from spiders.arguments import to_count, to_url
from spiders.turns import in_turns

BATCH = 500

FEWEST = 3
"""Pages of which none is an article, from which on the list, or newscrawl, is taken to be wrong as a whole."""

REFUSED_ADVICE = "The other addresses are fetched all the same."


def collection(name: str | None, url: str = "") -> Board:
    """The board in which single articles are stored; "articles" is the usual one."""
    name = name or "articles"
    return Board("articles", f"articles/{name}", url, name, "articles")


class ArticleSpider(AddressedSpider):
    """Fetches single articles and stores them in a collection.

    scrapy crawl article -a url=URL[,URL…] | -a file=FILE [-a name=NAME] [-a limit=N]

    `file`: a list of addresses as `newscrawl.address_list` reads it; `name`: the collection they are stored in (a board
    of its own, "articles" unless said). An interrupted crawl goes on with the addresses that are not stored yet. From
    Python `addresses` can be given in place of either, or `waiting` for whatever of the collection is not stored yet;
    `recheck` asks again for what was had longer ago than that.

    Raises ConfigurationError for arguments that make no sense.
    """

    name = "article"

    def __init__(
        self,
        url: str | None = None,
        file: str | None = None,
        addresses: AddressList | None = None,
        name: str | None = None,
        limit: Any = None,
        recheck: timedelta | None = None,
        waiting: bool = False,
        **unknown: Any,
    ) -> None:
        if unknown:
            raise ConfigurationError(f"The article spider takes no argument {', '.join(sorted(unknown))}.")
        given = sum(each is not None for each in (url, file, addresses)) + waiting
        self.all_waiting = waiting
        if url is not None:
            addresses = AddressList()
            for part in url.split(","):
                addresses.add("url", 1, to_url("url", part))
        elif file is not None:
            addresses = read_address_file(Path(file))
        self.addresses = addresses or AddressList()
        self.recheck = recheck
        listed = self.addresses.listed
        super().__init__(collection(name, listed[0].url if listed else ""))
        if given != 1:
            self.argument_error = ConfigurationError(
                "Which articles?", "Give -a url=https://…, or -a file=FILE with one address a line."
            )
        self.guard = Guard.of([each.url for each in listed], stays=False)
        self.evidence.understood = True
        self.document_limit = to_count("limit", limit)

    async def discover(self) -> AsyncIterator[Any]:
        """Put the addresses that are not known yet into the store, from which their documents are asked for."""
        for line in self.addresses.refused:
            words = f"{line.source}, line {line.line}: {line.why}"
            yield self.problem(line.text or self.board.url, "fetch", words, advice=REFUSED_ADVICE)
        posts = [Post(key=each.key, url=each.url, title="") for each in self.addresses.listed]
        if self.session is None:
            for post in posts:
                yield self.unstored_request(post)
            return
        run = self.session.run
        await self._settle_hosts()
        if self.all_waiting:
            return
        known = await self.session.call(run.known, [post.key for post in posts])
        fresh = [post for post in in_turns(posts) if post.key not in known]
        for start in range(0, len(fresh), BATCH):
            some = fresh[start : start + BATCH]
            await self.session.write(ListingItem(self.board, self.board.url, datetime.now(UTC), some))
        self.chosen = {*known.values(), *(post.key for post in fresh)}
        if self.recheck is not None and known:
            await self.session.call(run.want_again, sorted(known), datetime.now(UTC) - self.recheck)

    async def _settle_hosts(self) -> None:
        """Keep with the collection which hosts of this machine and of private networks its lists have named.

        They may be asked where no list is given: what a person has named stays named, for this collection.
        """
        assert self.session is not None
        state = await self.session.call(self.session.run.walk) or {}
        guard = self.guard or Guard()
        kept = {*state.get("hosts", ()), *map(joined_host, guard.allowed)}
        if self.all_waiting:
            self.guard = Guard.of([], kept, stays=False)
        elif kept != set(state.get("hosts", ())):
            await self.session.call(self.session.run.keep_walk, state | {"hosts": sorted(kept)})

    async def conclude(self) -> AsyncIterator[Any]:
        """Where none of the pages is an article, that is what the run came to."""
        if self.not_understood >= FEWEST and self.fetched == 0 and self.failed == self.not_understood:
            words = f"None of the {self.not_understood:,} pages that were had is an article."
            self.evidence.changed = words
        none: tuple[Any, ...] = ()
        for each in none:
            yield each
