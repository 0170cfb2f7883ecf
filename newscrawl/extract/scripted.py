"""An article whose text stands in the page's data for its own script, and not in its markup.

Arc Publishing (Chosun and others) sends `Fusion.globalContent`, Next.js `__NEXT_DATA__`, many name `articleBody` in their
JSON-LD. Read only where the markup holds next to no text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from newscrawl.extract.element import Element

FUSION = re.compile(r"Fusion\.globalContent\s*=\s*(?=\{)")
BODY_NAMES = re.compile(
    r"^(?:article_?body|body(?:_?(?:html|text))?|content(?:_?(?:html|body|text))?|contents?|text|cont)$", re.IGNORECASE
)
LONG = 80  # characters of a value that may be an article
MAX_SCRIPT = 2_000_000
MAX_VALUES = 20_000
TAG = re.compile(r"<(?:p|br|div|span|img|figure)\b", re.IGNORECASE)


def scripted_body(root: Element, told: str | None) -> str | None:
    """The article's text as markup, from the page's data; `told` is what its JSON-LD calls the article's body."""
    for script in root.iter("script"):
        text = script.text or ""
        if not LONG < len(text) <= MAX_SCRIPT:
            continue
        if (match := FUSION.search(text)) is not None:
            found = _fusion(_json(text, match.end()))
        elif script.get("id") == "__NEXT_DATA__" or (script.get("type") or "").lower() == "application/json":
            found = max(_bodies(_json(text, 0)), key=len, default=None)
        else:
            continue
        if found is not None and len(found) >= LONG:
            return found
    if told is None or len(told) < LONG:
        return None
    return told if TAG.search(told) else _paragraphs(told)


def _json(text: str, start: int) -> Any:
    try:
        return json.JSONDecoder().raw_decode(text, len(text) - len(text[start:].lstrip()))[0]
    except (ValueError, RecursionError):
        return None


def _fusion(data: Any) -> str | None:
    """Arc's `content_elements`: texts, images with captions, lists and the like, in order."""
    elements = data.get("content_elements") if isinstance(data, dict) else None
    if not isinstance(elements, list):
        return None
    parts = []
    for element in elements:
        if not isinstance(element, dict):
            continue
        kind, content = element.get("type"), element.get("content")
        if kind == "image" and isinstance(element.get("url"), str):
            caption = element.get("caption")
            parts.append(
                f'<figure><img src="{escape(element["url"])}"><figcaption>{caption or ""}</figcaption></figure>'
            )
        elif kind == "header" and isinstance(content, str):
            parts.append(f"<h3>{content}</h3>")
        elif isinstance(content, str) and kind in ("text", "raw_html", "blockquote"):
            parts.append(f"<p>{content}</p>")
    return "".join(parts)


def _bodies(data: Any) -> Iterator[str]:
    """The long texts under names that mean an article's body."""
    waiting, seen = [data], 0
    while waiting and seen < MAX_VALUES:
        seen += 1
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            for name, part in value.items():
                if isinstance(part, str) and len(part) >= LONG and BODY_NAMES.match(name):
                    yield part if TAG.search(part) else _paragraphs(part)
                elif isinstance(part, dict | list):
                    waiting.append(part)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in re.split(r"\s*\n\s*", text.strip()) if line)
