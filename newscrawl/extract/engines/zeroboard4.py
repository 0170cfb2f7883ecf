"""Zeroboard 4 and its descendants.

A post has an id within its board, no; a board has a name, id. Addresses: zboard.php?id=free&page=2,
view.php?id=free&no=12 with the list's whole state (sn, ss, sc, select_arrange, desc, divpage). Skins are nested layout tables
without th; header words are often pictures. Source: the program's published skins.
"""

import re

from newscrawl.extract.engines.base import Engine

ZEROBOARD4 = Engine(
    name="zeroboard4",
    marks=("print_zblayer", "zblayer0", "zboard.php?id="),
    url_marks=(re.compile(r"/zboard\.php\?|/view\.php\?id=\w+&(?:\w+=[^&]*&)*no=\d"),),
    key_parameters=("no",),
    board_parameters=("id",),
    page_parameters=("page",),
)
