"""A page, decoded and parsed once, with all that reading it needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from lxml import etree

from newscrawl.dates import Moment, Precision, parse_date
from newscrawl.extract.element import Element
from newscrawl.extract.encoding import decode, decode_as
from newscrawl.extract.hints import Hints

if TYPE_CHECKING:
    from newscrawl.extract.engines.base import Engine

NO_HINTS = Hints()

MAX_CHARACTERS = 20_000_000
"""What of a page is parsed; a board's page that is longer is an attack or a dump."""

MOST_ATTRIBUTES = 300
"""Attributes of a tag. libxml2 takes time with their square: 100,000 in a page of 1 MB cost minutes."""

# A tag up to its end, as HTML reads it: a > within quotes ends none. Possessive throughout, so that no text is read
# twice; quotes count behind = only, for elsewhere they are part of a name.
TAG = re.compile(r"""<[A-Za-z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+""")
# 25 attributes with values, or a long stretch without any; less than that are 25 times 12 names at most.
MAY_BE_CROWDED = re.compile(
    r"""<[A-Za-z](?:[^>=]{0,23}+=\s*+(?:"[^"]*+"|'[^']*+')?+){0,24}+(?:[^>=]{0,23}+=|[^>=]{24})"""
)
QUOTED = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")

WHOLE_PAGE = re.compile(r"<(?:html|body|head|title)\b", re.IGNORECASE)
WHOLE_PAGE_REACH = 5_000
LOOSE_ROWS = re.compile(r"\s*(?:<!--.*?-->\s*)*<t(?:r|body|d)\b", re.IGNORECASE | re.DOTALL)
END_TAGS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
END_OF_PAGE = re.compile(r"</html\s*>\s*<(?!/|!--|script)", re.IGNORECASE)

# What XML, and so lxml, cannot hold.
_CONTROL_BYTES = bytes(range(9)) + b"\x0b\x0c" + bytes(range(14, 32))
_NO_CHARACTER = b"\xef\xbf"
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


ENGLISH_LINE = re.compile(
    r"(?:#\d+ )?(?:opened|asked|posted|started|created|submitted|answered|published) (?:on )?(\S[^#]{2,30}?)(?: by)?",
    re.IGNORECASE,
)
"""«#612 opened 12 minutes ago by»: a day within a line of English."""


@dataclass(slots=True)
class Document:
    """A parsed page. `root` is None for a page without any markup; `base_url` is what links are relative to."""

    url: str
    base_url: str
    encoding: str
    html: str
    root: Element | None
    now: datetime
    timezone: str
    hints: Hints = NO_HINTS
    engine: Engine | None = None
    _dates: dict[str, Moment | None] = field(default_factory=dict)

    @property
    def is_fragment(self) -> bool:
        """True for markup that a script loads into a page, which is no page by itself."""
        return WHOLE_PAGE.search(self.html[:WHOLE_PAGE_REACH]) is None

    def replace(self, html: str) -> None:
        """Take other markup in place of the page's own: a fragment that came inside JSON."""
        self.html, self.root = html, parse_markup(html)

    def date(self, text: str) -> Moment | None:
        """The date that a text shows, read as the board's definition says, else by its form; None for no date."""
        if text not in self._dates:
            self._dates[text] = self._date(text)
        return self._dates[text]

    def _date(self, text: str) -> Moment | None:
        if self.hints.date_format is not None:
            try:
                told = datetime.strptime(text.strip(), self.hints.date_format)  # noqa: DTZ007 - the zone comes after
            except ValueError:
                pass
            else:
                return _moment(told, self.hints.date_format, text, self.timezone)
        shown = parse_date(text, now=self.now, timezone=self.timezone)
        if shown is None and (line := ENGLISH_LINE.fullmatch(text)) is not None:
            shown = parse_date(line[1], now=self.now, timezone=self.timezone)
        return shown


def _moment(told: datetime, form: str, text: str, timezone: str) -> Moment:
    """A date with the precision that its format has."""
    if not re.search(r"%[HIcXTR]", form):
        return Moment(told.date(), "day", text)
    precision: Precision = "second" if re.search(r"%[ScXT]", form) else "minute"
    return Moment(told if told.tzinfo else told.replace(tzinfo=ZoneInfo(timezone)), precision, text)


def parse_document(
    body: bytes,
    url: str,
    content_type: str | None = None,
    now: datetime | None = None,
    timezone: str = "Asia/Seoul",
    hints: Hints | None = None,
) -> Document:
    """Decode and parse a page. Never raises on any bytes."""
    hints = hints or NO_HINTS
    text, encoding = decode_as(body, hints.encoding) if hints.encoding else decode(body, content_type)
    root = parse_markup(text)
    return Document(url, _base(root, url), encoding, text, root, now or datetime.now(UTC), timezone, hints)


def parse_markup(text: str) -> Element | None:
    """Markup as a tree; None for text without any."""
    text = text[:MAX_CHARACTERS]
    if "<" not in text:
        return None
    # Bytes with a stated encoding: a str with an encoding declaration of its own would be refused.
    source = text.encode("utf-8", "replace")
    if _holds_control(source):
        text = _CONTROL.sub(" ", text)
        source = text.encode("utf-8", "replace")
    mended = _thinned(text)
    if LOOSE_ROWS.match(mended):
        mended = f"<table>{mended}</table>"  # rows alone, as scripts load them
    if END_OF_PAGE.search(mended):
        # Content behind an early </html> is read by browsers and dropped by libxml2.
        mended = END_TAGS.sub("", mended)
    if mended is not text:
        source = mended.encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    if root is None:
        return None
    _mend_rows(root)
    return root


def _holds_control(raw: bytes) -> bool:
    """Whether a text holds what lxml cannot: told from its bytes, several times as fast as by a search.

    Halves of a pair are none: what encodes a text has put question marks in their place.
    """
    if len(raw.translate(None, _CONTROL_BYTES)) < len(raw):
        return True
    return _NO_CHARACTER in raw and any(mark in raw for mark in _NO_CHARACTERS)


def _thinned(text: str) -> str:
    """The text without the attributes of tags that have more than any page gives one."""
    if MAY_BE_CROWDED.search(text) is None:
        return text
    shortest, kept, end = 2 * MOST_ATTRIBUTES, [], 0
    for tag in TAG.finditer(text):
        if tag.end() - tag.start() > shortest and _is_crowded(tag[0]):
            name = re.match(r"<[A-Za-z][\w:-]{0,40}", tag[0])
            kept += [text[end : tag.start()], name[0] if name else "<p"]
            end = tag.end()
    return "".join([*kept, text[end:]]) if kept else text


def _is_crowded(tag: str) -> bool:
    return len(set(re.findall(r"[^\s/=]+", QUOTED.sub(" ", tag)))) > MOST_ATTRIBUTES


def _mend_rows(root: Element) -> None:
    """Put cells that stand in a table without a row into rows, as browsers do: a lost <tr> is common on old boards."""
    lost: dict[Element, list[list[Element]]] = {}
    for cell in root.iter("td"):
        parent = cell.getparent()
        if parent is None or parent.tag not in {"tbody", "table"}:
            continue
        runs = lost.setdefault(parent, [])
        if runs and cell.getprevious() is runs[-1][-1]:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    for parent, runs in lost.items():
        table = parent if parent.tag == "table" else parent.getparent()
        width = max((len(row) for row in (parent if table is None else table).iter("tr")), default=0) or len(runs[0])
        for run in runs:
            step = width if len(run) % width == 0 else len(run)
            for start in range(0, len(run), step):
                row = parent.makeelement("tr")
                run[start].addprevious(row)
                row.extend(run[start : start + step])


def _base(root: Element | None, url: str) -> str:
    """What links are relative to: the page's <base>, or its address."""
    base = next(root.iter("base"), None) if root is not None else None
    href = base.get("href", "").strip() if base is not None else ""
    try:
        return urljoin(url, href) if href else url
    except ValueError:
        return url
