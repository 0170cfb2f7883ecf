"""Pictures inside the pages, as SVG without a style of their own: posts per day, and a calendar with the holes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from markupsafe import Markup, escape

WIDTH, HEIGHT = 168, 28
CELL, GAP, TOP, LEFT = 12, 3, 16, 26
LEVELS = 4


def sparkline(counts: Sequence[int], label: str) -> Markup:
    """Posts of each day as bars."""
    top = max(counts, default=0) or 1
    step = WIDTH / max(1, len(counts))
    bars = "".join(
        f'<rect x="{at * step:.1f}" y="{HEIGHT - max(2.0, count / top * HEIGHT):.1f}" width="{step - 0.8:.1f}" '
        f'height="{max(2.0, count / top * HEIGHT):.1f}"/>'
        for at, count in enumerate(counts)
        if count
    )
    return Markup(  # noqa: S704 - numbers, and an escaped label
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(label)}"><path d="M0 {HEIGHT - 0.5}H{WIDTH}"/>{bars}</svg>'
    )


def calendar(
    counts: Counter[date],
    year: int,
    gaps: Sequence[tuple[date | None, date | None]],
    holes: Sequence[tuple[date, date]],
    *,
    today: date,
    link: Callable[[date], str],
    words: Callable[[date, int, bool], str],
    months: Sequence[str],
    days: Sequence[str],
    label: str,
) -> Markup:
    """A year's days as squares, a column a week: darker with more posts, marked where posts may be missing.

    `gaps` are the days between which posts may be missing, `holes` the days around unusually long stretches without
    any. Days with posts lead to `link`.
    """
    start, end = date(year, 1, 1), date(year, 12, 31)
    monday = start - timedelta(days=start.weekday())
    weeks = ((end - monday).days // 7) + 1
    busiest = sorted(count for day, count in counts.items() if day.year == year)
    bounds = [busiest[min(len(busiest) - 1, len(busiest) * part // LEVELS)] for part in range(1, LEVELS)]
    shapes = []
    for month in range(1, 13):
        week = (date(year, month, 1) - monday).days // 7
        shapes.append(f'<text x="{LEFT + week * (CELL + GAP)}" y="10">{escape(months[month - 1])}</text>')
    for at, name in zip((0, 2, 4), days, strict=True):
        shapes.append(
            f'<text x="{LEFT - 6}" y="{TOP + at * (CELL + GAP) + 10}" text-anchor="end">{escape(name)}</text>'
        )
    day = start
    while day <= end:
        count = counts[day]
        gap = any(_within(day, *each) for each in gaps)
        hole = not count and any(before < day < after for before, after in holes)
        level = 1 + sum(count > bound for bound in bounds) if count else 0
        kinds = f"l{level}" + (" hole" if hole else "") + (" gap" if gap else "") + (" later" if day > today else "")
        x = LEFT + ((day - monday).days // 7) * (CELL + GAP)
        y = TOP + day.weekday() * (CELL + GAP)
        text = escape(words(day, count, gap))
        square = f'<rect class="{kinds}" x="{x}" y="{y}" width="{CELL}" height="{CELL}" rx="2"><title>{text}</title>'
        square += "</rect>"
        shapes.append(f'<a href="{escape(link(day))}" aria-label="{text}">{square}</a>' if count else square)
        day += timedelta(days=1)
    width, height = LEFT + weeks * (CELL + GAP), TOP + 7 * (CELL + GAP)
    return Markup(  # noqa: S704 - numbers, and escaped words
        f'<svg class="calendar" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-label="{escape(label)}">{"".join(shapes)}</svg>'
    )


def _within(day: date, since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return False
    return (since is None or since <= day) and (until is None or day <= until)
