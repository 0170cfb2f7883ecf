"""A document's title: which part of the page shows it, and how it reads whole and alone.

The page's own title names it, with board and site around it, or names only these; then its place just above the head
of the document tells, and its name or heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from newscrawl.extract.boxes import skip_facts
from newscrawl.extract.head import Head
from newscrawl.extract.labels import label_of, number_of
from newscrawl.extract.naming import named_by
from newscrawl.extract.scan import Part, Scan, holds, is_around

TITLE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:title|titles|subject|sbj|tit|ttl|headline|heading|bo_v_tit|subj|h_tit|viewtitle|view_?tit\w*|\w*title|\w*subject|\w*_tit)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
HEADINGS = {"h1": 3.0, "h2": 2.5, "h3": 2.0, "h4": 1.5, "h5": 1.0, "h6": 0.5}
TITLE_TAGS = frozenset(
    {*HEADINGS, "td", "th", "dd", "dt", "p", "div", "span", "strong", "b", "a", "li", "em", "font", "caption"}
)
CUT = re.compile(r"\s*(?:\.{2,}|…|‥)\s*$")
SEPARATORS = re.compile(r"\s+[-–—|:>»<·/]+\s+|\s*\|\s*|\s+::+\s*|\s*::+\s*|\s*>\s*|\s*«\s*")
UNDER_TITLES = re.compile(
    r"(?:^|[\s_-])sub(?:$|[\s_-])|sub[-_]?(?:tit|title|head|ject_sub)\b|subtit|summary|lead\b", re.IGNORECASE
)
MAX_TITLE = 500
MAX_TEXTS = 12
FOLD = re.compile(r"[\s\u200b]+")
# What boards are called: a page's title often names only the board.
BOARD_WORDS = re.compile(
    r"(?:게시판|공지사항|상세\s?조회|상세\s?정보|자료실|갤러리|보도자료|소식|뉴스|알림|q&a|faq|문의|커뮤니티|마당|광장|앨범|방명록|board|notice|news|community|"
    r"gallery|상세보기|글보기|상세|보기|내용|view|목록|list|홈페이지|카페)$",
    re.IGNORECASE,
)
LONGEST_BOARD_NAME = 20

OTHERS = re.compile(
    r"(?:많이본|가장많이|실시간|인기|최근|최신|관련|추천|주요|다른)(?:글|게시글|게시물|뉴스|기사|소식|사진|검색어)"
)
"""What stands over links to other posts."""


SURE_AGREEMENT = 3.0
DATE_ALONE = re.compile(r"[\d\s./:년월일시분()월화수목금토요-]{6,30}")
MOST_UNNAMED = 6.0  # what a heading with a title's name scores beside the text, where the page's titles do not name it
INSIDE = 2.5  # a title between the facts of its head, as between «작성일» and «글쓴이»
BENEATH = 2.0
ON_THE_WAY = 4.0  # against a title that the page's path names
HOME = re.compile(r"홈|home|메인|처음으로|main", re.IGNORECASE)
PATH_NAMES = re.compile(
    r"(?:^|[\s_-])(?:loc|location|path|bread\w*|\w*crumbs?|navi|route|line[-_]?map)(?:$|[\s_-]|\d)", re.IGNORECASE
)
FOOT_REACH = 40  # texts
OWNED = re.compile(r"copyright|ⓒ|©|all rights reserved", re.IGNORECASE)
LONGEST_PATH = 14  # texts, with the signs between
MAX_STEP = 20  # characters
MENU = 6  # links in a header that make it the site's
LONG_TITLE = 12  # characters; boards have shorter names
WIDEST_HEAD = 30  # texts
LABELLED = 8.0  # a title behind the word 제목
TITLE_LABEL = re.compile(r"^\W{0,3}(?:글\s?|게시물\s?)?제\s{0,3}목\s?[:：>|]\s?(?=\S)")
"""The word 제목 in one text with the title: «제 목 : 겨울 휴관 안내»."""

OWN_LABEL = re.compile(r"제목|subject|title", re.IGNORECASE)
"""What labels a post's title and no line of a notice (공고명)."""

NO_TITLES = frozenset(
    {"author", "department", "published", "modified", "views", "votes", "comments", "category", "source"}
)
BEHIND_HEAD = 1  # texts behind the line that says who and when, in which old boards show the title
MENU_TAGS = ("nav", "footer", "select")
FILES_REACH = 40  # texts between a title and its text, all of them files and facts
NEARNESS = (4.0, 3.2, 2.6, 1.8, 1.8, 1.8, 1.0, 1.0, 1.0, 1.0)  # by texts between a title and the head beneath it


is_title_name = named_by(TITLE_NAMES)
is_path_name = named_by(PATH_NAMES)
is_under_title = named_by(UNDER_TITLES)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The text for comparison: without white space and case."""
    return FOLD.sub("", text).casefold()


MOST_PARTS = 10_000
"""Elements of a page that may show its title: no document begins so far down."""


@dataclass(slots=True)
class _PageTitle:
    """One of the page's own titles, folded: the whole, its pieces, and the longest of these."""

    whole: str
    pieces: list[str]
    longest: str


def free_title(scan: Scan, page_titles: Sequence[str]) -> None:
    """Take a box that holds the page's title for no frame, whatever its name: news heads are called `top_menu`, `user-snb`."""
    titles = {folded(piece) for title in page_titles for piece in (title, *SEPARATORS.split(title))}
    titles = {title for title in titles if len(title) >= LONG_TITLE}
    shortest = min(map(len, titles), default=0)
    framed = None
    for text in scan.texts if titles else ():
        if len(text.text) < shortest or text.part.in_link or text.part.comment or folded(text.text) not in titles:
            continue
        if not text.part.around:
            return
        framed = framed or text.part
    if framed is None:
        return
    above = [framed, *(part for part in framed.ancestors() if part.around)]
    waiting = [above[-1]]
    while waiting:
        part = waiting.pop()
        if part in above or not is_around(part.name):
            part.around = False
            waiting += part.children


def find_title(
    scan: Scan, page_titles: Sequence[str], heads: Sequence[Head], body: Part | None, key: str | None
) -> tuple[Part | None, float]:
    """The part that shows the title, and how sure that is (5 or more is sure, below 3 is a guess).

    `heads` are the places where a document's head may stand, `body` the box of its text where that is known already,
    `key` the post's id: a link with it in leads to the post itself, all others to something else.
    """
    titles = []
    for title in page_titles:
        pieces = [folded(piece) for piece in SEPARATORS.split(title) if piece]
        titles.append(_PageTitle(folded(title), pieces, max(pieces, key=len, default="")))
    elsewhere, on_the_way = _names_of_links(scan, key), _names_on_the_way(scan)
    mastheads = [(part.first, part.last) for part in scan.parts if part.tag == "header" and _is_masthead(part)]
    elsewhere |= _sites_names(scan, titles)
    heads = [head for head in heads if head.is_strong] or heads
    full = next((head.last for head in heads if head.is_full), len(scan.texts))
    best, best_score = None, 0.0
    known: dict[tuple[int, int], str] = {}  # boxes in boxes hold the same text
    for part in islice(scan.parts, MOST_PARTS):
        size = part.last - part.first
        if not 0 < size <= MAX_TEXTS or part.tag not in TITLE_TAGS or part.around or part.comment or part.hidden:
            continue
        text = known.get((part.first, part.last)) or known.setdefault((part.first, part.last), scan.text_of(part))
        if not 0 < len(text) <= MAX_TITLE or (size == 1 and label_of(text) is not None):
            continue
        plain, near, labelled = folded(text), _nearness(scan, part, heads), _labelled(scan, part, full)
        if best_score >= MOST_UNNAMED + near + labelled and not _may_agree(plain, text, titles):
            continue
        score = (
            (-ON_THE_WAY if plain in on_the_way else 0.0)
            + _title_score(part, text, titles, elsewhere)
            - 0.2 * (size - 1)
            + near
        )
        if mastheads and any(first <= part.first < last for first, last in mastheads):
            score -= 4.0
        score += labelled
        if part.tag == "caption":
            score -= LABELLED  # it describes a table
        if size > 1 and 2 * part.linked > len(text):
            score -= 2.0  # a menu
        if body is not None and (0 <= body.first - part.last <= 1 or (not heads and _meets(scan, part, body))):
            score += 1.5
        if body is not None and part.first >= body.last:
            score -= 4.0
        elif body is not None and holds(body, part):
            score -= 1.0
        if score > best_score:
            best, best_score = part, score
    return best, best_score


def _may_agree(plain: str, text: str, titles: Sequence[_PageTitle]) -> bool:
    """Whether the page's own titles may name a text: a cheap look at what `_agreement` weighs."""
    if text.endswith(("…", "..", "‥")):
        return True
    return any(plain in title.whole or (title.longest and title.longest in plain) for title in titles)


def _labelled(scan: Scan, part: Part, full: int) -> float:
    """What the label of a text says for its being the title; `full` is where the post's facts have all been told."""
    if any("제" in text.text[:8] and TITLE_LABEL.match(text.text) for text in scan.texts[part.first : part.last]):
        return LABELLED
    if part.first == 0:
        return 0.0
    before = scan.texts[part.first - 1]
    name = label_of(before.text)
    if name is not None and not _is_near(before.part, part):
        return 0.0  # «제목» of a search form, and what the page ends with
    if name == "title":
        is_line = part.first > full + BEHIND_HEAD and not OWN_LABEL.search(before.text.replace(" ", ""))
        return 0.0 if is_line else LABELLED
    if name not in NO_TITLES or part.tag in HEADINGS:
        return 0.0
    beside = before.part.tag in ("th", "dt") and part.tag in ("td", "dd")
    alone = part.parent is not None and part.parent is before.part.parent and part.parent.last - part.parent.first <= 2
    return -LABELLED if beside or alone else 0.0


def _is_near(label: Part, part: Part) -> bool:
    """Whether a label and what stands behind it are of one head: the smallest part around both is no page."""
    around = {label, *label.ancestors()}
    common = next((each for each in (part, *part.ancestors()) if each in around), None)
    return common is not None and common.last - common.first <= WIDEST_HEAD


def _meets(scan: Scan, part: Part, body: Part) -> bool:
    """Whether nothing but files and facts stands between a title and the text."""
    return 0 < body.first - part.last <= FILES_REACH and skip_facts(scan, part.last) >= body.first


def _names_of_links(scan: Scan, key: str | None) -> set[str]:
    """The texts of short links that lead elsewhere: menus name boards, never the post that is read."""
    names = set()
    for part in scan.parts:
        if part.tag == "a" and part.last - part.first == 1:
            text = scan.texts[part.first].text
            if part.parent is not None and part.parent.tag in ("h1", "h2") and not part.element.get("href"):
                continue  # a title that is marked as a link and leads nowhere
            if len(text) <= LONGEST_BOARD_NAME and not (key and key in (part.element.get("href") or "")):
                names.add(folded(text))
    for menu in scan.parts[0].element.iter(*MENU_TAGS):
        for link in menu.iter("a", "option"):
            text = ("".join(link.itertext()) if len(link) else link.text or "").strip()
            if text and len(text) <= LONGEST_BOARD_NAME and not (key and key in (link.get("href") or "")):
                names.add(folded(text))
    return names


def _sites_names(scan: Scan, titles: Sequence[_PageTitle]) -> set[str]:
    """The pieces of the page's title that its foot names, too: «Copyright 2026 솔마을»."""
    pieces = {piece for title in titles if len(title.pieces) > 1 for piece in title.pieces}
    if not pieces:
        return pieces
    lines = [text.text for text in scan.texts[-FOOT_REACH:]]
    for foot in scan.parts[0].element.iter("footer"):
        lines += foot.itertext()
    feet = [folded(line) for line in lines if OWNED.search(line)]
    return {piece for piece in pieces if len(piece) <= LONGEST_BOARD_NAME and any(piece in foot for foot in feet)}


def _names_on_the_way(scan: Scan) -> set[str]:
    """What a page's path names: «홈 > 알림마당 > 채용공고». The last is the board, on some sites the post."""
    names: set[str] = set()
    for part in scan.parts:
        size = part.last - part.first
        if not 2 <= size <= LONGEST_PATH:
            continue
        if not (HOME.fullmatch(scan.texts[part.first].text) or (part.name and is_path_name(part.name))):
            continue
        names.update(folded(text.text) for text in scan.texts[part.first : part.last] if len(text.text) <= MAX_STEP)
    return names


def _is_masthead(header: Part) -> bool:
    """Whether a header is the site's, with its menu in it, and not an article's."""
    if any(part.tag in ("article", "main") for part in header.ancestors()):
        return False
    return sum(1 for _ in islice(header.element.iter("a"), MENU)) == MENU


def _nearness(scan: Scan, part: Part, heads: Sequence[Head]) -> float:
    for place, head in enumerate(heads[:4]):
        between = head.first - part.last
        if head.first <= part.first and part.last <= head.last:
            return INSIDE if place == 0 else INSIDE * 0.6
        if 0 <= part.first - head.last <= 1:
            return BENEATH if place == 0 else 0.0
        if between == 1 and _is_over_deck(scan, part):
            between = 0
        if 0 <= between < len(NEARNESS):
            return NEARNESS[between] * (1.0 if place == 0 else 0.6)
    return 0.0


def _is_over_deck(scan: Scan, part: Part) -> bool:
    """Whether the text beneath is a line that news put under a title, and this one no board's name."""
    deck = scan.texts[part.last].part
    return (
        part.last - part.first == 1
        and len(scan.texts[part.first].text) >= LONG_TITLE
        and not part.in_link
        and not deck.in_link
    )


def _title_score(part: Part, text: str, titles: list[_PageTitle], elsewhere: set[str]) -> float:
    parent = part.parent
    score = HEADINGS.get(part.tag, 0.0)
    if not score and parent is not None and parent.tag in HEADINGS:
        score = HEADINGS[parent.tag] - 0.2
    if part.name and is_title_name(part.name):
        score += 1.5
    elif parent is not None and parent.name and parent.last - parent.first <= 6 and is_title_name(parent.name):
        score += 1.0
    if part.name and is_under_title(part.name):
        score -= 2.0
    cut = CUT.search(text)
    plain = folded(text[: cut.start()] if cut else text)
    if not plain or (len(plain) < 2 and not any(plain in title.pieces for title in titles)):
        return score - 2.0
    if plain in elsewhere or OTHERS.match(plain) or (len(plain) <= LONGEST_BOARD_NAME and BOARD_WORDS.search(plain)):
        return score - 3.0
    agreement = max((_agreement(plain, title) for title in titles), default=0.0)
    score += agreement
    if agreement < SURE_AGREEMENT and (number_of(text) is not None or DATE_ALONE.fullmatch(text)):
        return score - 4.0  # titles of digits and dates exist, but then the page's title says so
    if agreement >= 3 and len(plain) > 12:
        score += min(len(plain), 60) / 60  # a title is longer than the name of its board
    return score


def _agreement(plain: str, title: _PageTitle) -> float:
    if plain in (title.whole, title.longest):
        return 4.0
    if len(plain) >= 8 and (title.whole.startswith(plain) or title.whole.endswith(plain)):
        return 4.0
    if plain in title.pieces:
        return 1.5
    if len(plain) >= 10 and plain in title.whole:
        return 3.0
    if len(title.longest) >= 8 and title.longest in plain and len(plain) <= len(title.longest) + 40:
        return 3.0
    return 0.0
