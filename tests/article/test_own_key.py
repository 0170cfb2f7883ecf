"""The post's id in its own address, where no engine and no definition says which part of it that is."""

from __future__ import annotations

import pytest

from newscrawl.extract.own_key import own_key
from tests.article.pages import document

ADDRESSES = {
    "/read?no=31": "31",
    "/bbs/view?boardNo=4&boardSeqNumber=75179": "75179",
    "/boardDetail/1016?bbsSeq=49466": "49466",
    "/noticeView.do?bbs_seq=2026110089": "2026110089",
    "/DTL.jsp?id=N01_B&mode=view&idx=2681": "2681",
    "/view.do?siteId=s1&boardId=B_26&boardSeq=P_88121": "P_88121",
    "/view.php?n=991&page=3": "991",
    "/biz/view?sbIdx=541&part=m1&menuId=849": "541",
    "/index.php?control=bbs&mode=view&no=4283&lm_uid=387": "4283",
    "/biz/0001/?boardId=bbs_0001&mode=view&cntId=232": "232",
    "/news/20261004100051.html?section=1": "20261004100051",
    "/board/free/1720": "1720",
    "/page47.do?n=991": "991",
    "/article?id=48681&num=10": "48681",
    "/view?id=12&no=345": "345",
}


@pytest.mark.parametrize(("address", "key"), ADDRESSES.items(), ids=ADDRESSES)
def test_the_id_is_the_parameter_that_names_the_post(address: str, key: str) -> None:
    found = own_key(document("<p>…</p>", f"https://board.example.kr{address}"))
    assert found is not None
    assert found.value == key


@pytest.mark.parametrize("address", ["/", "/list", "/list?page=3", "/list?boardId=B_26&menuNo=200", "/s?year=2026&q=7"])
def test_a_page_of_no_post_has_no_id(address: str) -> None:
    assert own_key(document("<p>…</p>", f"https://board.example.kr{address}")) is None


@pytest.mark.parametrize("address", ["/forum?f=12", "/list?bbs_seq=3", "/viewforum.php?f=12"])
def test_a_number_that_may_be_the_boards_makes_no_page_a_post(address: str) -> None:
    found = own_key(document("<p>…</p>", f"https://board.example.kr{address}"))
    assert found is not None
    assert not found.is_sure
