"""Markup that may be shown: known tags, followable addresses, and text without what nobody sees.

Everything that is written into `body_html` passes here, and last through nh3.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import nh3

from newscrawl.extract.element import Element

_DROPPED_TAGS = (
    "script style noscript template select textarea button input svg canvas object embed applet map head title "
    "meta link nav footer dialog option label fieldset ins audio"
)
DROPPED_TAGS = frozenset(_DROPPED_TAGS.split())
_BLOCK_TAGS = (
    "address article aside blockquote center dd details div dl dt figure figcaption form h1 h2 h3 h4 h5 h6 header "
    "hr li main ol p pre section summary table tbody tfoot thead tr ul caption body html legend"
)
BLOCK_TAGS = frozenset(_BLOCK_TAGS.split())
CELL_TAGS = frozenset({"td", "th"})
_SAME_TAGS = (
    "p blockquote pre ul ol li dl dt dd table thead tbody tfoot tr td th caption h1 h2 h3 h4 h5 h6 b strong i em u s "
    "del sub sup code kbd mark small q ruby rt rp figure figcaption div span a"
)
_BOXES = "center section article main address header details summary body form"
WRITTEN_TAGS = {
    **{tag: tag for tag in _SAME_TAGS.split()},
    **dict.fromkeys(_BOXES.split(), "div"),
    "strike": "s",
    "tt": "code",
}
EMPTY_TAGS = frozenset({"br", "hr", "img"})
KEPT_ATTRIBUTES = {"td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"), "ol": ("start",)}
SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
SAFE_IMAGE_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif|bmp);base64,[A-Za-z0-9+/=\s]+\Z", re.IGNORECASE)

# Where pages that load images late keep the real address, best first.
LAZY_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "data-orig-file", "data-echo")
PLACEHOLDER = re.compile(
    r"^data:|/(?:blank|spacer|pixel|transparent|loading|lazy|placeholder|noimage|1x1)[\w.-]*$", re.IGNORECASE
)

SPACES = re.compile(r"[ \t\r\n\f\v\xa0\u3000]+")
INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def tidy(text: str) -> str:
    """The text on one line, without the characters that nobody sees."""
    return SPACES.sub(" ", INVISIBLE.sub("", text)).strip()


def absolute(address: str | None, base: str) -> str | None:
    """The address in full, or None where it is none that a reader could follow (script, data, fragment only)."""
    if not address:
        return None
    address = address.strip().replace("\n", "").replace("\r", "").replace("\t", "")
    if not address or address.startswith("#"):
        return None
    try:
        full = urljoin(base, address)
        scheme = urlsplit(full).scheme.lower()
    except ValueError:  # a broken IPv6 host, a bad port
        return None
    return full if scheme in SAFE_SCHEMES else None


def image_address(element: Element, base: str) -> str | None:
    """Where an image really is: late-loading scripts keep the address aside and show a placeholder."""
    source: str | None = element.get("src")
    if not source or PLACEHOLDER.search(source):
        late = next((element.get(name) for name in LAZY_SOURCES if element.get(name)), None)
        late = late or _first_of_set(element.get("data-srcset") or element.get("srcset"))
        source = late or source
    if source and SAFE_IMAGE_DATA.match(source):
        return source
    full = absolute(source, base)
    return full if full and full.startswith("http") else None


def _first_of_set(srcset: str | None) -> str | None:
    parts = (srcset or "").split()
    return parts[0].rstrip(",") if parts else None


ALLOWED_TAGS = set(WRITTEN_TAGS.values()) | set(EMPTY_TAGS)
ALLOWED_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}


def _only_image_data(tag: str, name: str, value: str) -> str | None:
    """Keep `data:` out of everything but an image's source; nh3 knows schemes, not where they stand."""
    if value.lstrip().lower().startswith("data:") and not (
        tag == "img" and name == "src" and SAFE_IMAGE_DATA.match(value)
    ):
        return None
    return value


def safe_html(html: str) -> str:
    """HTML that is safe inside any page: known tags, followable addresses, `rel=nofollow` on links."""
    return nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        attribute_filter=_only_image_data,
        url_schemes={*SAFE_SCHEMES, "data"},
        link_rel="nofollow",
        strip_comments=True,
    ).strip()
