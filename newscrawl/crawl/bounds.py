"""Bounds on what a site may make a crawl keep in memory, besides the size of a page."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, decode_robotstxt

ROBOTS_BYTES = 512 * 1024
"""How much of a robots.txt is read. RFC 9309, 2.5 asks for 500 KiB at least."""

COOKIES, COOKIE_BYTES = 50, 4096
"""Cookies that a host may set, and the bytes of each (RFC 6265, 6.1)."""


class BoundedRobotParser(ProtegoRobotParser):
    """Scrapy's parser, which reads the beginning of a robots.txt that has no end."""

    def __init__(self, robotstxt_body: Any, spider: Any) -> None:
        # A rule that is cut in the middle would forbid more than was meant: the last line is left out.
        whole = len(robotstxt_body) <= ROBOTS_BYTES
        read = robotstxt_body if whole else robotstxt_body[:ROBOTS_BYTES].rpartition(b"\n")[0]
        super().__init__(read, spider)
        self.text: str = decode_robotstxt(read, spider)


class CookieMiddleware:
    """Drops cookies beyond what a browser would keep, before Scrapy's jar takes them; it has no bound of its own."""

    def __init__(self) -> None:
        self._names: defaultdict[str, set[bytes]] = defaultdict(set)

    def process_response(self, request: Request, response: Response) -> Response:
        sent = response.headers.getlist(b"Set-Cookie")
        if sent:
            names = self._names[urlsplit(request.url).hostname or ""]
            kept = [cookie for cookie in sent if self._is_kept(cookie, names)]
            if len(kept) < len(sent):
                response.headers.setlist(b"Set-Cookie", kept)
        return response

    @staticmethod
    def _is_kept(cookie: bytes, names: set[bytes]) -> bool:
        name = cookie.partition(b"=")[0].strip()
        if len(cookie) > COOKIE_BYTES or (len(names) >= COOKIES and name not in names):
            return False
        names.add(name)
        return True
