"""A page walked once: its parts, how much prose each holds, and its texts in the order in which a person reads them.

Finding an article's box and the facts beside it both start from this, so that a page is walked once for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from newscrawl.extract.element import Element
from newscrawl.extract.markup import DROPPED_TAGS
from newscrawl.extract.naming import named_by

LONGEST_NAME = 1000  # characters of an element's class names
MAX_PARTS = 60_000  # a page with more is read so far only
UNSEEN_TAGS = DROPPED_TAGS - {"button", "header", "fieldset", "label", "ins"}
# Old skins draw their labels: w_subject.gif stands for «제목».
IMAGE_WORDS = {
    "subject": "제목",
    "title": "제목",
    "name": "작성자",
    "writer": "작성자",
    "date": "작성일",
    "regdate": "작성일",
    "hit": "조회",
    "read": "조회",
    "view": "조회",
    "file": "첨부",
    "upload": "첨부",
    "download": "첨부",
    "memo": "내용",
    "content": "내용",
    "homepage": "홈페이지",
    "link": "링크",
    "email": "이메일",
}
IMAGE_FILES = re.compile(rf"(?:^|[/_.-])({'|'.join(IMAGE_WORDS)})s?\d?\.(?:gif|png|jpe?g)$", re.IGNORECASE)
IMAGE_ALTS = re.compile(r"(?:글?제목|작성자|글쓴이|이름|작성일|등록일|날짜|조회수?|첨부(?:파일)?|내용|번호|추천)$")
FRAME_ROLES = frozenset({"dialog", "alertdialog", "navigation", "search"})
FORM_SIZE = 200  # elements; a form with more is the page
MIN_PROSE = 12  # characters of a text that may be a sentence

LINE_TAGS = frozenset({"p", "div", "li", "td", "dd"})
PIECE_TAGS = frozenset({"span", "b", "strong", "em", "i", "u", "font", "br", "img", "sub", "sup"})

SENTENCE_END = re.compile(r"[.!?。…]|다$|요$|니다")
SENTENCE_ENDS = (".", "!", "?", "。", "…", "다", "요")
SENTENCE_INSIDE = re.compile(r"[.!?。…]|니다")

# Names of what stands around a post. A name's last word tells: `read_footer` is the foot of a post, not of the page.
AROUND_NAMES = re.compile(
    r"(?:^|\s)(?:(?:[a-z0-9]+[-_]){0,2}(?:gnb|lnb|snb|tnb|quick(?:menu)?|side_?bar|breadcrumbs?|navi?|menu|sitemap|"
    r"outlogin|banners?|popups?|pager|paging|pagination|pagenavi|prev[-_]?next|related?|relations?|ranking?|popular|"
    r"share|sns|snsbox|satisf\w*|recommends?|widget|news_?letter)(?:[-_]?(?:wrap|area|box|list|inner|cont|news|article|articles|btns?|group|layer|menu|pop))?|"
    r"foot|footer|ft|footer[-_]\w+|(?:page|site|global|main|f)[-_]?footer|copyright|copy|aside|location|family[-_]?site|"
    r"(?:txt|text)[-_]?size|(?:hot|best)[-_]?issue\w*|\w+[-_]reel|video[-_]zone|cookie[-_]?\w*|consent[-_]?\w*|terms[-_]?\w*|privacy[-_]?\w*|(?:modal|dialog|layer|app)[-_]?(?:pop(?:up)?|banner|wrap|notice)|"
    r"login|login[-_]?(?:box|wrap|area|form)|search(?:[-_]?(?:box|form|area|wrap))?|bo_v_nb|bo_v_share|bo_v_top|view[-_]?nav(?:i)?|"
    r"relat(?:ed|ion)\w*|recommend[-_]\w+|(?:most|best|hot|many|popular)[-_]?(?:view|news|read|click|article)\w*|sns\w*)\d*(?=$|\s)",
    re.IGNORECASE,
)
MENU_NAME = re.compile(r"(?:[gls]nb|tnb|navi?|menu)(?:$|[\s_-])", re.IGNORECASE)
COMMENT_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?\w{0,12}|feedback|replys?|replies|cmt\w*|"
    r"bo_vc\w*|reply[-_]?\w+|comment[-_]\w+|cm[bt]|fdb\w*|disqus\w*|livere\w*|respond|memo[-_]?list)(?:$|[\s_-]|[0-9])",
    re.IGNORECASE,
)
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


is_around = named_by(AROUND_NAMES)
is_comment = named_by(COMMENT_NAMES)


@dataclass(slots=True, eq=False)
class Part:
    """One element of the page. `first` and `last` bound its texts, `around` says that it frames the post."""

    element: Element
    tag: str
    parent: Part | None
    name: str
    first: int
    last: int = 0
    prose: int = 0
    linked: int = 0
    images: int = 0
    around: bool = False
    comment: bool = False
    in_link: bool = False
    hidden: bool = False
    children: list[Part] = field(default_factory=list)

    def ancestors(self) -> Iterator[Part]:
        part = self.parent
        while part is not None:
            yield part
            part = part.parent


@dataclass(slots=True)
class Text:
    """A run of text and the part it stands in."""

    text: str
    part: Part


@dataclass(slots=True)
class Scan:
    """A page's parts in document order, its texts in reading order, and the part of each element."""

    parts: list[Part]
    texts: list[Text]
    by_element: dict[Element, Part]

    def text_of(self, part: Part, limit: int = 400) -> str:
        """The part's text on one line, up to about `limit` characters."""
        if part.last - part.first == 1:
            return " ".join(self.texts[part.first].text.split())
        pieces: list[str] = []
        size = 0
        for text in self.texts[part.first : part.last]:
            pieces.append(text.text)
            size += len(text.text)
            if size > limit:
                break
        return " ".join(" ".join(pieces).split())


def scan_page(root: Element, listing_box: Element | None = None) -> Scan:
    """Walk the page; the list beneath an article is framing like a menu or a footer is."""
    parts: list[Part] = []
    texts: list[Text] = []
    by_element: dict[Element, Part] = {}

    def visit(element: Element, tag: str, parent: Part | None) -> None:
        attributes = element.items()
        part = Part(element, tag, parent, "", len(texts))
        if parent is not None:
            part.around, part.comment = parent.around, parent.comment
            part.in_link, part.hidden = parent.in_link or tag == "a", parent.hidden
            parent.children.append(part)
        if attributes and (len(attributes) > 1 or attributes[0][0] != "href"):  # most links have but their address
            _read_attributes(part, dict(attributes))
        if tag == "aside":
            part.around = True
        elif tag == "form" and not part.comment and _asks_for_text(element):
            part.comment = True
        elif tag == "img":
            part.images = 1
            if not part.in_link and (label := _label_of_image(element)):
                texts.append(Text(label, part))
        parts.append(part)
        by_element[element] = part
        if (text := element.text) and not text.isspace():
            _add_text(texts, text, part)
        for child in element:
            child_tag = child.tag
            if child_tag not in UNSEEN_TAGS and isinstance(child_tag, str) and child is not listing_box:
                if len(parts) >= MAX_PARTS:
                    break
                visit(child, child_tag, part)
            if (text := child.tail) and not text.isspace():
                _add_text(texts, text, part)
        part.last = len(texts)
        if tag in LINE_TAGS and part.last - part.first > 1 and not (part.around or part.comment or part.hidden):
            _join_pieces(part, texts)
        if parent is not None and not (part.around or part.comment):
            parent.prose += part.prose
            parent.linked += part.linked
            parent.images += part.images

    if isinstance(root.tag, str) and root.tag not in UNSEEN_TAGS and root is not listing_box:
        visit(root, root.tag, None)
    return Scan(parts, texts, by_element)


def _read_attributes(part: Part, attributes: dict[str, str]) -> None:
    """What an element's attributes say of it: its names, and whether it is seen and what it is for."""
    name = f"{attributes.get('class', '')} {attributes.get('id', '')}".strip()
    if attributes.get("itemprop") == "articleBody":
        name = f"{name} articleBody"
    name = name[:LONGEST_NAME]
    part.name = name
    if name and not part.around and part.tag not in ("body", "html"):
        part.around = is_around(name) and not (MENU_NAME.search(name) and _leads_nowhere(part.element))
        part.comment = part.comment or is_comment(name)
    if attributes.get("role") in FRAME_ROLES:
        part.around = True
    if ((style := attributes.get("style")) and HIDDEN_STYLE.search(style)) or attributes.get("aria-hidden") == "true":
        part.hidden = True


def _join_pieces(part: Part, texts: list[Text]) -> None:
    """Count a line as prose whose words stand in pieces: word processors give each run of letters a tag of its own."""
    if part.linked or (part.tag != "p" and any(child.tag not in PIECE_TAGS for child in part.children)):
        return
    line = " ".join(text.text for text in texts[part.first : part.last])
    if len(line) > part.prose and len(line) >= MIN_PROSE and SENTENCE_END.search(line):
        part.prose = len(line)


def _leads_nowhere(element: Element) -> bool:
    """Whether a part that is called a menu holds text and nothing to press: the head of a document, on some sites."""
    pressed = next(element.iter("a", "button", "input", "select"), None) is not None
    return not pressed and any(map(str.strip, element.itertext()))


def _label_of_image(image: Element) -> str | None:
    """The word that a picture shows in place of a label: by its alt text, else by its file's name."""
    alt = (image.get("alt") or "").strip()
    if alt:
        return alt if len(alt) <= 6 and IMAGE_ALTS.match(alt) else None
    match = IMAGE_FILES.search(image.get("src") or "")
    return IMAGE_WORDS[match[1].lower()] if match else None


def _asks_for_text(form: Element) -> bool:
    """Whether a form is for writing: a comment's, a mail's. A form around the whole page (ASP) is none."""
    inside = list(islice(form.iter(), FORM_SIZE))
    return len(inside) < FORM_SIZE and any(element.tag == "textarea" for element in inside)


def _add_text(texts: list[Text], raw: str, part: Part) -> None:
    text = raw.strip()
    texts.append(Text(text, part))
    if part.around or part.comment or part.hidden:
        return
    if part.in_link:
        part.linked += len(text)
    elif len(text) >= MIN_PROSE and (text.endswith(SENTENCE_ENDS) or SENTENCE_INSIDE.search(text)):
        part.prose += len(text)


def holds(outer: Part, inner: Part) -> bool:
    """Whether one part is the other or stands around it."""
    return outer is inner or outer in inner.ancestors()
