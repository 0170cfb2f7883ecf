"""Rhymix and XpressEngine 1.

A post is a document with a global id, document_srl; a board is a module with a name, mid. Addresses: /mid/5738,
/5738, /index.php?mid=news&document_srl=5738; page state comes as a query (?page=2, &category=76). 번호 counts ordinary
posts from the oldest. Source: the public repositories rhymix/rhymix and xpressengine/xe-core.
"""

import re

from newscrawl.extract.engines.base import Engine

RHYMIX = Engine(
    name="rhymix",
    marks=(
        'content="rhymix"',
        'content="xpressengine',
        "/common/js/xe.min.js",
        "/common/js/xe.js",
        "rhymix_content",
        "xe_content",
    ),
    key_parameters=("document_srl",),
    key_path=re.compile(r"^/(?:[^/]+/)?(?:[A-Za-z][\w-]*/)?(\d+)$"),
    board_parameters=("mid",),
    page_parameters=("page",),
    article={"body": "[class*=document_].rhymix_content, [class*=document_].xe_content"},
)
