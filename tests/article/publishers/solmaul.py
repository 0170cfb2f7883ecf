"""솔마을신보: the name of the column stands where other papers have the title, and letters of readers within the text.

No metadata name the article. Since 2026-03 the text stands in div.v; before, in td.view. Seen on 2026-10-05.
"""

from datetime import date

from newscrawl.extract.publishers.base import Layout, Publisher

SOLMAUL = Publisher(
    name="솔마을신보",
    hosts=("solmaul.example",),
    layouts=(
        Layout(
            date(2026, 3, 2),
            article={"title": "p.t", "author": "em.w", "published": "em.d", "body": "div.v"},
            leave_out=("div.letters",),
        ),
        Layout(date(2019, 1, 7), article={"title": "td.subject", "body": "td.view"}),
    ),
)
