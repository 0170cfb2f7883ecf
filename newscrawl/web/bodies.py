"""A post's text as it is shown in a page of ours: sanitised once more, and its pictures as links.

Pictures stay where they are: loaded from here, they would tell their sites who reads what.
"""

from __future__ import annotations

from collections.abc import Sequence

import nh3
from lxml import html
from markupsafe import Markup, escape

from newscrawl.extract.markup import ALLOWED_ATTRIBUTES, ALLOWED_TAGS
from newscrawl.plain import plain_text
from newscrawl.store.records import Span

SCHEMES = {"http", "https", "mailto", "tel", "ftp"}


def shown_body(body_html: str | None, body_text: str | None, picture: str) -> Markup:
    """The text as HTML; `picture` is what a picture without words is called."""
    if not body_html:
        lines = (escape(plain_text(line)) for line in (body_text or "").splitlines())
        return Markup("<br>").join(lines)
    clean = nh3.clean(
        body_html,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
    if "<img" in clean or "<h" in clean:
        clean = _adapted(clean, picture)
    return Markup(plain_text(clean))  # noqa: S704 - sanitised right above


def _adapted(clean: str, picture: str) -> str:
    """Pictures as links; headings below the page's own, and none more than a level below the one before."""
    whole = html.fragment_fromstring(clean, create_parent="div")
    for element in list(whole.iter("img")):
        address, words = element.get("src"), element.get("alt") or picture
        element.attrib.clear()
        if address and not any(each.tag == "a" for each in element.iterancestors()):
            element.tag = "a"
            element.set("href", address)
            element.set("rel", "nofollow noopener noreferrer")
        else:
            element.tag = "span"
        element.set("class", "picture")
        element.text = words
    level = 1
    for element in list(whole.iter("h1", "h2", "h3", "h4", "h5", "h6")):
        level = min(level + 1, int(element.tag[1]) + 1, 6)
        element.tag = f"h{level}"
    return str(escape(whole.text or "")) + "".join(html.tostring(child, encoding="unicode") for child in whole)


def marked(text: str, spans: Sequence[Span]) -> Markup:
    """The text with the places of the searched words marked."""
    made, at = Markup(""), 0
    for start, end in spans:
        made += escape(plain_text(text[at:start])) + Markup("<mark>{}</mark>").format(plain_text(text[start:end]))
        at = end
    return made + escape(plain_text(text[at:]))
