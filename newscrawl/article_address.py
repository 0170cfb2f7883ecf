"""An article's address as it identifies the article: what stays the same however one came by it.

What only the page can tell (its AMP or mobile twin, a short link) is settled by the address that it names as canonical;
see store/aliases.py.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from newscrawl.errors import ConfigurationError

LONGEST = 8_000
"""Characters of an address. Servers and browsers end at less (RFC 9110, 4.1, asks for 8,000 to be taken)."""

TRACKING_PREFIXES = ("utm_", "at_campaign", "at_medium", "mtm_", "pk_campaign", "hsa_", "__twitter_")
TRACKING = frozenset(
    ("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "li_fat_id",
     "igshid", "igsh", "mc_cid", "mc_eid", "_ga", "_gl", "mkt_tok", "oly_enc_id", "oly_anon_id", "vero_id", "wickedid",
     "n_media", "n_query", "n_rank", "n_ad_group", "n_ad", "n_keyword_id", "n_keyword", "n_campaign_type", "napm",
     "kakao_agent", "fb_action_ids", "fb_action_types", "fb_source", "spm", "s_cid", "ncid", "cmpid", "cid_source")
)  # fmt: skip
"""Parameters that tell who sent a reader here, and never what is read: of advertisers, newsletters, Naver and Kakao."""

# Google's copies of AMP pages: the publisher's own address stands in theirs.
AMP_CACHE = re.compile(r"^(?:[\w-]+\.cdn\.ampproject\.org/(?:c|v|i|wp)|(?:www\.)?google\.[a-z.]{2,6}/amp)/(s/)?(.+)$")
BAD = re.compile(r"[\x00-\x20\x7f<>\"\\^`{|}]")


def to_address(text: str) -> str:
    """The address of a page, as it is asked for. Raises ConfigurationError, in a person's words, for what is none."""
    address = text.strip()
    if len(address) > LONGEST:
        raise ConfigurationError(f"{address[:80]!r}… is no address: it has {len(address):,} characters.")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ConfigurationError(f"{address!r} is no address: {error}.") from error
    if parts.scheme.lower() not in {"http", "https"} or not host:
        near = f"https://{address}" if re.match(r"[\w-]+(\.[\w-]+)+([:/?]|$)", address) else "https://…"
        raise ConfigurationError(f"{address[:80]!r} is not the address of a page.", f"Did you mean {near} ?")
    if (match := BAD.search(parts.netloc)) or (match := re.search(r"\s", address)):
        raise ConfigurationError(f"{address[:80]!r} is no address: {match[0]!r} stands in it.", "One address a line.")
    return address


def article_key(url: str) -> str:
    """What identifies the article at an address: the address with https, without what does not tell articles apart.

    That is: the scheme, the port that goes without saying, capital letters in the host, the order of parameters, those
    that track readers, the fragment (but not #!, which is part of the address of pages that scripts show), a slash at
    the end. Never raises: what is no address is its own key.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return url
    if (copy := AMP_CACHE.match(f"{host}{parts.path}")) is not None:
        return article_key(f"https://{unquote(copy[2])}{'?' if parts.query else ''}{parts.query}")
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        host = host.lower()
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port not in {80, 443}:
        netloc = f"{netloc}:{port}"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _tracks(pair))
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    path = parts.path.rstrip("/") or "/"
    plain = urlunsplit(("https", netloc, path, query, fragment))
    return canonicalize_url(plain, keep_fragments=bool(fragment))


def _tracks(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)
