"""Naver Café, as far as it is public.

A post has an id, articleid, within its café; a board is a menu of a café (clubid, menuid). The list stands in an iframe of the
café's page: /ArticleList.nhn?search.clubid=…&search.menuid=…&search.page=2. Source: its public pages' addresses.
"""

import re

from newscrawl.extract.engines.base import Engine

NAVER_CAFE = Engine(
    name="naver_cafe",
    url_marks=(re.compile(r"^https?://(?:m\.)?cafe\.naver\.com/"),),
    key_parameters=("articleid", "articleId"),
    key_path=re.compile(r"/articles/(\d+)$"),
    board_parameters=("search.clubid", "search.menuid", "clubid", "menuid"),
    page_parameters=("search.page", "page"),
)
