"""The peer: a stock Scrapy spider with Scrapy's defaults that downloads the same pages and throws them away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import scrapy


class StockSpider(scrapy.Spider):
    """scrapy runspider bench/stock_spider.py -a file=ADDRESSES"""

    name = "stock"
    custom_settings = {"LOG_LEVEL": "ERROR"}  # noqa: RUF012 - Scrapy's own form

    def __init__(self, file: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.file = Path(file)

    async def start(self) -> AsyncIterator[Any]:
        for address in self.file.read_text().split():
            yield scrapy.Request(address)

    def parse(self, response: scrapy.http.Response) -> None:
        """Throw the page away."""
