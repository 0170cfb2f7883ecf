"""Boards made with eGovFrame, the Korean government's framework for Spring.

A post has an id, nttId (nttNo, nttSn in descendants), global to the installation; a board has one, bbsId. Pages and documents
are asked for by a form that scripts fill: fn_egov_select_noticeList(3), fn_egov_inquire_articledetail('BBSMSTR_…','12').
Source: the public repository eGovFramework/egovframe-common-components.
"""

import re

from newscrawl.extract.engines.base import Engine

EGOVFRAME = Engine(
    name="egovframe",
    marks=("fn_egov_", "egovframework/", "bbsmstr_"),
    url_marks=(re.compile(r"/cop/bbs/|selectB(?:oard(?:List|Article)|bsNtt(?:List|View))\.do", re.IGNORECASE),),
    key_parameters=("nttId", "nttNo", "nttSn"),
    board_parameters=("bbsId", "bbsNo"),
    page_parameters=("pageIndex",),
)
