"""A page's element as lxml's parser makes it, and what the extractor asks of one besides.

The plain elements of `lxml.etree`, not those of `lxml.html`: looking up the latter's Python class for every element of a
page takes as long as parsing it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.etree import _Element as Element

__all__ = ["DATA_ADDRESSES", "Element", "leads_by_attribute", "select", "text_of"]

DATA_ADDRESSES = ("data-href", "data-url", "data-link", "viewlink")
"""Attributes in which elements that are no links carry an address for a script."""

_string_value = etree.XPath("string()", smart_strings=False)


def text_of(element: Element) -> str:
    """All text in an element, in order, as one string."""
    if not len(element):
        return element.text or ""
    text: str = _string_value(element)
    return text


def leads_by_attribute(attributes: Mapping[str, str]) -> bool:
    """Whether an element's attributes hold an address for a script: <span data-href="/board/view?seq=12">."""
    for name in DATA_ADDRESSES:
        if (value := attributes.get(name)) and value.startswith(("/", "http", "?", "./")):
            return True
    return False


def select(element: Element, selector: str) -> Sequence[Element]:
    """The elements within that match a CSS selector; tags and attributes in any case, as in HTML."""
    found: Sequence[Element] = _compiled(selector)(element)
    return found


@lru_cache(maxsize=256)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")
