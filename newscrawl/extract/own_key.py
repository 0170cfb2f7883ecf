"""The permanent id of the post that a page shows, from the page's own address.

A row's id is told by all rows together (`links.py`); a document stands alone, so that only names and shapes tell here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from newscrawl.extract.document import Document
from newscrawl.extract.keys import SHOWN_STATE

POST_NAMES = re.compile(
    r"wrid|documentsrl|ntt(?:id|no|sn)|ntcn?(?:no|sn)|article(?:id|no)|aid|idxno|post(?:id|no|seq|idx)|docid|news(?:id|no|idx|seq)|contents?(?:id|no)|cntid|"
    r"data(?:id|no)|moduid",
)
"""Names that mean a post and nothing else, without their hyphens and underscores."""

NUMBERS = re.compile(r"(?:no|seq|idx|srl|sn|num|number|bn|uid)$")
IDS = re.compile(r"id$|^p$")
BOARD_NUMBERS = re.compile(r"(?:bbs|board|brd)(?:no|seq|idx|sn|num|number)$")
"""`bbsSeq`, `boardNo`: the post's on some boards, the board's on others."""

NOT_POSTS = re.compile(
    r"(?:bbs|board|brd)(?:id|uid|code|cd)$|"
    r"(?:menu|mn|site|cate|category|ctgry?|group|grp|code|part|page|cms|cpage|mnu|top|lm|tm|sub|user|member|club|cafe|dept|org|parent|upper|up|auth|sys|file|tab)"
    r"(?:id|no|seq|idx|sn|num|number|uid)$|^(?:menuno|pageno)|^(?:list|view|search|sch|s)(?:no|num|cnt)$",
)
NEVER = re.compile(
    r"page|size|rows?$|unit|offset|start|limit|count|cnt$|year|month|day|date|dt$|ymd|time|type|sort|order|lang|ver|tab|depth|step|level|width|height|"
    r"menu|site|cate|gubun|gbn|code|cd$|div|mode|search|key|word|csrf|token|session|^(?:mid|m|mn|cp|pg|pn|l|lm|ref|from|skin|q|query|s)$"
)
"""What names no post even where nothing else stands in the address."""

VIEW_PATH = re.compile(r"(?:view|read|detail|dtl|show)(?!forum|list|board|er)", re.IGNORECASE)
SURE, NUMBERED = 2.5, 3.0
LONG_NUMBER = 4


@dataclass(slots=True, frozen=True)
class OwnKey:
    """The id, and whether it surely is a post's: then the page is one post's, too."""

    value: str
    is_sure: bool


def own_key(document: Document) -> OwnKey | None:
    """The id in the page's address: by the definition, by the engine, else by what boards call it; else None.

    Without such a parameter it is the last piece of the path that holds a digit.
    """
    try:
        parts = urlsplit(document.url)
        pairs = parse_qsl(parts.query)
    except ValueError:
        return None
    engine = document.engine
    names = [document.hints.key] if document.hints.key else []
    for wanted in (*names, *(engine.key_parameters if engine is not None else ())):
        for name, value in pairs:
            if name == wanted:
                return OwnKey(value, True)
    if engine is not None and engine.key_path is not None and (match := engine.key_path.search(parts.path)):
        return OwnKey(match[1], True)
    best, best_weight = None, (0.0, 0)
    for name, value in pairs:
        digits = sum(map(str.isdigit, value))
        weight = weight_of(name, value) if digits else 0.0
        if weight and (weight, digits) > best_weight:
            best, best_weight = value, (weight, digits)
    steps = parts.path.split("/")
    pieces = [
        piece
        for before, piece in zip(("", *steps), steps, strict=False)
        if any(map(str.isdigit, piece)) and not (piece.isdigit() and before in ("list", "page", "p"))
    ]
    if pieces:
        piece = re.sub(r"\.\w{2,5}$", "", pieces[-1])
        weight = 1.5 if sum(map(str.isdigit, piece)) >= min(LONG_NUMBER, len(piece)) else 0.5
        if weight > best_weight[0]:
            return OwnKey(piece, True)
    if best is None:
        return None
    return OwnKey(best, best_weight[0] >= SURE or bool(VIEW_PATH.search(parts.path.rsplit("/", 1)[-1])))


@lru_cache(maxsize=1024)
def _rank(name: str) -> float:
    if name in SHOWN_STATE:
        return 0.0
    plain = re.sub(r"[_-]", "", name)
    if POST_NAMES.fullmatch(plain):
        return 4.0
    if BOARD_NUMBERS.fullmatch(plain):
        return 2.0
    if NOT_POSTS.search(plain):
        return 0.0
    if NUMBERS.search(plain):
        return NUMBERED
    if IDS.search(plain):
        return SURE
    return 0.0 if NEVER.search(plain) else 1.0


def weight_of(name: str, value: str) -> float:
    """How much speaks for a parameter holding a post's id, from 0 to 4. A name that says nothing takes a bare number."""
    rank = _rank(name.lower())
    if value.isdigit() and name.lower() == "id":  # it names the board where it is a word
        return NUMBERED
    return rank if rank > 1.0 or value.isdigit() else 0.0
