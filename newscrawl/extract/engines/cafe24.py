"""Boards of shops on Cafe24.

A post has an id, no, global to the shop; a board has a number, board_no. Addresses: /article/공지사항/1/1234/ (board 1,
post 1234), /board/free/read.html?no=1234&board_no=1. Writers are masked. Source: the markup of the platform's xans modules
as public themes show it.
"""

import re

from newscrawl.extract.engines.base import Engine

CAFE24 = Engine(
    name="cafe24",
    marks=("xans-board", "xans-element-"),
    url_marks=(re.compile(r"/board/[\w-]+/(?:list|read)\.html"),),
    key_parameters=("no",),
    key_path=re.compile(r"/article/[^/]+/\d+/(\d+)/?$"),
    board_parameters=("board_no",),
    page_parameters=("page",),
)
