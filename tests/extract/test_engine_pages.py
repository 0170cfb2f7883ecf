"""Pages of each board software and of each kind of list, with their truth: NAME.html beside NAME.truth.json in `pages`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest

from newscrawl.extract import extract
from newscrawl.extract.engines import ENGINES, marks_to_look_for
from newscrawl.extract.engines.base import Engine

PAGES = sorted(Path(__file__).with_name("pages").glob("*.truth.json"))


def load(truth_file: Path) -> tuple[dict, dict]:
    """The truth, and what is read of the page beside it."""
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    body = truth_file.with_name(truth_file.name.replace(".truth.json", ".html")).read_bytes()
    now = datetime.fromisoformat(truth["now"])
    return truth, extract(body, truth["url"], content_type=truth["content_type"], now=now).to_dict()


def shown(name: str, value: object, wanted: object) -> object:
    """Of what was read, the part that the truth speaks of; texts and addresses in one form."""
    if isinstance(wanted, dict) and isinstance(value, dict):
        return {key: value.get(key) for key in wanted}
    if name == "attachments" and isinstance(value, list):
        return [each["name"] if isinstance(each, dict) else each for each in value]
    if isinstance(value, str):
        return unquote(value) if name.endswith("url") else " ".join(value.split())
    return value


def of_truth(read: dict, truth: dict) -> tuple[dict, dict]:
    """What was read and what is true, of the fields that the truth has."""
    return (
        {name: shown(name, read.get(name), value) for name, value in truth.items()},
        {name: shown(name, value, value) for name, value in truth.items()},
    )


@pytest.mark.parametrize("truth_file", PAGES, ids=lambda path: path.name.split(".")[0])
def test_a_page_of_the_engine_is_read_right(truth_file):
    truth, page = load(truth_file)
    assert page["engine"] == truth["engine"]
    for part in ("listing", "article"):
        if truth.get(part, "untold") is None:
            assert page[part] is None
    if truth.get("article") is not None:
        read, true = of_truth(page["article"] or {}, truth["article"])
        assert read == true
    if truth.get("listing") is not None:
        listing, wanted = page["listing"], dict(truth["listing"])
        rows = wanted.pop("rows")
        assert [shown("title", row["title"], "") for row in listing["rows"]] == [
            shown("title", row["title"], "") for row in rows
        ]
        for row, told in zip(listing["rows"], rows, strict=True):
            read, true = of_truth(row, told)
            assert read == true
        read, true = of_truth(listing, wanted)
        assert read == true


def test_every_engine_has_a_page():
    told = {json.loads(path.read_text(encoding="utf-8"))["engine"] for path in PAGES}
    assert told - {None} == {engine.name for engine in ENGINES}


def test_a_new_file_is_enough():
    """No list elsewhere has to know an engine's marks."""
    other = Engine(name="other", marks=("/othersoft/skin/",))
    assert "/othersoft/skin/" in marks_to_look_for((*ENGINES, other))
