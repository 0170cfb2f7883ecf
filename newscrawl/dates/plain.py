"""One plain spelling for the many ways to type a date: full-width digits, dashes, blanks, entities, Hanja numerals."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from newscrawl.dates.words import NIGHTS

SPELLINGS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣ㅡ", "-"),
        **dict.fromkeys("〜∼˜～⁓", "~"),
        **dict.fromkeys("ㆍ・‧∙•⋅･", "·"),
        **dict.fromkeys("‘’‛´′", "'"),
        "。": ".",
        "∶": ":",
        "⁄": "/",
        "∕": "/",
        "○": "〇",
        **dict.fromkeys("¦ㅣ", "|"),
    }
)

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)

HANJA_NUMBER = re.compile("([〇零元一二三四五六七八九十廿卅]{1,5})(?= ?[年月日時分秒년월일시분초])")
HANJA_DIGITS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "元": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}


def plain(text: str) -> str:
    """The text as a careful typist would have written it, trimmed, with single blanks."""
    if "&" in text:
        text = unescape(text)
        if "&" in text:  # Gnuboard's feeds escape twice
            text = unescape(text)
    text = text.replace("`", "'")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text.translate(SPELLINGS))).translate(SPELLINGS)
        text = HANJA_NUMBER.sub(_arabic, text)
        for word, words_ in NIGHTS.items():
            text = text.replace(word, words_)
    return " ".join(text.split())


def plain_with_offsets(text: str) -> tuple[str, list[int]]:
    """Like `plain`, character by character, with the place that each came from (and one more for the end)."""
    characters: list[str] = []
    offsets: list[int] = []
    for place, character in enumerate(text):
        if len(characters) > 2 * len(text):  # a ligature may be a whole sentence
            break
        if "가" <= character <= "힣":  # most of a Korean line, and written one way only
            characters.append(character)
            offsets.append(place)
            continue
        if character.isascii():
            spelled = " " if character.isspace() else character
        else:
            spelled = plain(character) or ("" if INVISIBLE.match(character) else " ")
        for one in spelled:
            if one == " " and characters and characters[-1] == " ":
                continue
            characters.append(one)
            offsets.append(place)
    offsets.append(len(text))
    return "".join(characters), offsets


def _arabic(match: re.Match[str]) -> str:
    """二〇二五 is read digit by digit, 二十七 by its tens."""
    written = match[1].replace("廿", "二十").replace("卅", "三十")
    if "十" not in written:
        return "".join(str(HANJA_DIGITS[character]) for character in written)
    tens, _, ones = written.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return match[0]
    return str((HANJA_DIGITS[tens] if tens else 1) * 10 + (HANJA_DIGITS[ones] if ones else 0))
