"""Read a list that comes as JSON: the longest array of objects that have a title, their fields by their names.

Names are the usual ones of Korean boards' own interfaces (nttId, nttSj, regDt, inqCnt, …) and their English kin.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from newscrawl.dates import parse_date
from newscrawl.extract.document import Document
from newscrawl.extract.links import absolute_address
from newscrawl.extract.page import Listing, Row
from newscrawl.extract.words import to_count

FIELDS: dict[str, re.Pattern[str]] = {
    "key": re.compile(r"(?:ntt|article|art|post|doc(?:ument)?|content|cont|notice|data|news)?_?(?:id|no|seq|idx|sn|uid|srl|key)|(?:bbs|board)_?(?:no|seq|idx|sn|key)"),
    "title": re.compile(r"(?:ntt|article|art|post|bbs|board|notice|news|cont)?_?(?:title|subject|sj|ttl|subj|tit|nm|headline)"),
    "author": re.compile(r"(?:writer|author|user|reg(?:ist)?e?r?|wrt(?:er)?|nick|member|dept|crt?r|frst_?register)_?(?:name|nm|nick|id)?|name|ntcr_?nm"),
    "published": re.compile(
        r"(?:reg(?:ist)?|write|wrt|creat|create|crt|frst_?regist(?:er)?|post|publish|ntce|open|insert|ins)(?:ed|er)?_?(?:date|dt|de|day|time|at|dttm|pnttm|ymd)?(?:_?(?:timestamp|time))?|date|day|datetime|timestamp"
    ),
    "views": re.compile(r"(?:inq(?:u?ire)?|rd|read|view|hit|sel)_?(?:cnt|co|count|num|s)?|hits|views|view_?count"),
    "votes": re.compile(r"(?:like|like_it|sympathy|recommend|rcmd|good|vote)_?(?:cnt|co|count|num|s)?"),
    "comments": re.compile(r"(?:comment|cmt|reply|re)_?(?:cnt|co|count|num|s)"),
    "number": re.compile(r"(?:row|rn|list)_?(?:num|no|number)?|num(?:ber)?|rnum"),
    "category": re.compile(r"(?:category|ctgry|cate|type|gubun|div)_?(?:name|nm)?"),
    "url": re.compile(r"(?:link|url|href|detail_?url|view_?url)"),
}  # fmt: skip
"""How fields are called, lower case, words joined by "_" or not at all; earlier ones go first."""

LOOSE: dict[str, re.Pattern[str]] = {"views": re.compile("cnt|count")}
"""How fields are called where nothing more telling stands beside them."""

NAMES = re.compile(r"(?:nick|user|member|display|reg|writer)?_?(?:name|nm|nick)|value|label")
"""What names a writer or a category that is an object of its own."""

TITLED = re.compile(r"(\w+?)_(?:tl|ttl|sj|titl|title|subject|subj)")
ENDINGS = {"key": ("id", "sn", "no", "seq", "key"), "published": ("de", "dt", "date", "ymd", "reg_dt")}
"""How fields end that belong to the thing that the title is of."""

FLAGS: dict[str, re.Pattern[str]] = {
    "is_notice": re.compile(r"(?:is_?)?(?:notice|ntce|pin(?:ned)?|fix(?:ed)?|top(?:_?fix)?)_?(?:yn|at|flag)?"),
    "is_secret": re.compile(r"(?:is_?)?(?:secret|scrt|lock(?:ed)?|private)_?(?:yn|at|flag)?"),
    "has_attachment": re.compile(
        r"(?:has_?)?(?:atch_?|attach_?)?(?:file|attach(?:ment)?)s?_?(?:yn|at|flag|cnt|count|co)?"
    ),
}
"""Fields that say yes or no: true, Y, a number above zero."""

TOTALS = re.compile(
    r"tot(?:al)?_?(?:cnt|count|co|rows?|elements|record_?count|items|num)?|records?_?(?:total|count)|list_?count|cnt_?tot"
)
LASTS = re.compile(r"tot(?:al)?_?pages?(?:_?(?:cnt|count|co))?|last_?page(?:_?no)?|page_?(?:cnt|count)")
FRAGMENT = re.compile(r"<(?:tr|li|table|ul|dl|div)\b", re.IGNORECASE)
MAX_DEPTH = 12
NAMED = frozenset({"author", "category"})


def parse_json(text: str) -> Any:
    """The JSON that a text is (or a JSONP call of); None for another text."""
    text = text.strip().removeprefix(")]}',").strip()
    if (call := re.match(r"[\w$.]{1,80}\(\s*(?=[\[{])", text)) is not None and text.rstrip(" ;").endswith(")"):
        text = text[call.end() :].rstrip(" ;")[:-1]
    if text[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def fragment_of(data: Any) -> str | None:
    """The longest piece of markup that stands in JSON as a text, where that is how the list is sent."""
    texts = [value for value in _values(data) if isinstance(value, str) and FRAGMENT.search(value)]
    best = max(texts, key=len, default="")
    return best if len(best) > 100 else _table_of(data)


def _table_of(data: Any) -> str | None:
    """A table of the cells that a script is sent: an array of rows, each an array of texts, with links as markup."""
    for array in _arrays(data):
        rows = [row for row in array if isinstance(row, list) and len(row) > 1]
        texts = all(isinstance(cell, str | int | float | None) for row in rows for cell in row)
        if rows and len(rows) == len(array) and texts and all("<a " in "".join(map(str, row)) for row in rows):
            lines = ("".join(f"<td>{'' if cell is None else cell}</td>" for cell in row) for row in rows)
            return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
    return None


def total_of(data: Any) -> int | None:
    """The board's count of posts as JSON says it."""
    return _number(data, TOTALS)


def read_json_list(data: Any, document: Document) -> Listing | None:
    """The list that JSON holds; None where no array of objects has titles and ids or dates."""
    best: tuple[int, list[Row]] | None = None
    for array in _arrays(data):
        rows = [row for each in array if isinstance(each, dict) and (row := _row(each, document)) is not None]
        told = [row for row in rows if row.key is not None or row.published is not None]
        if told and len(told) * 2 > len(array) and (best is None or len(told) > best[0]):
            best = (len(told), rows)
    if best is None:
        is_empty = _number(data, TOTALS) is not None and any(array == [] for array in _arrays(data))
        return Listing([], score=0.5, evidence=["JSON that counts its objects, and holds none"]) if is_empty else None
    rows = best[1]
    listing = Listing(rows, score=0.9, evidence=[f"{len(rows)} objects of JSON with a title"])
    listing.total, listing.last_page = _number(data, TOTALS), _number(data, LASTS)
    listing.key_source = "json" if any(row.key for row in rows) else None
    names = ("number", "category", "title", "author", "published", "views", "votes", "comments")
    listing.columns = [name for name in names if any(getattr(row, name) is not None for row in rows)]
    return listing


def _row(data: dict[str, Any], document: Document) -> Row | None:
    row = _read(data, document)
    if row is not None:
        return row
    # {"type": "ARTICLE", "item": {…}}: the post is one step further in.
    inner = [value for value in data.values() if isinstance(value, dict)]
    return next((row for each in inner if (row := _read(each, document)) is not None), None)


def _of_one_thing(data: dict[str, Any]) -> dict[str, str]:
    """ancmTl, ancmId and ancmDe are an announcement's title, id and day, whatever ancm is."""
    names = {_snake(name): name for name in data}
    match = next((match for name in names if (match := TITLED.fullmatch(name)) is not None), None)
    if match is None:
        return {}
    found = {"title": names[match[0]]}
    for field, endings in ENDINGS.items():
        named = (names.get(f"{match[1]}_{ending}") for ending in endings)
        if (name := next((name for name in named if name is not None), None)) is not None:
            found[field] = name
    return found


def _unprefixed(data: dict[str, Any]) -> dict[str, Any]:
    """Fields whose names begin alike (wr_subject, wr_name; b_idx, b_hit) under the rest of their names.

    Where others stand among them (the board's pm_id, a file's wf_name), the beginning must be the title's and most fields'.
    """
    parts = {_snake(name): value for name, value in data.items()}
    prefixes = Counter(name.partition("_")[0] if "_" in name else "" for name in parts)
    prefix, count = prefixes.most_common(1)[0] if prefixes else ("", 0)
    if len(parts) < 3 or not prefix:
        return data
    if count == len(parts):
        return {name.partition("_")[2]: value for name, value in parts.items()}
    own = {name.removeprefix(f"{prefix}_"): value for name, value in parts.items() if name.startswith(f"{prefix}_")}
    if count * 2 <= len(parts) or not any(FIELDS["title"].fullmatch(name) for name in own):
        return data
    return own | {name: value for name, value in parts.items() if not name.startswith(f"{prefix}_")}


def _read(data: dict[str, Any], document: Document) -> Row | None:
    data = _unprefixed(data)
    found: dict[str, Any] = {}
    told = (
        document.hints.columns if document.hints.key is None else {**document.hints.columns, "key": document.hints.key}
    )
    found |= {field: name for field, name in told.items() if name in data}
    for field, pattern in (*FIELDS.items(), *LOOSE.items()):
        for name, value in data.items():
            if field in NAMED and isinstance(value, dict):
                value = _name_of(value)
            if value in (None, "") or isinstance(value, dict | list) or name in found.values():
                continue
            if field not in found and pattern.fullmatch(_snake(name)):
                found[field] = name
    if "title" not in found:
        found |= _of_one_thing(data)
    title = data.get(found.get("title", ""))
    if not isinstance(title, str) or len(title.strip()) < 2:
        return None
    values = {field: data[name] for field, name in found.items()}
    text = {
        field: str(_name_of(value) if isinstance(value, dict) else value).strip() for field, value in values.items()
    }
    row = Row(
        title=" ".join(title.split()), key=text.get("key"), author=text.get("author"), category=text.get("category")
    )
    row.url = absolute_address(text["url"], document.base_url) if "url" in text else None
    for field in ("views", "votes", "comments", "number"):
        setattr(row, field, to_count(text[field]) if field in text else None)
    for flag, pattern in FLAGS.items():
        setattr(row, flag, any(pattern.fullmatch(_snake(name)) and _is_yes(value) for name, value in data.items()))
    if "published" in text:
        row.published = document.date(text["published"]) or _compact(text["published"], document)
    return row


def _name_of(data: dict[str, Any]) -> str | None:
    """The name of a writer or a category that is an object of its own."""
    named = (value for name, value in data.items() if isinstance(value, str) and NAMES.fullmatch(_snake(name)))
    return next(named, None)


def _is_yes(value: Any) -> bool:
    return value is True or str(value).upper() in {"Y", "YES", "TRUE"} or (str(value).isdecimal() and int(value) > 0)


def _compact(text: str, document: Document) -> Any:
    """20250627094100 and 20250627, which no page shows and interfaces like."""
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?", text)
    if match is None:
        return None
    year, month, day, hour, minute, second = match.groups()
    shown = f"{year}-{month}-{day}" + (f" {hour}:{minute}" if hour else "") + (f":{second}" if second else "")
    return parse_date(shown, now=document.now, timezone=document.timezone)


def _snake(name: str) -> str:
    """regDt, REG_DT and reg-dt are reg_dt."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()


def _values(data: Any, depth: int = 0) -> Iterator[Any]:
    if depth > MAX_DEPTH:
        return
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield value
        yield from _values(value, depth + 1)


def _arrays(data: Any) -> Iterator[list[Any]]:
    if isinstance(data, list):
        yield data
    yield from (value for value in _values(data) if isinstance(value, list))


def _number(data: Any, pattern: re.Pattern[str], depth: int = 0) -> int | None:
    """The first number that is called so, the outermost first."""
    if not isinstance(data, dict) or depth > MAX_DEPTH:
        return None
    for name, value in data.items():
        if pattern.fullmatch(_snake(name)) and isinstance(value, int | str) and str(value).isdecimal():
            return int(value)
    return next((found for value in data.values() if (found := _number(value, pattern, depth + 1)) is not None), None)
