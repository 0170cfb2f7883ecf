"""The figures of a crawl as a picture: CPU a page of newscrawl and its peers, each round a mark on its bar."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from bench.crawl import SIDES

WIDTH, BAR, GAP, LEFT, RIGHT, TOP = 960, 28, 18, 330, 150, 56


def svg_of(found: dict[str, Any]) -> str:
    """A picture that needs nothing else, from what `python -m bench` keeps."""
    crawl = found["crawl"]
    longest = max(max(each) for each in crawl["ms_of_rounds"].values())
    scale = (WIDTH - LEFT - RIGHT) / longest
    shapes = []
    for at, (name, words) in enumerate(SIDES.items()):
        y = TOP + at * (BAR + GAP)
        middle = y + BAR / 2 + 4
        ms, ratio = crawl["ms"][name], crawl["against"].get(name)
        told = f"{ms:.2f} ms" + (f", ratio {ratio['median']:.2f}" if ratio else "")
        shapes += [
            f'<text x="{LEFT - 10}" y="{middle}" text-anchor="end">{escape(words)}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{max(1, ms * scale):.1f}" height="{BAR}" class="{name}"/>',
            *(f'<path d="M{LEFT + each * scale:.1f} {y - 3}v{BAR + 6}"/>' for each in crawl["ms_of_rounds"][name]),
            f'<text x="{LEFT + max(crawl["ms_of_rounds"][name]) * scale + 8:.1f}" y="{middle}">{told}</text>',
        ]
    height = TOP + len(SIDES) * (BAR + GAP)
    rounds = f"{crawl['rounds']} rounds in turns (lines)"
    title = f"CPU a page: {crawl['pages']:,} pages, {rounds}, {found['machine']['at'][:10]}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="13"><style>rect{fill:#9aa7b5}.newscrawl{fill:#3b6ea5}'
        "path{stroke:#333;fill:none}text{fill:#333}</style>"
        f'<rect width="{WIDTH}" height="{height}" style="fill:#fff"/>'
        f'<text x="20" y="28" font-size="15">{escape(title)}</text>{"".join(shapes)}</svg>\n'
    )
