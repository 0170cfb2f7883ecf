"""Refuse requests to where no page may send a crawl: before robots.txt is asked for, and again when connecting.

The middleware looks a host up and refuses in words, so that the refusal is a problem that a person can read. What holds
is the resolver: it judges the very address that is connected to, however a name server answers the second time.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Iterable
from typing import Any, Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from newscrawl.guard import ITSELF, MEANT, STAY, Guard, host_and_port, named, plain_host, refuses_host
from spiders.documents import DocumentSpider
from spiders.responses import RefusedRequest


class Connections:
    """What the resolvers of this process go by: Scrapy makes them before any spider, and one for all crawls.

    `allowed` are hosts that operators named, and proxies; `refused` says why a host was not connected to.
    """

    def __init__(self) -> None:
        self.allowed: Counter[str] = Counter()
        self.refused: dict[str, str] = {}

    def allow(self, hosts: Iterable[str]) -> None:
        """Connect to these wherever they are, until `release`."""
        self.allowed.update(hosts)

    def release(self, hosts: Iterable[str]) -> None:
        """A crawl is over that had these allowed; another's stay."""
        self.allowed -= Counter(hosts)
        self.refused.clear()

    def refuses(self, host: str, addresses: list[str]) -> str | None:
        """Why a host may not be connected to at these addresses; kept for the middleware, which tells it."""
        plain = plain_host(host)
        words = None if plain in self.allowed else refuses_host(plain, addresses)
        if words is not None:
            self.refused[plain] = words
        return words


CONNECTIONS = Connections()


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver under Twisted, which connects to nothing that the guard refuses."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 - Twisted's own name
        def judge(address: str) -> str:
            if (words := CONNECTIONS.refuses(name, [address])) is not None:
                raise DNSLookupError(words)
            return address

        return super().getHostByName(name, timeout).addCallback(judge)


class GuardMiddleware:
    """Asks each request's spider for its guard, and refuses what that refuses, at every hop of a redirect too.

    Where nobody said where the crawl begins (scrapy shell, parse, check), the first address is the operator's.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.guard: Guard | None = None
        self._approved: set[tuple[str, int]] = set()
        self._proxies = getproxies() if crawler.settings.getbool("HTTPPROXY_ENABLED") else {}
        self._allowed = {host for url in self._proxies.values() if (host := _host(url))}
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def spider_opened(self, spider: Any) -> None:
        CONNECTIONS.allow(self._allowed)
        self._take(getattr(spider, "guard", None))

    def spider_closed(self) -> None:
        CONNECTIONS.release(self._allowed)

    def _take(self, guard: Guard | None) -> None:
        self.guard = guard
        if guard is not None:
            hosts = guard.allowed_hosts - self._allowed
            self._allowed |= hosts
            CONNECTIONS.allow(hosts)

    async def process_request(self, request: Request) -> None:
        told = getattr(self.crawler.spider, "guard", None)
        if told is not None and told is not self.guard:
            self._take(told)  # some learn from the database whom they may ask
        if self.guard is None:
            self._take(Guard.of([request.url]))
            assert self.guard is not None
        guard = self.guard
        is_robots = request.callback is NO_CALLBACK
        reason = guard.refuses(request.url)
        advice = MEANT if guard.homes is not None else ITSELF
        origin = request.meta.get("moved") or next(iter(request.meta.get("redirect_urls", ())), None)
        if reason is None and origin is not None and not is_robots:
            reason = guard.refuses_redirect(origin, request.url)
            advice = STAY if reason is not None else advice
        if reason is None:
            reason = await self._look_up(guard, request.url)
        if reason is not None:
            host = named(request.url)
            refusal = RefusedRequest(reason, advice.format(host) if host else "")
            self.crawler.stats.inc_value("newscrawl/refused")
            if is_robots:
                await self._tell(request, refusal)
            raise refusal

    async def _look_up(self, guard: Guard, url: str) -> str | None:
        """Why the place where a host is found may not be asked. A host that is not found is the connection's affair."""
        host, port = host_and_port(url)
        if (host, port) in guard.allowed or self._goes_through_proxy(url, host):
            return None
        if host in CONNECTIONS.refused and host not in CONNECTIONS.allowed:
            return CONNECTIONS.refused[host]
        if (host, port) in self._approved:
            return None
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return None
        reason = guard.refuses_answer(url, [str(each[4][0]) for each in found])
        if reason is None:
            self._approved.add((host, port))
        return reason

    def _goes_through_proxy(self, url: str, host: str) -> bool:
        """As Scrapy's HttpProxyMiddleware decides; a proxy looks names up itself."""
        return urlsplit(url).scheme in self._proxies and not proxy_bypass(host)

    async def _tell(self, request: Request, refusal: RefusedRequest) -> None:
        """Keep that a robots.txt was refused: nobody waits for it who could say so."""
        spider = self.crawler.spider
        if isinstance(spider, DocumentSpider) and spider.session is not None:
            words = f"robots.txt was not asked for: {refusal}; the site is crawled as one without."
            await spider.session.write(spider.problem(request.url, "fetch", words, advice=refusal.advice))


def _host(url: str) -> str | None:
    try:
        return plain_host(urlsplit(url if "://" in url else f"http://{url}").hostname or "") or None
    except ValueError:
        return None
