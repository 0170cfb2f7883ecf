"""A possible list, with what was read of it and what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from newscrawl.extract.columns import Header
from newscrawl.extract.element import Element
from newscrawl.extract.links import Target
from newscrawl.extract.page import Row
from newscrawl.extract.parts import RowParts

MAX_ROWS = 2000
"""Rows that are read of one list; what shows more is no page of a board."""


@dataclass(slots=True, eq=False)
class Candidate:
    """A possible list: the element around it, its rows, and the evidence for it.

    `score` ranks it among the page's candidates; `confidence` (0 to 1) is how sure it is to be a list of posts. `dated`
    counts the rows with any date, `framed` says that it stands in a sidebar or the like. Until it is `weighed`, the
    score is what speaks for it before its rows are read.
    """

    box: Element
    rows: list[Element]
    header: Header | None = None
    cells: dict[Element, list[Element]] = field(default_factory=dict)
    score: float = 0.0
    confidence: float = 0.0
    evidence: list[str] = field(default_factory=list)
    read: list[tuple[Row, Target]] = field(default_factory=list)
    parts: list[RowParts] = field(default_factory=list)
    dated: int = 0
    framed: bool = False
    empty: bool = False
    key_source: str | None = None
    weighed: bool = False
