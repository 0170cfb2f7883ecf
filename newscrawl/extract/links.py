"""Where a row leads: by address, by a script's call, by data attributes or by a form; and which part of that is the id.

The id is settled over all rows together: what differs in every row, looks like an id and is no page state, identifies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

from newscrawl.extract.document import Document
from newscrawl.extract.element import DATA_ADDRESSES, Element
from newscrawl.extract.page import PageRequest

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

DATA_ID = re.compile(
    r"(?:[-_]|^data-)(?:id|no|seq|key|idx|num|uid|srl|sn|value|params|sno|idx_no|(?:[abdmnp]|art|article|post|doc|ntt|bbs)_?(?:id|no|seq|idx))\d?$"
)
"""Attributes in which rows carry an id for a script: data-id, data-search-no-seq, data-req-get-p-idx."""


_CALL = re.compile(r"([A-Za-z_$][\w$.]*)\s*\(([^()]{0,400})\)")
_ARGUMENT = re.compile(r"""'((?:[^'\\]|\\.){0,300})'|"((?:[^"\\]|\\.){0,300})"|(-?\d{1,20})\b""")
_LOCATION = re.compile(
    r"""location(?:\.href)?\s*=\s*['"]([^'"]{1,500})['"]|location\.(?:replace|assign)\(\s*['"]([^'"]{1,500})"""
)
_SUBMIT = re.compile(r"^\s*(?:document|this)\.(?:forms\s*(?:\[\s*['\"]|\.))?([\w$]+)(?:['\"]\s*\])?\.submit\s*\(")
"""A call that sends a form by its name: document.f640.submit()."""
ROUTE = re.compile(r"^#!?/\S*?(\d+)/?$")
"""An address within a page that a script of its own makes: #/notice/1200."""
_OPEN = re.compile(r"""window\.open\(\s*['"]([^'"]{1,500})['"]""")
PATH = re.compile(r"(?:https?://|\.{0,2}/)[\w.~%/-]*\w(?:\?\S*)?$")
"""An address among a call's arguments is where it leads: goPage('S', null, '/biz/applyInfo/3901')."""

_SEGMENT = r"[^\s#?./]+(?:\.[\w-]+)*"
_PLAIN_TAIL = rf"/(?:{_SEGMENT}(?:/{_SEGMENT})*/?)?(?:\?[^\s#]+)?$"
PLAIN_PATH = re.compile(_PLAIN_TAIL)
PLAIN_RELATIVE = re.compile(r"(?:\./)?[\w%-]+(?:\.[\w-]+)*(?:/[\w%-]+(?:\.[\w-]+)*)*/?(?:\?[^\s#]+)?$")
PLAIN_QUERY = re.compile(r"\?[^\s#]+$")
PLAIN_URL = re.compile(rf"https?://[\w.-]+{_PLAIN_TAIL}")
"""Addresses in which nothing is to be joined or tidied up: no dots for segments, no fragment, no odd scheme."""

NUMBERED = re.compile(r"[a-z]{2,12}[-_]\d{3,}(?:[-_]\d+)*$", re.IGNORECASE)
"""A path's part of a word and numbers: thread-55102-1-1."""

ENDING = re.compile(r"\.(?:html?|php|jsp|do|aspx?|nhn|es)$|(?<=\d)\.[a-z]{2,6}$")
"""How a path's last part ends that is no part of an id."""

_NO_CALLS = frozenset(
    ("return", "void", "if", "for", "while", "function", "alert", "confirm", "this.blur", "blur", "stopPropagation",
     "event.stopPropagation", "$", "jQuery", "toggle")
)  # fmt: skip


@dataclass(slots=True)
class Target:
    """Where one link leads: an address (`url`), or a script's `function` with its `arguments`, or `data` attributes.

    `request` is what a button of a form of its own sends by POST; `url` then holds its fields as a query.
    """

    url: str | None = None
    request: PageRequest | None = None
    function: str | None = None
    arguments: tuple[str, ...] = ()
    data: dict[str, str] = field(default_factory=dict)

    @property
    def leads(self) -> bool:
        return bool(self.url or self.arguments or self.data)


def target_of(element: Element, base: str) -> Target:
    """Where an element leads when it is clicked."""
    if element.tag in {"input", "button"} and (sent := _own_form(element, base)) is not None:
        return sent
    known = dict(element.items())
    if not known:
        return Target()
    href = (known.get("href") or "").strip()
    onclick = known.get("onclick") or ""
    data = {name: value for name, value in known.items() if name.startswith("data-") and _holds_id(name)}
    address = next((value for name in DATA_ADDRESSES if (value := known.get(name))), None)
    if not href and not onclick and not address:
        return Target(data=data)
    if address and not href.startswith(("http", "/")):
        return Target(url=absolute_address(address, base), data=data)
    if href and not href.startswith(("#", "javascript:", "Javascript:", "JavaScript:", "mailto:", "tel:", "data:")):
        url = absolute_address(href, base)
        # A link that only opens the list again (href="?") with a script beside it is the script's.
        if url is not None and not (onclick and urldefrag(url)[0] == urldefrag(base)[0]):
            return Target(url=url, data=data)
    if (route := ROUTE.match(href)) is not None:
        return Target(data={"data-route": route[1]} | data)
    script = href[11:] if href.lower().startswith("javascript:") else onclick
    if not _calls(script) and onclick:
        script = onclick
    if (sends := _SUBMIT.match(script)) is not None:
        form = next((each for each in element.iterancestors("form") if each.get("name") == sends[1]), None)
        if form is not None and (sent := _sent_by(form, base)) is not None:
            return sent
    for pattern in (_LOCATION, _OPEN):
        if (match := pattern.search(script)) is not None:
            return Target(url=absolute_address(next(group for group in match.groups() if group), base), data=data)
    calls = _calls(unquote(script))
    if calls:
        name, arguments = calls[0]
        path = next((each for each in arguments if PATH.match(each)), None)
        if path is not None and not any(each.isdecimal() for each in arguments):
            return Target(url=absolute_address(path, base), data=data)
        return Target(function=name, arguments=arguments, data=data)
    return Target(data=data)


@lru_cache(maxsize=1024)
def _holds_id(name: str) -> bool:
    return DATA_ID.search(name) is not None


def _own_form(button: Element, base: str) -> Target | None:
    """Where a row's own form leads, when its button is pressed; None for a button that only a script knows."""
    if (button.get("type") or "submit").lower() not in {"submit", "image"} or button.get("onclick"):
        return None
    form = next(button.iterancestors("form"), None)
    return _sent_by(form, base) if form is not None else None


def _sent_by(form: Element, base: str) -> Target | None:
    """Where a form with an id among its hidden fields leads when it is sent."""
    url = absolute_address(form.get("action") or "", base)
    if url is None:
        return None
    hidden = (each for each in form.iter("input") if (each.get("type") or "").lower() == "hidden")
    values = {name: each.get("value") or "" for each in hidden if (name := each.get("name"))}
    if not values:
        return None
    address = f"{url}{'&' if '?' in url else '?'}{urlencode({key: value for key, value in values.items() if value})}"
    is_post = (form.get("method") or "GET").upper() == "POST"
    return Target(url=address, request=PageRequest(url, "POST", tuple(values.items())) if is_post else None)


@lru_cache(maxsize=4096)
def absolute_address(href: str, base: str) -> str | None:
    """The address that a link leads to, without fragment; None for what is no http or https address.

    In a saved page of which nobody says where it came from, links lead to files.
    """
    if PLAIN_URL.match(href):
        return href
    try:
        if PLAIN_PATH.match(href) and (origin := _origin(base)):
            return origin + href  # what urljoin would say, at a tenth of its cost
        if PLAIN_RELATIVE.match(href) and (folder := _folder(base)):
            return folder + href.removeprefix("./")
        if PLAIN_QUERY.match(href) and (path := _path(base)):
            return path + href
        url = urldefrag(urljoin(base, href.replace("\n", "").replace("\r", "").replace("\t", "")))[0]
        scheme = urlsplit(url).scheme
        return url if scheme in {"http", "https"} or (scheme == "file" and base.startswith("file:")) else None
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _folder(base: str) -> str:
    """What stands before a relative address."""
    return urljoin(base, "x")[:-1] if _origin(base) else ""


@lru_cache(maxsize=64)
def _path(base: str) -> str:
    """What stands before a query alone."""
    return urljoin(base, "?x")[:-2] if _origin(base) else ""


@lru_cache(maxsize=64)
def _origin(base: str) -> str:
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} else ""


@lru_cache(maxsize=4096)
def _calls(script: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for match in _CALL.finditer(script[:2000]):
        if match[1] in _NO_CALLS:
            continue
        arguments = tuple(
            next(group for group in argument.groups() if group is not None) for argument in _ARGUMENT.finditer(match[2])
        )
        if arguments:
            found.append((match[1], arguments))
    return tuple(found)


def way_of(target: Target) -> tuple[str, ...]:
    """How a link leads, apart from its numbers: those of a list's posts lead alike."""
    return _way_of_address(target.url) if target.url is not None else (target.function or "",)


@lru_cache(maxsize=4096)
def _way_of_address(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    return (parts.netloc, re.sub(r"\d+", "0", parts.path), *sorted(name for name, _ in parameters_of(url)))


@lru_cache(maxsize=4096)
def parameters_of(url: str) -> tuple[tuple[str, str], ...]:
    """The names and values in an address's query, without those that have no value."""
    query = urlsplit(url).query
    if "%" in query or "+" in query:
        return tuple(parse_qsl(query))
    pairs = (pair.partition("=") for pair in query.split("&"))  # what parse_qsl says of it, at a third of its cost
    return tuple((name, value) for name, _, value in pairs if value)


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
