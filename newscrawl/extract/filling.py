"""Tell fields that nothing names, by what a slot's texts are over all rows: dates, numbers that count down, names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise

from newscrawl.extract.columns import COUNTED, Field, field_of_class, field_of_names, field_of_word
from newscrawl.extract.document import Document
from newscrawl.extract.element import Element
from newscrawl.extract.icons import icon_field
from newscrawl.extract.parts import BLOCKS, IMAGE_NAME, Piece
from newscrawl.extract.slot import (
    MOST,
    Slot,
    is_count,
    mean_length,
    nearest_block,
    pair_of,
    same_block,
    same_link,
    share,
)
from newscrawl.extract.words import (
    BRACKET_COUNT,
    DATE_LIKE,
    NEW_TEXT,
    NOTICE_TEXT,
    REPLY_TEXT,
    SECRET_TEXT,
    STATUS_TEXT,
    is_period,
    is_plain_number,
)

LONGEST_NAME = 25
MANY_COMMENTS = 500
FEWEST_ALIKE = 4
"""Rows from which on texts that are all the same tell that they are no titles."""
ALMOST_ALL = 0.85
"""Share of a column's steps that must fall for it to be 번호: a notice on top may have any number."""
FEW = 0.7
"""Share of its texts that a slot's different ones may be, where they are kinds of posts."""
LONGEST_MARK = 8
SHORT = 5
"""Letters of what is rather a category than a name."""
SHORTEST_TITLE = 8
"""Letters from which on a heading is rather a title than a mark."""
STRONG = frozenset({"strong", "b"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "dt"})
GUEST_ADDRESS = re.compile(r"\s*\(\d{1,3}\.\d{1,3}(?:\.[\d*x]{1,3}){0,2}\)$")
"""The front half of an address behind a guest's name: ㅇㅇ(118.235)."""
NO_NAMES = re.compile(
    r"(?:^|[\s_-])(?:tags?|hash_?tags?|keywords?|badges?|flags?|lede|summary|desc\w*)(?:$|[\s_-])", re.IGNORECASE
)
"""What marks and summaries are called, which are no writers."""
NO_NAME_WORDS = re.compile(
    r"(?:(?:asked|answered|posted|started|opened|replied|commented|updated|modified|edited)(?: (?:by|on|at))?|by|on|at)$",
    re.IGNORECASE,
)
"""What stands before a writer or a day in English."""
HIGHLIGHT = re.compile(
    r"(?:^|[\s_-])(?:hl|highlight\w*|keyword|search\w*|sch_?word|match(?:ed)?|hit_?word)(?:$|[\s_-])", re.IGNORECASE
)
COMMENT_LINK = re.compile(r"#.*(?:comment|cmt|reply)|[?&](?:cmt|comment|t=cv)", re.IGNORECASE)


def fill(document: Document, slots: list[Slot], rows: int, cells: frozenset[int] | None = None) -> None:
    """Tell the fields that nothing names, by what the slots' texts are; of `cells` only, where those are given."""
    title = _title_slot(slots, rows)
    if title is None:
        return
    title.field = "title"
    for slot in slots:
        if (
            slot.field == "title"
            and slot is not title
            and slot.precedes(title)
            and share(slot.texts, _ends_path) >= MOST
        ):
            slot.field = "category"
            for piece in slot.pieces:
                piece.text = piece.text.rstrip(" ›»>|:")
            slot.forget()
        elif slot.field == "title" and slot is not title and not _is_emphasis(slot, title):
            slot.field = None
    for slot in slots:
        if slot.field is not None or slot.is_label or not same_link(slot, title):
            continue
        if slot.precedes(title) and share(slot.texts, _is_place) >= MOST:
            slot.field = "number"
        elif slot.precedes(title) and _repeats(slot) and share(slot.texts, _is_bracketed) >= MOST:
            slot.field = "category"
        elif _is_emphasis(slot, title) and same_block(slot, title) and share(slot.texts, _is_bracketed_count) < MOST:
            slot.field = "title"
    for slot in slots:
        if slot.field == "views" and not slot.told and title.precedes(slot) and same_link(slot, title):
            if all(is_count(text) for text in slot.texts) and not _holds_date(slots, title):
                slot.field = "comments"  # a number in the title's own link
    for slot in slots:
        if slot.field == "number" and not slot.told and not _counts(slot):
            # <a class="link_comment"><em class="num">33: what stands around it knows better.
            around = field_of_names(slot.pieces[0].names.partition("\n")[2])
            if around in {"comments", "views", "votes"}:
                slot.field = around
            elif title.precedes(slot):
                slot.field = None
    _part_byline(slots)
    named = {slot.field for slot in slots}
    open_ = [
        slot
        for slot in slots
        if slot.field is None
        and not slot.is_label
        and slot is not title
        and (cells is None or slot.pieces[0].cell in cells)
        and not slot.pieces[0].hidden
        and not slot.pieces[0].names.startswith(IMAGE_NAME)
        and len(slot.places) >= min(rows, max(2, rows * MOST * 0.7))
    ]
    for slot in open_:
        if share(slot.texts, is_period) >= MOST:
            slot.field = "period"
    open_ = [slot for slot in open_ if slot.field is None]
    if "published" not in named:
        dated = [slot for slot in open_ if share(slot.texts, lambda text: is_date(document, text)) >= MOST]
        if dated:
            dated[0].field = "published"
            open_ = [slot for slot in open_ if slot is not dated[0]]
    date = next((slot for slot in slots if slot.field == "published"), None)
    numbers = [slot for slot in open_ if share(slot.texts, is_count) >= MOST]
    if "number" not in named:
        for slot in numbers:
            if slot.precedes(title) and (_counts(slot) or (rows < 3 and slot is numbers[0])):
                slot.field = "number"
                break
        else:
            falling = (slot for slot in numbers if slot.field is None and slot.pieces[0].cell and _counts_down(slot))
            if (last := next(falling, None)) is not None:
                last.field = "number"  # a table that begins with the views and ends with 번호
    numbers = [slot for slot in numbers if slot.field is None and not slot.precedes(title)]
    for slot in numbers:
        if "comments" not in named and _leads_to_comments(slot.pieces[0].link):
            slot.field = "comments"
            named.add("comments")
    if "comments" not in named:
        for slot in slots:
            rare = slot.field is None and slot not in open_ and len(slot.places) > 1 and not slot.pieces[0].hidden
            if rare and title.precedes(slot) and _stands_beside(slot, title) and all(map(is_count, slot.texts)):
                slot.field = "comments"
                named.add("comments")
    numbers = [slot for slot in numbers if slot.field is None]
    if numbers and "comments" not in named and (near := _beside_title(title, numbers)) is not None:
        near.field = "comments"
        numbers.remove(near)
    if numbers and "views" not in named:
        max(numbers, key=lambda slot: _mean(slot.texts)).field = "views"
    elif len(numbers) == 1 and "comments" not in named and "votes" in named and _mean(numbers[0].texts) < MANY_COMMENTS:
        numbers[0].field = "comments"
    texts = [slot for slot in open_ if slot.field is None and share(slot.texts, _is_name) >= MOST]
    if "author" not in named and date is not None:
        reversed_ = date.precedes(title) and date.pieces[0].cell != title.pieces[0].cell
        after = [
            slot
            for slot in texts
            if (reversed_ or not slot.precedes(title)) and not NO_NAMES.search(slot.pieces[0].names.partition("\n")[0])
        ]
        after = after or [slot for slot in texts if _stands_before(slot, date) and not _repeats_much(slot)]
        if after:
            near = min(after, key=lambda slot: (abs(slot.order - date.order), slot.order))
            near.field = "author"
            texts.remove(near)
    if "category" not in named:
        texts += [slot for slot in open_ if slot.field is None and slot not in texts and _are_kinds(slot)]
        author = next((slot for slot in slots if slot.field == "author" and not slot.precedes(title)), title)
        before = [
            slot
            for slot in texts
            if (slot.precedes(title) and _repeats(slot))
            or (not slot.precedes(title) and slot.precedes(author) and (_repeats(slot) or mean_length(slot) <= SHORT))
        ]
        if before:
            before[-1].field = "category"


def _part_byline(slots: Sequence[Slot]) -> None:
    """<span class="byline"><em>경제</em><em>솔바람 기자</em>: the first of two that a class calls writers is a kind of post."""
    writers = [
        slot
        for slot in slots
        if slot.field == "author"
        and not slot.told
        and not slot.pieces[0].hidden
        and not slot.pieces[0].names.startswith(IMAGE_NAME)
    ]
    if len(writers) == 2 and writers[0].precedes(writers[1]):
        first, second = ({piece.text for piece in slot.pieces} for slot in writers)
        beside = writers[0].pieces[0].element.getparent() is writers[1].pieces[0].element.getparent()
        if beside and len(first) * 2 <= len(writers[0].pieces) and len(first) < len(second):
            writers[0].field = "category"


def fill_title_column(document: Document, slots: list[Slot], rows: int, columns: Sequence[Field]) -> None:
    """A title's cell holds more than the title: counts of comments after it, a category before it, and other facts.

    The writer and the day stand there beneath the title where none of the `columns` is theirs.
    """
    inside = [slot for slot in slots if slot.field == "title" and not slot.is_label]
    worded = [slot for slot in inside if not all(_is_wordless_date(text) for text in slot.texts)] or inside
    wanted = {"author", "published"} - set(columns)
    other = [
        slot
        for slot in worded
        if field_of_class(slot.pieces[0].element.get("class") or "") not in wanted
        and not all(field_of_word(text) in wanted for text in slot.texts)
    ]
    main = _title_slot(other if any(slot.pieces[0].link is not None for slot in other) else worded, rows)
    if main is None:
        return
    for slot in inside:
        if slot is main:
            continue
        piece = slot.pieces[0]
        own = field_of_class(piece.element.get("class") or "") if not piece.tail else None
        around = own or (field_of_names(piece.names.partition("\n")[0]) if piece.names else None)
        counts = share(slot.texts, _is_bracketed_count) >= MOST
        together = same_link(slot, main)
        beside = "comments" not in columns and main.precedes(slot) and _stands_beside(slot, main)
        if (drawn := icon_field(piece)) is not None:
            slot.field = None if drawn in columns else drawn
            continue
        if slot.told:
            continue  # «No.12», «조회수 8»: a narrow screen's copy of the other columns, in the title's cell
        if wanted and not piece.hidden and not together and main.precedes(slot):
            dates = share(slot.texts, lambda text: is_date(document, text)) >= MOST
            if (field := "published" if dates else own) in wanted:
                slot.field = field
                continue
        if slot not in worded and not together:
            slot.field = None
            continue
        if counts and (
            around == "comments"
            or (
                not together
                and main.precedes(slot)
                and (
                    around in {None, "title"}
                    or share(slot.texts, _is_bracketed) >= MOST
                    or _leads_to_comments(piece.link)
                )
            )
        ):
            slot.field = "comments"
        elif together and slot.precedes(main) and not piece.tail and own is None and _is_named_kind(slot):
            slot.field = "category"  # <span class="kind">유머</span> 제목
        elif together:
            # A card in the title's cell: what stands in another block than the title is something else.
            slot.field = slot.field if same_block(slot, main) and not _is_mark(slot) else None
        elif piece.link is None or not _is_address(piece.link) or around == "category":
            if own in {None, "category"} and not piece.hidden and beside and share(slot.texts, is_count) >= ALMOST_ALL:
                slot.field = "comments"  # 제목 <span class="badge">12</span>
            elif (
                own in COUNTED and own in columns and "comments" not in columns and share(slot.texts, is_count) >= MOST
            ):
                slot.field = "comments"  # <b class="count">12</b> beside a title, where views have a column
            elif own in {"author", "published", "views", "votes", "number", "attachment"} and not piece.tail:
                slot.field = own
            elif around == "category" or (slot.precedes(main) and (_is_category(slot) or _is_badge(slot))):
                slot.field = "category"
        elif slot.precedes(main) and pair_of(slot, main) is not None and _is_category(slot):
            slot.field = "category"  # a link of its own, to the posts of its kind


def fill_unknown_columns(slots: list[Slot], columns: Sequence[Sequence[Field]]) -> None:
    """Columns whose header says nothing known: before the title 번호 and a category can be told by what they hold."""
    named = {field for row in columns for field in row}
    title = next((slot for slot in slots if slot.field == "title"), None)
    if title is None:
        return
    cells = {title.pieces[0].cell}
    for slot in slots:
        piece = slot.pieces[0]
        if slot.field is not None or slot.is_label or piece.cell in cells or title.precedes(slot):
            continue
        if "number" not in named and share(slot.texts, is_count) >= MOST and _counts(slot):
            slot.field = "number"
            named |= {"number"}
        elif "category" not in named and _is_category(slot):
            slot.field = "category"
            named |= {"category"}


def _title_slot(slots: Sequence[Slot], rows: int) -> Slot | None:
    """The slot of the titles: named so, else the linked one (or any) with the longest texts in most rows."""
    often = [
        slot
        for slot in slots
        if not slot.is_label
        and not slot.pieces[0].hidden
        and slot.field in {None, "title"}
        and len(slot.places) * 2 >= rows
    ]
    texts = [slot for slot in often if not slot.pieces[0].names.startswith(IMAGE_NAME)]
    often = texts or often
    often = [slot for slot in often if rows < FEWEST_ALIKE or len({piece.text for piece in slot.pieces}) > 1] or often
    for pool in (
        [slot for slot in often if slot.field == "title"],
        [slot for slot in often if slot.pieces[0].link is not None],
        often,
    ):
        if pool:
            return max(pool, key=lambda slot: _title_weight(slot) * _variety(slot) * min(1.0, len(slot.places) / rows))
    return None


def _is_wordless_date(text: str) -> bool:
    return DATE_LIKE.match(text) is not None and not any(letter.isalpha() for letter in text)


def _variety(slot: Slot) -> float:
    """The share of a slot's texts that are different: titles are, «자세히 보기» and the first words of notices are not."""
    return len({piece.text for piece in slot.pieces}) / len(slot.pieces) if len(slot.pieces) >= FEWEST_ALIKE else 1.0


def _title_weight(slot: Slot) -> float:
    """Titles are long, but summaries are longer; a heading is a title's."""
    length = mean_length(slot)
    around = {slot.pieces[0].element.tag, *(each.tag for each in islice(slot.pieces[0].element.iterancestors(), 3))}
    if length < SHORTEST_TITLE:
        return length
    return length + (100 if around & HEADINGS else 50 if around & STRONG else 0)


def _is_emphasis(slot: Slot, title: Slot) -> bool:
    """Whether a slot's texts are words of the title: its tails and what is bold in it, not what bears another name."""
    piece, main = pair_of(slot, title) or (slot.pieces[0], title.pieces[0])
    if not _stands_with(piece, main):
        return False
    own = piece.element.get("class") or ""
    if piece.tail or piece.element is main.link or _is_searched(piece):
        return True
    if not own:
        # <b>제목</b><em>솔바람</em><i>2026-11-20</i>: in every row beside the title, and no word of any.
        beside = main.element is not main.link and piece.element.getparent() is main.element.getparent()
        return not (
            beside and not main.tail and len(slot.places) > 1 and len(slot.places) >= len(title.places) * ALMOST_ALL
        )
    return not main.tail and own == (main.element.get("class") or "")


def _stands_beside(slot: Slot, title: Slot) -> bool:
    """Whether a slot's text stands right beside the title's link."""
    piece, main = pair_of(slot, title) or (slot.pieces[0], title.pieces[0])
    return main.link is not None and piece.element.getparent() is main.link.getparent()


def _stands_with(piece: Piece, main: Piece) -> bool:
    """Whether a text is not set apart from the title's by an element of its own around it: <span>부서 <em>|</em> 날짜</span>."""
    around = piece.element.getparent()
    home = main.element.getparent() if main.tail else main.element
    if around is None or home is None or piece.element is main.link or around is home:
        return True
    return around in home.iterancestors() or home in around.iterancestors()


def _is_searched(piece: Piece) -> bool:
    """Whether a text is the word that was searched for, made bright in the titles that hold it."""
    return piece.element.tag == "mark" or HIGHLIGHT.search(piece.element.get("class") or "") is not None


def _is_mark(slot: Slot) -> bool:
    """Whether a slot holds the same named word wherever it stands: a mark on some of the titles (온라인, 마감임박)."""
    piece = slot.pieces[0]
    return (
        len(slot.pieces) > 1
        and not piece.tail
        and piece.element is not piece.link
        and bool(piece.element.get("class"))
        and len(set(slot.texts)) == 1
        and len(piece.text) <= LONGEST_MARK
        and not _is_searched(piece)
    )


def _is_named_kind(slot: Slot) -> bool:
    """Whether a slot holds a few words over and over, each in an element with a name: kinds of posts."""
    piece = slot.pieces[0]
    texts = {each.text for each in slot.pieces}
    return (
        bool(piece.element.get("class"))
        and piece.element is not piece.link
        and not _is_searched(piece)
        and _is_category(slot)
        and 1 < len(texts) * 2 <= len(slot.pieces)
    )


def _is_badge(slot: Slot) -> bool:
    """Whether a slot of the title's cell is a word in a frame of its own: a link that leads nowhere, a named span."""
    piece = slot.pieces[0]
    framed = piece.link is piece.element or bool(piece.element.get("class"))
    return framed and not piece.tail and not piece.hidden and share(slot.texts, _is_name) >= MOST


def _are_kinds(slot: Slot) -> bool:
    """Whether a slot holds a few words over and over, some of which are also what notices are called: 공지, 이벤트, 점검."""
    fits = share(slot.texts, lambda text: _is_name(text) or NOTICE_TEXT.match(text) is not None)
    return fits >= ALMOST_ALL and 1 < len(set(slot.texts)) <= len(slot.texts) * FEW


def _is_category(slot: Slot) -> bool:
    return not slot.pieces[0].hidden and share(slot.texts, _is_name) >= MOST and _repeats(slot)


def _is_address(link: Element) -> bool:
    href = (link.get("href") or "").strip()
    return bool(href) and not href.startswith("#")


def _holds_date(slots: Sequence[Slot], title: Slot) -> bool:
    """Whether the title's link is the whole row, date and all."""
    return any(slot.field == "published" and same_link(slot, title) for slot in slots)


def _beside_title(title: Slot, numbers: Sequence[Slot]) -> Slot | None:
    """A small number in the title's own block counts comments."""
    for slot in numbers:
        found = pair_of(slot, title)
        if found is None:
            continue
        number, first = found
        block = nearest_block(first.element)
        if first.link is block and block is not None:
            block = next((each for each in block.iterancestors() if each.tag in BLOCKS), None)
        if block is None or block.tag in {"a", "li", "td"}:
            continue
        near = number.element is block or block in number.element.iterancestors()
        if near and slot.order - title.order <= 2 and _mean(slot.texts) < MANY_COMMENTS:
            return slot
    return None


def _leads_to_comments(link: Element | None) -> bool:
    return link is not None and COMMENT_LINK.search(link.get("href") or "") is not None


def _counts(slot: Slot) -> bool:
    """Whether the slot's numbers fall or rise by one from row to row, as 번호 does, apart from holes."""
    numbers = [int(text.replace(",", "")) for text in (piece.text for piece in slot.pieces) if is_count(text)]
    steps = [upper - lower for upper, lower in pairwise(numbers)]
    if len(steps) < 2:
        return bool(steps)
    return (
        sum(step == 1 for step in steps) >= len(steps) * MOST
        or sum(step == -1 for step in steps) >= len(steps) * MOST
        or sum(step > 0 for step in steps) >= len(steps) * ALMOST_ALL
    )


def _stands_before(slot: Slot, date: Slot) -> bool:
    """Whether a slot's texts stand right before the date: the head of a card, <b>솔바람</b> <span>4분 전</span>."""
    piece, day = pair_of(slot, date) or (slot.pieces[0], date.pieces[0])
    return date.order - slot.order == 1 and piece.element.getparent() is day.element.getparent()


def _repeats_much(slot: Slot) -> bool:
    """Whether a slot holds a few words over and over."""
    texts = {piece.text for piece in slot.pieces}
    return len(texts) * 2 < len(slot.pieces)


def _counts_down(slot: Slot) -> bool:
    """Whether the slot's numbers fall by one from row to row."""
    numbers = [int(text) for text in (piece.text for piece in slot.pieces) if text.isdecimal()]
    steps = [upper - lower for upper, lower in pairwise(numbers)]
    return len(steps) > 2 and sum(step == 1 for step in steps) >= len(steps) * ALMOST_ALL


def _mean(texts: Sequence[str]) -> float:
    numbers = [int(text.replace(",", "")) for text in texts if is_count(text)]
    return sum(numbers) / len(numbers) if numbers else 0.0


def _repeats(slot: Slot) -> bool:
    texts = slot.texts
    return len(texts) < 3 or len(set(texts)) < len(texts)


def is_date(document: Document, text: str) -> bool:
    return len(text) < 60 and not is_plain_number(text) and document.date(text) is not None


def _is_place(text: str) -> bool:
    """번호, or what stands in its place."""
    return is_count(text) or NOTICE_TEXT.match(text) is not None


def _is_name(text: str) -> bool:
    """Whether a text may be a writer's name or a category: short, no number, no badge, no word of a form."""
    return (
        0 < len(text) <= LONGEST_NAME
        and not NO_NAME_WORDS.match(text)
        and not is_plain_number(text)
        and any(letter.isalnum() for letter in text)
        and not NEW_TEXT.match(text)
        and not NOTICE_TEXT.match(text)
        and not STATUS_TEXT.match(text)
        and not SECRET_TEXT.match(text)
        and not BRACKET_COUNT.match(text)
        and not REPLY_TEXT.match(text)
        and field_of_word(text) is None
        and not DATE_LIKE.search(GUEST_ADDRESS.sub("", text))
    )


def _is_bracketed(text: str) -> bool:
    return text[:1] in "[(<" and text[-1:] in "])>" and 2 < len(text) <= LONGEST_NAME


def _is_bracketed_count(text: str) -> bool:
    return len(text) < 9 and text.strip("[](){}+ ").replace(",", "").isdecimal()


def _ends_path(text: str) -> bool:
    """정보 › before a title."""
    return text.endswith(("›", "»", ">", "|", ":")) and len(text) <= LONGEST_NAME
