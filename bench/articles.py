"""Quality and time of reading articles, beside the peers: python -m bench.articles FOLDER… [--venvs FOLDER]

A page is NAME.html beside NAME.truth.json (`url`, `content_type`, `now`, and `article` in the shape that
`newscrawl extract --json` prints). Each peer is installed into an environment of its own and run there; what cannot be
installed is said.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.peers import FOLDER, python_of

PEERS = {
    "newscrawl": (),
    "trafilatura": ("trafilatura", "lxml_html_clean"),
    "newspaper4k": ("newspaper4k[nlp]", "lxml_html_clean"),
    "news-please": ("news-please", "newspaper4k[nlp]", "lxml_html_clean"),
    "fundus": ("fundus", "curl_cffi<0.16"),  # 0.5.7 uses a name that later ones moved
    "readability": ("readability-lxml", "lxml_html_clean"),
}
ROUNDS = 3
READERS = """
import json, re, sys, time
name, listing = sys.argv[1], json.load(open(sys.argv[2]))
def decoded(body, page):
    # What a client does that is given text: by the header, else by the page's own word, else as UTF-8.
    told = re.search(r"charset=[\\"']?([\\w-]+)", page.get("content_type") or "") or re.search(
        r"charset=[\\"']?([\\w-]+)", body[:2048].decode("ascii", "ignore")
    )
    try:
        return body.decode(told[1].lower().replace("euc-kr", "cp949") if told else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
def whole_lines():
    # Their tokenizer splits sentences first, by data that NLTK downloads from a repository of its own. Here
    # the same tokenizer takes the text as it is; Korean words end alike at a sentence's end and within.
    import functools, nltk
    nltk.word_tokenize = functools.partial(nltk.word_tokenize, preserve_line=True)
if name == "newscrawl":
    from datetime import datetime
    from newscrawl.extract import extract
    def read(body, page):
        now = datetime.fromisoformat(page["now"]) if page.get("now") else None
        article = extract(body, page["url"], content_type=page.get("content_type"), now=now).to_dict()["article"]
        return article or {}
elif name == "trafilatura":
    from trafilatura import bare_extraction
    def read(body, page):
        found = bare_extraction(body, url=page["url"], with_metadata=True, include_comments=False)
        found = found.as_dict() if hasattr(found, "as_dict") else found or {}
        return {
            "title": found.get("title"),
            "author": found.get("author"),
            "published": {"value": found.get("date")},
            "body_text": found.get("text"),
        }
elif name == "newspaper4k":
    whole_lines()
    from newspaper import Article, Config
    def read(body, page):
        config = Config(); config.fetch_images = False; config.language = "ko"
        article = Article(page["url"], config=config)
        article.download(input_html=decoded(body, page)); article.parse()
        at = article.publish_date
        return {
            "title": article.title,
            "author": ", ".join(article.authors),
            "published": {"value": at.isoformat() if at else None},
            "body_text": article.text,
        }
elif name == "news-please":
    import logging
    whole_lines()
    from newsplease import NewsPlease
    logging.disable(logging.CRITICAL)
    def read(body, page):
        found = NewsPlease.from_html(decoded(body, page), url=page["url"], fetch_images=False)
        at = found.date_publish
        return {
            "title": found.title,
            "author": ", ".join(found.authors or ()),
            "published": {"value": at.isoformat() if at else None},
            "body_text": found.maintext,
        }
elif name == "fundus":
    # Fundus has a parser for each publisher that it knows. For others it offers what those are made of: the body by a
    # selector, authors and date from JSON-LD and meta tags.
    from lxml.etree import XPath
    from fundus.parser import BaseParser, attribute
    from fundus.parser.utility import (
        extract_article_body_with_selector, generic_author_parsing, generic_date_parsing,
    )
    PARAGRAPHS = XPath("//*[@itemprop='articleBody']//p[normalize-space()] | //article//p[normalize-space()]")
    class Parser(BaseParser):
        @attribute
        def body(self):
            return extract_article_body_with_selector(self.precomputed.doc, paragraph_selector=PARAGRAPHS)
        @attribute
        def authors(self):
            return generic_author_parsing(
                self.precomputed.ld.bf_search("author") or self.precomputed.meta.get("article:author")
                or self.precomputed.meta.get("author")
            )
        @attribute
        def publishing_date(self):
            return generic_date_parsing(
                self.precomputed.ld.bf_search("datePublished") or self.precomputed.meta.get("article:published_time")
            )
        @attribute
        def title(self):
            return self.precomputed.ld.bf_search("headline") or self.precomputed.meta.get("og:title")
    parser = Parser()
    def read(body, page):
        found = parser.parse(decoded(body, page), error_handling="suppress")
        at = found.get("publishing_date")
        return {
            "title": found.get("title"),
            "author": ", ".join(found.get("authors") or ()),
            "published": {"value": at.isoformat() if at else None},
            "body_text": str(found.get("body") or ""),
        }
else:
    import lxml.html
    from readability import Document
    def read(body, page):
        document = Document(decoded(body, page))
        text = lxml.html.fromstring(document.summary()).text_content()
        return {"title": document.short_title(), "author": None, "published": {"value": None}, "body_text": text}
answers, spent = [], []
for page in listing:
    body = open(page["file"], "rb").read()
    times = []
    for _ in range(int(sys.argv[3])):
        start = time.process_time()
        try:
            found = read(body, page)
        except Exception as error:
            found = {"error": repr(error)}
        times.append(time.process_time() - start)
    answers.append(found)
    spent.append(min(times))
print(json.dumps({"answers": answers, "spent": spent}, default=str))
"""


def run(folders: list[Path], venvs: Path) -> dict[str, dict[str, float] | str]:
    """For each peer the mean of title, author, date and body, the body's F1, and milliseconds of CPU a page."""
    pages = []
    for folder in folders:
        for file in sorted(folder.rglob("*.truth.json")):
            truth = json.loads(file.read_text())
            if truth.get("article"):
                pages.append(truth | {"file": str(file.with_name(file.name.replace(".truth.json", ".html")))})
    with tempfile.TemporaryDirectory() as made:
        listing = Path(made) / "pages.json"
        listing.write_text(json.dumps(pages))
        return {name: _one(name, pages, listing, venvs) for name in PEERS}


def _one(name: str, pages: list[dict[str, Any]], listing: Path, venvs: Path) -> dict[str, float] | str:
    python, reason = (sys.executable, "") if name == "newscrawl" else python_of(name, PEERS[name], venvs)
    if reason:
        return f"could not be installed: {reason}"
    command = [python, "-c", READERS, name, str(listing), str(ROUNDS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"failed: {done.stderr.strip().splitlines()[-1:]}"
    found = json.loads(done.stdout)
    scores, bodies = [], []
    for page, answer in zip(pages, found["answers"], strict=True):
        parts = _parts(page["article"], answer)
        bodies += [parts["body_text"]] if "body_text" in parts else []
        scores.append(statistics.mean(parts.values()))
    return {
        "quality": statistics.mean(scores),
        "body": statistics.mean(bodies),
        "ms": statistics.mean(found["spent"]) * 1000,
        "median_ms": statistics.median(found["spent"]) * 1000,
    }


def _parts(want: dict[str, Any], got: dict[str, Any]) -> dict[str, float]:
    """What of an article is right: 0 or 1 a field, the F1 of words for the text; a date's day is enough."""
    parts: dict[str, float] = {}
    for field in ("title", "author"):
        if field in want:
            parts[field] = float(_plain(want[field]) == _plain(got.get(field)))
    if "published" in want:
        parts["published"] = float(_day(want["published"]) == _day(got.get("published")))
    if "body_text" in want:
        parts["body_text"] = _f1(want["body_text"], got.get("body_text") or "")
    return parts


def _plain(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def _day(date: dict[str, Any] | None) -> str | None:
    value = (date or {}).get("value")
    return datetime.fromisoformat(value).date().isoformat() if value else None


def _f1(want: str, got: str) -> float:
    one, other = (Counter(re.findall(r"\w+", _plain(text))) for text in (want, got))
    hit = sum((one & other).values())
    if not hit:
        return float(not one and not other)
    return 2 * hit / (sum(one.values()) + sum(other.values()))


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m bench.articles", description=__doc__)
    ask.add_argument("folders", nargs="+", type=Path)
    ask.add_argument("--venvs", type=Path, default=FOLDER)
    options = ask.parse_args()
    for name, figures in run(options.folders, options.venvs).items():
        if isinstance(figures, str):
            print(f"  {name:<14} {figures}")
        else:
            print(
                f"  {name:<14} quality {figures['quality']:.3f}, body F1 {figures['body']:.3f}, "
                f"{figures['ms']:6.2f} ms CPU a page (median {figures['median_ms']:.2f})"
            )


if __name__ == "__main__":
    main()
