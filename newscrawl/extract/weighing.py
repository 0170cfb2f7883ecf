"""Read the rows of a candidate, and say by their evidence how much speaks for it: links, dates, names, numbers, words above."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from newscrawl.extract.candidate import Candidate
from newscrawl.extract.columns import Header
from newscrawl.extract.document import Document
from newscrawl.extract.element import Element, text_of
from newscrawl.extract.fields import assign_fields
from newscrawl.extract.links import Target
from newscrawl.extract.page import Row
from newscrawl.extract.parts import IMAGE_NAME, RowParts, take_apart
from newscrawl.extract.rows import RowReader
from newscrawl.extract.slot import columns_of, complete_rows, span_of
from newscrawl.extract.words import DATE_LIKE, EMPTY_TEXT, NOTICE_CLASS

ROW_POINTS, ROWS_THAT_COUNT = 1, 40
"""What each row speaks for a list that leads somewhere and has a date, and how many rows do."""

NAMED, NUMBERED, VIEWED, HEADED, KNOWN, SURE = 10, 8, 8, 6, 3, 20
"""What speaks for a list: rows with a writer, 번호, views; a header, each of its known words; how sure all is."""

ANSWERED = ("답글", "댓글", "답변")
"""How a text ends that says when a post was answered last: «솔바람 님이 방금 전 답글»."""

AROUND = re.compile(
    r"(?:^|[\s_-])(?:comments?|cmt\w*|feedback|reply(?:list|_list)?|footer|gnb|lnb|snb|sidebar|side|aside|widget|banner|popup|calendar|"
    r"latest|lat|recent|rank(?:ing)?|related|relation|bo_vc|fdb\w*|breadcrumb|best_?list|popular|hot_?list)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)


def highest_score(candidate: Candidate) -> float:
    """What a candidate that is not weighed yet scores at most, and what a weighed one scores."""
    if candidate.weighed:
        return candidate.score
    known = candidate.header.known if candidate.header is not None else 0
    rows = ROW_POINTS * min(len(candidate.rows), ROWS_THAT_COUNT)
    return candidate.score + rows + NAMED + NUMBERED + VIEWED + SURE + (HEADED + KNOWN * known if known else 0)


def score_of(document: Document, candidate: Candidate) -> float:
    if not candidate.weighed:
        weigh(document, candidate)
    return candidate.score


def weigh(document: Document, candidate: Candidate) -> None:
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
