"""Gnuboard 5 and 4.

A post has an id within its board, wr_id (shared with comments); a board has a name, bo_table. Addresses:
/bbs/board.php?bo_table=news&wr_id=12, or /news/12 with short addresses. Lists show HH:MM for today and MM-DD for all
other days. 번호 counts from a cached counter less the notices. Source: the public repository gnuboard/gnuboard5.
"""

import re

from newscrawl.extract.engines.base import Engine

GNUBOARD5 = Engine(
    name="gnuboard5",
    marks=("g5_url", "g5_bbs_url", "bo_table=", "g4_path", "gnuboard"),
    url_marks=(re.compile(r"[?&]bo_table="),),
    key_parameters=("wr_id",),
    board_parameters=("bo_table",),
    page_parameters=("page",),
    article={
        "title": "#bo_v_title .bo_v_tit, #bo_v_title, #writeSubject",
        "category": ".bo_v_cate",
        "body": "#bo_v_con, #writeContents",
    },
)
