"""What a page says of itself: JSON-LD, Open Graph, article:* and their Korean relatives, microdata.

News pages repeat themselves in several of these; each field is taken from the first that has it, in the order in
which they were found to be right. Sources: schema.org/NewsArticle, ogp.me, and the tags of dable and Naver that
Korean publishers put beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from newscrawl.extract.element import Element
from newscrawl.extract.json_ld import read_blocks
from newscrawl.extract.markup import tidy

_ARTICLE_TYPES = (
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle "
    "BlogPosting SocialMediaPosting DiscussionForumPosting LiveBlogPosting Report TechArticle"
)
ARTICLE_TYPES = frozenset(_ARTICLE_TYPES.split())
NEWS_TYPES = frozenset(kind for kind in ARTICLE_TYPES if "News" in kind)
MAX_NODES = 2_000

META_NAMES = {
    "title": ("og:title", "twitter:title", "dable:title", "title", "dc.title", "citation_title"),
    "author": (
        "dable:author",
        "article:author",
        "author",
        "og:article:author",
        "dc.creator",
        "byl",
        "twitter:creator",
        "article:author_name",
        "parsely-author",
    ),
    "published": (
        "article:published_time",
        "og:article:published_time",
        "dable:published_time",
        "article:published",
        "og:published_time",
        "og:regdate",
        "published_time",
        "datepublished",
        "pubdate",
        "publishdate",
        "publish-date",
        "date",
        "dc.date",
        "dc.date.issued",
        "parsely-pub-date",
        "citation_publication_date",
        "sailthru.date",
        "nate:reg_date",
        "regdate",
        "nextweb:createdate",
        "article:published_date",
        "og:article:published_date",
        "date_published",
        "parsely-pub-date",
    ),
    "modified": (
        "article:modified_time",
        "og:article:modified_time",
        "og:updated_time",
        "dable:modified_time",
        "article:modified",
        "datemodified",
        "lastmod",
        "last-modified",
    ),
    "section": ("article:section", "og:article:section", "dable:section", "article:section1", "section"),
    "publisher": ("og:site_name", "dable:publisher", "publisher", "dc.publisher", "application-name", "twitter:site"),
    "url": ("og:url", "twitter:url"),
    "kind": ("og:type",),
    "description": ("og:description", "description", "twitter:description"),
}
META_FIELDS = {
    name: (place, field_name) for field_name, names in META_NAMES.items() for place, name in enumerate(names)
}
MICRODATA = {
    "headline": "title",
    "datePublished": "published",
    "dateCreated": "published",
    "dateModified": "modified",
    "author": "author",
    "articleSection": "section",
}


@dataclass(slots=True)
class Metadata:
    """A page's own words about itself, as text; a field is None where it says nothing.

    `is_article` is True where the page calls itself one, `is_news` where it calls itself a news article. `site` is
    the site's name, `publisher` the one that publishes this article.
    """

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    site: str | None = None
    section: str | None = None
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    description: str | None = None
    page_title: str | None = None
    body: str | None = None
    is_article: bool = False
    is_news: bool = False
    is_paywalled: bool = False
    titles: list[str] = field(default_factory=list)


def read_metadata(root: Element) -> Metadata:
    """Read what the page says of itself. Never raises; of broken JSON-LD what can be read is."""
    found = Metadata()
    best: dict[str, tuple[int, str]] = {}
    canonical = None
    scripts: list[str] = []
    for element in root.iter("title", "meta", "link", "script"):
        tag = element.tag
        if tag == "meta":
            _note_meta(element, best)
        elif tag == "title":
            if found.page_title is None and (text := tidy(element.text or "")):
                found.page_title = text
        elif tag == "link":
            if canonical is None and (element.get("rel") or "").lower() == "canonical":
                canonical = element.get("href")
        elif "ld+json" in (element.get("type") or "").lower() and element.text:
            scripts.append(element.text)
    meta = {name: value for name, (_, value) in best.items()}
    every = [node for value in read_blocks(scripts) for node in _nodes(value)]
    named = {node["@id"]: node for node in every if isinstance(node.get("@id"), str) and "name" in node}
    nodes = [node for node in every if _types(node) & ARTICLE_TYPES]
    if len(nodes) > 1:  # teasers of other articles may call themselves articles too
        addresses = [address for address in (canonical, meta.get("url")) if address]
        titles = [title for title in (meta.get("title"), found.page_title) if title]
        fits = [_fits(node, addresses, titles) for node in nodes]
        nodes = [node for node, fit in zip(nodes, fits, strict=True) if fit == max(fits)]
    for node in nodes:
        whole = node | {
            name: _resolved(node[name], named) for name in ("author", "creator", "publisher") if name in node
        }
        _note_article(whole, found, bool(_types(node) & NEWS_TYPES))
    kind = (meta.get("kind") or "").lower()
    found.is_article = found.is_article or kind in ("article", "news", "news:article") or "published" in meta
    found.site = meta.get("publisher")
    found.titles = [text for text in (meta.get("title"), found.title, found.page_title) if text]
    found.title = meta.get("title") or found.title
    for name in ("author", "section", "published", "modified", "description"):
        setattr(found, name, getattr(found, name) or meta.get(name))
    found.url = canonical or meta.get("url") or found.url
    return found


def _note_meta(element: Element, best: dict[str, tuple[int, str]]) -> None:
    name = element.get("property") or element.get("name") or element.get("itemprop")
    if not name:
        return
    known = META_FIELDS.get(name.strip().lower())
    if known is None and element.get("itemprop") in MICRODATA:
        known = (50, MICRODATA[element.get("itemprop") or ""])
    if known is None:
        return
    place, field_name = known
    value = (
        tidy(unescape(element.get("content") or ""))
        if "&" in (element.get("content") or "")
        else tidy(element.get("content") or "")
    )
    if not value or (field_name == "author" and value.startswith(("http", "@"))):
        return
    if field_name not in best or place < best[field_name][0]:
        best[field_name] = (place, value)


def _types(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type")
    return {str(kind).rsplit("/", 1)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds])}


def _fits(node: dict[str, Any], addresses: list[str], titles: list[str]) -> int:
    """How much of a node says that it is about this page: its address, its headline."""
    of_page = node.get("mainEntityOfPage")
    own = {
        str(of_page.get("@id")) if isinstance(of_page, dict) else str(of_page),
        str(node.get("url")),
        str(node.get("@id")),
    }
    headline = _text(node.get("headline")) or _text(node.get("name")) or ""
    named = len(headline) > 3 and any(headline in title or title in headline for title in titles)
    return 2 * any(address in own for address in addresses) + named


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON-LD value that may be the article: lists, @graph, mainEntity and the like."""
    waiting, seen = [value], 0
    while waiting and seen < MAX_NODES:
        seen += 1
        part = waiting.pop(0)
        if isinstance(part, list):
            waiting[:0] = part[:100]
        elif isinstance(part, dict):
            yield part
            waiting += [
                part[name] for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement") if name in part
            ]


def _resolved(value: Any, named: dict[str, dict[str, Any]]) -> Any:
    """A value in which references to other objects of the graph, {"@id": …}, are those objects."""
    if isinstance(value, list):
        return [_resolved(part, named) for part in value[:10]]
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return named.get(value["@id"])
    return value


def _note_article(node: dict[str, Any], found: Metadata, is_news: bool) -> None:
    found.is_article = True
    found.is_news = found.is_news or is_news
    found.title = found.title or _text(node.get("headline")) or _text(node.get("name"))
    found.author = found.author or _names(node.get("author") or node.get("creator"))
    found.publisher = found.publisher or _names(node.get("publisher"))
    found.published = found.published or _text(node.get("datePublished")) or _text(node.get("dateCreated"))
    found.modified = found.modified or _text(node.get("dateModified"))
    found.section = found.section or _text(node.get("articleSection"))
    found.body = found.body or _text(node.get("articleBody"))
    found.url = found.url or _text(node.get("url"))
    found.is_paywalled = found.is_paywalled or str(node.get("isAccessibleForFree")).lower() == "false"


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("@id")
    if not isinstance(value, str):
        return None
    return tidy(unescape(value)) or None


def _names(value: Any) -> str | None:
    """One name, or several joined by commas, of persons given as text, objects or lists of both."""
    parts = value if isinstance(value, list) else [value]
    names = [name for name in (_text(part) for part in parts[:10]) if name and not name.startswith("http")]
    return ", ".join(dict.fromkeys(names)) or None
