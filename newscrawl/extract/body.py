"""An article's box, read: its text with paragraphs as lines, its safe HTML, and its images.

One walk over the box makes all three. The HTML is written anew from what was read (absolute addresses, nothing but
known tags) and then passed through nh3, so that a fault here cannot let a script through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from lxml.etree import iterwalk

from newscrawl.extract.element import Element
from newscrawl.extract.markup import (
    BLOCK_TAGS,
    CELL_TAGS,
    DROPPED_TAGS,
    INVISIBLE,
    KEPT_ATTRIBUTES,
    SPACES,
    WRITTEN_TAGS,
    absolute,
    image_address,
    safe_html,
    tidy,
)
from newscrawl.extract.naming import named_by
from newscrawl.extract.page import Image

MAX_TEXT = 1_000_000  # characters of text; no post is longer, a broken page may be
MAX_HTML = 4_000_000
MAX_DEPTH = 60  # deeper tags are left out, their text is not: nesting costs the reader's browser dearly
MAX_IMAGES = 500

# Names of what is put into an article's box and is no part of the text.
FRAME_NAMES = re.compile(
    r"(?:^|[\s_-])(?:share|sns|socials?|relate[sd]?|relation|recommend(?:s|ed)?|(?:hash)?tags?|tag[-_]?list|copyrights?|"
    r"reporter|journalist|byline|writer[-_]?info|author[-_]?(?:box|info|profile)|ads?|adsense|adsbygoogle|advert\w*|"
    r"banner|promotion|sponsor(?:ed)?|newsletter|subscribe|comments?|reply|replies|prev[-_]?next|paging|pagination|"
    r"view[-_]?nav|font[-_]?size|print|toolbar|util|vote|declare|report|breadcrumb|outstream|teads|taboola|dable|"
    r"sr[-_]only|sound_only|blind|screen[-_]?out|hidden|skip|article_bottom|news_list|more_news|hot_news|"
    r"popular|best_?news|issue_?list|link_?news|relation_?news|copy_?right|donat\w*)(?:$|[\s_-]|[0-9])",
    re.IGNORECASE,
)
CAPTION_NAMES = re.compile(
    r"(?:^|[\s_-])(?:img|image|photo|pic|thumb)?[-_]?(?:caption|cap|desc|figcap)(?:$|[\s_-])", re.IGNORECASE
)
LONG_PROSE = 400  # a part with so much unlinked text is text, whatever its name says

BLANK_LINES = re.compile(r"\n{3,}")


is_frame_name = named_by(FRAME_NAMES)
is_caption_name = named_by(CAPTION_NAMES)


@dataclass(slots=True)
class Body:
    """What a box holds. `captions` are the texts under images, which the text leaves out; `alts` the images' names."""

    text: str = ""
    html: str = ""
    images: list[Image] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)


def is_frame(element: Element) -> bool:
    """Whether a part of a box belongs to the page and not to the post: share buttons, tags, related articles."""
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    if name == " " or not is_frame_name(name):
        return False
    return _unlinked(element) < LONG_PROSE


def _unlinked(element: Element) -> int:
    """How many characters of the element's text stand outside links; counting stops when there are enough."""
    count = 0
    for event, part in iterwalk(element, events=("start",)):
        del event
        if not isinstance(part.tag, str) or part.tag == "a" or part.tag in DROPPED_TAGS:
            continue
        count += len((part.text or "").strip()) + sum(len((child.tail or "").strip()) for child in part)
        if count >= LONG_PROSE:
            break
    return count


class _Writer:
    """Text, HTML and images of one box, while it is walked."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.lines: list[str] = []
        self.line: list[str] = []
        self.html: list[str] = []
        self.images: list[Image] = []
        self.captions: list[str] = []
        self.alts: list[str] = []
        self.size = 0
        self.breaks = 0
        self.preformatted = 0
        self.caption: list[str] | None = None

    def say(self, text: str | None) -> None:
        if not text:
            return
        self.size += len(text)
        clean = INVISIBLE.sub("", text)
        self.html.append(escape(clean, quote=False))
        if self.caption is not None:
            self.caption.append(clean)
        elif self.preformatted:
            first, *rest = clean.split("\n")
            self.line.append(first)
            for more in rest:
                self.end_line(keep=True)
                self.line.append(more)
        else:
            self.line.append(clean)

    def end_line(self, *, keep: bool = False) -> None:
        raw = "".join(self.line)
        line = raw.rstrip() if keep or self.preformatted else SPACES.sub(" ", raw).strip()
        if line or keep:
            if self.breaks > 1 and self.lines:
                self.lines.append("")
            self.lines.append(line)
            self.breaks = 0
        self.line.clear()

    def break_line(self) -> None:
        self.end_line()
        self.breaks += 1

    def image(self, element: Element) -> None:
        address = image_address(element, self.base)
        if not address or element.get("width") == "1" or element.get("height") == "1":
            return
        alt = tidy(element.get("alt") or "")
        self.html.append(f'<img src="{escape(address)}" alt="{escape(alt)}">')
        if len(self.images) < MAX_IMAGES and not address.startswith("data:"):
            self.images.append(Image(address))
            self.alts.append(alt)

    def video(self, element: Element) -> None:
        """A video stays as a link: the frame of another site is nothing to show inside any page."""
        address = absolute(element.get("src") or element.get("data-src"), self.base)
        if address:
            title = tidy(element.get("title") or "") or address
            self.html.append(f'<p><a href="{escape(address)}">{escape(title)}</a></p>')

    def start_caption(self) -> None:
        self.end_line()
        self.caption = []

    def end_caption(self) -> None:
        caption = tidy("".join(self.caption or ()))
        self.caption = None
        if not caption:
            return
        self.captions.append(caption)
        if self.images and self.images[-1].caption is None:
            self.images[-1] = Image(self.images[-1].url, caption)


def read_body(
    box: Element | None, base: str, *, drop: Iterable[Element] = (), captions: Iterable[Element] = ()
) -> Body:
    """Read an article's box.

    `base` is what its addresses are relative to, `drop` are parts that are left out, `captions` those that stand under pictures.
    """
    if box is None:
        return Body()
    writer = _Writer(base)
    dropped, beneath = set(drop), set(captions)
    open_tags: list[tuple[Any, str | None, bool]] = []  # element, tag written, whether it is a caption
    walk = iterwalk(box, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("comment", "pi"):
            writer.say(element.tail)
            continue
        tag = element.tag
        if not isinstance(tag, str):  # an entity that was not resolved
            continue
        if event == "end":
            if open_tags and open_tags[-1][0] is element:
                _close(writer, tag, *open_tags.pop()[1:])
            if element is not box:
                writer.say(element.tail)
            if writer.size > MAX_TEXT:
                break
            continue
        if element is not box and (tag in DROPPED_TAGS or element in dropped or is_frame(element)):
            walk.skip_subtree()
            continue
        open_tags.append(_open(writer, element, tag, len(open_tags), caption=element in beneath))
        writer.say(element.text)
    writer.end_line()
    return Body(
        _joined(writer.lines), safe_html("".join(writer.html)[:MAX_HTML]), writer.images, writer.captions, writer.alts
    )


def _open(
    writer: _Writer, element: Element, tag: str, depth: int, *, caption: bool
) -> tuple[Element, str | None, bool]:
    if tag == "br":
        writer.html.append("<br>")
        writer.break_line()
        return element, None, False
    if tag == "img":
        writer.image(element)
        return element, None, False
    if tag in ("iframe", "video"):
        writer.video(element)
        return element, None, False
    if tag in BLOCK_TAGS:
        writer.end_line()
    elif tag in CELL_TAGS:
        writer.line.append(" ")
    if tag == "pre":
        writer.preformatted += 1
    name = element.get("class")
    is_caption = writer.caption is None and (caption or tag == "figcaption" or bool(name and is_caption_name(name)))
    if is_caption:
        writer.start_caption()
    written = WRITTEN_TAGS.get(tag) if depth < MAX_DEPTH else None
    if tag == "hr":
        writer.html.append("<hr>")
    elif written:
        writer.html.append(f"<{written}{_attributes(writer, element, tag)}>")
    return element, written, is_caption


def _close(writer: _Writer, tag: str, written: str | None, is_caption: bool) -> None:
    if is_caption:
        writer.end_caption()
    if tag in BLOCK_TAGS:
        blank = tag == "p" and not "".join(writer.line).strip(" \n\xa0") and writer.lines[-1:] != [""]
        writer.end_line()
        if blank:
            writer.breaks += 1
    if tag == "pre":
        writer.preformatted -= 1
    if written:
        writer.html.append(f"</{written}>")


def _attributes(writer: _Writer, element: Element, tag: str) -> str:
    if tag == "a":
        address = absolute(element.get("href"), writer.base)
        return f' href="{escape(address)}"' if address else ""
    kept = KEPT_ATTRIBUTES.get(tag)
    if not kept:
        return ""
    values = ((name, element.get(name) or "") for name in kept)
    return "".join(f' {name}="{value}"' for name, value in values if value.isdigit() and len(value) < 4)


def _joined(lines: list[str]) -> str:
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")[:MAX_TEXT].strip()
