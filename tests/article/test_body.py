"""The text and the markup of an article's box."""

from __future__ import annotations

from lxml.html import fromstring

from newscrawl.extract.body import Body, read_body

BASE = "https://board.example.kr/free/31"


def body(html: str) -> Body:
    return read_body(fromstring(f"<div>{html}</div>"), BASE)


def test_paragraphs_become_lines() -> None:
    assert body("<p>하나</p><p>둘</p>").text == "하나\n둘"


def test_breaks_become_lines_and_two_of_them_a_blank_one() -> None:
    assert body("하나<br>둘<br><br>셋<br><br><br><br>넷").text == "하나\n둘\n\n셋\n\n넷"


def test_a_sentence_over_several_tags_stays_one_line() -> None:
    assert body("<p>굵<b>은</b> <a href='/x'>글</a>씨</p>").text == "굵은 글씨"


def test_cells_are_apart_and_rows_are_lines() -> None:
    assert body("<table><tr><th>값</th><td>1</td></tr><tr><th>수</th><td>2</td></tr></table>").text == "값 1\n수 2"


def test_code_keeps_its_shape() -> None:
    assert body("<pre>if x:\n    y = 1</pre>").text == "if x:\n    y = 1"


def test_a_caption_is_kept_with_its_picture_and_not_in_the_text() -> None:
    found = body("<figure><img src='/a.jpg'><figcaption>새 건물. 사진 솔마을</figcaption></figure><p>본문</p>")
    assert found.text == "본문"
    assert found.images[0].caption == "새 건물. 사진 솔마을"


def test_addresses_become_whole() -> None:
    found = body("<img src='/a.jpg'><img src='//cdn.example.kr/b.jpg'>")
    assert [image.url for image in found.images] == ["https://board.example.kr/a.jpg", "https://cdn.example.kr/b.jpg"]


def test_late_pictures_are_found() -> None:
    found = body(
        "<img src='data:image/gif;base64,R0lG' data-src='/real.jpg'><img src='/img/blank.gif' data-original='/b.jpg'>"
    )
    assert [image.url for image in found.images] == [
        "https://board.example.kr/real.jpg",
        "https://board.example.kr/b.jpg",
    ]


def test_a_video_stays_as_a_link() -> None:
    found = body("<iframe src='//video.example/embed/1' title='개관식'></iframe>")
    assert 'href="https://video.example/embed/1"' in found.html
    assert "iframe" not in found.html


def test_share_buttons_and_related_articles_are_left_out() -> None:
    found = body(
        "<p>본문</p><div class='sns_share'><a href='#'>공유</a></div><div class='related'><a href='/1'>다른 글</a></div>"
    )
    assert found.text == "본문"


def test_a_long_text_stays_whatever_its_box_is_called() -> None:
    assert body(f"<div class='print'>{'긴 글이다. ' * 100}</div>").text.startswith("긴 글이다.")


def test_links_do_not_vouch() -> None:
    assert 'rel="nofollow"' in body("<a href='https://a.example/'>글</a>").html


def test_a_box_that_is_not_there_is_empty() -> None:
    assert read_body(None, BASE) == Body()
