"""What the icons of the usual icon fonts say of the text behind them."""

from __future__ import annotations

import re

from newscrawl.extract.columns import Field
from newscrawl.extract.parts import Piece

ICON_TAGS = frozenset({"i", "svg", "span", "em"})
ICON_FIELDS: tuple[tuple[Field, re.Pattern[str]], ...] = (
    ("views", re.compile(r"(?:fa|la|bi|xi|ri|mdi|icon|ico|ti|bx)[-_ ]?(?:regular[-_ ])?(?:fa-)?eye\b|(?:icon|ico)[-_](?:view|hit)s?\b")),
    ("votes", re.compile(r"thumbs?-?_?up|(?:fa|la|bi|xi|ri|mdi|icon|ico)[-_](?:heart|like|good)\b")),
    ("comments", re.compile(r"(?:fa|la|bi|xi|ri|mdi|icon|ico)[-_](?:comment\w*(?:-(?:dots|alt|o))?|chat\w*|message\w*|reply-all|speech\w*)\b")),
    ("published", re.compile(r"(?:fa|la|bi|xi|ri|mdi|icon|ico)[-_](?:clock(?:-o)?|calendar\w*|time|date)\b")),
    ("author", re.compile(r"(?:fa|la|bi|xi|ri|mdi|icon|ico)[-_](?:user|person|pencil|writer)\b")),
)  # fmt: skip
"""What the usual icon fonts' icons stand for."""


def icon_field(piece: Piece) -> Field | None:
    """What the icon before a text says of it: an eye stands for views, a speech bubble for comments."""
    icon = piece.element if piece.tail else piece.element.getprevious()
    if icon is None or icon.tag not in ICON_TAGS or (icon.text or "").strip() or len(icon) > 1:
        return None
    names = f"{icon.get('class') or ''} {icon.get('aria-label') or ''} {icon.get('title') or ''}"
    return next((name for name, pattern in ICON_FIELDS if pattern.search(names)), None)
