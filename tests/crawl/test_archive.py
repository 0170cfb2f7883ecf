"""What a crawl archives can be read again without the network, and gives what the crawl gave."""

from __future__ import annotations

import asyncio
from dataclasses import asdict

import pytest
from sqlalchemy import create_engine, text

from newscrawl.archive import SUFFIX, scan
from newscrawl.config import Config
from newscrawl.crawl import CrawlOptions, crawl_in_loop
from newscrawl.crawl.reparse import reparse
from newscrawl.sites import from_url
from tests.crawl.test_elsewhere import POSTS, answers  # noqa: F401 - a fixture
from tests.crawl.test_interrupted import PROCESSES, crawl_there, wait_for


def posts_of(here) -> dict[str, dict]:
    return {key: asdict(post) for key, post in here.stored().items()}


def run_sql(here, statement: str) -> None:
    engine = create_engine(here.config.database_url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def read_again(here, **options):
    here.server.clear()
    (found,) = reparse(here.config, **options)
    assert here.server.served == []
    return found


def test_reading_again_changes_nothing_where_nothing_changed(site):
    here = site(posts=20)
    here.crawl()
    before = posts_of(here)
    found = read_again(here)
    assert (found.documents, found.edited, found.lost) == (len(before), 0, 0)
    assert posts_of(here) == before


def test_a_result_that_differs_makes_a_version(site):
    here = site(posts=6)
    here.crawl()
    before = posts_of(here)
    key, post = next((key, post) for key, post in before.items() if post["body_text"])
    run_sql(here, f"UPDATE body SET body_text = 'read wrongly' WHERE post_id = {post['id']}")  # noqa: S608
    assert read_again(here).edited == 1
    after = posts_of(here)[key]
    assert (after["body_text"], after["version"]) == (post["body_text"], 2)
    assert read_again(here).edited == 0


def test_after_kill_9_all_that_was_archived_is_read_again(site):
    here = site(posts=120)
    process = PROCESSES.Process(target=crawl_there, args=(here.server.url_of(here.board), here.config))
    process.start()
    wait_for(here, 60, process.is_alive)
    process.kill()
    process.join()
    archived = {
        fetch.key for path in here.config.archive_dir.glob(f"*{SUFFIX}") for _, fetch in scan(path.parent, path.name)
    }
    assert len(archived) >= 30
    run_sql(here, "DELETE FROM fetch WHERE id > 20")
    found = read_again(here)
    assert found.documents == len(archived)
    killed = {key: post for key, post in posts_of(here).items() if key in archived}
    here.crawl()
    whole = posts_of(here)
    for key, post in killed.items():
        for name in ("title", "author", "published_at", "body_text", "body_html", "attachments", "content_hash"):
            assert post[name] == whole[key][name], (key, name)


def test_a_disk_without_room_stops_archiving_and_not_the_crawl(site):
    here = site(posts=12)
    report = here.crawl(settings={"NEWSCRAWL_ARCHIVE_FREE": 1 << 60})
    assert report.verdict == "complete"
    assert len(here.stored()) >= 12
    with here.store() as store:
        (problem,) = store.problems()
    assert "is full" in problem.reason
    assert "Make room" in problem.advice


def test_the_same_body_is_kept_once(answers, tmp_path):  # noqa: F811
    config = Config(f"sqlite:///{tmp_path / 'newscrawl.db'}", tmp_path)
    for options in (CrawlOptions(), CrawlOptions(recheck=10_000)):
        asyncio.run(crawl_in_loop(from_url(answers.url("/framed")), options, config))
    (path,) = config.archive_dir.iterdir()
    bodies = [fetch.body for _, fetch in scan(path.parent, path.name)]
    assert len(bodies) == 2 * POSTS
    assert bodies.count(None) == POSTS
    (found,) = reparse(config)
    assert (found.documents, found.edited, found.lost) == (POSTS, 0, 0)


@pytest.mark.parametrize(("kept", "listings"), [("all", True), ("documents", False), ("off", None)])
def test_what_is_kept_is_a_setting(site, kept, listings):
    here = site(posts=5)
    here.crawl(settings={"NEWSCRAWL_ARCHIVE": kept})
    folder = here.config.archive_dir
    found = [fetch for path in folder.glob("*") for _, fetch in scan(folder, path.name)] if folder.is_dir() else []
    assert (any(fetch.key is None for fetch in found) if found else None) is listings


def test_files_that_are_gone_are_forgotten(site):
    here = site(posts=5)
    here.crawl()
    for path in here.config.archive_dir.iterdir():
        path.unlink()
    found = read_again(here)
    assert found.documents == 0
    assert found.lost >= 5


def test_the_archives_size_is_bounded_within_one_crawl_and_what_is_gone_is_forgotten(site):
    here = site(posts=60)
    bounds = {"NEWSCRAWL_ARCHIVE_FILE_SIZE": 40_000, "NEWSCRAWL_ARCHIVE_SIZE": 100_000}
    assert here.crawl(settings=bounds).verdict == "complete"
    sizes = [path.stat().st_size for path in here.config.archive_dir.iterdir()]
    assert sum(sizes) <= 100_000 + 40_000  # the file that is being written comes on top
    found = read_again(here)
    assert (found.lost, found.unreadable) == (0, 0)
    assert 0 < found.documents < len(here.stored())
