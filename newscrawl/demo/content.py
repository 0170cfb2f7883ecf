"""Posts out of nothing: what a seed and a serial say a post is, the same on every day and every machine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from newscrawl.demo import words
from newscrawl.demo.dice import Dice
from newscrawl.demo.post import Block, Comment, DemoPost, File, blocks_of

SEOUL = ZoneInfo("Asia/Seoul")

NEWEST = datetime(2025, 6, 27, 18, 4, 31, tzinfo=SEOUL)
"""When the newest post that a board starts with was written."""

_STEP = timedelta(minutes=37)
_SPAN = timedelta(days=12 * 365)

_NASTY_EVERY = 5
_BACK_DATED_EVERY = 41
_FILES_EVERY = 6
_BOLD_EVERY = 53
_MODIFIED_EVERY = 31
_PUBLISHER_EVERY = 9

_REMEMBERED = 1024  # posts; the list beneath documents shows the same ones again and again

_SENTENCES = len(words.SENTENCES)

_ROW, _BODY, _FILES, _COMMENTS = range(4)  # purposes of dice


@lru_cache
def _fit(choices: tuple[str, ...], encoding: str) -> tuple[str, ...]:
    """The choices that a board of this encoding can hold."""
    fitting = []
    for choice in choices:
        try:
            choice.encode(encoding)
        except UnicodeEncodeError:
            continue
        fitting.append(choice)
    return tuple(fitting)


class Content:
    """Computes the posts of one board; holds none but the last few.

    `base` is how many posts the board starts with (their serials are 1 to `base`), `notices` those of them
    that are notices. `secret_every` and `categories` may
    be 0 and empty.
    """

    def __init__(
        self,
        *,
        seed: int,
        base: int,
        notices: Sequence[int],
        encoding: str,
        categories: tuple[str, ...],
        secret_every: int,
        image_path: str,
    ) -> None:
        self._seed = seed
        self._base = base
        self._notices = notices
        self._categories = categories
        self._secret_every = secret_every
        self._image_path = image_path
        self._step = min(_STEP, _SPAN / max(base, 1))
        self._nasty = _fit(words.NASTY_TITLES, encoding)
        self._authors = _fit(words.AUTHORS, encoding)
        self._recent = lru_cache(_REMEMBERED)(self._compute)

    def post(self, serial: int, key: str) -> DemoPost:
        """The post with this serial, as if nobody had changed it."""
        return self._recent(serial, key)

    def _compute(self, serial: int, key: str) -> DemoPost:
        dice = Dice(self._seed, serial, _ROW)
        published = self._published(serial, dice)
        is_secret = bool(self._secret_every) and dice.below(self._secret_every) == 0
        modified = None
        if dice.below(_MODIFIED_EVERY) == 0:
            modified = published + timedelta(minutes=1 + dice.below(3000))
        return DemoPost(
            serial=serial,
            key=key,
            title=self._title(serial, dice),
            author=dice.pick(self._authors),
            category=dice.pick(self._categories) if self._categories else None,
            published=published,
            modified=modified,
            views=dice.below(dice.pick((50, 900, 40_000))),
            votes=dice.below(25) if dice.below(4) == 0 else 0,
            comments=dice.pick((1, 2, 3, 7, 26)) if dice.below(5) == 0 else 0,
            files=self._files(serial) if dice.below(_FILES_EVERY) == 0 else (),
            is_secret=is_secret,
            is_bold=dice.below(_BOLD_EVERY) == 0,
        )

    def _published(self, serial: int, dice: Dice) -> datetime:
        step = self._step
        at = NEWEST - (self._base - serial) * step - timedelta(seconds=dice.below(max(1, int(step.total_seconds()))))
        if dice.below(_BACK_DATED_EVERY) == 0:
            at -= timedelta(days=1 + dice.below(420), minutes=dice.below(900))
        return at.replace(microsecond=0)

    def _title(self, serial: int, dice: Dice) -> str:
        if serial in self._notices:
            return words.NOTICE_TITLES[self._notices.index(serial) % len(words.NOTICE_TITLES)]
        if serial % _NASTY_EVERY == 3:
            return self._nasty[serial // _NASTY_EVERY % len(self._nasty)]
        return f"{dice.pick(words.PREFIXES)}{dice.pick(words.WHO)}, {dice.pick(words.WHAT)} {dice.pick(words.HOW)}"

    def _files(self, serial: int) -> tuple[File, ...]:
        dice = Dice(self._seed, serial, _FILES)
        first = dice.below(len(words.FILE_NAMES))
        names = [words.FILE_NAMES[(first + i) % len(words.FILE_NAMES)] for i in range(1 + dice.below(3))]
        return tuple(File(name, 900 + dice.below(60_000)) for name in names)

    def body(self, post: DemoPost, serial: int) -> tuple[Block, ...]:
        """The body of `post`; `serial` is the one that its content is computed from."""
        if post.body is not None:
            return blocks_of(post.body)
        dice = Dice(self._seed, serial, _BODY)
        blocks = []
        if dice.below(5) == 0:
            blocks.append(Block("image", "현장 사진", f"{self._image_path}/{serial}.png"))
        for _ in range(2 + dice.below(5)):
            first, step, count = dice.below(_SENTENCES), dice.pick((1, 3, 5)), 1 + dice.below(4)
            text = " ".join(words.SENTENCES[(first + at * step) % _SENTENCES] for at in range(count))
            blocks.append(Block("p", text))
        extra = dice.below(12)
        if extra == 0:
            blocks.insert(1, Block("table", rows=dice.pick(words.TABLES)))
        elif extra == 1:
            blocks.insert(2, Block("list", items=dice.pick(words.LISTS)))
        elif extra == 2:
            blocks.insert(1, Block("quote", dice.pick(words.SENTENCES)))
        elif extra == 3:
            blocks.insert(1, Block("h", dice.pick(words.WHAT)))
        elif extra == 4:
            blocks.append(Block("pre", "10  if 날씨 < 맑음 & 우산 = 없음\n20    goto 집"))
        elif extra == 5:
            blocks.append(Block("link", "관련 누리집 바로 가기", "https://www.demo.example/board?id=7&page=2"))
        elif extra == 6:
            blocks.append(Block("p", "행사 개요\n때: 2025년 7월 5일(토) 오후 2시\n곳: 본관 2층"))
        if dice.below(_PUBLISHER_EVERY) == 0:
            blocks.append(Block("publisher", dice.pick(words.PUBLISHERS)))
        return tuple(blocks)

    def comments(self, post: DemoPost) -> list[Comment]:
        dice = Dice(self._seed, post.serial, _COMMENTS)
        at = post.published
        comments = []
        for _ in range(post.comments):
            at += timedelta(minutes=1 + dice.below(240))
            comments.append(Comment(dice.pick(words.COMMENTERS), dice.pick(words.COMMENTS), at))
        return comments
