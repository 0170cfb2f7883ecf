"""Read the title of one row: which of its texts and links it is, and what in it is a badge, a count or another field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newscrawl.extract.columns import Field, Header, field_of_class
from newscrawl.extract.document import Document
from newscrawl.extract.element import Element, select, text_of
from newscrawl.extract.parts import IMAGE_NAME, Piece, RowParts, block_of, tidy, up
from newscrawl.extract.words import (
    BRACKET_COUNT,
    COMMENT_TEXT,
    CUT,
    NEW_TEXT,
    NOTICE_TEXT,
    REPLY_TEXT,
    STATUS_TEXT,
    is_cut,
    is_plain_number,
)

COMMENT_PLACE = re.compile(r"#(?:cmt|.*(?:comment|reply))")
CATEGORY_LINK = re.compile(r"[?&](?:sca|category|cate)=[^&]*(?:&page=\d*)?$")
EMPHASIS = frozenset({"b", "strong", "em", "mark", "u", "font"})
ARROWS = frozenset("└┗↳⤷")
LONGEST_ICON = 10
LONGEST_COUNT = 6

Title = tuple[str, Element | None, bool, int | None]
"""A title's text and link, whether it is cut, and the comment count that stands in its link."""


@dataclass(slots=True)
class TitleReader:
    """Reads the titles of the rows of one listing, whose header is `header` where it has one."""

    document: Document
    header: Header | None

    def read(self, parts: RowParts, fields: list[Field | None], used: set[int]) -> Title | None:
        """The title's text and link, whether it is cut, and the comment count that stands in its link."""
        best: tuple[float, Element | None] | None = None
        pieces = parts.pieces
        groups: dict[Element | None, list[int]] = {}
        in_title_column = self.header is not None and "title" in fields
        title_leads = in_title_column and any(
            name == "title" and piece.link is not None for name, piece in zip(fields, pieces, strict=True)
        )
        for index, piece in enumerate(pieces):
            if in_title_column and fields[index] != "title":
                if piece.link is None or fields[index] is not None or title_leads:
                    continue
            groups.setdefault(piece.link, []).append(index)
        worded = {
            link: indexes
            for link, indexes in groups.items()
            if not all(pieces[index].names.startswith(IMAGE_NAME) for index in indexes)
        }
        groups = worded or groups
        for link, indexes in groups.items():
            score = self._score(parts, fields, link, indexes)
            if score > 0 and (best is None or score > best[0]):
                best = (score, link)
        if best is None:
            return None
        link = best[1]
        indexes = groups[link]
        if link is None:
            titled = [index for index in indexes if fields[index] == "title"]
            indexes = titled or [max(indexes, key=lambda index: len(parts.pieces[index].text))]
        return self._compose(parts, fields, used, link, indexes)

    def _score(self, parts: RowParts, fields: list[Field | None], link: Element | None, indexes: list[int]) -> float:
        pieces = [parts.pieces[index] for index in indexes if not parts.pieces[index].hidden]
        text = " ".join(piece.text for piece in pieces)
        if not text.strip():
            return 0
        names = {fields[index] for index in indexes}
        score = min(len(text), 60) / 10.0
        if link is None:
            score -= 3 if "title" in names else 5
        elif link.tag == "input":
            score += 1
        else:
            href = link.get("href") or ""
            if "#" in href and COMMENT_PLACE.search(href):
                return 0
            if href.startswith("#popup_menu") or ("title" not in names and CATEGORY_LINK.search(href)):
                return 0
            own = link.get("class") or ""
            if field_of_class(own) in {"category", "author", "comments"}:
                score -= 6
        if "title" in names:
            score += 6
        if names and names <= {"author", "published", "views", "votes", "comments", "number", "attachment"}:
            score -= 6
        if "title" in names:
            return score
        if all(is_plain_number(piece.text) for piece in pieces):
            score -= 4
        if BRACKET_COUNT.match(text) or NEW_TEXT.match(text):
            score -= 6
        if len(text) < 40 and self.document.date(text):
            score -= 5
        return score

    def _compose(
        self,
        parts: RowParts,
        fields: list[Field | None],
        used: set[int],
        link: Element | None,
        indexes: list[int],
    ) -> Title | None:
        """Join the title's pieces, leaving out badges, counts, categories and the fields of a row that is all link."""
        chosen: list[int] = []
        comments: int | None = None
        titled = {index for index in indexes if fields[index] == "title" and self.header is None}
        for index in indexes:
            piece = parts.pieces[index]
            if piece.hidden or piece.names.startswith(IMAGE_NAME):
                if len(indexes) > 1 or piece.hidden:
                    used.add(index)
                    continue
            own = piece.element is link and not piece.tail
            inside = piece.element is not link and not piece.tail
            count = BRACKET_COUNT.match(piece.text)
            hint = field_of_class(piece.element.get("class") or "") if inside else None
            alone = len(indexes) == 1 or not any(
                each != index and not parts.pieces[each].hidden and not BRACKET_COUNT.match(parts.pieces[each].text)
                for each in indexes
            )
            if inside and not alone and (count or (hint == "comments" and COMMENT_TEXT.match(piece.text))):
                found = COMMENT_TEXT.match(piece.text) or count
                comments = int(found[1].replace(",", "")) if found else comments
                used.add(index)
                continue
            if inside and len(indexes) > 1 and hint != "category" and _is_mark(piece, fields[index]):
                if NOTICE_TEXT.match(piece.text):
                    parts.signs.add("notice")
                used.add(index)
                continue
            if (
                inside
                and hint in {"category", "author", "published", "views", "votes", "attachment", "number"}
                and len(indexes) > 1
            ):
                if fields[index] in {None, "title"}:
                    # What a column of its own shows already is only repeated here.
                    shown = hint in fields or (self.header is not None and hint in self.header.fields)
                    fields[index] = None if shown else hint
                    if shown and comments is None and is_plain_number(piece.text) and len(piece.text) < LONGEST_COUNT:
                        comments = int(piece.text.replace(",", ""))
                continue
            if (
                not own
                and self.header is None
                and fields[index] in {"author", "published", "views", "votes", "comments", "number", "category"}
            ):
                continue
            if not own and titled and index not in titled and self.header is None:
                continue
            if REPLY_TEXT.match(piece.text) and len(indexes) > 1:
                parts.signs.add("reply")
                used.add(index)
                continue
            chosen.append(index)
        if not chosen:
            chosen = [index for index in indexes if not parts.pieces[index].hidden][:1]
        if not chosen:
            return None
        if self.header is None and link is not None and not titled and len(chosen) > 1:
            chosen = self._without_meta(parts, chosen)
        used.update(chosen)
        text = _joined([parts.pieces[index] for index in chosen]).strip()
        if text[:1] in ARROWS:
            text = text[1:].lstrip()
        cut = is_cut(text)
        if cut and link is not None:
            whole = tidy(link.get("title") or "")
            stem = CUT.sub("", text).rstrip()
            if len(whole) > len(stem) and whole.startswith(stem):
                text, cut = whole, False
        return (text, link, cut, comments) if text else None

    def _without_meta(self, parts: RowParts, chosen: list[int]) -> list[int]:
        """A card that is one link: the first heading, or the longest text of those that are no date and no number."""
        headed = [
            index
            for index in chosen
            if any(
                each.tag in {"h1", "h2", "h3", "h4", "h5", "strong", "b", "dt"}
                for each in up(parts.pieces[index].element, parts.element)
            )
        ]
        pool = headed or chosen
        plain = [
            index
            for index in pool
            if not is_plain_number(parts.pieces[index].text) and self.document.date(parts.pieces[index].text) is None
        ]
        pool = plain or pool
        if len(pool) == 1:
            return pool
        first = max(pool[:4], key=lambda index: min(len(parts.pieces[index].text), 80))
        block = block_of(parts.pieces[first].element, parts.element)
        return [index for index in pool if block_of(parts.pieces[index].element, parts.element) is block]

    def told(self, parts: RowParts) -> Title | None:
        """The title, and its link, where the board's definition places it."""
        selector = self.document.hints.columns.get("title")
        element = next(iter(select(parts.element, selector)), None) if selector is not None else None
        if element is None or not (text := tidy(text_of(element))):
            return None
        links = (each for each in (element, *element.iterdescendants("a"), *element.iterancestors()) if each.tag == "a")
        return text, next(links, element), is_cut(text), None


def _is_mark(piece: Piece, field: Field | None) -> bool:
    """Whether a text in a title's link is a badge or a state beside it: N, 접수중, 공지 in a frame."""
    if field == "published":
        return False
    if NEW_TEXT.match(piece.text) or STATUS_TEXT.match(piece.text):
        return True
    if field == "category":
        return False
    called = NOTICE_TEXT.match(piece.text) is not None and piece.element.tag not in {"strong", "b", "font"}
    return called or _is_icon(piece)


def _joined(pieces: Sequence[Piece]) -> str:
    """A title's texts as they are seen: no space where an emphasised word stands right beside the rest of its own."""
    text = ""
    for before, piece in zip([None, *pieces], pieces, strict=False):
        glued = before is not None and _touch(before, piece)
        text += piece.text if glued or not text else f" {piece.text}"
    return text


def _touch(one: Piece, other: Piece) -> bool:
    """<b>난방</b>비: whether nothing stands between two texts of a line, of which one is emphasised."""
    if other.tail:
        inner, near = other.element, one.element is other.element or other.element in one.element.iterancestors()
    else:
        inner, near = other.element, other.element.getprevious() is (one.element if one.tail else None)
        near = near and (one.tail or one.element is other.element.getparent())
    if not near or inner.tag not in EMPHASIS:
        return False
    first = (one.element.tail if one.tail else one.element.text) or ""
    second = (other.element.tail if other.tail else other.element.text) or ""
    return not first[-1:].isspace() and not second[:1].isspace()


def _is_icon(piece: Piece) -> bool:
    """Whether a text stands in for an icon: <i class="sp-ico photo">photo</i>."""
    return piece.element.tag == "i" and bool(piece.element.get("class")) and len(piece.text) <= LONGEST_ICON
