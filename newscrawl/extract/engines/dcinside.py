"""dcinside's galleries.

A post has an id within its gallery, no; a gallery has a name, id. Addresses: /board/lists/?id=…&page=2,
/board/view/?id=…&no=12 (mgallery, mini likewise), m.dcinside.com/board/…/12. 번호 is the id. Rows of advertisements stand among
the posts, without an id. Source: its public pages' markup.
"""

import re

from newscrawl.extract.engines.base import Engine

DCINSIDE = Engine(
    name="dcinside",
    url_marks=(re.compile(r"^https?://(?:gall|m)\.dcinside\.com/"),),
    key_parameters=("no",),
    key_path=re.compile(r"^/(?:board|mini)/[^/]+/(\d+)$"),
    board_parameters=("id",),
    page_parameters=("page",),
)
