"""Text from outside, as it may be shown: nothing in it moves a cursor, turns a line around, or ends one."""

from __future__ import annotations

import json
import re
from typing import Any

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # terminals obey C0 and C1 alike
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that reorder what stands around them (UAX 9)
    "\u2028\u2029\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAKS = re.compile("[\t\n]")
_SECRET = re.compile(r"(?<=://)[^\s/?#@\"'<>]*:[^\s/?#\"'<>]*@")


def plain_text(text: str) -> str:
    """The text with whatever a terminal would obey written out (`\\x1b`, `\\u202e`); lines and tabs stay."""
    return text if text.isascii() and text.isprintable() else _CONTROLS.sub(_written_out, text)


def one_line(text: str) -> str:
    """The same on one line: a line's end and a tab are written out too."""
    return _BREAKS.sub(_written_out, plain_text(text))


def masked(text: str) -> str:
    """The text without the user names and passwords of the addresses in it (`https://…@example.kr/`)."""
    return _SECRET.sub("…@", text) if "@" in text else text


def plain_json(value: Any, **options: Any) -> str:
    """A value as JSON on one line, which a terminal may show: what it would obey is escaped as JSON does."""
    return _CONTROLS.sub(_escaped, json.dumps(value, ensure_ascii=False, **options))


def _written_out(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1] if ord(match[0]) > 0x7F else f"\\u{ord(match[0]):04x}"
