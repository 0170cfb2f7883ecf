"""What makes a version and what does not, on pages whose every answer differs as those of real sites do."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from newscrawl.store import Store
from tests.crawl.handmade import Handmade, Served, served

TEXT = (
    "시는 오는 9월부터 모든 도서관의 문을 한 시간 늦게 닫는다고 밝혔다.",
    "늦은 시간에도 책을 빌리려는 사람이 늘었기 때문이다. 담당 부서는 내년에 다시 살펴보기로 했다.",
    "자세한 것은 누리집에서 볼 수 있다.",
)


class Restless(Handmade):
    """A board whose documents show, each time they are asked for, other tokens, ads, counters and white space."""

    text = TEXT
    gaps = " "

    def document(self, target: str) -> str | None:
        page = super().document(target)
        if page is None:
            return None
        at = next(self.times)
        paragraphs = "".join(f"<p>{self.gaps * (at % 3 + 1)}{line}\n</p>{self.gaps * at}" for line in self.text)
        ad = f'<ins class="adsbygoogle" data-ad-slot="{at * 7919}"></ins><script>ads.push({at})</script>'
        banner = f'<div class="ad_banner"><a href="https://ads.example/{at}"><img src="/ad/{at}.gif" alt=""></a></div>'
        token = f'<input type="hidden" name="csrf_token" value="{at:032x}">'
        counters = (
            f'<ul class="sns_share"><li>좋아요 <span class="count">{at * 3}</span></li><li>공유 {at}</li></ul>'
            f'<div class="view_count">조회수 {100 + at}</div>'
        )
        return (
            page.replace("<head>", f'<head><meta name="csrf-token" content="{at:032x}">')
            .replace("</dl>", f"<dt>조회</dt><dd>{100 + at}</dd><dt>추천</dt><dd>{at}</dd></dl>")
            .replace("<p>", f"{ad}{paragraphs}{banner}<p>", 1)
            .replace("</div></body>", f"{counters}</div><form action='/comment'>{token}</form></body>")
        )

    times = itertools.count(1)


@pytest.fixture
def restless(tmp_path) -> Iterator[Served]:
    board = Restless(link=lambda title, number: f'href="/view.do?no={number}"')
    board.titles = board.titles[:4]

    cookies = (f"PHPSESSID={time:026x}; path=/" for time in board.times)
    with served(board, tmp_path, cookies) as here:
        yield here


def test_tokens_ads_counters_and_white_space_make_no_version_and_one_word_does(restless):
    restless.crawl()
    restless.board.gaps = "\n\u00a0 "
    report = restless.crawl(recheck=36500)
    with Store(restless.config.database_url).open() as store:
        bodies = [post.body_text for post in store.posts()]
        assert [post.version for post in store.posts()] == [1] * 4, bodies
        views = [post.views for post in store.posts()]
        kinds = [change.kind for change in store.changes()]
    assert (report.edited, report.requests) == (0, 6), bodies
    assert kinds == ["new"] * 4
    assert all(TEXT[0] in (body or "") for body in bodies)
    restless.board.text = (TEXT[0].replace("한 시간", "두 시간"), *TEXT[1:])
    report = restless.crawl(recheck=36500)
    assert report.edited == 4
    with Store(restless.config.database_url).open() as store:
        posts = list(store.posts())
        assert [post.version for post in posts] == [2] * 4
        assert [post.views for post in posts] != views
        old, new = store.versions(posts[0].id)
        assert ("한 시간" in old.body_text, "두 시간" in new.body_text) == (True, True)


def test_a_text_that_comes_after_the_row_is_no_edit_and_is_told(site):
    here = site(posts=5, secret_every=0)
    here.crawl(articles=False)
    report = here.crawl()
    assert (report.new, report.edited) == (0, 0)
    with here.store() as store:
        posts = list(store.posts())
        assert all(post.body_text and post.version == 1 for post in posts)
        kinds = [change.kind for change in store.changes()]
    assert kinds == ["new"] * len(posts) + ["edited"] * len(posts)
    assert here.crawl().edited == 0
