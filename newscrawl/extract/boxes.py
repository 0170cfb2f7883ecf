"""Where the text of a page's article stands.

Its box is found by a name that means a post's text, by the place after the document's head, or by where the prose is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newscrawl.extract.attachments import FILE_NAME
from newscrawl.extract.element import Element
from newscrawl.extract.head import DATE_LIKE, ITEM, Head, has_value
from newscrawl.extract.labels import INLINE_COUNT, INLINE_LABEL, label_of, number_of
from newscrawl.extract.naming import named_by
from newscrawl.extract.people import SIGN, people_in
from newscrawl.extract.scan import SENTENCE_END, Part, Scan, holds

# Names that mean the text of a post and nothing else, by the software that uses them.
SURE_NAMES = re.compile(
    r"(?:^|\s)(?:bo_v_con|article[-_]?body\w*|(?:news|art)[-_]?body\w*|post-?view\w*|cmadcontent|viewer-?body|writeContents|(?:rhymix|xe)_content|article-?body|article_body|newsct_article|dic_area|articleBodyContents|"
    r"articeBody|newsEndContents|article-view-content-div|article-?_?view|news-?_?view|story-news|kboard-content|content-view|"
    r"entry-content|post-content|post_article|writing_view_box|write_div|fr-view|se-main-container|contents_style|tt_article_useless_p_margin|"
    r"news_?(?:cnt_detail_wrap|body|view_body|article_body|text|txt)|(?:article|art)_?(?:txt|text|body|con|content|contents|cont)|"
    r"user_contents|dbdata|memoContent|artclView|artclContents|editor_view|editor-?content|ck-content|xed|"
    r"(?:view|read|bbs|board|post|story|cont|con|txt|detail)[-_]?(?:view)?[-_]?(?:body|content|contents|cont|con|txt|text|memo|cn|substance|cts)|"
    r"(?:content|contents|cont|con|txt|text|cn)[-_]?(?:body|area|view|box|wrap|inner)|"
    r"(?!(?:meta|by|writer|author|name|info|tag|sub|main|wrap|top|page|left|site|nav|menu|foot|head|header|layout|side|quick|footer|banner|popup|search|login|tab|comment|reply|cmt|"
    r"list|item|card|latest|caption|txt|btn|cs|img|photo|info|date|day|time|num|cnt|tit|title)[-_])(?:[a-z0-9]+[-_]+){1,3}(?:body|content|contents|cont|con|txt|text|memo|substance|cts)"
    r"(?:[-_](?:area|box|wrap|inner|view))?)(?=$|\s)",
    re.IGNORECASE,
)
_BOX_TAGS = "div section article main td tr table tbody form li dd ul ol dl body html center font span"
BOX_TAGS = frozenset(_BOX_TAGS.split())
LINES = frozenset({"p", "div", "table", "ul", "ol", "br", "h2", "h3", "h4", "blockquote"})
ENTRIES = frozenset({"figcaption", "li", "td", "dd", "span"})
CLOSED_TAGS = frozenset({"td", "tr", "tbody", "table", "article", "section", "body"})  # no line of a text is one
# Links and headings that stand after a text and end it.
_AFTER_WORDS = (
    "목록 목록보기 목록으로 리스트 글쓰기 쓰기 답변 답글 답글쓰기 글답변 수정 글수정 삭제 글삭제 추천 비추천 추천하기 신고 신고하기 스크랩 인쇄 프린트 이전글 다음글 이전 다음 이전글보기 "
    "다음글보기 댓글 댓글목록 댓글쓰기 코멘트 의견 list write reply modify delete vote edit prev next print scrap copy move 답변하기 글목록 "
    "전체목록 첨부파일 첨부 공유 공유하기 sns tweet 좋아요 목록가기"
)
AFTER_WORDS = frozenset(_AFTER_WORDS.split())
FOOT_WORDS = re.compile(
    r"copyright|all rights reserved|저작권자\s?[ⓒ©(]|무단\s?(?:전재|복제)|사업자\s?등록|개인정보\s?(?:처리|취급)방침|이메일\s?무단\s?수집",
    re.IGNORECASE,
)
AFTER_ADDRESSES = re.compile(
    r"(?:zboard\.php|list|write|reply|modify|delete|vote|good|scrap)[\w.]*(?:\?|$)|mode=(?:write|reply|modify|delete|list)|"
    r"board\.php\?bo_table=\w+(?:&page=\d*)?$",
    re.IGNORECASE,
)
FILE_NOISE = re.compile(
    r"^[\s(\[|/,-]*(?:\d+\s?회\s?다운로드|down(?:load)?\b.{0,30}|다운로드.{0,20}|\d[\d.,]*\s?(?:[kmg]i?b?|b(?:yte)?s?|건|회)?\)?(?:[\s,/|].{0,40})?|date\s?:.{0,25}|첨부.{0,14}|파일.{0,10}|"
    r"\d+\s?분\s?(?:분량|소요|읽기).{0,6}|게시글\s?주소.{0,6}|주소.{0,3}|https?://\S+|\W{1,4}|복사|\d+)$",
    re.IGNORECASE,
)


LONGEST_BYLINE = 60  # characters of a line that says who wrote
MOST = 0.7  # of a box's prose in a part of it that is the text
OTHER_POSTS = re.compile(
    r"(?:이\s?시각\s?)?(?:(?:가장\s?)?많이\s?본|실시간|인기|최신|관련|추천|주요|hot|best)\s?(?:글|게시글|게시물|뉴스|기사|랭킹|news|photo|포토)|포토\s?뉴스",
    re.IGNORECASE,
)
"""What stands over links to other posts."""

LONGEST_HEADING = 16
MANY_LINKS, SHORT_LINK, LONG_LINE, LINKS_REACH = 4, 8, 40, 60
LONGEST_NAME = 100  # characters of a file's name


is_sure_name = named_by(SURE_NAMES)


@dataclass(slots=True)
class Box:
    """A part that holds the text, and the parts inside it that do not belong to it."""

    part: Part
    drop: list[Element] = field(default_factory=list)


def find_named_body(scan: Scan, title: Part | None) -> Part | None:
    """The box that bears a name that means the text of a post; of several the one with the most in it.

    What holds the title too is no text alone, whatever its name.
    """
    best, best_size = None, -1.0
    for part in scan.parts:
        if (
            not part.name
            or part.around
            or part.comment
            or part.hidden
            or part.tag in ("a", "button", "body", "html", "img")
        ):
            continue
        if not is_sure_name(part.name) or (title is not None and holds(part, title)):
            continue
        size = part.prose + 60 * part.images + 0.1 * (part.last - part.first)
        if part.last == part.first and not part.images:
            continue
        if best is not None and best in part.ancestors():
            # The inner of two boxes is the text where it holds most of it.
            if size >= 0.6 * best_size:
                best, best_size = part, max(size, best_size)
        elif size > best_size:
            best, best_size = part, size
    return best


def find_prose(scan: Scan, under: Part | None = None) -> Part | None:
    """The smallest box that holds most of the page's prose, or None where the page has none."""
    part = under or (scan.parts[0] if scan.parts else None)
    if part is None or part.prose < 20:
        return None
    while True:
        child = max(
            (c for c in part.children if not c.around and not c.comment and c.tag in BOX_TAGS),
            key=lambda c: c.prose,
            default=None,
        )
        if child is None or child.prose < 0.7 * part.prose:
            return part
        part = child


def find_after(scan: Scan, head: Head, end: int) -> Box | None:
    """The text that stands after a document's head, up to the links and headings that follow every text.

    `end` is where the next thing with a head of its own begins: a comment.
    """
    first = skip_facts(scan, head.last)
    last = min(_end_of_text(scan, first), max(end, first + 1))
    images: list[Part] = []
    if first >= last:
        images = [part for part in scan.parts if part.tag == "img" and head.last <= part.first <= last]
    if first >= last and not images:
        return None
    whole = _outermost(scan, first, last) if first < last else None
    if whole is not None:
        return Box(whole)
    ends = [scan.texts[first].part, scan.texts[last - 1].part] if first < last else [images[0], images[-1]]
    if images:
        first, last = images[0].first, images[-1].first
    part = _common(ends[0], ends[1])
    while part.tag not in BOX_TAGS and part.parent is not None:
        part = part.parent
    if first < last:
        part = _within(part)
    drop: list[Element] = []
    _drop_outside(part, first, last, drop)
    return Box(part, drop)


def _within(part: Part) -> Part:
    """The part of a box that holds its text, where the rest of the box are links: news beside the news."""
    while 2 * part.linked > part.prose > 0:
        boxes = [child for child in part.children if child.tag in BOX_TAGS and not (child.around or child.comment)]
        child = max(boxes, key=lambda child: child.prose, default=None)
        if child is None or child.prose < (MOST if part.linked > part.prose else 1.0) * part.prose:
            return part
        part = child
    return part


def _outermost(scan: Scan, first: int, last: int) -> Part | None:
    """The largest box around the first text that holds nothing before it, unless it is one line of several."""
    part: Part | None = scan.texts[first].part
    best = None
    while part is not None and part.first >= first and part.last <= last:
        if part.tag in BOX_TAGS:
            best = part
        part = part.parent
    if best is None:
        return None
    if best.last >= last:
        return best
    if best.tag in CLOSED_TAGS and not (best.tag == "table" and best.element.get("role") == "presentation"):
        return best  # but in an e-mail each paragraph is a table of its own
    inner = best
    while len(inner.children) == 1 and inner.children[0].tag in BOX_TAGS:
        inner = inner.children[0]
    if best.tag == "div" and sum(child.tag in LINES for child in inner.children) > 1:
        return best
    follower: Part | None = scan.texts[best.last].part
    while follower is not None and follower.parent is not best.parent:
        follower = follower.parent
    # An editor's lines look all alike; what is named otherwise stands behind the text.
    return None if follower is not None and (follower.tag, follower.name) == (best.tag, best.name) else best


def skip_facts(scan: Scan, at: int) -> int:
    """The first text after the head that is no fact, no file and no label."""
    end = min(len(scan.texts), at + 60)
    while at < end:
        text = scan.texts[at]
        part = text.part
        plain = text.text
        if part.around or part.comment or part.hidden:
            at += 1
            continue
        linked = part.in_link or part.tag == "a"
        if not linked and ITEM.match(plain) and not FILE_NAME.search(plain):
            return at  # «1. 기간: 2027. 1. 4.»
        fact = (
            label_of(plain) is not None
            or (len(plain) < 60 and (INLINE_LABEL.match(plain) or INLINE_COUNT.match(plain)))
            or (len(plain) < 30 and DATE_LIKE.match(plain))
            or (len(plain) < 12 and number_of(plain) is not None)
            or (linked and (FILE_NAME.search(plain) or len(plain) < 12))
            or (part.parent is not None and part.parent.tag == "a" and FILE_NAME.search(plain))
            or FILE_NOISE.match(plain)
            or (len(plain) < LONGEST_NAME and FILE_NAME.fullmatch(plain))
            or (at > 0 and label_of(scan.texts[at - 1].text) is not None and has_value(scan, at - 1))
            or part.tag == "button"
            or (len(plain) < LONGEST_BYLINE and SIGN.search(plain) and people_in(plain, signed=True))
        )
        if not fact:
            return at
        at += 1
    return at


def _end_of_text(scan: Scan, first: int) -> int:
    """The text at which the buttons, neighbours or comments after a post begin."""
    end = len(scan.texts)
    for at in range(first, end):
        text = scan.texts[at]
        part = text.part
        if part.around or part.comment:
            end = at
            break
        if len(text.text) < 100 and FOOT_WORDS.search(text.text):
            end = at
            break
        if len(text.text) < LONGEST_HEADING and OTHER_POSTS.fullmatch(text.text.strip(" []<>▶■·")):
            end = at
            break
        if part.in_link and _begins_links(scan, first, at):
            end = at
            break
        if len(text.text) <= 8 and text.text.strip(" []<>«»|·:").replace(" ", "").lower() in AFTER_WORDS:
            if part.in_link or part.tag in ("a", "button", "h2", "h3", "h4", "th", "dt", "strong", "b", "span"):
                end = at
                break
    for part in scan.parts:
        if part.first >= end:
            break
        if part.first > first and part.tag == "a" and part.last == part.first and part.images:
            if AFTER_ADDRESSES.search(part.element.get("href") or ""):
                return part.first
    return end


def _begins_links(scan: Scan, first: int, at: int) -> bool:
    """Whether links to other posts begin at a text: several in a row, outside the text's box, and no prose behind them."""
    links = scan.texts[at : at + MANY_LINKS]
    if len(links) < MANY_LINKS or not all(link.part.in_link or link.part.tag == "a" for link in links):
        return False
    if sum(len(link.text) for link in links) < MANY_LINKS * SHORT_LINK:
        return False
    line = next(
        (
            part
            for part in (scan.texts[first].part, *scan.texts[first].part.ancestors())
            if part.tag in LINES or part.tag in ENTRIES
        ),
        None,
    )
    box = line.parent if line is not None else None
    if box is None or box.last > at:
        return False
    for text in scan.texts[at : at + LINKS_REACH]:
        if text.part.around or text.part.comment or FOOT_WORDS.search(text.text):
            break
        if len(text.text) >= LONG_LINE and SENTENCE_END.search(text.text) and not text.part.in_link:
            return False
    return True


def _common(first: Part, second: Part) -> Part:
    """The smallest part that holds both."""
    above = {id(first), *(id(part) for part in first.ancestors())}
    if id(second) in above:
        return second
    return next((part for part in second.ancestors() if id(part) in above), first)


def _drop_outside(part: Part, first: int, last: int, drop: list[Element]) -> None:
    """Collect the parts inside a part that lie outside a range of texts."""
    waiting = [part]
    while waiting:
        for child in waiting.pop().children:
            if child.last == child.first:
                if child.first < first or child.first > last:
                    drop.append(child.element)
            elif child.last <= first or child.first >= last:
                drop.append(child.element)
            elif child.first < first or child.last > last:
                waiting.append(child)
