"""Which part of the rows' links is the posts' id.

It is settled over all rows together: what differs in every row, looks like an id and is no page state, identifies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit, urlunsplit

from newscrawl.extract.document import Document
from newscrawl.extract.links import Target, parameters_of

SHOWN_STATE = frozenset(
    (
        "page", "pageindex", "cpage", "pg", "pageno", "page_no", "pagenum", "pagenumber", "nowpage", "curpage",
        "currentpage", "current_page", "gotopage", "pagesize", "pageunit", "recordcountperpage", "listsize", "list_count",
        "sst", "sod", "sfl", "stx", "sop", "spt", "sca", "sort", "sort_index", "order_type", "search_target",
        "search_keyword", "searchkeyword", "searchcondition", "searchtype", "searchword", "searchkey", "searchvalue",
        "liststyle", "phpsessid", "jsessionid", "utm_source", "utm_medium", "utm_campaign", "divpage", "sn1", "ss", "sc",
        "od", "groupcd", "_csrf", "csrf", "csrf_token", "csrftoken", "_token",
        "select_arrange", "keyfield", "keyword", "skey", "stype", "sval", "category",
    )
)  # fmt: skip
"""Parameters that a link to a post carries along from the list it stands in; without them it leads to the same post."""

PAGE_STATE = SHOWN_STATE | frozenset(
    (
        "p", "cp", "pn", "startpage", "start", "offset", "limit", "rows", "order", "orderby", "search", "s_key", "s_word",
        "cate", "list_style", "view_type", "listtype", "sid", "sessionid", "token", "csrf", "_csrf", "ref", "referer",
        "rnd", "_", "timestamp", "tab", "mode", "act", "cmd", "action", "method", "sn", "desc", "key_field", "srchword",
        "srchtp", "startdate", "enddate", "viewtype", "menuno", "menuid", "menucd", "mn", "mcode", "siteid",
    )
)  # fmt: skip
"""Parameters that say how or where a list is shown, never which post."""

ID_NAMES = (
    "wr_id", "document_srl", "nttid", "nttno", "ntt_sn", "articleid", "article_id", "articleno", "article_no", "bbsseq",
    "bbs_seq", "boardseq", "board_seq", "boardno", "board_no", "bbsno", "bbs_no", "postid", "post_id", "postno", "uid",
    "idx", "seq", "seqno", "no", "num", "number", "bidx", "b_idx", "bno", "b_no", "docid", "doc_id", "contentid",
    "content_id", "dataid", "data_sid", "sn", "ntatcseq", "bd_no", "brdno", "idxno", "seq_no", "srl", "id", "n", "key",
    "pid", "nid", "view",
)  # fmt: skip
"""Parameters that name a post, the surest first. `id` and `no` stand late: on some boards they name the board."""

NUMBERED = re.compile(r"[a-z]{2,12}[-_]\d{3,}(?:[-_]\d+)*$", re.IGNORECASE)
"""A path's part of a word and numbers: thread-55102-1-1."""

ENDING = re.compile(r"\.(?:html?|php|jsp|do|aspx?|nhn|es)$|(?<=\d)\.[a-z]{2,6}$")
"""How a path's last part ends that is no part of an id."""


@dataclass(slots=True, frozen=True)
class Keys:
    """The rows' keys, in order, and where they come from."""

    keys: list[str | None]
    source: str | None


def settle_keys(document: Document, targets: Sequence[Target], numbers: Sequence[int | None]) -> Keys:
    """Find what identifies the rows: a definition's or an engine's rule, else what differs in every row, else 번호."""
    hint = document.hints.key
    if hint and (keys := _by_hint(hint, targets)) is not None:
        return keys
    if document.engine is not None and (keys := _by_engine(document, targets)) is not None:
        return keys
    candidates = _candidates(targets)
    best: tuple[float, str, list[str | None]] | None = None
    for name, values in candidates.items():
        score = _score(name, values, numbers)
        if score > 0 and (best is None or score > best[0]):
            best = (score, name, values)
    if best is None:
        best = _unlikely_name(candidates)
    if best is not None:
        return Keys(_completed(best[2], candidates, targets), best[1])
    if (several := _of_several(candidates, len(targets))) is not None:
        return several
    urls = [shared_url(target.url) for target in targets]
    if urls and all(urls) and len(set(urls)) == len(urls):
        # Addresses made of titles hold no id, but each stays with its post; 번호 does not.
        return Keys(urls, "url")
    if any(number is not None for number in numbers):
        return Keys([str(number) if number is not None else None for number in numbers], "number")
    return Keys(urls, "url" if any(urls) else None)


def _unlikely_name(candidates: dict[str, list[str | None]]) -> tuple[float, str, list[str | None]] | None:
    """An id that is called as a list's state mostly is (?p=3310): a number of its own in each of several rows."""
    for name, values in candidates.items():
        if name.lower() in PAGE_STATE - SHOWN_STATE and len(values) > 2 and None not in values and _differ(values):
            return 0.0, name, values
    return None


def _completed(
    values: list[str | None], candidates: dict[str, list[str | None]], targets: Sequence[Target]
) -> list[str | None]:
    """The keys, and for rows that lead by a script where the others lead by an address (secret posts) its number."""
    known = {value for value in values if value}
    completed = list(values)
    for row, target in enumerate(targets):
        if completed[row] is None and target.url is None:
            found = (value for other in candidates.values() if (value := other[row]) is not None)
            completed[row] = next((value for value in found if value.isdecimal() and value not in known), None)
    return completed


def _of_several(candidates: dict[str, list[str | None]], count: int) -> Keys | None:
    """Keys of rows that lead in two ways or more, none of which most of them share; only where they make a whole."""
    keys: list[str | None] = [None] * count
    used = []
    ids = {name: values for name, values in candidates.items() if name.lower() not in PAGE_STATE and _differ(values)}
    for name, values in sorted(ids.items(), key=lambda each: -sum(value is not None for value in each[1])):
        if any(key is None and value is not None for key, value in zip(keys, values, strict=True)):
            keys = [key or value for key, value in zip(keys, values, strict=True)]
            used.append(name)
    if not used or None in keys or len(set(keys)) < count:
        return None
    return Keys(keys, " or ".join(used))


def _differ(values: Sequence[str | None]) -> bool:
    """Whether values are numbers of which no two are the same."""
    present = [value for value in values if value]
    return all(value.isdecimal() for value in present) and len(set(present)) == len(present) > 1


def _by_hint(hint: str, targets: Sequence[Target]) -> Keys | None:
    if re.fullmatch(r"[\w-]+", hint):
        keys = [_parameter(target.url, hint) for target in targets]
    else:
        pattern = re.compile(hint)
        texts = (target.url or f"{target.function}({','.join(target.arguments)})" for target in targets)
        keys = [match[1] if (match := pattern.search(text)) else None for text in texts]
    return Keys(keys, hint) if any(keys) else None


def _by_engine(document: Document, targets: Sequence[Target]) -> Keys | None:
    engine = document.engine
    assert engine is not None
    keys: list[str | None] = []
    source = ""
    for target in targets:
        key = None
        if target.url is not None:
            for name in engine.key_parameters:
                if key := _parameter(target.url, name):
                    source = source or name
                    break
            if (
                key is None
                and engine.key_path is not None
                and (match := engine.key_path.search(urlsplit(target.url).path))
            ):
                key = match[1]
                source = source or "path"
        keys.append(key)
    found = [key for key in keys if key]
    if len(found) * 2 < len(keys) or not found or (len(set(found)) == 1 and len(found) > 2):
        return None
    return Keys(keys, source)


def _parameter(url: str | None, name: str) -> str | None:
    if url is None:
        return None
    return next((value for key, value in parameters_of(url) if key.lower() == name.lower()), None)


def _candidates(targets: Sequence[Target]) -> dict[str, list[str | None]]:
    """Every part of the links that may be an id, by its name, with its value in each row."""
    found: dict[str, list[str | None]] = {}

    def put(name: str, row: int, value: str) -> None:
        values = found.setdefault(name, [None] * len(targets))
        if values[row] is None:
            values[row] = value

    for row, target in enumerate(targets):
        if target.url is not None:
            for name, value in (*parameters_of(target.url), *_parts_of_path(urlsplit(target.url).path)):
                put(name, row, value)
        for index, argument in enumerate(target.arguments):
            put(f"script:{target.function}:{index}", row, argument)
        for name, value in target.data.items():
            put(name, row, value)
    return found


@lru_cache(maxsize=1024)
def _parts_of_path(path: str) -> tuple[tuple[str, str], ...]:
    """The parts of a path that may be an id, by their place from its end."""
    found = []
    segments = [segment for segment in unquote(path).split("/") if segment]
    for index, segment in enumerate(segments):
        plain = ENDING.sub("", segment)
        found.append((f"path:{index - len(segments)}", plain))
        if not plain.isdecimal() and NUMBERED.match(plain):
            words = re.split(r"[-_]", plain)
            found += [
                (f"path:{index - len(segments)}.{len(words)}.{at}", word)
                for at, word in enumerate(words)
                if word.isdecimal()
            ]
    return tuple(found)


def _score(name: str, values: list[str | None], numbers: Sequence[int | None]) -> float:
    """How well a part of the links identifies the rows; 0 and less: not at all."""
    present = [value for value in values if value]
    if len(present) < max(1, len(values) * 0.6):
        return 0
    distinct = len(set(present)) / len(present)
    if len(present) > 1 and distinct < 0.8:
        return 0
    plain = name.lower()
    if plain in PAGE_STATE and plain not in ID_NAMES:
        return 0
    if any(len(value) > 300 for value in present):
        return 0
    digits = sum(value.isdecimal() for value in present) / len(present)
    score = distinct * 4 + digits * 3
    if plain in ID_NAMES:
        score += 3 - ID_NAMES.index(plain) * 0.05
    elif re.search(r"(?:id|no|seq|idx|srl|sn|num|key)$", plain):
        score += 2
    elif plain.startswith("path:"):
        # Of a path's segments the last that is a number, or the very last.
        place = -int(plain[5:].partition(".")[0])
        score += 1.5 + 0.2 / place if digits > 0.8 else 0.2 / place - 1.5
    elif plain.startswith("script:"):
        score += 1 - 0.01 * int(plain.rpartition(":")[2])
    elif plain.startswith("data-"):
        score += 0.5
    shown = [str(number) for number in numbers if number is not None]
    if shown and len(present) > 1 and present[-len(shown) :] == shown:
        # It only repeats 번호, which may be a position; something else that differs is surer.
        score -= 2
    if len(present) == 1 and not (plain in ID_NAMES or digits):
        return 0
    if digits < 0.5 and all(re.search(r"[가-힣\s]", value) for value in present):
        score -= 4
    return score


def shared_url(url: str | None, page_parameter: str | None = None) -> str | None:
    """The address that a person would share: without what the link carries along from its list.

    `page_parameter` is the name under which this list's pager asks for a page.
    """
    if url is None:
        return None
    if "?" not in url or not (query := urlsplit(url).query):
        return url
    pairs = query.split("&")
    kept = [
        pair
        for pair in pairs
        if pair and (name := pair.partition("=")[0]).lower() not in SHOWN_STATE and (not name or name != page_parameter)
    ]
    return url if len(kept) == len(pairs) else urlunsplit(urlsplit(url)._replace(query="&".join(kept)))
