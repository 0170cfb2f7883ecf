"""What Scrapy needs besides spiders and pipelines, and the way to start a crawl from Python."""

from newscrawl.crawl.start import CrawlOptions, CrawlReport, Progress, crawl, crawl_in_loop

__all__ = ["CrawlOptions", "CrawlReport", "Progress", "crawl", "crawl_in_loop"]
