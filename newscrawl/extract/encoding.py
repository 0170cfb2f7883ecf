"""Settle a page's encoding from its bytes, for what it declares is often wrong.

The ladder: a byte order mark; bytes that are valid UTF-8 (no other Korean text is, by chance); what is declared, with
`euc-kr` read as CP949, since Python's own codec lacks 8,822 of the syllables that "euc-kr" pages hold; CP949; and for
bytes that fit nothing whole, whichever of these leaves the fewest of them unread. Statistical detectors guess wrong on
pages that are mostly ASCII markup.
"""

from __future__ import annotations

import codecs
import re

CP949_NAMES = frozenset(
    (
        "euckr", "cseuckr", "ksc56011987", "ksc56011989", "ksc5601", "ks56011987", "csksc56011987",
        "xwindows949", "windows949", "ms949", "uhc", "cp949", "korean", "isoir149",
    )
)  # fmt: skip

ANYTHING_GOES = frozenset({"iso8859-1", "latin-1", "cp1252", "ascii"})
"""Codecs that read any bytes, so that their success says nothing; servers send them by default."""

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

HEAD = 4096
"""Bytes in which a page declares its charset; browsers look at 1,024, old boards are wordier."""

_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The page's text and the name of its codec. Never raises; bytes that cannot be read become U+FFFD."""
    for mark, codec in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace"), codec
    whole = _without_cut_end(body)
    if (text := _strict(whole, "utf-8")) is not None:
        return (text if whole is body else body.decode("utf-8", "replace")), "utf-8"
    declared = _declared(body, content_type)
    for codec in [*(name for name in declared if name not in ANYTHING_GOES and name != "utf-8"), "cp949"]:
        if _strict(whole, codec) is not None or _strict(whole[:-1], codec) is not None:
            return body.decode(codec, "replace"), codec
    candidates = list(dict.fromkeys([*(name for name in declared if name not in ANYTHING_GOES), "utf-8", "cp949"]))
    texts = {codec: body.decode(codec, "replace") for codec in candidates}
    best = min(candidates, key=lambda codec: texts[codec].count("\ufffd"))
    if texts[best].count("\ufffd") * 4 > len(texts[best]) and declared:
        return body.decode(declared[0], "replace"), declared[0]
    return texts[best], best


def is_codec(name: str) -> bool:
    """Whether pages can be read in an encoding of that name."""
    return _codec(name) is not None


def decode_as(body: bytes, name: str) -> tuple[str, str]:
    """The page's text in the codec that its definition names, and that codec's name; U+FFFD for what does not fit."""
    codec = _codec(name) or "utf-8"
    mark = next((mark for mark, marked in BOMS if marked == codec and body.startswith(mark)), b"")
    return body[len(mark) :].decode(codec, "replace"), codec


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """The codecs that the header and the page name, in that order."""
    head = body[:HEAD]
    found = [match[1] for match in (_HEADER.search(content_type or ""),) if match]
    found += [match[1].decode("ascii") for match in (_XML.search(head), _META.search(head)) if match]
    codecs_ = (_codec(name) for name in found)
    return list(dict.fromkeys(codec for codec in codecs_ if codec is not None))


def _codec(name: str) -> str | None:
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    if plain in CP949_NAMES:
        return "cp949"
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # Codecs that are no text encodings (base64, rot13) are no charsets.
    return info.name if info._is_text_encoding else None


def _strict(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except (UnicodeDecodeError, ValueError):
        return None


def _without_cut_end(body: bytes) -> bytes:
    """The bytes without a UTF-8 character that the end of a truncated page has cut."""
    for back in range(1, min(4, len(body) + 1)):
        byte = body[-back]
        if byte < 0x80:
            break
        if byte >= 0xC0:
            need = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return body[:-back] if back < need else body
    return body
