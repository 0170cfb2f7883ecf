"""Find the page's list, with all that belongs to it: its pager, its notices, the keys of its rows.

Candidates are weighed (weighing.py), the best one is judged (judging.py), and the score says why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import islice, pairwise

from newscrawl.extract.candidate import Candidate
from newscrawl.extract.candidates import find_candidates, find_dateless
from newscrawl.extract.day_above import settle_days
from newscrawl.extract.document import Document
from newscrawl.extract.element import Element
from newscrawl.extract.forms import Forms, form_request
from newscrawl.extract.judging import are_apart, goes_on, is_board, is_menu
from newscrawl.extract.keys import settle_keys, shared_url
from newscrawl.extract.links import Target, target_of, way_of
from newscrawl.extract.notices import notice_box, settle_notices
from newscrawl.extract.page import Listing, Row
from newscrawl.extract.pager import has_page_numbers, read_pager
from newscrawl.extract.weighing import highest_score, score_of, weigh
from newscrawl.extract.words import EMPTY_TEXT

FEWEST_DATELESS = 4

SISTER_REACH = 3
"""How far above two tables the element is that holds both, where one holds the notices of the other."""
NOTICES_REACH, NOTICES_DEPTH = 3, 2
"""Elements before a list, and before those around it, among which its notices may stand."""


LONGEST_EMPTY, EMPTY_SCORE = 40, 0.5
"""Characters of a line that says that there is nothing, and how sure it makes a list."""

COUNT_AT_END = re.compile(r"\s*[\[(](\d{1,5})[\])]$")


def find_listing(document: Document) -> tuple[Listing, Element] | None:
    """The page's list and the element that holds it; None for a page without one."""
    root = document.root
    if root is None:
        return None
    candidates = find_candidates(document, root)
    best = _best(document, candidates)
    sisters = _sisters(document, candidates, best) if best is not None else []
    pager = read_pager(document, best.box, _links(best, *sisters)) if best is not None else None
    if (
        best is None
        or pager is None
        or not is_board(
            document,
            best,
            [each for each in candidates if each not in sisters],
            has_pager=goes_on(best, pager, document.base_url),
        )
    ):
        best, sisters = _dateless(document, root), []
        if best is None:
            return None
        pager = read_pager(document, best.box, _links(best))
        if not pager.found:
            return None
    for sister in sisters:
        best.read, best.parts = [*sister.read, *best.read], [*sister.parts, *best.parts]
    if document.hints.notice is None:
        settle_notices(best.read, best.parts)
    settle_days(document, [row for row, _ in best.read], best.parts)
    if document.hints.notice is None:
        best.read = [*_notices_above(document, best), *best.read]
    rows = _finish(document, best, pager.pager.field if pager.pager is not None else None)
    if not rows and not best.empty:
        return None
    columns = [name for name in best.header.fields if name != "other"] if best.header else _columns_seen(rows)
    listing = Listing(
        rows=rows,
        columns=list(dict.fromkeys(str(name) for name in columns)),
        page=pager.page,
        last_page=pager.last_page,
        total=pager.total if pager.total is not None else _count_by_position(rows, pager.page),
        next_request=pager.next_request,
        pager=pager.pager,
        steps=pager.steps,
        leads_on=pager.leads_on,
        key_source=best.key_source,
        score=round(min(1.0, best.confidence + 0.15 * pager.found), 2),
        evidence=best.evidence,
    )
    return listing, best.box


def find_empty(document: Document) -> Listing | None:
    """A list without posts that says so in a line of its own: <li class="none">게시글이 없습니다.</li>."""
    if document.root is None:
        return None
    for element in document.root.iter("li", "td", "dd", "p", "div", "strong"):
        if not len(element) and (text := element.text) and len(text) < LONGEST_EMPTY:
            if EMPTY_TEXT.fullmatch(text.strip(" \t\r\n.!")):
                return Listing(rows=[], columns=[], score=EMPTY_SCORE, evidence=["says that there are no posts"])
    return None


def _best(document: Document, candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate for which most speaks; of several the first.

    Those that may score most are read first, and those that cannot score as much as one that was read are not.
    """
    best: tuple[float, int, Candidate] | None = None
    places = sorted(range(len(candidates)), key=lambda at: -highest_score(candidates[at]))
    for at in places:
        candidate = candidates[at]
        if best is not None and highest_score(candidate) < best[0]:
            break
        weigh(document, candidate)
        if candidate.score > 0 and (best is None or (candidate.score, -at) > best[:2]):
            best = (candidate.score, -at, candidate)
    return best[2] if best is not None else None


def _sisters(document: Document, candidates: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    """The lists apart from the best that hold its notices."""
    if best.header is None:
        return []
    headed = [each for each in candidates if each is not best and each.header is not None and are_apart(each, best)]
    return [each for each in headed if score_of(document, each) > 0 and _is_sister(each, best)]


def _dateless(document: Document, root: Element) -> Candidate | None:
    """A list without any date: rows that each lead to something of their own. Only a pager makes it a board's."""
    if not has_page_numbers(document):
        return None
    best: Candidate | None = None
    for candidate in find_dateless(root):
        weigh(document, candidate)
        rows = candidate.read
        if (
            len(rows) < FEWEST_DATELESS
            or candidate.framed
            or is_menu(candidate.box)
            or len(rows) < 0.7 * len(candidate.rows)
        ):
            continue
        if any(not target.leads for _, target in rows) or len({row.title for row, _ in rows}) < len(rows):
            continue
        keys = settle_keys(document, [target for _, target in rows], [row.number for row, _ in rows])
        if keys.source in {None, "url", "number"} or any(not key or not key[-1].isdigit() for key in keys.keys):
            continue
        length = sum(len(row.title) for row, _ in rows)
        if best is None or length > sum(len(row.title) for row, _ in best.read):
            best = candidate
    return best


def _is_sister(rival: Candidate, best: Candidate) -> bool:
    """Notices often stand in a table of their own above the list, with the same columns."""
    if best.header is None or rival.header is None or len(rival.header.fields) != len(best.header.fields):
        return False
    pairs = list(zip(rival.header.fields, best.header.fields, strict=True))
    if any(one != other and "other" not in {one, other} for one, other in pairs[:1]) or any(
        one != other for one, other in pairs[1:]
    ):
        return False
    around = set(islice(best.box.iterancestors(), SISTER_REACH))
    return any(each in around and each.tag != "body" for each in islice(rival.box.iterancestors(), SISTER_REACH))


def _notices_above(document: Document, best: Candidate) -> list[tuple[Row, Target]]:
    """The notices that stand in a list of their own above the other posts, often without a date: they lead where these do."""
    ways: set[tuple[str, ...]] = set()
    there: set[str | None] = set()
    for element in (best.box, *islice(best.box.iterancestors(), NOTICES_DEPTH)):
        for above in islice(element.itersiblings(preceding=True), NOTICES_REACH):
            if (box := notice_box(above)) is not None:
                ways = ways or {way_of(target) for _, target in best.read}
                if not _leads_one_of(ways, box, document.base_url):
                    continue  # a menu
                candidate = Candidate(box, list(box))
                weigh(document, candidate)
                there = there or {target.url for _, target in best.read}
                if candidate.read and all(
                    way_of(target) in ways and target.url not in there for _, target in candidate.read
                ):
                    for row, _ in candidate.read:
                        row.is_notice, row.number = True, None
                    return candidate.read
    return []


def _leads_one_of(ways: Set[tuple[str, ...]], box: Element, base: str) -> bool:
    """Whether anything in a box leads in one of some ways."""
    return any(way_of(target_of(each, base)) in ways for each in box.iter())


def _links(*lists: Candidate) -> set[Element]:
    return {link for candidate in lists for each in candidate.parts for link in each.links}


def _finish(document: Document, best: Candidate, page_parameter: str | None) -> list[Row]:
    """Give the rows their keys and addresses, and their comment counts where the list shows any."""
    rows = [row for row, _ in best.read]
    targets = [target for _, target in best.read]
    if len(rows) > 2 and all(row.is_reply for row in rows):
        for row in rows:
            row.is_reply = False  # a mark that all rows bear tells none of them
    settled = settle_keys(document, targets, [row.number for row in rows])
    forms = Forms(document)
    _take_counts_off_titles(rows)
    counts_shown = any(row.comments is not None for row in rows)
    _bare_categories(rows)
    for row, target, key in zip(rows, targets, settled.keys, strict=True):
        row.key = key
        row.url = shared_url(target.url, None if page_parameter == settled.source else page_parameter)
        row.request = target.request
        if row.url is None:
            url, row.request = form_request(document, target, forms)
            row.url = shared_url(url, page_parameter)
        if row.comments is None and counts_shown:
            row.comments = 0
    best.evidence.append(f"keys from {settled.source}" if settled.source else "no keys")
    best.key_source = settled.source
    return rows


def _take_counts_off_titles(rows: Sequence[Row]) -> None:
    """제목 [3] in every row: what ends all titles counts the comments, and shows so where there are none.

    One title may well end so by itself, and numbered ones do in turn.
    """
    found = [COUNT_AT_END.search(row.title) for row in rows]
    counts = [int(match[1]) for match in found if match is not None]
    if len(rows) < 3 or len(counts) < len(rows) * 0.9 or 0 not in counts:
        return
    if len(set(counts)) == len(counts) and counts in (sorted(counts), sorted(counts, reverse=True)):
        return
    for row, match in zip(rows, found, strict=True):
        if match is not None and match.start() > 0:
            row.title, row.comments = row.title[: match.start()].rstrip(), int(match[1])


def _bare_categories(rows: Sequence[Row]) -> None:
    """Brackets around every category of a list are its dress: [정보] is 정보."""
    named = [row for row in rows if row.category]
    if len(named) > 1 and all(row.category and row.category[0] in "[(<" and row.category[-1] in "])>" for row in named):
        for row in named:
            row.category = (row.category or "")[1:-1].strip() or None


def _count_by_position(rows: Sequence[Row], page: int | None) -> int | None:
    """The board's count as its first page tells it: 번호 that is a position counts down from the number of posts."""
    numbered = [row for row in rows if row.number is not None]
    if page != 1 or len(numbered) < 2 or all(row.key == str(row.number) for row in numbered):
        return None
    numbers = [row.number for row in numbered if row.number is not None]
    return numbers[0] if all(upper - lower == 1 for upper, lower in pairwise(numbers)) else None


def _columns_seen(rows: Sequence[Row]) -> list[str]:
    names = ("number", "category", "title", "author", "published", "views", "votes", "comments")
    return [name for name in names if any(getattr(row, name) is not None for row in rows)]
