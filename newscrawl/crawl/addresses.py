"""Fetch articles by their addresses, and tell of each address what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from scrapy.settings import Settings

from newscrawl.address_list import AddressList, Listed
from newscrawl.config import Config
from newscrawl.crawl.start import CrawlReport, Progress, project_settings, run_spider
from newscrawl.store import Store
from newscrawl.store.attempts import MOST_ATTEMPTS
from newscrawl.store.records import Outcome
from spiders.addressed import AddressedSpider
from spiders.turns import host_of

AT_ONCE = 64
"""Requests under way: at one a second and host it takes many hosts to keep a crawl busy."""

Came = Literal["stored", "edited", "unchanged", "failed", "waiting", "refused"]
"""What became of an address: its article was stored now; it was there and is edited; it was there; it could not be had;
it was not asked for yet; it is no address."""

GONE: dict[str, tuple[str, str]] = {
    "missing": ("There is no such page.", "Take it out of the list; it is not asked for again."),
    "deleted": ("The page says that the article was deleted.", "Take it out of the list; it is not asked for again."),
    "forbidden": ("The site does not show it.", "Open it in a browser: is it for members, or for readers elsewhere?"),
    "login": ("It is shown to readers with an account only.", "Read it by hand; newscrawl does not log in."),
    "secret": ("A password is asked for.", "It is not asked for again."),
}
"""What a page says in place of an article, and what a person can do about it."""

TURNED_AWAY = ("The site turned the request away for now.", "The same command asks for it again.")
NOT_YET = "The same command goes on from here."


@dataclass(slots=True, frozen=True)
class ArticleOptions:
    """`name`: the collection; `limit`: articles at most; `recheck`: ask again for what was had longer ago than that;
    `settings`: Scrapy settings that override all."""

    name: str | None = None
    limit: int | None = None
    recheck: timedelta | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class AddressReport:
    """One line of a list and what became of it: `why` it failed, or what is odd about it, and what to do `next`."""

    source: str
    line: int
    url: str
    came: Came
    why: str = ""
    next: str = ""
    outcome: Outcome | None = None


@dataclass(slots=True)
class ArticlesReport:
    """How fetching a list ended; `lines` holds every address in the list's order, unless the crawl could not begin."""

    crawl: CrawlReport
    lines: list[AddressReport] = field(default_factory=list)

    @property
    def counts(self) -> Counter[Came]:
        return Counter(line.came for line in self.lines)

    def reasons(self, came: Came) -> list[tuple[str, int, str]]:
        """Why addresses came to this, the most frequent reason first, with how many they are and one of them."""
        of = Counter(line.why for line in self.lines if line.came == came)
        example = {line.why: line.url for line in reversed(self.lines)}
        return [(why, number, example[why]) for why, number in of.most_common()]

    @property
    def exit_code(self) -> int:
        short = self.counts.keys() & {"failed", "waiting", "refused"}
        return self.crawl.exit_code or (1 if short else 0)


def fetch_articles(
    addresses: AddressList | None,
    options: ArticleOptions | None = None,
    config: Config | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> ArticlesReport:
    """Fetch the articles that are not stored yet, in this process, which can do so once.

    Without a list these are all that wait in the collection, and no line is told of.
    Ctrl-C ends it in good order.
    """
    options = options or ArticleOptions()
    config = config or Config.from_environment()
    arguments = {
        "addresses": addresses,
        "waiting": addresses is None,
        "name": options.name,
        "limit": options.limit,
        "recheck": options.recheck,
    }
    settings = address_settings(config, options.settings)
    crawled, spider = run_spider("article", arguments, settings, options.settings, progress)
    assert spider is None or isinstance(spider, AddressedSpider)
    return ArticlesReport(crawled, list(tell_lines(addresses or AddressList(), crawled, spider, config)))


def address_settings(config: Config, overrides: Mapping[str, Any]) -> Settings:
    """The project's settings for documents on many hosts."""
    settings = project_settings(config)
    settings.set("CONCURRENT_REQUESTS", AT_ONCE, priority="cmdline")
    settings.update(dict(overrides), priority="cmdline")
    return settings


def tell_lines(
    addresses: AddressList, crawled: CrawlReport, spider: AddressedSpider | None, config: Config
) -> Iterator[AddressReport]:
    """What became of each line of a list, in its order."""
    if crawled.run is None or spider is None:
        return
    began = crawled.run.started_at
    lines: list[AddressReport] = [
        AddressReport(each.source, each.line, each.text, "refused", each.why, "Mend the line.")
        for each in addresses.refused
    ]
    first = {each.key: each for each in addresses.listed}
    with Store(config.database_url).open() as store:
        found = store.outcomes(crawled.run.id, list(first))
    outcomes = dict(zip(first, found, strict=True))
    lines += [_report(each, outcomes[each.key], began, spider) for each in addresses.listed]
    for each in addresses.repeated:
        one = first[each.key]
        told = _report(each, outcomes[each.key], began, spider)
        again = f"It stands in line {one.line} already." if one.source == each.source else f"It stands in {one.source}."
        lines.append(AddressReport(each.source, each.line, each.url, told.came, again, told.next, told.outcome))
    order = {source: at for at, source in enumerate(dict.fromkeys(line.source for line in lines))}
    yield from sorted(lines, key=lambda line: (order[line.source], line.line))


def _report(each: Listed, found: Outcome | None, began: datetime, spider: AddressedSpider) -> AddressReport:
    came, why, then = _came(each, found, began, spider)
    return AddressReport(each.source, each.line, each.url, came, why, then, found)


def _came(each: Listed, found: Outcome | None, began: datetime, spider: AddressedSpider) -> tuple[Came, str, str]:
    if found is None:
        return "waiting", "The crawl was stopped before it came to it.", NOT_YET
    if found.state == "ok" and found.at is not None:
        notes = [f"The same article as {found.url}."] if found.key != each.key else []
        notes += ["The page holds but a part of it; the rest is for subscribers."] if found.is_cut else []
        notes += [found.reason] if found.reason else []
        came: Came = "stored"
        if found.at < began or found.key in spider.looked_again:
            came = "edited" if found.version > 1 and found.changed_at >= began else "unchanged"
        if found.wanted and found.tried:
            return came, " ".join([*notes, "It could not be looked at again."]), found.advice
        return came, " ".join(notes), ""
    if found.state in GONE:
        return "failed", *GONE[found.state]
    if found.tried:
        return "failed", found.reason or TURNED_AWAY[0], found.advice or TURNED_AWAY[1]
    if found.attempts >= MOST_ATTEMPTS:
        return "failed", f"It was given up after {found.attempts} attempts.", "Ask again: newscrawl retry."
    host = spider.turns.given_up.get(host_of(found.url))
    if host is not None:
        return "waiting", f"Its host gave no answer several times in a row ({host}).", NOT_YET
    if found.attempts:
        return (
            "waiting",
            f"It failed {found.attempts} times and rests.",
            "A later crawl asks again; at once: newscrawl retry.",
        )
    return "waiting", "It was not asked for yet.", NOT_YET
