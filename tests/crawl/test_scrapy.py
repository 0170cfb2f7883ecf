"""The checkout as a Scrapy project, and the pipelines in somebody else's."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest
import scrapy
from scrapy.crawler import AsyncCrawlerRunner

from newscrawl.errors import ConfigurationError
from newscrawl.store import Store


def run_scrapy(here, *words: str) -> str:
    environment = os.environ | {"NEWSCRAWL_DATA_DIR": str(here.config.data_dir)}
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "scrapy", *words],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    return result.stdout + result.stderr


def test_list_check_parse_and_crawl_work_from_the_checkout(site):
    try:
        here = site(posts=20, port=8017)  # where the contracts expect it
    except ConfigurationError as error:
        pytest.skip(str(error))
    url = here.server.url_of(here.board)
    assert run_scrapy(here, "list").split() == ["article", "board", "feed"]
    assert "OK" in run_scrapy(here, "check", "-a", f"url={url}")
    assert f"{url}/" in run_scrapy(here, "parse", url, "--spider=board", "-c", "parse", "--noitems", "--nocolour")
    assert "complete" in run_scrapy(here, "crawl", "board", "-a", f"url={url}")
    assert len(here.stored()) == 23


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["crawl", "board"], "Which board?"),
        (["crawl", "board", "-a", "url=nowhere"], "is not the address of a page"),
        (["crawl", "board", "-a", "url=http://x.kr/", "-a", "pages=many"], "is not a whole number"),
        (["crawl", "board", "-a", "url=http://x.kr/", "-a", "page=2"], "takes no argument page"),
        (["crawl", "feed"], "Which feed?"),
        (["crawl", "article", "-a", "file=/no/such/file"], "cannot be read"),
    ],
)
def test_wrong_arguments_are_one_message(site, words, message):
    said = run_scrapy(site(posts=1), *words)
    assert message in said
    assert "Traceback" not in said


def crawl(here, spider: str, **arguments) -> None:
    run_scrapy(
        here, "crawl", spider, *(part for name, value in arguments.items() for part in ("-a", f"{name}={value}"))
    )


def test_a_feed_and_its_articles_are_stored_once(site):
    here = site(posts=20)
    for _ in range(2):
        crawl(here, "feed", url=f"{here.server.url}/news/rss")
    with here.store() as store:
        posts = list(store.posts())
        assert [run.posts_new for run in store.runs()] == [0, len(posts)]
    assert posts
    assert all(post.body_text for post in posts)
    assert all(post.published_precision in {"minute", "second"} for post in posts)


def test_articles_from_a_file_are_fetched_once(site, tmp_path):
    here = site(posts=20)
    keys = [post["key"] for post in here.board.truth()[12:16]]
    file = tmp_path / "addresses.txt"
    file.write_text("# four articles\n" + "\n".join(f"{here.server.url}/news/{key}" for key in keys))
    crawl(here, "article", file=file)
    here.server.clear()
    crawl(here, "article", file=file)
    assert here.asked() == []
    titles = {post["title"] for post in here.board.truth()[12:16]}
    assert {post.title for post in here.stored().values()} == titles


@dataclass
class Note:
    title: str
    url: str
    date: str


class ForeignSpider(scrapy.Spider):
    """A spider of another project, with items of its own."""

    name = "foreign"

    async def start(self):
        yield {"title": "사전으로 된 글", "number": 7, "date": "2025.06.27", "body": "본문입니다."}
        yield Note("클래스로 된 글", "https://example.kr/2", "2025-06-27 09:41")
        yield Note("클래스로 된 글", "https://example.kr/2", "2025-06-27 09:41")
        yield {"title": "무엇인지 알 수 없는 글"}


def test_the_pipelines_store_another_projects_items(tmp_path):
    url = f"sqlite:///{tmp_path / 'x.db'}"
    settings = {
        "ITEM_PIPELINES": {
            "pipelines.dates.DatesPipeline": 1,
            "pipelines.dedupe.DedupePipeline": 2,
            "pipelines.database.DatabasePipeline": 3,
        },
        "NEWSCRAWL_DATABASE_URL": url,
        "TWISTED_REACTOR_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
    }

    async def run() -> None:
        await AsyncCrawlerRunner(settings).crawl(ForeignSpider)

    asyncio.run(run())
    with Store(url).open() as store:
        posts = {post.title: post for post in store.posts()}
    assert set(posts) == {"사전으로 된 글", "클래스로 된 글"}
    assert posts["사전으로 된 글"].key == "7"
    assert posts["사전으로 된 글"].body_text == "본문입니다."
    assert posts["클래스로 된 글"].published_at.isoformat() == "2025-06-27T00:41:00+00:00"
