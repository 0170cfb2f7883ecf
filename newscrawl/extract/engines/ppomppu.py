"""Ppomppu, which descends from Zeroboard 4.

A post has an id within its board, no; a board has a name, id. Notices come from other boards, with an id of theirs. Votes are
shown for and against («4 - 0»). Pages are CP949. Source: its public pages' markup.
"""

import re

from newscrawl.extract.engines.base import Engine

PPOMPPU = Engine(
    name="ppomppu",
    url_marks=(re.compile(r"^https?://(?:www\.|m\.)?ppomppu\.co\.kr/"),),
    key_parameters=("no",),
    board_parameters=("id",),
    page_parameters=("page",),
)
