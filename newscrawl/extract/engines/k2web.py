"""K2Web Wizard, which many universities' sites are made with.

A post has an id, global to the installation, in its path: /bbs/hbu/150/8811/artclView.do (site, board, post). Lists stand at
/hbu/260/subview.do and /bbs/hbu/150/artclList.do; pages are asked for by a form. Notices are rows of class headline. Source: the
public sites' markup.
"""

import re

from newscrawl.extract.engines.base import Engine

K2WEB = Engine(
    name="k2web",
    marks=("artclview.do", "_artcltd", "jf_viewartcl", "artclitem"),
    url_marks=(re.compile(r"/artcl(?:List|View)\.do"),),
    key_path=re.compile(r"/bbs/[^/]+/\d+/(\d+)/artclView\.do$"),
    page_parameters=("page",),
)
