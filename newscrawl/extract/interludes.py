"""What news pages set between a text's paragraphs and is none of it: related news, summaries by machine, captions.

Told by what the boxes say and hold, since each publisher names them otherwise. For news only: on boards, what people write
under their pictures is the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newscrawl.extract.element import Element
from newscrawl.extract.scan import Part, Scan

LIST_TAGS = frozenset(
    {"ul", "ol", "div", "section", "dl", "table", "article", "nav", "aside", "p", "figure", "blockquote"}
)
HEADING = re.compile(
    r"[\[<【(▶■●◆☞\s]*(?:관련\s?(?:기사|뉴스|글|보도|콘텐츠|영상)|함께\s?(?:보면|읽|볼|보기).{0,12}|(?:이\s?시각|오늘의|지금\s?뜨는|가장\s?많이|많이\s?본|인기|주요|추천|핫|HOT|최신|다른|연관)\s?.{0,4}"
    r"(?:기사|뉴스|이슈|콘텐츠|본|클릭)|더\s?(?:읽|보|알아)\S{0,6}|(?:기자의?|이 기자의?)\s?(?:다른|최신)\s?기사|related.{0,12}|read (?:more|next).{0,8}|also read|see also)"
    r"[\]>】)\s:：]*",
    re.IGNORECASE,
)
"""What stands over links to other articles."""

SUMMARY = re.compile(
    r"\W*(?:AI\s?(?:로|가)?\s?.{0,4}요약.{0,8}|(?:기사|뉴스|본문|핵심|한눈에|자동|오늘의)\s?요약.{0,6}|[\d세네두한다섯]{1,2}\s?줄\s?요약|요약\s?봇?|(?:AI|인공지능).{0,6}브리핑)\W*",
    re.IGNORECASE,
)
ARROWS = tuple("☞▶►▷→◀◆■[")
RELATED_TEXT = 30  # characters of linked text from which on a box of links is one of other articles
LINKED, LINKED_BENEATH_HEADING = 0.7, 0.4  # share of a box's text that are links
LONGEST_SUMMARY = 0.6  # of the text's prose
LONGEST_CAPTION = 200  # characters
MOST_CAPTION_TEXTS = 4
PROSE_BESIDE = 2  # times a caption's length that the text has
CAPTION = re.compile(
    r"^\s*[▲△▶◀▼◁▷↑←→◆]|제공\W*$|[ⓒ©]|사진\s?[=:：/·]|(?:사진|자료|그래픽|이미지|출처)\s?[=:：]|/\s?(?:사진|연합뉴스|뉴스1|뉴시스|AP|로이터|\S{2,8}\s?기자)|자료\s?사진|캡처|=\s?\S{2,10}\W*$",
    re.IGNORECASE,
)
"""What a picture's line begins or ends with."""


def interludes(scan: Scan, body: Part, host: str) -> list[Element]:
    """Boxes and lines inside a news text that lead to other articles of the site or sum the text up."""
    found: list[Element] = []
    waiting = [body]
    while waiting:
        part, headed = waiting.pop(), False
        for child in part.children:
            if child.first == child.last:
                continue
            first = scan.texts[child.first].text
            if child.tag in LIST_TAGS and (_is_link_list(scan, child, host, first) or _is_summary(child, body, first)):
                found.append(child.element)
                headed = False
            elif _is_heading_alone(scan, child, first) or _is_arrow_line(scan, child, host, first, headed):
                found.append(child.element)
                headed = True
            else:
                headed = False
                waiting.append(child)
    return found


def _size(scan: Scan, part: Part) -> int:
    return sum(len(text.text) for text in scan.texts[part.first : part.last])


def _is_link_list(scan: Scan, part: Part, host: str, first: str) -> bool:
    if not part.linked:
        return False
    total = _size(scan, part)
    if part.last - part.first > 1 and len(first) < RELATED_TEXT and HEADING.fullmatch(first):
        return part.linked >= LINKED_BENEATH_HEADING * total and next(_own_links(part, host), None) is not None
    if part.linked < LINKED * total or part.linked < RELATED_TEXT:
        return False
    return len(list(_own_links(part, host))) >= 2


def _own_links(part: Part, host: str) -> Iterator[Element]:
    return (link for link in part.element.iter("a") if _leads_within(link.get("href") or "", host))


def _is_summary(part: Part, body: Part, first: str) -> bool:
    return (
        part.last - part.first > 1
        and SUMMARY.fullmatch(first) is not None
        and part.prose < LONGEST_SUMMARY * body.prose
    )


def _is_heading_alone(scan: Scan, part: Part, first: str) -> bool:
    """Whether a line of its own announces the links behind it: «[관련기사]»."""
    return part.last - part.first == 1 and len(first) < RELATED_TEXT and HEADING.fullmatch(first) is not None


def _is_arrow_line(scan: Scan, part: Part, host: str, first: str, headed: bool) -> bool:
    """Whether a line is nothing but a link to another article, marked as such or beneath a heading that says so."""
    if not part.linked or part.last - part.first > 2 or not (headed or first.startswith(ARROWS)):
        return False
    return part.linked >= LINKED * _size(scan, part) and (
        part.tag == "a" or next(_own_links(part, host), None) is not None
    )


def _leads_within(address: str, host: str) -> bool:
    if address.startswith(("/", "?")) and not address.startswith("//"):
        return True
    return bool(host) and host in address[: len(host) + 12]


def captions(scan: Scan, body: Part) -> list[Element]:
    """Boxes inside a news text that hold a picture and the line under it, and nothing else."""
    found: list[Element] = []
    waiting = [body]
    while waiting:
        for child in waiting.pop().children:
            if not child.images:
                continue
            if child.first < child.last and _is_caption(scan, child, body):
                found.append(child.element)
            else:
                waiting.append(child)
    return found


def _is_caption(scan: Scan, part: Part, body: Part) -> bool:
    if part.last - part.first > MOST_CAPTION_TEXTS or part.linked:
        return False
    texts = [text.text for text in scan.texts[part.first : part.last]]
    size = sum(map(len, texts))
    if size > LONGEST_CAPTION or body.prose < PROSE_BESIDE * size:
        return False
    return any(CAPTION.search(text) for text in texts) or not any(text.endswith((".", "!", "?", "”")) for text in texts)


def host_of(url: str) -> str:
    """The address's host, or "" where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
