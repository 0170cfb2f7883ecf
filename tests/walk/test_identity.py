"""What identifies a post, and what its 번호 is."""

from __future__ import annotations

import pytest

from newscrawl.identity import number_open_post
from newscrawl.items import Post


@pytest.mark.parametrize(
    ("numbers", "key", "filled"),
    [
        ([None, 9, 8, 7], "40", [10, 9, 8, 7]),
        ([10, 9, None, 7], "42", [10, 9, 8, 7]),
        ([10, 9, 8, None], "43", [10, 9, 8, 7]),
        ([10, 9, 8, None], "41", [10, 9, 8, None]),  # a reply without 번호, on another post's page
        ([10, None, 9, 8], "41", [10, None, 9, 8]),  # 번호 leaves no room for it
        ([90, 70, None, 40], "42", [90, 70, None, 40]),  # 번호 is no position
        ([None, None, 8, 7], "40", [None, None, 8, 7]),
    ],
)
def test_the_post_that_is_open_has_the_number_between_its_neighbours(numbers, key, filled):
    posts = [Post(f"{40 + at}", "", "제목", number=number) for at, number in enumerate(numbers)]
    notice = Post("7", "", "공지", is_notice=True)
    number_open_post([notice, *posts], f"https://board.example.kr/news/{key}?page=1")
    assert ([post.number for post in posts], notice.number) == (filled, None)
