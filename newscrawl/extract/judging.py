"""Whether the best candidate is a board's list, and no table of other things, menu or widget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise

from newscrawl.extract.candidate import Candidate
from newscrawl.extract.document import Document
from newscrawl.extract.element import Element, text_of
from newscrawl.extract.links import target_of, way_of
from newscrawl.extract.page import Row
from newscrawl.extract.pager import PagerReading
from newscrawl.extract.weighing import score_of
from newscrawl.extract.words import FILE_NAME, is_time

FEWEST_TIMES, FEWEST_IN_A_BOX = 4, 4

BOARD_COLUMNS = frozenset({"number", "title", "published", "views"})
"""Columns that only a board's list has all together."""

SURE_HEADER = 4
"""Known words of a header that make a list wherever it stands."""

RANK = re.compile(r"순위|랭킹|등수|석차|rank(?:ing)?", re.IGNORECASE)

ASIDE_WORDS = re.compile(
    r"(?:이\s*시각\s*)?(?:관련|연관|많이\s*본|가장\s*많이|인기|추천|최신|최근|실시간|랭킹|베스트|주요|핫|hot|best|popular|related|recent|latest|ranking|다른)\s*"
    r"(?:기사|뉴스|글|게시글|게시물|댓글|포스트|소식|콘텐츠|컨텐츠|posts?|articles?|news|검색어|이슈|토픽)?(?:\s*(?:top|best)?\s*\d*)$",
    re.IGNORECASE,
)

LONGEST_HEADING = 30

MORE_WORDS = re.compile(r"^(?:\S{1,6} )?(?:더\s*보기|load more|more)(?:\s*\(?\d+\s*/\s*\d+\)?)?$", re.IGNORECASE)

MENU_NAMES = re.compile(
    r"(?:^|[\s_-])(?:all|main|top|sub|site|left|side|quick|m)?_?(?:menu|navi?|gnb|lnb|snb|sitemap|depth)\w{0,6}(?=$|[\s_-])",
    re.IGNORECASE,
)

AROUND_TITLES = re.compile(r"^(?:이전\s*글|다음\s*글|이전|다음|prev|next)\s*[:：]?$", re.IGNORECASE)


def are_apart(one: Candidate, two: Candidate) -> bool:
    """True where neither candidate holds the other."""
    box, other = one.box, two.box
    return not any(each is other for each in box.iterancestors()) and not any(
        each is box for each in other.iterancestors()
    )


def is_board(document: Document, best: Candidate, candidates: Sequence[Candidate], *, has_pager: bool) -> bool:
    """Whether the best of the candidates is a board's list, and no table of other things, menu or widget."""
    if document.hints.row:
        return True
    if best.empty:
        return best.header is not None
    if best.framed and not has_pager and (best.header is None or best.header.known < SURE_HEADER):
        return False
    rows = [row for row, _ in best.read]
    count = len(rows)
    leading = sum(target.leads for _, target in best.read)
    if not has_pager and sum(FILE_NAME.search(row.title) is not None for row in rows) * 5 > count * 4:
        return False  # a document's files
    if not has_pager and _is_timetable(rows):
        return False
    if best.header is not None and best.header.known >= 2 and best.header.has_title and leading >= count * 0.5:
        return bool(best.dated) or has_pager or "views" in best.header.fields
    if best.header is not None and set(best.header.fields) >= BOARD_COLUMNS:
        # Rows that a script opens, and says so nowhere in the page. A table in a post's text looks alike, and is whole.
        numbers = [row.number for row in rows if row.number is not None]
        return best.dated == count and len(numbers) * 2 > count and max(numbers) > count
    if leading < count * 0.6 or best.dated < count * 0.5:
        return False
    if document.is_fragment:
        return True
    if any(AROUND_TITLES.match(row.title) for row in rows) or _is_of_boxes(document, best):
        return False
    if count > FEWEST_TIMES and len({row.title for row in rows}) * 3 <= count:
        return False  # «마지막 글» of each of a site's boards
    if [row.number for row in rows] == list(range(1, count + 1)) and _ranks(best.box):
        return False
    if count < 5 and not has_pager:
        return False
    if not has_pager and ([row.number for row in rows] == list(range(1, count + 1)) or _is_aside(best.box)):
        return False
    rich = sum((row.author is not None) + (row.views is not None) + (row.number is not None) for row in rows) >= count
    if has_pager:
        return count >= 3 or rich
    alike = [
        each
        for each in candidates
        if each is not best
        and are_apart(each, best)
        and score_of(document, each) > max(0, best.score * 0.45)
        and len(each.read) >= 3
    ]
    if len(alike) >= 2:
        return False
    return count >= 2 if rich else count >= 8 and not alike


def _is_of_boxes(document: Document, best: Candidate) -> bool:
    """Whether each row holds several posts: the boxes of a site's boards on its first page."""
    several = 0
    for parts, (_, target) in zip(best.parts, best.read, strict=True):
        if len(parts.links) < FEWEST_IN_A_BOX or target.url is None:
            continue
        way = way_of(target)
        led = {each.url for link in parts.links if way_of(each := target_of(link, document.base_url)) == way}
        several += len(led) >= FEWEST_IN_A_BOX
    return several * 2 > len(best.parts)


def _ranks(box: Element) -> bool:
    """Whether a table's head calls its numbers places of a ranking."""
    head = next((row for row in box.iter("tr")), None)
    return head is not None and any(RANK.fullmatch(text_of(cell).strip()) for cell in head)


def _is_timetable(rows: Sequence[Row]) -> bool:
    """Whether rows bear times alone, which only rise: a day's programme. A board of one day's posts begins with the last."""
    times = [row.published for row in rows if row.published is not None and is_time(row.published.raw)]
    shown = [moment.value.strftime("%H:%M:%S") for moment in times]
    return len(shown) == len(rows) >= FEWEST_TIMES and all(one < other for one, other in pairwise(shown))


def goes_on(best: Candidate, pager: PagerReading, base: str) -> bool:
    """Whether a list has a pager, or is whole as the page counts it, or is made longer by a button beneath it."""
    return pager.found or pager.total == len(best.read) or _has_more(best.box, base)


def _has_more(box: Element, base: str) -> bool:
    """Whether a button beneath a list, which leads nowhere by itself, shows more of it; one with an address is a
    widget's, and leads to the list."""
    for element in (box, *islice(box.iterancestors(), 2)):
        beneath = element.getnext()
        if beneath is None:
            continue
        for each in beneath.iter("a", "button"):
            if MORE_WORDS.search(text_of(each).strip()) and not target_of(each, base).url:
                return True
    return False


def is_menu(box: Element) -> bool:
    """Whether an element or the one around it is called a menu."""
    around = box.getparent()
    each = (box,) if around is None else (box, around)
    return any(MENU_NAMES.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in each)


def _is_aside(box: Element) -> bool:
    """Whether the words above a list call it a part beside the page's own matter: most read, related, latest."""
    for element in (box, box.getparent()):
        above = element.getprevious() if element is not None else None
        if above is not None and ASIDE_WORDS.match(text_of(above).strip()[:LONGEST_HEADING]):
            return True
    return False
