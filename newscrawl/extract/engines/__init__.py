"""The board softwares that are known, one file each.

A file is found by its being here: whatever Engine it holds is known. No list has to be kept.
"""

from __future__ import annotations

import importlib
import pkgutil

from newscrawl.extract.document import Document
from newscrawl.extract.engines.base import Engine


def _all() -> tuple[Engine, ...]:
    """The engines of this folder's files; those that are told by their host go before those told by marks."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    engines = [each for module in modules for each in vars(module).values() if isinstance(each, Engine)]
    return tuple(sorted(engines, key=lambda engine: (bool(engine.marks), engine.name)))


ENGINES: tuple[Engine, ...] = _all()
"""In the order in which they are asked."""

PIECES = (
    "xans-",
    "egov",
    "bbsmstr_",
    "g5_",
    "bo_table=",
    "g4_path",
    "gnuboard",
    "gd_b",
    "bdid=",
    "artcl",
    "kboard",
    "rhymix",
    "xpressengine",
    "js/xe.",
    "xe_content",
    "zb",
)
"""Parts that many marks have in common."""


def marks_to_look_for(engines: tuple[Engine, ...]) -> tuple[str, ...]:
    """Texts of which one stands in each mark: most pages hold none of them, and are told from the rest at once."""
    marks = [mark for engine in engines for mark in engine.marks]
    alone = [mark for mark in marks if not any(piece in mark for piece in PIECES)]
    return (*PIECES, *alone)


FIRST_LOOK = tuple(mark.encode() for mark in marks_to_look_for(ENGINES))

SOURCE = 200_000
"""Characters of a page's source in which an engine's marks are looked for."""


def recognise(document: Document) -> Engine | None:
    """The software that made the page, where it can be told: by its address, else by marks in its source."""
    told = next((engine for engine in ENGINES if engine.is_at(document.url)), None)
    if told is not None:
        return told
    source = document.html[:SOURCE]
    raw = source.encode("utf-8", "replace").lower()  # bytes are lowered in a fraction of the time that a text takes
    if not any(map(raw.__contains__, FIRST_LOOK)):
        return None
    source = source.lower()
    return next((engine for engine in ENGINES if engine.has_marks(source)), None)
