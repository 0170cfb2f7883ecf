"""The facts that stand beside a title: who wrote, when, how often read; read from the texts in reading order.

Boards show them in many shapes: `th`/`td` rows, `dt`/`dd`, «작성자 : 홍길동 | 조회 : 31» in one line, an icon before
a number, or a bare name and date. Words count more than class names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from newscrawl.dates import Moment, find_dates, parse_date
from newscrawl.extract.labels import (
    INLINE_COUNT,
    INLINE_LABEL,
    LABEL_EDGES,
    LABELS,
    MAX_NAME,
    clean_name,
    is_author_name,
    is_category_name,
    is_date_name,
    is_menu_name,
    is_plain_name,
    is_writer_name,
    label_of,
    number_of,
)
from newscrawl.extract.markup import tidy
from newscrawl.extract.naming import named_by
from newscrawl.extract.people import SIGN, people_in, read_byline
from newscrawl.extract.scan import Part, Scan, Text

COUNTERS = frozenset({"views", "votes", "comments"})

DATES = frozenset({"published", "modified"})

BARS = re.compile(r"\s*[|│ㅣ]\s*|\s+[·/]\s+")

# What every shown date has: a cheap look before the whole search.
DATE_HINT = re.compile(
    r"\d\s?[-./:,년월일시분초年月日]|\d\s?(?:주|개월|달)\s?전|\d\s?[a-z]{1,8}\.?\s(?:ago|\d)|[A-Za-z]{3}\.?\s\d|\d{8}|[A-Za-z]{3,9}\s(?:ago)|"
    r"어제|오늘|그제|방금|지금|조금|며칠|하루|지난|작년|now\b|yesterday|today|ago\b|前|昨|刚|今|たった",
    re.IGNORECASE,
)

TIME_ALONE = re.compile(r"(?:(?:오전|오후|AM|PM)\s?)?\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:AM|PM))?", re.IGNORECASE)

WEEKDAY = re.compile(r"\([월화수목금토일]\)|[월화수목금토일]요일")

PAGE_FOOT = re.compile(
    r"제\s?호\s?[:：]|등록\s?번호|사업자\s?등록|발행인|편집인|청소년\s?보호|개인정보\s?(?:처리|취급)\s?방침|copyright",
    re.IGNORECASE,
)
"""What a publisher's imprint says: its «등록일» is the day on which the paper was registered."""

NOT_BESIDE = re.compile(r"발행|게재|발표|전송|\d\s?[면호]|[\[\]<>]|update|publish", re.IGNORECASE)

NEAR_DATE = 3  # texts between a date and the bare name of who wrote then

SAME_LINE = 3  # texts between the dates of one line

SIGNED_APART = 2  # texts between two bylines of one head

MAX_LINE, SENTENCE = 120, 30  # characters from which on a line is text

MAX_CATEGORY = 20

MAX_BARE_NAME = 40

MAX_ZONE = 400  # texts; a head that long is no head

COUNT_NAMES = {
    "views": re.compile(
        r"(?:^|[\s_-])(?:views?|hits?|read\w*|eye|cnt_view|view[-_]?(?:cnt|count|num)|inquiry|hit[-_]?\w*)(?:$|[\s_-]|\d)",
        re.IGNORECASE,
    ),
    "votes": re.compile(
        r"(?:^|[\s_-])(?:votes?|likes?|recommend|good|thumbs[-_]up|recom\w*|voted[-_]?count|symph\w*)(?:$|[\s_-]|\d)",
        re.IGNORECASE,
    ),
    "comments": re.compile(
        r"(?:^|[\s_-])(?:comments?|reply|replies|commenting|comment[-_]?(?:cnt|count|num)|cmt)(?:$|[\s_-]|\d)",
        re.IGNORECASE,
    ),
}
COUNTS = {name: named_by(pattern) for name, pattern in COUNT_NAMES.items()}


@dataclass(slots=True)
class Facts:
    """What stood beside a title. `labelled` are the fields that a word announced, `valued` those of them that had a value.

    The head of a list announces many and gives no value to any but the last. `byline` is the author's line as shown, `guessed` says that the author's name just stands
    near, `signed_date` that the date stands in one line with who wrote. `dates` are all that may say when it was
    published: a site's head shows today's date, too.
    """

    title: str | None = None
    author: str | None = None
    byline: str | None = None
    guessed: bool = False
    signed_date: bool = False
    department: str | None = None
    published: Moment | None = None
    modified: Moment | None = None
    views: int | None = None
    votes: int | None = None
    comments: int | None = None
    category: str | None = None
    source: str | None = None
    dates: list[Moment] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    valued: set[str] = field(default_factory=set)


class _Reader:
    def __init__(self, scan: Scan, now: datetime, timezone: str, title: int) -> None:
        self.scan, self.now, self.timezone, self.title = scan, now, timezone, title
        self.facts = Facts()
        self.loose: list[tuple[int, str]] = []
        self.date_at: int | None = None
        self.last_date_at: int | None = None
        self.day_at: int | None = None
        self.firm: set[str] = set()
        self.behind = self.before = self.within = self.told = False
        self.signed_at: int | None = None
        self.pictured = False
        self.prose: list[int] = []

    def read(self, texts: Sequence[Text], first: int) -> None:
        waiting: str | None = None
        for offset, text in enumerate(texts):
            part = text.part
            self.before = first + offset < self.title
            if part.hidden or part.around:
                continue
            if self.behind and PAGE_FOOT.search(text.text):
                return
            if part.comment:
                if self.within and INLINE_COUNT.fullmatch(text.text):  # a counter named after what it counts
                    self._count_words(text.text)
                continue
            field_name = label_of(text.text)
            if field_name is not None:
                waiting = field_name
                self.facts.labelled.add(field_name)
                continue
            understood, open_label = self._inline(text.text, first + offset)
            if understood or open_label:
                waiting = open_label
                continue
            if self.day_at == first + offset - 1 and self._time_of_day(text.text):
                waiting = None
                continue
            if waiting is not None:
                if self._take(waiting, text):
                    if waiting == "published":
                        self.day_at = first + offset
                    self.facts.valued.add(waiting)
                    waiting = None
                continue
            self._unlabelled(text, first + offset)

    def _inline(self, line: str, at: int) -> tuple[bool, str | None]:
        """Labels and values in one text: whether it was understood, and the label at its end that waits for a value."""
        marks = list(INLINE_LABEL.finditer(line)) if (":" in line or "：" in line) else []
        taken = False
        waiting = None
        for place, mark in enumerate(marks):
            end = marks[place + 1].start() if place + 1 < len(marks) else len(line)
            value = line[mark.end() : end].strip().split("\n")[0].strip(" |│/·ㅣ,([")
            name = LABELS[re.sub(r"\s", "", mark[1]).lower()]
            self.facts.labelled.add(name)
            if not value:
                waiting = name if place + 1 == len(marks) else None
                continue
            self.facts.valued.add(name)
            if name in COUNTERS:
                taken |= self._count(name, number_of(value.split(" ")[0].strip(",")))
            elif name != "other":
                taken |= self._set(name, value)
            elif len(marks) == 1 and mark.start() == 0:
                return True, None
        if not marks and (label := label_of(BARS.split(line)[-1])) is not None and label != "other":
            waiting = label
        if not taken:
            taken = self._count_words(line)
            if taken and self.within and self.facts.author is None and DATE_HINT.search(line):
                self._name_beside_date(INLINE_COUNT.sub("|", line))  # «홍길동 | 2026-10-02 09:41 | 조회 31»
        if (taken or waiting) and self.facts.published is None:
            if self._date(line[: marks[0].start()] if marks else line, None) and self.date_at is None:
                self.date_at = self.last_date_at = at
        if marks and marks[0].start() > 1 and self.facts.author is None:  # «이도담 기자 dodam@news.example | 입력 : …»
            self._sign(line[: marks[0].start()], at)
        return taken, waiting

    def _is_today(self, moment: Moment, line: str) -> bool:
        """Whether a day above the title is the one that a site's head shows: «2026.11.25 (수)»."""
        return moment.value == self.now.date() and WEEKDAY.search(line) is not None

    def _sign(self, line: str, at: int) -> bool:
        """Take the people of a byline; a second one right behind the first names more of them."""
        if not SIGN.search(line):
            return False
        writers, others = read_byline(line, signed=True)
        people = writers or others
        if not people:
            return False
        known = self.facts.author
        if known is None or (self.pictured and writers):
            self.facts.author, self.pictured = ", ".join(people), not writers
            self.signed_at = at
        elif writers and self.signed_at is not None and at - self.signed_at <= SIGNED_APART:
            self.facts.author = ", ".join(dict.fromkeys([*known.split(", "), *writers]))
            self.signed_at = at
        return True

    def _time_of_day(self, text: str) -> bool:
        """A time that stands alone behind the day: «2026.01.16.» «21:08»."""
        day = self.facts.published
        if day is None or day.precision != "day" or not TIME_ALONE.fullmatch(text):
            return False
        whole = parse_date(f"{day.value.isoformat()} {text}", now=self.now, timezone=self.timezone)
        if whole is None or whole.precision == "day":
            return False
        self.facts.published = replace(whole, raw=f"{day.raw} {text}", year_assumed=day.year_assumed)
        self.facts.dates.append(self.facts.published)
        return True

    def _count_words(self, line: str) -> bool:
        """«조회 31 추천 2»: counters without colons."""
        taken = False
        for match in INLINE_COUNT.finditer(line):
            name = LABELS.get(re.sub(r"\s", "", match[1]).lower())
            if name in COUNTERS and self._count(name, number_of(match[2].strip(" .,"))):
                taken = True
                self.facts.labelled.add(name)
                self.facts.valued.add(name)
        return taken

    def _take(self, name: str, text: Text) -> bool:
        """Give a text to the label before it; False leaves the label waiting for the next text."""
        if name in ("other", "attachments"):
            return True
        if name in COUNTERS:
            number = number_of(text.text.strip(LABEL_EDGES).split("  ")[0])
            if number is None:
                return len(text.text) > 3
            return self._count(name, number)
        if name in DATES:
            return self._date(text.text, name) or len(text.text) > 3
        if name in ("author", "department") and (is_menu_name(text.part.name) or not clean_name(text.text, told=True)):
            return False
        if not text.text.strip(LABEL_EDGES):
            return False
        return self._set(name, text.text)

    def _set(self, name: str, value: str) -> bool:
        if name in DATES:
            if self._date(value, name):
                return True
            if self.facts.author is None and SIGN.search(value) and (people := people_in(value, signed=True)):
                self.facts.author = ", ".join(people)  # «작성 : 금나래 기자»
                self.facts.labelled.add("author")
            return False
        if name == "department" and self.behind and self.told:
            return True  # whom to ask about the page, not who wrote
        if name in ("author", "department"):
            value = clean_name(value, told=True) or ""
        value = tidy(value)
        if value and getattr(self.facts, name, "") is None:
            setattr(self.facts, name, value)
        return True

    def _count(self, name: str, number: int | None) -> bool:
        if number is None:
            return False
        if getattr(self.facts, name) is None:
            setattr(self.facts, name, number)
        return True

    def _date(self, line: str, name: str | None) -> bool:
        """Take the dates of a line: each by its own label, else by the one given, else as published."""
        if not DATE_HINT.search(line):
            return False
        taken = False
        for found in find_dates(line, now=self.now, timezone=self.timezone):
            if self.before and name is None and found.label is None and self._is_today(found.moment, line):
                continue
            target = found.label or (name if not taken else None) or ("published" if not taken else None)
            if target is None:
                continue
            taken = True
            if found.label is not None:
                self.facts.labelled.add(found.label)
                self.facts.valued.add(found.label)
            if target == "published":
                self.facts.dates.append(found.moment)
            # A date that is called one goes over one that just stands there, unless it stands behind the text.
            firm = (found.label is not None or name is not None) and not self.behind and target not in self.firm
            if getattr(self.facts, target) is None or firm:
                setattr(self.facts, target, found.moment)
            if firm:
                self.firm.add(target)
        return taken

    def _unlabelled(self, text: Text, at: int) -> None:
        part = text.part
        if len(text.text) > MAX_LINE or (len(text.text) > SENTENCE and text.text.endswith((".", "!", "?"))):
            self.prose.append(at)
            return
        icon = next((child.name for child in part.children if child.first == child.last == at and child.name), "")
        number = number_of(text.text)
        if number is not None:
            own = is_author_name(part.name) and not any(bears(part.name) for bears in COUNTS.values())
            if own and self.facts.author is None:
                self.facts.author = text.text  # a member called 20241
                return
            for counter, bears in COUNTS.items():
                if (icon and bears(icon)) or _named(part, bears):
                    self._count(counter, number)
                    return
        known = self.facts.published is not None
        if len(text.text) >= 4 and any(char.isdigit() for char in text.text) and self._date(text.text, None):
            self.day_at = at
            # A site's head shows today's date, its foot and its lists of other news theirs.
            if self.date_at is None and not (known and (self.before or self.behind)):
                self.date_at = self.last_date_at = at
                self._name_beside_date(text.text)
            elif self.last_date_at is not None and 0 < at - self.last_date_at <= SAME_LINE:
                self.last_date_at = at
            return
        if self.facts.published is None and _named(part, is_date_name) and self._date(text.text, None):
            return
        if number is not None:
            return
        if self.facts.category is None and len(text.text) <= MAX_CATEGORY and _named(part, is_category_name, 1):
            self.facts.category = text.text
            return
        if len(text.text) <= MAX_NAME and self._sign(text.text, at):
            self.facts.byline = self.facts.byline or clean_name(text.text)
            return
        name = clean_name(text.text)
        menus = any(is_menu_name(each.name) for each in (part, part.parent) if each and each.name)
        if name is None or menus:
            return
        if len(name) > MAX_BARE_NAME:
            return
        if self.behind and self.told and not _named(part, is_writer_name):
            return  # who wrote a comment, and the titles of other articles
        if self.facts.author is None and (_named(part, is_author_name) or "user" in icon):
            self.facts.author = name
            self.facts.guessed = self.behind
        elif (
            is_plain_name(name)
            and not NOT_BESIDE.search(name)
            and not (part.in_link and self.before)
            and not self._is_of_label(at)
        ):
            self.loose.append((at, name))

    def _is_of_label(self, at: int) -> bool:
        """Whether a bare text is a heading, a label that this module does not know, or the value behind one."""
        tag = self.scan.texts[at].part.tag
        before = self.scan.texts[at - 1].part.tag if at else ""
        return tag in ("dt", "th", "h1", "h2", "h3", "h4") or (tag in ("dd", "td") and before in ("dt", "th"))

    def _name_beside_date(self, line: str) -> None:
        """«홍길동 | 2026.11.24 00:32», «2026년 10월 3일 14:25 김보람 기자»: the rest of a date's own line, if a name."""
        rest = line
        for found in reversed(find_dates(line, now=self.now, timezone=self.timezone)):
            rest = f"{rest[: found.start]}|{rest[found.end :]}"
        if self._sign(rest, self.date_at or 0):
            self.facts.signed_date = True
            shown = (piece for piece in BARS.split(rest.replace("|", " | ")) if people_in(piece, signed=True))
            self.facts.byline = self.facts.byline or clean_name(next(shown, rest))
            return
        for piece in BARS.split(rest.replace("|", " | ")):
            name = None if piece.rstrip().endswith(":") else clean_name(piece)  # «점검시간: 2025-06-27» is no name
            if name and NOT_BESIDE.search(name):
                continue
            if name and self.facts.author is None and is_plain_name(name) and label_of(name) is None:
                self.facts.author, self.facts.guessed = name, True
                return

    def near_date(self) -> str | None:
        """The bare name that stands next to the date, where no word and no class name told who wrote."""
        if self.date_at is None:
            return None
        dates = (self.date_at, self.last_date_at or self.date_at)
        away = [(min(abs(at - date) for date in dates), at, name) for at, name in self.loose]
        near = [place for place in away if place[0] <= NEAR_DATE and not self._parted(place[1])]
        return min(near)[2] if near else None

    def _parted(self, at: int) -> bool:
        """Whether the text of the post stands between a bare name and the date."""
        assert self.date_at is not None
        return any(min(at, self.date_at) < prose < max(at, self.date_at) for prose in self.prose)


def _named(part: Part | None, bears: Callable[[str], bool], up: int = 2) -> bool:
    """Whether the part, or one of the small parts around it, bears such a name."""
    for _ in range(up + 1):
        if part is None or part.last - part.first > 6:
            return False
        if part.name and bears(part.name):
            return True
        part = part.parent
    return False


def read_facts(
    scan: Scan, zones: Sequence[tuple[int, int]], now: datetime, timezone: str, *, loose: bool = True, title: int = 0
) -> Facts:
    """Read the facts from ranges of the page's texts; the first range that tells one wins.

    `title` is the title's place; menus stand before it. With `loose`, a bare name next to the date is the writer's, as on boards; on news pages it may be a desk's.
    """
    reader = _Reader(scan, now, timezone, title)
    for place, (first, last) in enumerate(zones):
        reader.behind = place > 0 and place == len(zones) - 1
        reader.within = place == 0
        reader.told = reader.facts.published is not None
        if first < last:
            reader.read(scan.texts[first : min(last, first + MAX_ZONE)], first)
    if loose and reader.facts.author is None and reader.facts.department is None:
        reader.facts.author, reader.facts.guessed = reader.near_date(), True
    return reader.facts


def exact_date(text: str | None, now: datetime, timezone: str) -> Moment | None:
    """A date that stands alone, such as a page's own metadata give."""
    return parse_date(text, now=now, timezone=timezone) if text else None
