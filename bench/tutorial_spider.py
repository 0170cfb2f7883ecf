"""The peer that people write first: Scrapy's tutorial with item loaders, and an ORM session and a commit for each item.

scrapy runspider bench/tutorial_spider.py -a url=http://127.0.0.1:PORT/news
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import scrapy
from itemloaders.processors import Join, MapCompose, TakeFirst
from scrapy.loader import ItemLoader
from sqlalchemy import DateTime, String, Text, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker


class Base(DeclarativeBase):
    """The tables."""


class StoredPost(Base):
    """A post of the board."""

    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(String(500), unique=True)
    title: Mapped[str] = mapped_column(String(500))
    author: Mapped[str | None] = mapped_column(String(100))
    published: Mapped[datetime | None] = mapped_column(DateTime)
    views: Mapped[int | None]
    body: Mapped[str | None] = mapped_column(Text)


class PostItem(scrapy.Item):
    """What the spider yields."""

    url = scrapy.Field()
    title = scrapy.Field()
    author = scrapy.Field()
    published = scrapy.Field()
    views = scrapy.Field()
    body = scrapy.Field()


def to_date(value: str) -> datetime:
    return datetime.strptime(value, "%Y.%m.%d %H:%M")  # noqa: DTZ007 - as people write it


def to_number(value: str) -> int:
    return int("".join(filter(str.isdigit, value)) or 0)


class PostLoader(ItemLoader):
    """Cleans each field."""

    default_item_class = PostItem
    default_input_processor = MapCompose(str.strip)
    default_output_processor = TakeFirst()
    title_in = author_in = MapCompose(str.strip)
    published_in = MapCompose(str.strip, lambda value: value or None, to_date)
    views_in = MapCompose(to_number)
    body_out = Join("\n")


class DatabasePipeline:
    """A session and a commit for each item."""

    def open_spider(self) -> None:
        engine = create_engine("sqlite:///posts.db")
        Base.metadata.create_all(engine)
        self.make_session: sessionmaker[Session] = sessionmaker(engine)

    def process_item(self, item: Any) -> Any:
        with self.make_session() as session:
            post = session.scalars(select(StoredPost).where(StoredPost.url == item["url"])).first()
            if post is None:
                post = StoredPost(url=item["url"])
                session.add(post)
            for name in ("title", "author", "published", "views", "body"):
                setattr(post, name, item.get(name))
            session.commit()
        return item


class TutorialSpider(scrapy.Spider):
    """Follows each row of the list, and the list's pages."""

    name = "tutorial"
    custom_settings = {  # noqa: RUF012 - Scrapy's own form
        "LOG_LEVEL": "ERROR",
        "ITEM_PIPELINES": {DatabasePipeline: 300},
    }

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = [url]

    def parse(self, response: Any) -> Iterator[Any]:
        yield from response.follow_all(css="td.title > a:first-child", callback=self.parse_post)
        yield from response.follow_all(css="div.pagination a:not(.direction)", callback=self.parse)

    def parse_post(self, response: Any) -> Iterator[Any]:
        loader = PostLoader(response=response)
        loader.add_value("url", response.url)
        loader.add_css("title", "div.read_header h1 a::text")
        loader.add_css("author", "div.read_header span.author a::text")
        loader.add_css("published", "div.read_header span.time::text")
        loader.add_css("views", "div.read_header span.read_count::text")
        loader.add_css("body", "div.read_body *::text")
        yield loader.load_item()
