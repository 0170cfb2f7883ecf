"""A board's canonical address: what stays the same however the board is reached."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from newscrawl.errors import ConfigurationError
from newscrawl.extract.keys import PAGE_STATE
from newscrawl.plain import masked

DOCUMENT_PARAMETERS = frozenset(
    ("wr_id", "document_srl", "nttid", "nttno", "articleid", "articleno", "article_no", "seq", "idx", "uid", "bbsseq",
     "comment_srl", "cpage")
)  # fmt: skip
"""Parameters that name a post; the board's address is the same without them."""

# A path that ends in a post's number belongs to a board whose address is the rest (Rhymix: /news/5738).
_POST_PATH = re.compile(r"^(/[A-Za-z][\w-]*)/\d+$")


def canonical_address(url: str) -> tuple[str, str]:
    """A board's (site, address): the host, and the host with the path and the parameters that name the board.

    Scheme, port, trailing slash, page state, post ids, search and session are no part of it, so that one board has one
    address. Raises ConfigurationError for what is no http or https address.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"}:
        raise ConfigurationError(
            f"{url!r} is not the address of a board.", "Give one that begins with http:// or https://."
        )
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError(
            f"{masked(url.strip())!r} holds a user name or a password, which would be stored with every post.",
            'Leave it out, and say it in a definition: headers = { Authorization = "Basic …" } under [crawl].',
        )
    try:
        site = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        site = host.lower()
    query = parse_qsl(parts.query, keep_blank_values=False)
    naming = sorted({(name, value) for name, value in query if _names_board(name)})
    path = unquote(re.sub(r"/{2,}", "/", parts.path))
    path = re.sub(r";jsessionid=[^/?]*", "", path, flags=re.IGNORECASE)
    mid = dict(naming).get("mid")
    if mid and path in {"/", "/index.php", ""}:
        # XE and Rhymix: /index.php?mid=news is /news.
        path, naming = f"/{mid}", [pair for pair in naming if pair[0] != "mid"]
    if (post := _POST_PATH.match(path)) is not None:
        path = post[1]
    path = quote(path.rstrip("/"), safe="/:@!$&'()*+,;=~-._가-힣")
    return site, f"{site}{path}{'?' if naming else ''}{urlencode(naming)}"


def _names_board(name: str) -> bool:
    plain = name.lower()
    menu = plain in {"menuno", "menuid", "menucd", "mn", "mcode", "siteid"}
    return menu or not (plain in PAGE_STATE or plain in DOCUMENT_PARAMETERS)
