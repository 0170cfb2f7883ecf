"""Draw posts per day, and where the holes are, as an SVG or PNG picture or as lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from xml.sax.saxutils import escape

from newscrawl.errors import ConfigurationError

MOST_BARS = 120
UNUSUAL = 6
"""A stretch without posts is a hole where it is so many times longer than the usual one, and more than a week."""

LEVELS = " ▁▂▃▄▅▆▇█"
WIDTH, HEIGHT, MARGIN = 960, 260, 44


@dataclass(slots=True, frozen=True)
class Bar:
    """The posts of a day, or of `days` of them.

    `is_hole` where none stands in an unusually long stretch, `is_gap` where the list could not be read without a hole.
    """

    start: date
    days: int
    count: int
    is_hole: bool
    is_gap: bool = False


def bars_of(per_day: Mapping[date, int], gaps: Sequence[tuple[date | None, date | None]] = ()) -> list[Bar]:
    """The posts by day, by week or by longer stretches, so that there are at most MOST_BARS of them.

    `gaps` are the days (from, to; None where not known) between which posts may be missing.
    """
    if not per_day:
        return []
    first, last = min(per_day), max(per_day)
    span = (last - first).days + 1
    step = next(step for step in (1, 7, 14, 28, 56, 91, 182, 364, 10_000) if -(-span // step) <= MOST_BARS)
    empty = holes_of(per_day)
    counts: Counter[int] = Counter()
    for day, count in per_day.items():
        counts[(day - first).days // step] += count
    bars = []
    for at in range(-(-span // step)):
        start = first + timedelta(days=at * step)
        hole = not counts[at] and any(low < start + timedelta(days=step) and start < high for low, high in empty)
        gap = any(
            (since or first) < start + timedelta(days=step) and start <= (until or last)
            for since, until in gaps
            if since or until
        )
        bars.append(Bar(start, step, counts[at], hole, gap))
    return bars


def holes_of(per_day: Iterable[date]) -> list[tuple[date, date]]:
    """The stretches without posts, as (last day before, first day after), that are far longer than usual."""
    stretches = list(pairwise(sorted(per_day)))
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
    words = f"{bars[0].start} to {last}, a mark each {unit}, at most {top:,} posts; · long without any"
    if not any(bar.is_gap for bar in bars):
        return [line, words]
    return [line, "".join("!" if bar.is_gap else " " for bar in bars), f"{words}; ! posts may be missing"]


def svg_of(bars: list[Bar], title: str) -> str:
    """The bars as an SVG picture that needs nothing else."""
    top = max((bar.count for bar in bars), default=1)
    width = (WIDTH - 2 * MARGIN) / max(1, len(bars))
    height, floor = HEIGHT - 2 * MARGIN, HEIGHT - MARGIN
    shapes = []
    for share in (0.5, 1.0):
        y = floor - height * share
        shapes.append(f'<path d="M{MARGIN} {y}H{WIDTH - MARGIN}" class="line"/>')
        shapes.append(f'<text x="{MARGIN - 6}" y="{y + 4}" text-anchor="end">{round(top * share):,}</text>')
    for at, bar in enumerate(bars):
        x = MARGIN + at * width
        if bar.is_hole:
            shapes.append(f'<rect class="hole" x="{x:.1f}" y="{MARGIN}" width="{width + 0.4:.1f}" height="{height}"/>')
        tall = height * bar.count / top
        shapes.append(
            f'<rect x="{x:.1f}" y="{floor - tall:.1f}" width="{max(0.5, width - 1):.1f}" height="{tall:.1f}">'
            f"<title>{bar.start}: {bar.count}</title></rect>"
        )
        if bar.is_gap:
            # Over the bar, and below it: a day may hold many posts and yet not all.
            shapes.append(f'<rect class="gap" x="{x:.1f}" y="{MARGIN}" width="{width:.1f}" height="{height + 10}"/>')
    for at in sorted({round(part * (len(bars) - 1) / 4) for part in range(5)}) if bars else ():
        x = MARGIN + (at + 0.5) * width
        shapes.append(f'<text x="{x:.1f}" y="{HEIGHT - 10}" text-anchor="middle">{bars[at].start}</text>')
    if not bars:
        shapes.append(f'<text x="{MARGIN}" y="{HEIGHT / 2}">no dated posts</text>')
    unit = "day" if not bars or bars[0].days == 1 else f"{bars[0].days} days"
    legend = f"posts a {unit}" if unit == "day" else f"posts in {unit}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12"><style>rect{fill:#3b6ea5}'
        ".hole{fill:#f1e3bd}.gap{fill:#d6402b;fill-opacity:.45}.line{stroke:#ddd;fill:none}text{fill:#333}</style>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" style="fill:#fff"/>'
        f'<text x="{MARGIN}" y="20" font-size="14">{escape(title)}: {legend}</text>'
        f'<rect class="hole" x="{WIDTH - 390}" y="10" width="12" height="12"/>'
        f'<text x="{WIDTH - 373}" y="20">unusually long without any</text>'
        f'<rect class="gap" x="{WIDTH - 200}" y="10" width="12" height="12"/>'
        f'<text x="{WIDTH - 183}" y="20">posts may be missing</text>'
        f"{''.join(shapes)}</svg>\n"
    )


def png_of(svg: str) -> bytes:
    """An SVG picture as PNG. Raises ConfigurationError where the extra that does it is not installed."""
    try:
        import resvg_py
    except ImportError as error:
        raise ConfigurationError(
            "PNG pictures need a part that is not installed.",
            "Install it: pip install 'newscrawl[png]'; or give FILE.svg.",
        ) from error
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=2))
