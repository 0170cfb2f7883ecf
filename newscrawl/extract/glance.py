"""What a person sees of a page at a glance: its lines, how much there is to read, and whether it asks for a password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from lxml.etree import iterwalk

from newscrawl.extract.element import Element
from newscrawl.extract.labels import label_of
from newscrawl.extract.markup import tidy
from newscrawl.extract.naming import named_by
from newscrawl.extract.scan import HIDDEN_STYLE, SENTENCE_ENDS, SENTENCE_INSIDE, Scan, is_comment

LONGEST_MESSAGE = 300
MOST_FIELDS = 300
MOST_PASSWORDS = 20
"""Fields for a password that are looked at."""

# Menus and footers. Boxes named after logins are looked at: messages stand in them.
FRAME_NAMES = re.compile(
    r"(?:^|\s)(?:(?:[a-z0-9]+[-_]){0,2}(?:gnb|lnb|snb|tnb|quick(?:menu)?|side_?bar|breadcrumbs?|navi?|menu|sitemap|outlogin|latest)"
    r"(?:[-_]?(?:wrap|area|box|list|inner))?|foot|footer|ft|footer[-_]\w+|family[-_]?site|login_widget|nc_login|"
    r"search(?:[-_]?(?:box|form|area|wrap))?)\d*(?=$|\s)",
    re.IGNORECASE,
)
THIN_PROSE = 700  # characters; a page with more to read says more than one thing
THIN_LINKS = 2_500
SHORTEST_PICTURED = 10
LONGEST_DATED = 40
MANY_DATES = 6  # short texts with a date or a time: the page is a list
DATE_LIKE = re.compile(r"\d{2,4}[-./]\s?\d{1,2}[-./]\s?\d{1,2}|\d{1,2}:\d{2}")
_UNREAD_TAGS = "script style template select textarea svg nav footer head option object iframe button"
UNREAD_TAGS = frozenset(_UNREAD_TAGS.split())
_LINE_TAGS = "p div h1 h2 h3 h4 h5 h6 li td th dt dd section article form center tr table fieldset legend main header"
LINE_TAGS = frozenset(_LINE_TAGS.split())
FIRM = frozenset({"author", "views", "published", "attachments"})


is_frame_name = named_by(FRAME_NAMES)


@dataclass(slots=True)
class Glance:
    """What a person sees of a page at a glance, and its forms."""

    lines: list[tuple[str, bool]] = field(default_factory=list)  # text, whether it is a heading
    prose: int = 0
    linked: int = 0
    labels: set[str] = field(default_factory=set)
    dates: int = 0
    secret_form: str | None = None
    login_form: bool = False
    refresh: str | None = None

    @property
    def is_thin(self) -> bool:
        return (
            self.prose <= THIN_PROSE
            and self.linked <= THIN_LINKS
            and len(self.labels & FIRM) < 2
            and self.dates < MANY_DATES
        )


def is_full(scan: Scan) -> bool:
    """Whether a page that has been walked holds more than a message: `look` would see at least as much."""
    whole = scan.parts[0] if scan.parts else None
    if whole is None:
        return False
    if whole.prose > THIN_PROSE or whole.linked > THIN_LINKS:
        return True
    seen = [text.text for text in scan.texts if not (text.part.around or text.part.hidden or text.part.in_link)]
    labels = {label_of(text) for text in seen}
    dates = (len(text) < LONGEST_DATED and DATE_LIKE.search(text) is not None for text in seen)
    return len(labels & FIRM) > 1 or sum(islice(filter(None, dates), MANY_DATES)) == MANY_DATES


def look(root: Element) -> Glance:
    """Read the page as far as needed to tell that it is more than a message."""
    seen = Glance()
    asked = (each for each in root.iter("input") if (each.get("type") or "").lower() == "password")
    for field_ in islice(asked, MOST_PASSWORDS):
        _note_password(field_, seen)
    line: list[str] = []
    link = 0
    heading = False
    skipped: list[Element] = []
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            if tag in UNREAD_TAGS:
                walk.skip_subtree()
                continue
            name = f"{element.get('class') or ''} {element.get('id') or ''}"
            if (name != " " and tag not in ("body", "html") and is_frame_name(name)) or HIDDEN_STYLE.search(
                element.get("style") or ""
            ):
                walk.skip_subtree()
                skipped.append(element)
                continue
            if tag in LINE_TAGS:
                _end_line(seen, line, heading)
                heading = tag in ("h1", "h2", "h3", "title", "strong")
            link += tag == "a"
            if tag == "img" and not link and len(alt := element.get("alt") or "") >= SHORTEST_PICTURED:
                line.append(alt)  # a message drawn as a picture
            _note_text(seen, line, element.text, link > 0)
        else:
            if tag not in UNREAD_TAGS and not (skipped and skipped[-1] is element):
                if tag in LINE_TAGS or tag == "br":
                    if tag != "br":
                        _end_line(seen, line, heading)
                        heading = False
                    else:
                        line.append(" ")
                link -= tag == "a"
            elif skipped and skipped[-1] is element:
                skipped.pop()
            _note_text(seen, line, element.tail, link > 0)
            if not seen.is_thin:
                break
    _end_line(seen, line, heading)
    return seen


def _note_text(seen: Glance, line: list[str], text: str | None, linked: bool) -> None:
    text = text.strip() if text else ""
    if not text:
        return
    if linked:
        seen.linked += len(text)
        return
    if (label := label_of(text)) is not None:
        seen.labels.add(label)
    seen.dates += len(text) < LONGEST_DATED and DATE_LIKE.search(text) is not None
    if len(text) > 12 and (text.endswith(SENTENCE_ENDS) or SENTENCE_INSIDE.search(text)):
        seen.prose += len(text)
    line.append(text)


def _end_line(seen: Glance, line: list[str], heading: bool) -> None:
    if line:
        text = tidy(" ".join(line))
        if text and len(seen.lines) < 400:
            seen.lines.append((text, heading))
        line.clear()


def _note_password(element: Element, seen: Glance) -> None:
    """A form that wants only a password guards a post; one with an account's name too is a login."""
    above = list(element.iterancestors())
    form = next((up for up in above if up.tag == "form"), None)
    if form is None or any(is_comment(f"{up.get('class') or ''} {up.get('id') or ''}") for up in above[:-2]):
        return
    if any(_is_hidden(up) for up in (element, *above)):
        return
    if next(form.iter("textarea"), None) is not None:
        return
    others = [
        field
        for field in islice(form.iter("input"), MOST_FIELDS)
        if (field.get("type") or "text").lower() in ("text", "email", "tel", "id")
    ]
    if others:
        seen.login_form = True
        return
    words = tidy(" ".join(islice(form.itertext(), LONGEST_MESSAGE)))[:LONGEST_MESSAGE]
    if not words:
        parent = form.getparent()
        words = (
            tidy(" ".join(islice(parent.itertext(), LONGEST_MESSAGE)))[:LONGEST_MESSAGE] if parent is not None else ""
        )
    if re.search("비밀|보호|비공개|password|암호", words, re.IGNORECASE):
        seen.secret_form = words


def _is_hidden(element: Element) -> bool:
    name = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return bool(HIDDEN_STYLE.search(element.get("style") or "")) or any(
        word in name for word in ("layer", "popup", "modal", "outlogin", "del_form", "delete")
    )
