"""Daum Café, as far as it is public.

A post has an id within its board, datanum, and stands at /_c21_/bbs_read?grpid=…&fldid=…&datanum=12, or on the mobile site at
/group/board/12. Source: its public pages' addresses.
"""

import re

from newscrawl.extract.engines.base import Engine

DAUM_CAFE = Engine(
    name="daum_cafe",
    url_marks=(re.compile(r"^https?://(?:m\.|top\.)?cafe\.daum\.net/"),),
    key_parameters=("datanum",),
    key_path=re.compile(r"^/[^/]+/[^/]+/(\d+)$"),
    board_parameters=("grpid", "fldid"),
    page_parameters=("page",),
)
