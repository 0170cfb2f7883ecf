"""In which language a text is, by its script; Latin letters alone do not tell, then the page's own word does."""

from __future__ import annotations

import re

SAMPLE = 2_000  # characters of a text that are looked at
FEWEST = 20  # letters of a text that tell anything
HANGUL = re.compile("[가-힣ㄱ-ㅎㅏ-ㅣ]+")
KANA = re.compile("[ぁ-ヿ]+")
HAN = re.compile("[一-鿿]+")
LATIN = re.compile("[A-Za-zÀ-ÿ]+")
ENGLISH = re.compile(r"\b(?:the|and|of|to|in|is|that|for|was|with)\b", re.IGNORECASE)
KOREAN_SHARE = 0.2  # of Hangul among all letters; product names and addresses fill many Korean texts


def language_of(text: str, told: str | None = None) -> str | None:
    """The language's ISO 639-1 code, or None where too little is there to tell; `told` is what the page calls it."""
    sample = text[:SAMPLE]
    hangul, kana, han, latin = (sum(map(len, letters.findall(sample))) for letters in (HANGUL, KANA, HAN, LATIN))
    letters = hangul + kana + han + latin
    if letters < FEWEST:
        return "ko" if hangul > letters / 2 else None
    if hangul >= KOREAN_SHARE * letters:
        return "ko"
    if kana + han > latin:
        return "ja" if kana * 10 > han else "zh"
    told = (told or "").strip().lower().partition("-")[0].partition("_")[0]
    if len(ENGLISH.findall(sample)) * 200 > len(sample):
        return "en"
    return told if len(told) == 2 and told not in ("ko", "ja", "zh") else None
