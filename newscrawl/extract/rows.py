"""Read one row of a listing: from its texts and signs the fields of a post."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made

from newscrawl.dates import Moment
from newscrawl.extract.columns import Field, Header, field_of_class, field_of_word
from newscrawl.extract.document import Document
from newscrawl.extract.element import Element, select, text_of
from newscrawl.extract.links import Target, target_of
from newscrawl.extract.page import Row
from newscrawl.extract.parts import IMAGE_NAME, NOTHING, SIGNS, Piece, RowParts, block_of, tidy, up
from newscrawl.extract.row_titles import TitleReader
from newscrawl.extract.slot import columns_of
from newscrawl.extract.words import (
    AD_TEXT,
    BRACKET_COUNT,
    COMMENT_TEXT,
    CUT,
    FILE_NAME,
    FILE_TEXT,
    FRESH_TEXT,
    NOTICE_CLASS,
    NOTICE_TEXT,
    REPLY_TEXT,
    SECRET_TEXT,
    STATUS_TEXT,
    is_cut,
    is_period,
    is_plain_number,
    is_time,
    to_count,
)

CHANGES = re.compile(r"del(?:ete)?|edit|modify|remove|cmt|report", re.IGNORECASE)
"""Calls that change a comment or a post; no row leads there."""

KIND_LINK = re.compile(r"[?&/](?:sca|cate|category|category_srl)[=/]")
"""The address of the posts of a kind."""

CALLED_NOTICE = re.compile(r"[\[(<【]?\s*(?:공\s*지(?:사항)?|notice|필독|알림|고정|top)\s*[\])>】]?$", re.IGNORECASE)
"""What a badge says of a notice, which is no kind of post."""
WRITTEN_BY = re.compile(r"^(?:by|글쓴이|작성자|등록자|담당부서)\s*[:：]?\s+", re.IGNORECASE)
IP_CLASS = re.compile(r"(?:^|[\s_-])(?:ip|ipaddress|ip_addr)(?:$|[\s_-])", re.IGNORECASE)
"""The class of what stands beside a guest's name: the front half of an address."""
THERE, NO_FILE = "있음", frozenset({"0", "-", "x", "X"})
KINDS: frozenset[Field | None] = frozenset({"category", None})
"""What else the first texts of a row hold, where none is its number."""

LABEL_CELLS = frozenset({"dt", "th"})
LONGEST_BADGE = 16
AD_REACH = 4
"""Texts at the head of a row among which it is called an advertisement."""
VALUE_ATTRIBUTES = ("datetime", "title", "data-time", "data-date", "data-datetime")


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one listing: `header` where there is one, else `columns` as guessed from all rows."""

    document: Document
    header: Header | None
    notices_named: bool = True
    """False for a list that calls all its rows notices by their class names, which then say nothing."""
    _titles: TitleReader = made(init=False)

    def __post_init__(self) -> None:
        self._titles = TitleReader(self.document, self.header)

    def read(self, parts: RowParts, fields: list[Field | None]) -> tuple[Row, Target] | None:
        """The row's fields and where it leads; None for what is no post (a spacer, an advertisement, a message).

        `fields` says which field each of the row's pieces holds.
        """
        if _is_advertisement(parts, fields):
            return None
        used: set[int] = set()
        title = self._titles.told(parts) or self._titles.read(parts, fields, used)
        if title is None:
            return None
        text, link, cut, comments = title
        row = Row(title=text, title_is_cut=cut)
        target = self._target(parts, link)
        self._read_number(parts, fields, used, row)
        self._read_date(parts, fields, used, row)
        self._read_people_and_counts(parts, fields, used, row)
        row.comments = comments if comments is not None else self._comments(parts, fields, used)
        if row.category is None:
            row.category = self._category(parts, fields, used, link)
        self._read_signs(parts, fields, row, link)
        self._read_files(parts, fields, row)
        if self.document.hints.columns:
            self._apply_columns(parts, row)
        if (sign := self.document.hints.notice) is not None:
            box = parts.element.getparent()
            marked = select(box, sign) if box is not None else ()
            row.is_notice = any(each is parts.element or parts.element in each.iterancestors() for each in marked)
        if (files := self._attachment_cell(parts)) is not None:
            row.has_attachment = _offers_file(files)
        return row, target

    def _target(self, parts: RowParts, link: Element | None) -> Target:
        """Where the row leads: by its title's link, else by any other that leads anywhere, else by the row itself."""
        base = self.document.base_url
        if link is not None:
            target = target_of(link, base)
            if target.leads:
                return target
            for each in up(link, parts.element):
                if each is not link and (target := target_of(each, base)).leads:
                    return target
            for each in link.iter("a", "span", "div", "td"):
                if (target := target_of(each, base)).leads:
                    return target
        for each in [*parts.cells, parts.element, *parts.links]:
            target = target_of(each, base)
            if target.leads and not CHANGES.search(target.function or ""):
                return target
        return Target()

    def _read_number(self, parts: RowParts, fields: list[Field | None], used: set[int], row: Row) -> None:
        for index, piece in enumerate(parts.pieces):
            if fields[index] != "number" or index in used:
                continue
            digits = piece.text.replace(",", "")
            if digits.isdecimal() and len(digits) < 16 and row.number is None:
                row.number = int(digits)
                used.add(index)
            elif NOTICE_TEXT.match(piece.text) or (
                piece.names.startswith(IMAGE_NAME) and SIGNS["notice"].search(piece.text)
            ):
                row.is_notice = True
                used.add(index)
            else:
                found = re.fullmatch(r"(?:no\.?|번호|#)\s*[:.]?\s*([\d,]+)", piece.text, re.IGNORECASE)
                if found and row.number is None:
                    row.number = int(found[1].replace(",", ""))
                used.add(index)
        if row.is_notice:
            row.number = None

    def _read_date(self, parts: RowParts, fields: list[Field | None], used: set[int], row: Row) -> None:
        named = [index for index, name in enumerate(fields) if name == "published" and index not in used]
        row.published = self._first_date(parts, named, used)
        if row.published is None and named:
            joined = " ".join(parts.pieces[index].text for index in named)
            row.published = self._parse(joined)
            if row.published is not None:
                used.update(named)
        has_column = self.header is not None and "published" in self.header.fields
        has_period = "period" in fields or (self.header is not None and "period" in self.header.fields)
        if row.published is None and not has_column and not has_period:
            rest = [
                index
                for index, name in enumerate(fields)
                if index not in used
                and name in {None, "other", "views", "author", "number"}
                and not parts.pieces[index].hidden
                and not is_period(parts.pieces[index].text)
            ]
            row.published = self._first_date(parts, rest, used, loose=False)

    def _first_date(
        self, parts: RowParts, indexes: Sequence[int], used: set[int], *, loose: bool = True
    ) -> Moment | None:
        """The row's date: of several texts that agree (01-05 and 2026-01-05 10:00:00) the one that says most."""
        best: Moment | None = None
        for index in indexes:
            piece = parts.pieces[index]
            if not loose and is_plain_number(piece.text):
                continue
            moment = self._parse(piece.text)
            if moment is None:
                continue
            used.add(index)
            moment = self._finer(piece, moment)
            if best is None:
                best = moment
            elif _day(moment) == _day(best) and _rank(moment) > _rank(best):
                best = Moment(moment.value, moment.precision, best.raw)
            elif best.precision == "day" and is_time(piece.text):
                best = self._parse(f"{best.value.isoformat()} {piece.text}") or best
        return best

    def _finer(self, piece: Piece, moment: Moment) -> Moment:
        """The whole date that stands in an attribute beside a short text (`title`, `datetime`)."""
        for element in (piece.element, piece.element.getparent()):
            if element is None or not (known := dict(element.items())):
                continue
            for name in VALUE_ATTRIBUTES:
                value = known.get(name)
                if value and moment.precision == "day" and is_time(value):
                    return self._parse(f"{moment.value.isoformat()} {value}") or moment
                if value and len(value) < 60 and (whole := self._parse(value)) is not None:
                    if moment.year_assumed or moment.precision == "day":
                        day = whole.value.date() if hasattr(whole.value, "date") else whole.value
                        shown = moment.value.date() if hasattr(moment.value, "date") else moment.value
                        if (day.month, day.day) == (shown.month, shown.day) or not moment.year_assumed:
                            return Moment(whole.value, whole.precision, moment.raw)
                    return Moment(whole.value, whole.precision, moment.raw) if whole.precision != "day" else moment
        return moment

    def _parse(self, text: str) -> Moment | None:
        return self.document.date(text)

    def _read_people_and_counts(self, parts: RowParts, fields: list[Field | None], used: set[int], row: Row) -> None:
        for index, piece in enumerate(parts.pieces):
            if index in used:
                continue
            name = fields[index]
            if name in {"views", "votes"}:
                count = to_count(piece.text)
                if count is not None and getattr(row, name) is None:
                    setattr(row, name, count)
                    used.add(index)
        authors = [
            index
            for index, name in enumerate(fields)
            if name == "author" and index not in used and not parts.pieces[index].hidden
        ]
        row.author = self._author(parts, authors)
        used.update(authors)

    def _author(self, parts: RowParts, indexes: list[int]) -> str | None:
        if not indexes:
            return None
        texts = [index for index in indexes if not parts.pieces[index].names.startswith(IMAGE_NAME)]
        if not texts:
            # A writer shown as a picture is named by its alt; beside a text it is a level badge.
            texts = indexes
        texts = [index for index in texts if field_of_word(parts.pieces[index].text) != "author"] or texts
        texts = [index for index in texts if not IP_CLASS.search(parts.pieces[index].names.partition("\n")[0])] or texts
        if not texts:
            return None
        if len(texts) > 1:
            first = block_of(parts.pieces[texts[0]].element, parts.element)
            texts = [index for index in texts if block_of(parts.pieces[index].element, parts.element) is first]
        text = WRITTEN_BY.sub("", " ".join([parts.pieces[index].text for index in texts]))
        return text.strip(" |·/") or None

    def _comments(self, parts: RowParts, fields: list[Field | None], used: set[int]) -> int | None:
        for index, piece in enumerate(parts.pieces):
            if index in used or piece.text == "":
                continue
            if fields[index] == "comments" and (found := COMMENT_TEXT.match(piece.text)):
                used.add(index)
                return int(found[1].replace(",", ""))
            near_title = fields[index] in {"title", None}
            if near_title and (found := BRACKET_COUNT.match(piece.text)):
                used.add(index)
                return int(found[1].replace(",", ""))
        return None

    def _category(
        self, parts: RowParts, fields: list[Field | None], used: set[int], link: Element | None
    ) -> str | None:
        several = _several_kinds(parts, fields)
        for index, piece in enumerate(parts.pieces):
            if index in used or piece.hidden or fields[index] != "category":
                continue
            text = piece.text.strip()
            if several and NOTICE_TEXT.match(text):
                continue
            named = self.header is not None and "category" in self.header.fields
            if (
                text
                and not FRESH_TEXT.match(text)
                and (named or not CALLED_NOTICE.match(text))
                and not REPLY_TEXT.match(text)
                and not text.isdecimal()
                and len(text) <= 40
            ):
                used.add(index)
                return whole_text(piece)
        for each in parts.links:
            if each is not link and KIND_LINK.search(each.get("href") or ""):
                text = tidy(text_of(each))
                if text and len(text) <= 40:
                    return text
        return None

    def _apply_columns(self, parts: RowParts, row: Row) -> None:
        """What the board's definition places by CSS goes over what was read."""
        for name, selector in self.document.hints.columns.items():
            element = next(iter(select(parts.element, selector)), None)
            text = tidy(text_of(element)) if element is not None else ""
            if name == "published":
                row.published = self.document.date(text) if text else None
            elif name in {"number", "views", "votes", "comments"}:
                setattr(row, name, to_count(text) if text else None)
            elif name == "title":
                row.title = text or row.title
            else:
                setattr(row, name, text or None)

    def _attachment_cell(self, parts: RowParts) -> Element | None:
        """The cell of the column for files, where there is one."""
        if not parts.cells:
            return None
        if self.header is None or "attachment" not in self.header.fields:
            named = (cell for cell in parts.cells if field_of_class(cell.get("class") or "") == "attachment")
            return next(named, None) if self.header is None else None
        columns = columns_of(parts.cells, self.header)
        return parts.cells[columns.index("attachment")] if "attachment" in columns else None

    def _read_files(self, parts: RowParts, fields: list[Field | None], row: Row) -> None:
        """첨부파일 : 3개."""
        told = [
            piece.text
            for field, piece in zip(fields, parts.pieces, strict=True)
            if field == "attachment" and not piece.names.startswith(IMAGE_NAME)
        ]
        if any(FILE_NAME.search(text) or to_count(text) or text == THERE for text in told):
            row.has_attachment = True
        elif told and all(text.endswith(NOTHING) or text in NO_FILE for text in told):
            row.has_attachment = False

    def _read_signs(self, parts: RowParts, fields: list[Field | None], row: Row, link: Element | None) -> None:
        signs, pieces = parts.signs, parts.pieces
        secret, files, drawn, lone = "secret" in signs, "attachment" in signs, "reply" in signs, "notice" in signs
        before = True
        for field, piece in zip(fields, pieces, strict=True):
            text = piece.text
            if link is not None and piece.link is link:
                before = False
            if text.isdecimal():
                continue  # no sign is made of digits alone
            if not secret and piece.hidden:
                secret = SECRET_TEXT.match(text) is not None
            if not files:
                if len(text) <= LONGEST_BADGE and FILE_TEXT.match(text):
                    files = piece.element.tag not in LABEL_CELLS
                files = files or (
                    piece.link is not None and piece.link is not link and FILE_NAME.search(text) is not None
                )
            if before and not drawn and piece.link is None:
                drawn = REPLY_TEXT.match(text) is not None
            if not lone and row.number is None and NOTICE_TEXT.match(text) and text != row.title:
                called = CALLED_NOTICE.match(text) is not None
                here = piece.cell == 0 or (called and piece.link is None and piece.cell == _home(pieces, link))
                lone = here and (called or field != "category" or _several_kinds(parts, fields))
        row.is_secret = secret
        row.has_attachment = files or any(
            each is not link and FILE_NAME.search((each.get("href") or "").partition("?")[0]) for each in parts.links
        )
        row.is_reply = drawn and not row.is_notice
        if (row.number is None and lone) or (self.notices_named and NOTICE_CLASS.search(parts.names) is not None):
            row.is_notice = True


def _home(pieces: Sequence[Piece], link: Element | None) -> int:
    """The cell of a row's title."""
    return next((piece.cell for piece in pieces if link is not None and piece.link is link), 0)


def _is_advertisement(parts: RowParts, fields: Sequence[Field | None]) -> bool:
    """Whether a row is called an advertisement where others have their number, or else their kind."""
    numbered = "number" in fields
    for piece, field in zip(parts.pieces[:AD_REACH], fields[:AD_REACH], strict=True):
        if field == "number" or (not numbered and field in KINDS):
            text = piece.text
            if len(text) < 12 and not text.isdecimal() and AD_TEXT.match(text):
                return True
    return False


def _several_kinds(parts: RowParts, fields: Sequence[Field | None]) -> bool:
    """Whether a row has another badge beside the one that calls it a notice: 중요, 서비스."""
    kinds = [piece.text for field, piece in zip(fields, parts.pieces, strict=True) if field == "category"]
    return sum(NOTICE_TEXT.match(kind) is None and STATUS_TEXT.match(kind) is None for kind in kinds) > 0


def whole_text(piece: Piece) -> str:
    """The text, whole where it is cut and the element or the one around it bears all of it as its title."""
    if not is_cut(piece.text):
        return piece.text
    stem = CUT.sub("", piece.text).rstrip()
    for element in (piece.element, piece.element.getparent()):
        title = tidy(element.get("title") or "") if element is not None else ""
        if len(title) > len(stem) and title.startswith(stem):
            return title
    cell = next((each for each in piece.element.iterancestors("td", "li")), None)
    title = tidy(cell.get("title") or "") if cell is not None else ""
    return title if len(title) > len(stem) and title.startswith(stem) else piece.text


def _offers_file(cell: Element) -> bool:
    """Whether a cell for files holds one: an icon, a link or a count, not a dash."""
    if text_of(cell).strip().endswith(NOTHING):
        return False
    if any(each.tag in {"img", "i", "a", "svg", "button", "em"} for each in cell.iter() if each is not cell):
        return True
    return text_of(cell).strip(" -\xa0\r\n\tx×X") not in {"", "0", "없음"}


def _day(moment: Moment) -> str:
    return moment.value.isoformat()[5:10]


def _rank(moment: Moment) -> tuple[bool, int]:
    return not moment.year_assumed, ("day", "minute", "second").index(moment.precision)
