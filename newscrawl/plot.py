"""Draw posts per day, and the stretches without any, as an SVG picture or as lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from xml.sax.saxutils import escape

MOST_BARS = 120
UNUSUAL = 6
"""A stretch without posts is a hole where it is so many times longer than the usual one, and more than a week."""

LEVELS = " ▁▂▃▄▅▆▇█"
WIDTH, HEIGHT, MARGIN = 960, 240, 36


@dataclass(slots=True, frozen=True)
class Bar:
    """The posts of a day, or of `days` of them; `is_hole` where none stands in an unusually long stretch."""

    start: date
    days: int
    count: int
    is_hole: bool


def bars_of(per_day: Mapping[date, int]) -> list[Bar]:
    """The posts by day, by week or by longer stretches, so that there are at most MOST_BARS of them."""
    if not per_day:
        return []
    first, last = min(per_day), max(per_day)
    span = (last - first).days + 1
    step = next(step for step in (1, 7, 14, 28, 56, 91, 182, 364, 10_000) if -(-span // step) <= MOST_BARS)
    empty = _holes(sorted(per_day))
    counts: Counter[int] = Counter()
    for day, count in per_day.items():
        counts[(day - first).days // step] += count
    bars = []
    for at in range(-(-span // step)):
        start = first + timedelta(days=at * step)
        hole = not counts[at] and any(low < start + timedelta(days=step) and start < high for low, high in empty)
        bars.append(Bar(start, step, counts[at], hole))
    return bars


def _holes(days: list[date]) -> list[tuple[date, date]]:
    """The stretches without posts, as (last day before, first day after), that are far longer than usual."""
    stretches = list(pairwise(days))
    lengths = [(after - before).days for before, after in stretches]
    bound = max(7, UNUSUAL * median(lengths)) if lengths else 0
    return [stretch for stretch, length in zip(stretches, lengths, strict=True) if length > bound]


def lines_of(bars: list[Bar]) -> list[str]:
    """The bars as one line of blocks, with the stretch that they cover; holes are dots."""
    if not bars:
        return ["no dated posts"]
    top = max(bar.count for bar in bars)
    line = "".join(
        "·" if bar.is_hole else LEVELS[max(1, round(bar.count / top * (len(LEVELS) - 1)))] if bar.count else " "
        for bar in bars
    )
    last = bars[-1].start + timedelta(days=bars[-1].days - 1)
    unit = "day" if bars[0].days == 1 else f"{bars[0].days} days"
    return [line, f"{bars[0].start} to {last}, a mark each {unit}, at most {top:,} posts; · holes"]


def svg_of(bars: list[Bar], title: str) -> str:
    """The bars as an SVG picture that needs nothing else."""
    top = max((bar.count for bar in bars), default=1)
    width = (WIDTH - 2 * MARGIN) / max(1, len(bars))
    height = HEIGHT - 2 * MARGIN
    shapes = []
    for at, bar in enumerate(bars):
        x = MARGIN + at * width
        if bar.is_hole:
            shapes.append(f'<rect class="hole" x="{x:.1f}" y="{MARGIN}" width="{width:.1f}" height="{height}"/>')
        tall = height * bar.count / top
        shapes.append(
            f'<rect x="{x:.1f}" y="{HEIGHT - MARGIN - tall:.1f}" width="{max(0.5, width - 1):.1f}" height="{tall:.1f}">'
            f"<title>{bar.start}: {bar.count}</title></rect>"
        )
    ends = (
        f'<text x="{MARGIN}" y="{HEIGHT - 12}">{bars[0].start}</text>'
        f'<text x="{WIDTH - MARGIN}" y="{HEIGHT - 12}" text-anchor="end">{bars[-1].start}</text>'
        if bars
        else f'<text x="{MARGIN}" y="{HEIGHT / 2}">no dated posts</text>'
    )
    words = f"{escape(title)}, at most {top:,} posts a bar; pale red: unusually long without any"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        'font-size="13"><style>rect{fill:#3b6ea5}rect.hole{fill:#f6c7c0}text{fill:#333}</style>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" style="fill:#fff"/><text x="{MARGIN}" y="22">{words}</text>'
        f"{''.join(shapes)}{ends}</svg>\n"
    )
