"""A document's title as its part shows it: alone, whole, and without the site's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newscrawl.extract.labels import is_category_name, number_of
from newscrawl.extract.markup import tidy
from newscrawl.extract.scan import Part, Scan, Text
from newscrawl.extract.titles import CUT, SEPARATORS, TITLE_LABEL, folded
from newscrawl.extract.words import STATUS_TEXT

ASIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:blind|sound_only|sr-only|screen_out|hidden|replyNum|reply|cmt|comment|new|icon|badge|hot)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)

PERIOD_LINE = re.compile(r"^\S{2,4}\s?(?:기간|일정|마감일?)\s*[:：]")

BADGE = re.compile(r"(?:온|오프)라인|비?대면|공지|필독|중요|마감|긴급|new|hot|n", re.IGNORECASE)
"""What stands behind a title in a tag of its own."""

KIND = re.compile(r"질문|답변|[QA]\.?")  # an icon before the title of a question


def shown_title(scan: Scan, part: Part, page_titles: Sequence[str]) -> tuple[str, str | None]:
    """The title as its part shows it, and the category that stands before it in the same part.

    A comment count beside the title is none of it; a category is none where the page's own title leaves it out.
    """
    whole = TITLE_LABEL.sub("", scan.text_of(part, 600))
    if part.last - part.first < 2:
        return whole, None
    texts = scan.texts[part.first : part.last]
    kept = [text for text in texts if not (text.part is not part and _is_aside(text))]
    if len(kept) > 1 and kept[0].part is not part and KIND.fullmatch(kept[0].text):
        kept = kept[1:]
    kept = [text for text in kept if not STATUS_TEXT.match(text.text) and not PERIOD_LINE.match(text.text)] or kept
    while len(kept) > 1 and kept[-1].part is not kept[0].part and BADGE.fullmatch(kept[-1].text):
        kept.pop()
    text = TITLE_LABEL.sub("", " ".join(" ".join(each.text for each in kept).split())) or whole
    titles = [folded(title) for title in page_titles]
    if len(kept) > 1 and not any(folded(text) in title for title in titles):
        rest = " ".join(" ".join(each.text for each in kept[1:]).split())
        if len(folded(rest)) > 3 and (any(folded(rest) in title for title in titles) or _is_category(kept[0])):
            return rest, kept[0].text
    if len(kept) > 1 and kept[0].part is not part and _is_category(kept[0]):
        return " ".join(" ".join(each.text for each in kept[1:]).split()), kept[0].text
    return text, None


def _is_aside(text: Text) -> bool:
    """Whether a text inside a title's part counts comments or is there for screen readers."""
    if text.part.comment or text.part.around:
        return True
    number = number_of(text.text) is not None and len(text.text) < 7
    return number or bool(text.part.name and ASIDE_NAMES.search(text.part.name))


def _is_category(text: Text) -> bool:
    names = [part.name for part in (text.part, text.part.parent) if part is not None and part.last - part.first < 3]
    return any(is_category_name(name) for name in names) and len(text.text) < 20


def complete_title(shown: str, page_titles: Sequence[str]) -> str:
    """The title alone and whole, where the page shows it cut or with its board's name before it.

    The page's own title has it whole («제목 > 게시판 | 사이트», «사이트 - 제목») and names board and site around it.
    """
    cut = CUT.search(shown)
    plain = folded(shown)
    for title in page_titles:
        pieces = [piece for piece in SEPARATORS.split(title) if piece]
        longest = max(pieces, key=len, default="")
        if folded(title).endswith(plain) or folded(title).startswith(plain):
            continue
        if not cut and len(folded(longest)) >= 8 and plain.endswith(folded(longest)) and _is_named(shown, longest):
            return longest
    if cut is None or cut.start() < 4:
        return shown
    start = folded(shown[: cut.start()])
    for title in page_titles:
        at = _find_folded(title, start)
        if at is None:
            continue
        rest = title[at:]
        if folded(rest).startswith(plain):
            return shown  # it is not cut: its dots are its own
        if not CUT.search(rest) and folded(rest) != start:
            return strip_site(rest, before=False)
    return shown


def _is_named(shown: str, title: str) -> bool:
    """Whether only a board's name and a mark of a path stand before the title: «뉴스 › 제목»."""
    before = shown[: max(0, len(shown) - len(title))]
    return bool(re.search(r"[›»>|:]\s*$", before)) and len(before) < 40


def _find_folded(text: str, start: str) -> int | None:
    """Where in the text the folded start begins: at its beginning or after a separator."""
    places = [0, *(match.end() for match in SEPARATORS.finditer(text))]
    return next((place for place in places if folded(text[place:]).startswith(start)), None)


GNUBOARD_TAIL = re.compile(r"\s>\s[^>|]{1,60}(?:\s\|\s[^|]{1,60})?$")


def strip_site(title: str, *, before: bool = True, names: Sequence[str] = ()) -> str:
    """A page's title without the names of board and site around it."""
    if match := GNUBOARD_TAIL.search(title):
        return tidy(title[: match.start()])
    known = {folded(name) for name in names if name}
    pieces = [(match.start(), match.end()) for match in SEPARATORS.finditer(title)]
    while pieces and folded(title[pieces[-1][1] :]) in known:
        title = title[: pieces.pop()[0]]
    while before and pieces and folded(title[: pieces[0][0]]) in known:
        title = title[pieces[0][1] :]
        pieces = [(match.start(), match.end()) for match in SEPARATORS.finditer(title)]
    if pieces and not known:
        head, tail = title[: pieces[-1][0]], title[pieces[-1][1] :]
        if len(tail) <= 20 and len(head) > len(tail):
            title = head
    return tidy(title)
