"""Boards of shops on godomall (고도몰, NHN Commerce).

A post has an id, sno, within its board; a board has a name, bdId. Addresses: /board/list.php?bdId=notice,
/board/view.php?bdId=notice&sno=12; lists open documents by gd_btn_view. Source: the markup of public themes.
"""

import re

from newscrawl.extract.engines.base import Engine

GODOMALL = Engine(
    name="godomall",
    marks=("gd_btn_view", "gd_board", "/board/list.php?bdid="),
    url_marks=(re.compile(r"[?&]bdId=\w"),),
    key_parameters=("sno",),
    board_parameters=("bdId",),
    page_parameters=("page",),
)
