"""JSON-LD as publishers' templates write it: what is broken in it is mended as far as it can be, and the rest is read.

Seen in the wild: commas at the end, line breaks and tabs within texts, quotation marks that nobody escaped («그는 "아니다"라고
말했다»), several objects one after the other, comments, HTML comments and CDATA marks around, entities in place of
quotation marks, values that scripts left undefined, and blocks that are cut.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import unescape
from typing import Any

MAX_SCRIPTS = 20
MAX_SCRIPT = 500_000  # characters of one block
MAX_MENDED = 50_000
"""Characters of broken JSON that are mended of one page: it takes up to 0.4 seconds for what was made to take long."""

# The first bracket that begins a line, else the first at all: comments and CDATA marks stand before it.
LINE_START = re.compile(r"^\s*[\[{]", re.MULTILINE)
START = re.compile(r"[\[{]")
BETWEEN = re.compile(r"[\s,;]*")
_DECODER = json.JSONDecoder(strict=False)


def read_blocks(scripts: Iterable[str]) -> list[Any]:
    """The values of a page's JSON-LD blocks, in order. Never raises; what cannot be read is left out."""
    found: list[Any] = []
    budget = MAX_MENDED
    for number, script in enumerate(scripts):
        if number == MAX_SCRIPTS:
            break
        if len(script) > MAX_SCRIPT:
            continue
        values, rest = _read(script)
        found += values
        if rest and budget > 0:
            found += _mended(rest[:budget])
            budget -= len(rest)
    return found


def _read(script: str) -> tuple[list[Any], str]:
    """The whole values that a block holds, and the text from the first broken one on."""
    text = script.replace("]]>", " ")
    if "&quot;" in text and '"' not in text:
        text = unescape(text)
    match = LINE_START.search(text) or START.search(text)
    if match is None:
        return [], ""
    at, end = match.end() - 1, max(text.rfind("}"), text.rfind("]")) + 1 or len(text)
    found: list[Any] = []
    while at < end:
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return found, text[at:end]
        found.append(value)
        between = BETWEEN.match(text, at)
        at = between.end() if between else at
        if not text.startswith(("{", "["), at):
            break
    return found, ""


def _mended(text: str) -> list[Any]:
    # Most pages need none of it, and it takes a while to import.
    import json_repair

    try:
        value = json_repair.loads(text, skip_json_loads=True)
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, RecursionError):
        return []
    return [value] if isinstance(value, dict | list) else []
