"""KBoard, the board plugin for WordPress.

A post has an id, uid, global to the installation; a board is a page of the site, so that its path names it. Addresses:
/notice/?mod=document&uid=12&pageid=1; older ones carry kboard_content_redirect=12. Lists print 번호 as a position, and a second,
hidden copy of author, date and counters for narrow screens. Source: the plugin's published default skin.
"""

import re

from newscrawl.extract.engines.base import Engine

KBOARD = Engine(
    name="kboard",
    marks=("plugins/kboard", "kboard-default-list", "kboard_settings", "kboard-document"),
    url_marks=(re.compile(r"[?&]mod=document&(?:\w+=\w*&)*uid=\d|[?&]kboard_content_redirect=\d"),),
    key_parameters=("uid", "kboard_content_redirect"),
    page_parameters=("pageid",),
    article={
        "title": ".kboard-title h1, .kboard-title p, .kboard-title",
        "author": ".detail-writer .detail-value",
        "published": ".detail-date .detail-value",
        "views": ".detail-view .detail-value",
        "body": ".kboard-content .content-view",
    },
)
