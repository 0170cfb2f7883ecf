"""Ends the run in the database with its verdict when the spider closes."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newscrawl.crawl.backoff import REST_UNTIL
from newscrawl.crawl.budget import ENDED
from newscrawl.crawl.verdict import Findings, Verdict, judge
from newscrawl.drift import drift, silence
from newscrawl.errors import NewscrawlError
from newscrawl.store.records import RunRecord
from newscrawl.store.session import Session
from pipelines.database import DatabasePipeline
from spiders.documents import DocumentSpider, Evidence

logger = logging.getLogger(__name__)

STOPPED = frozenset({"shutdown", "cancelled", "closespider_timeout", "database"})
"""Reasons with which Scrapy closes a spider that had more to do."""


class RunRecorder:
    """Makes the verdict from the spider's evidence and from what is stored, and finishes the run with it.

    After the crawl `record` is the run as stored, and `error` why there is none.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.record: RunRecord | None = None
        self.error: NewscrawlError | None = None
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getwithbase("ITEM_PIPELINES"):
            raise NotConfigured
        return cls(crawler)

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        pipeline = self.crawler.get_item_pipeline(DatabasePipeline)
        if pipeline is None:
            return
        self.error = pipeline.error
        if pipeline.session is None:
            return
        evidence = spider.evidence if isinstance(spider, DocumentSpider) else Evidence(understood=True)
        try:
            await self._finish(pipeline.session, evidence, reason)
        except NewscrawlError as error:
            self.error = self.error or error
            logger.error("the run could not be recorded: %s", error)

    async def _finish(self, session: Session, evidence: Evidence, reason: str) -> None:
        await session.flush()
        written = session.written
        spider = self.crawler.spider
        waiting = spider.waiting if isinstance(spider, DocumentSpider) else None
        found = Findings(
            what=evidence.what,
            understood=evidence.understood,
            blocked=evidence.blocked,
            unreachable=evidence.unreachable,
            first_page=evidence.first_page,
            changed=evidence.changed,
            walk=evidence.walk,
            stopped=reason in STOPPED,
            waiting=await session.call(session.run.wanted_count) if waiting is None else waiting,
            given_up=await session.call(session.run.given_up_count),
            live=await session.call(session.run.live_count),
            changes=written.new + written.edited + written.deleted + written.restored + written.documents,
            problems=written.problems,
            out_of_budget=reason == ENDED,
            limited=getattr(self.crawler.spider, "document_limit", None) is not None,
        )
        verdict, words = judge(found)
        if (
            verdict in {"complete", "quiet"}
            and (doubt := await self._doubt(session, evidence, verdict, found.live)) is not None
        ):
            verdict, words = "changed", doubt
        self.record = await session.finish(
            verdict,
            reason=words,
            complete_to=self._complete_to(verdict, evidence),
            evidence=self._kept(found, reason) | {"shown": evidence.shown},
        )
        logger.info("run %d: %s. %s", self.record.id, verdict, words)

    async def _doubt(self, session: Session, evidence: Evidence, verdict: Verdict, live: int) -> str | None:
        """Why a crawl that seems well is not, going by the board's past; a `full` one begins a new past.

        `live` is how many ordinary posts are stored: a board may hold notices and nothing else.
        """
        walk = evidence.walk
        if walk is None or getattr(self.crawler.spider, "full", False):
            return None
        if walk.end == "empty" and live:
            return "The list is empty, on a board of which posts are stored: the site has changed."
        past = await session.call(session.run.past)
        return drift(past.shown, evidence.shown) or (
            silence(past.times, past.since, datetime.now(UTC)) if verdict == "quiet" else None
        )

    def _complete_to(self, verdict: Verdict, evidence: Evidence) -> str | None:
        """The newest post up to which the board is proven to be stored without a hole."""
        walk = evidence.walk
        if verdict not in {"complete", "quiet"} or walk is None or not walk.complete:
            return None
        return walk.newest_key

    def _kept(self, found: Findings, reason: str) -> dict[str, object]:
        stats = self.crawler.stats
        return {
            "closed": reason,
            "requests": stats.get_value("downloader/request_count", 0),
            "rest_until": stats.get_value(REST_UNTIL),
            "walk": found.walk.to_dict() if found.walk else None,
            "live": found.live,
            "waiting": found.waiting,
        } | {key: value for key, value in asdict(found).items() if key in {"understood", "blocked", "first_page"}}
