"""Clien.

A post has an id, global to the site, in its path: /service/board/news/12. Pages are counted from 0: ?po=1 is the second. The list
shows a short date, and the whole one in a hidden span. Source: its public pages' markup.
"""

import re

from newscrawl.extract.engines.base import Engine

CLIEN = Engine(
    name="clien",
    url_marks=(re.compile(r"^https?://(?:www\.|m\.)?clien\.net/"),),
    key_path=re.compile(r"^/service/board/[^/]+/(\d+)$"),
    page_parameters=("po",),
)
