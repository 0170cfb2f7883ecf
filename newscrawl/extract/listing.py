"""Tell a board's list from all that looks like one, by evidence: links, dates, names, numbers, words above, a pager.

Candidates are read and scored, and the score says why.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from itertools import islice, pairwise

from newscrawl.extract.candidates import Candidate, find_candidates, find_dateless
from newscrawl.extract.columns import Header
from newscrawl.extract.day_above import settle_days
from newscrawl.extract.document import Document
from newscrawl.extract.element import Element, text_of
from newscrawl.extract.fields import assign_fields
from newscrawl.extract.forms import Forms, form_request
from newscrawl.extract.links import Target, settle_keys, shared_url, target_of, way_of
from newscrawl.extract.notices import notice_box, settle_notices
from newscrawl.extract.page import Listing, Row
from newscrawl.extract.pager import PagerReading, has_page_numbers, read_pager
from newscrawl.extract.parts import IMAGE_NAME, RowParts, take_apart
from newscrawl.extract.rows import RowReader
from newscrawl.extract.slot import columns_of, complete_rows, span_of
from newscrawl.extract.words import DATE_LIKE, FILE_NAME, NOTICE_CLASS, is_time

FEWEST_DATELESS = 4
FEWEST_TIMES = 4
BOARD_COLUMNS = frozenset({"number", "title", "published", "views"})
"""Columns that only a board's list has all together."""

SISTER_REACH = 3
"""How far above two tables the element is that holds both, where one holds the notices of the other."""
NOTICES_REACH, NOTICES_DEPTH = 3, 2
"""Elements before a list, and before those around it, among which its notices may stand."""
SURE_HEADER = 4
"""Known words of a header that make a list wherever it stands."""

ROW_POINTS, ROWS_THAT_COUNT = 1, 40
"""What each row speaks for a list that leads somewhere and has a date, and how many rows do."""
NAMED, NUMBERED, VIEWED, HEADED, KNOWN, SURE = 10, 8, 8, 6, 3, 20
"""What speaks for a list: rows with a writer, 번호, views; a header, each of its known words; how sure all is."""

ANSWERED = ("답글", "댓글", "답변")
"""How a text ends that says when a post was answered last: «솔바람 님이 방금 전 답글»."""

RANK = re.compile(r"순위|랭킹|등수|석차|rank(?:ing)?", re.IGNORECASE)

LONGEST_EMPTY, EMPTY_SCORE = 40, 0.5
"""Characters of a line that says that there is nothing, and how sure it makes a list."""

COUNT_AT_END = re.compile(r"\s*[\[(](\d{1,5})[\])]$")

AROUND = re.compile(
    r"(?:^|[\s_-])(?:comments?|cmt\w*|feedback|reply(?:list|_list)?|footer|gnb|lnb|snb|sidebar|side|aside|widget|banner|popup|calendar|"
    r"latest|lat|recent|rank(?:ing)?|related|relation|bo_vc|fdb\w*|breadcrumb|best_?list|popular|hot_?list)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)

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

EMPTY_TEXT = re.compile(
    r"(?:게시물|게시글|등록된\s*(?:글|게시물|자료|내용)|자료|데이터|내용|글|검색\s*결과|조회된\s*(?:자료|내용|데이터))(?:이|가|은|는)?\s*(?:없습니다|존재하지\s*않습니다|없음)"
    r"|no\s+(?:posts|articles|data|results)",
    re.IGNORECASE,
)


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
        or not _is_board(
            document,
            best,
            [each for each in candidates if each not in sisters],
            has_pager=_goes_on(best, pager, document.base_url),
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
    places = sorted(range(len(candidates)), key=lambda at: -_most(candidates[at]))
    for at in places:
        candidate = candidates[at]
        if best is not None and _most(candidate) < best[0]:
            break
        _weigh(document, candidate)
        if candidate.score > 0 and (best is None or (candidate.score, -at) > best[:2]):
            best = (candidate.score, -at, candidate)
    return best[2] if best is not None else None


def _most(candidate: Candidate) -> float:
    """What a candidate that is not weighed yet scores at most, and what a weighed one scores."""
    if candidate.weighed:
        return candidate.score
    known = candidate.header.known if candidate.header is not None else 0
    rows = ROW_POINTS * min(len(candidate.rows), ROWS_THAT_COUNT)
    return candidate.score + rows + NAMED + NUMBERED + VIEWED + SURE + (HEADED + KNOWN * known if known else 0)


def _sisters(document: Document, candidates: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    """The lists apart from the best that hold its notices."""
    if best.header is None:
        return []
    headed = [each for each in candidates if each is not best and each.header is not None and _apart(each, best)]
    return [each for each in headed if _score_of(document, each) > 0 and _is_sister(each, best)]


def _score_of(document: Document, candidate: Candidate) -> float:
    if not candidate.weighed:
        _weigh(document, candidate)
    return candidate.score


def _dateless(document: Document, root: Element) -> Candidate | None:
    """A list without any date: rows that each lead to something of their own. Only a pager makes it a board's."""
    if not has_page_numbers(document):
        return None
    best: Candidate | None = None
    for candidate in find_dateless(root):
        _weigh(document, candidate)
        rows = candidate.read
        if (
            len(rows) < FEWEST_DATELESS
            or candidate.framed
            or _is_menu(candidate.box)
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


# --- evidence


def _weigh(document: Document, candidate: Candidate) -> None:
    """Read the candidate's rows and score it."""
    candidate.weighed = True
    parts = [take_apart(row, candidate.cells.get(row, ())) for row in candidate.rows if not _is_head(row)]
    if candidate.header is not None:
        width = len(candidate.header.fields)
        parts = [each for each in parts if len(each.cells) >= min(2, width)]
        complete_rows(parts, candidate.header)
        if not candidate.header.has_title:
            candidate.header = _name_title(candidate.header, parts)
    called = sum(NOTICE_CLASS.search(each.names) is not None for each in parts)
    reader = RowReader(document, candidate.header, notices_named=called * 2 <= len(parts))
    for each, fields in zip(parts, assign_fields(document, parts, candidate.header), strict=True):
        result = reader.read(each, fields)
        if result is not None and _is_post(result):
            candidate.read.append(result)
            candidate.parts.append(each)
            candidate.dated += (
                result[0].published is not None or "period" in fields or _has_date(document, each, result[0].title)
            )
    _number_by_position(candidate)
    rows = candidate.read
    candidate.empty = not rows and _is_empty(candidate)
    count = len(rows)
    if candidate.empty and candidate.header is not None and candidate.header.has_title:
        candidate.score, candidate.confidence = 8, 0.5
        candidate.evidence.append("says that there are no posts")
        return
    if not count:
        candidate.score = 0
        return
    leading = sum(target.leads for _, target in rows) / count
    dated = candidate.dated / count
    named, numbered, viewed = (
        sum(getattr(row, name) is not None for row, _ in rows) / count for name in ("author", "number", "views")
    )
    known = candidate.header.known if candidate.header is not None else 0
    score = candidate.score + ROW_POINTS * min(count, ROWS_THAT_COUNT) * (leading + dated) / 2
    score += NAMED * named + NUMBERED * numbered + VIEWED * viewed
    if known:
        score += HEADED + KNOWN * known
    if leading < 0.5:
        score -= 25
        candidate.evidence.append(f"only {leading:.0%} of the rows lead anywhere")
    if dated < 0.3:
        score -= 14
    if AROUND.search(" ".join(_names_around(candidate.box))):
        score -= 18
        candidate.framed = True
        candidate.evidence.append("stands in a part that frames the page")
    titles = Counter(row.title for row, _ in rows)
    if count > 3 and len(titles) < count * 0.5:
        score -= 15
    if sum(len(row.title) for row, _ in rows) / count < 4:
        score -= 15
    sure = 0.3 * leading + 0.25 * dated + 0.1 * (named + numbered + viewed) + 0.15 * (known >= 2)
    candidate.score = score + SURE * sure
    candidate.confidence = sure if count > 2 or known >= 2 else sure * 0.6
    candidate.evidence.append(
        f"{count} rows; {leading:.0%} lead somewhere, {dated:.0%} with a date, {named:.0%} with an author, "
        f"{numbered:.0%} with 번호, {viewed:.0%} with views"
    )


def _name_title(header: Header, parts: Sequence[RowParts]) -> Header:
    """A header without a word for the title: the column with the longest links is its, unnamed or called 주제 and the like."""
    lengths: Counter[int] = Counter()
    for row in parts:
        columns = columns_of(row.cells, header)
        for piece in row.pieces:
            if (
                piece.link is not None
                and not piece.hidden
                and not piece.names.startswith(IMAGE_NAME)
                and piece.cell < len(columns)
                and columns[piece.cell] in {"other", "category"}
            ):
                at = sum(span_of(cell) for cell in row.cells[: piece.cell])
                lengths[at] += len(piece.text)
    if not lengths:
        return header
    title = lengths.most_common(1)[0][0]
    fields = tuple("title" if at == title else name for at, name in enumerate(header.fields))
    return Header(fields, header.known, header.open - {title})


def _has_date(document: Document, parts: RowParts, title: str) -> bool:
    """Whether a date stands in the row outside its title: a period, a deadline or the last answer date a post too."""
    return any(
        (piece.link is None or title not in piece.text)
        and len(piece.text) < 40
        and DATE_LIKE.search(piece.text)
        and (document.date(piece.text) or piece.text.endswith(ANSWERED))
        for piece in parts.pieces
    )


def _number_by_position(candidate: Candidate) -> None:
    """번호 that nothing names: the first number of each row, where it falls by one from row to row."""
    if any(row.number is not None for row, _ in candidate.read):
        return
    numbers = [each.first_number for each in candidate.parts]
    pairs = [(upper, lower) for upper, lower in pairwise(numbers) if upper is not None and lower is not None]
    falling = sum(upper - lower == 1 for upper, lower in pairs)
    if falling < 2 or falling < len(pairs) * 0.7:
        return
    for (row, _), number in zip(candidate.read, numbers, strict=True):
        if not row.is_notice:
            row.number = number


def _is_head(row: Element) -> bool:
    """Whether a row is a header's; some boards write the rows of their notices with <th> as well."""
    if row.tag != "tr" or not len(row) or any(cell.tag != "th" for cell in row):
        return False
    return not any(DATE_LIKE.search(text_of(cell)) for cell in row)


def _is_post(result: tuple[Row, Target]) -> bool:
    row, target = result
    if not target.leads and row.published is None and row.number is None:
        return False
    if not target.leads and EMPTY_TEXT.fullmatch(row.title.strip(" .!")):
        return False
    return bool(row.title)


def _is_empty(candidate: Candidate) -> bool:
    return any(EMPTY_TEXT.search(" ".join(text_of(row).split())[:200]) for row in candidate.rows[:5])


def _names_around(box: Element) -> list[str]:
    names = []
    current: Element | None = box
    for _ in range(5):
        if current is None or current.tag == "body":
            break
        names.append(f"{current.get('class') or ''} {current.get('id') or ''}")
        current = current.getparent()
    return names


def _apart(one: Candidate, two: Candidate) -> bool:
    """True where neither candidate holds the other."""
    box, other = one.box, two.box
    return not any(each is other for each in box.iterancestors()) and not any(
        each is box for each in other.iterancestors()
    )


def _is_board(document: Document, best: Candidate, candidates: Sequence[Candidate], *, has_pager: bool) -> bool:
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
        and _apart(each, best)
        and _score_of(document, each) > max(0, best.score * 0.45)
        and len(each.read) >= 3
    ]
    if len(alike) >= 2:
        return False
    return count >= 2 if rich else count >= 8 and not alike


def _is_of_boxes(document: Document, best: Candidate) -> bool:
    """Whether each row holds several posts: the boxes of a site's boards on its first page."""
    several = 0
    for parts, (_, target) in zip(best.parts, best.read, strict=True):
        if len(parts.links) < FEWEST_DATELESS or target.url is None:
            continue
        way = way_of(target)
        led = {each.url for link in parts.links if way_of(each := target_of(link, document.base_url)) == way}
        several += len(led) >= FEWEST_DATELESS
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


def _goes_on(best: Candidate, pager: PagerReading, base: str) -> bool:
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


def _is_menu(box: Element) -> bool:
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
                _weigh(document, candidate)
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
