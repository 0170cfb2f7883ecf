"""One list on many hosts: this machine is asked without a pause, others with one."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise

from newscrawl.address_list import AddressList
from newscrawl.config import Config
from newscrawl.crawl import pace
from newscrawl.crawl.addresses import address_settings
from newscrawl.crawl.start import run_spider_in_loop
from newscrawl.demo.wire import Answer
from tests.addresses.conftest import HOSTS, article

PAUSE = 0.4


def test_hosts_are_asked_with_a_pause_though_a_list_begins_with_this_machine(press, tmp_path, monkeypatch):
    # The second host stands for one of the internet; the guard knows that it is none.
    monkeypatch.setattr(pace, "is_loopback", lambda url: f"//{HOSTS[1]}:" not in url)
    asked: list[float] = []

    def slowly(request):
        asked.append(time.monotonic())
        return Answer(200, article(int(request.path.rpartition("/")[2])))

    press.pages |= {f"/news/{n}": slowly if n > 12 else article(n) for n in range(1, 16)}
    addresses = AddressList()
    for n in range(1, 16):
        addresses.add("list", n, press.url(f"/news/{n}", 1 if n > 12 else 0))
    settings = address_settings(Config(f"sqlite:///{tmp_path / 'newscrawl.db'}", tmp_path), {})
    for name in ("DOWNLOAD_DELAY", "AUTOTHROTTLE_START_DELAY"):
        settings.set(name, PAUSE, priority="project")
    report = asyncio.run(run_spider_in_loop("article", {"addresses": addresses}, settings))
    assert report.verdict == "complete", report.message
    assert len(asked) == 3
    assert all(later - earlier > PAUSE / 4 for earlier, later in pairwise(asked))  # the pause varies by a half
