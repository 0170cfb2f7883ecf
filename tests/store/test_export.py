"""Exports: what is in the file is what is stored, and a broken one leaves none."""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import random
import sqlite3
import subprocess
import sys
from datetime import date, datetime

import pytest

from newscrawl.dates import Moment
from newscrawl.errors import ConfigurationError, NewscrawlError
from newscrawl.export import FORMATS, export_posts, format_of
from newscrawl.extract.page import Attachment
from newscrawl.store import Store
from tests.store.conftest import BOARD, document, rows

TITLES = {1: "=1+1", 2: '+"따옴표", 쉼표', 3: "여러\n줄", 4: "이모지 👨‍👩‍👧", 5: "-5도", 6: "@골뱅이", 7: "보통 제목"}


@pytest.fixture
def store(tmp_path):
    with Store(f"sqlite:///{tmp_path / 'newscrawl.db'}").open() as opened:
        run = opened.begin_run(BOARD)
        item = rows(*TITLES)
        for post in item.posts:
            post.title = TITLES[post.number]
            post.author = "=HYPERLINK()" if post.number == 7 else None
            post.published = Moment(date(2025, 6, post.number), "day", "x")
            if post.number == 6:
                post.published = Moment(datetime.fromisoformat("2025-06-06T00:41:00+00:00"), "minute", "06.06 09:41")
        run.write([item])
        file = Attachment("설명서.pdf", "https://example.kr/설명서.pdf")
        run.write([document(key, f"본문 {key}", title=title, attachments=[file]) for key, title in TITLES.items()])
        yield opened


def test_csv_opens_in_excel_and_holds_no_formula(store, tmp_path):
    file = tmp_path / "posts.csv"
    assert export_posts(store.posts(), file) == 7
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        found = {row["key"]: row for row in csv.DictReader(opened)}
    assert found["3"]["title"] == TITLES[3]
    assert found["1"]["title"] == "'=1+1"
    assert found["7"]["published_at"] == "2025-06-07"
    assert found["6"]["published_at"] == "2025-06-06 09:41:00"
    assert found["7"]["timezone"] == "Asia/Seoul"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in found.values() for cell in row.values())


def test_jsonl_holds_every_value_as_it_is(store, tmp_path):
    file = tmp_path / "posts.jsonl"
    export_posts(store.posts(), file, columns=["key", "title", "attachments", "published_at"])
    found = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert {row["key"]: row["title"] for row in found} == {str(key): title for key, title in TITLES.items()}
    assert found[0]["attachments"][0]["name"] == "설명서.pdf"
    assert found[0]["published_at"] == "2025-06-06T15:00:00+00:00"


def test_parquet_has_a_type_a_column(store, tmp_path):
    polars = pytest.importorskip("polars")
    file = tmp_path / "posts.parquet"
    assert export_posts(store.posts(), file) == 7
    frame = polars.read_parquet(file)
    assert frame.equals(store.frame())
    assert frame.schema["published_at"] == polars.Datetime("us", "UTC")
    assert frame.schema["views"] == polars.Int64
    assert dict(zip(frame["key"], frame["title"], strict=True)) == {str(key): title for key, title in TITLES.items()}


def test_an_excel_book_holds_text_and_no_formula(store, tmp_path):
    pytest.importorskip("xlsxwriter")
    import zipfile

    file = tmp_path / "posts.xlsx"
    assert export_posts(store.posts(), file) == 7
    with zipfile.ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "이모지 👨‍👩‍👧" in sheet
    assert "=HYPERLINK()" in sheet
    # Excel counts days: a number, so that it is a date there; 2025-06-07, and 2025-06-06 09:41.
    assert "<v>45815</v>" in sheet
    assert "<v>45814.40347222222</v>" in sheet
    assert "<f>" not in sheet
    assert "<f " not in sheet


def test_an_sqlite_copy_can_be_asked(store, tmp_path):
    file = tmp_path / "posts.sqlite"
    assert export_posts(store.posts(), file, columns=["id", "title", "published_at"]) == 7
    connection = sqlite3.connect(file)
    found = connection.execute("SELECT title FROM posts ORDER BY published_at DESC LIMIT 1").fetchone()
    connection.close()
    assert found == ("보통 제목",)


def test_an_empty_export_has_its_head(store, tmp_path):
    for ending in ("csv", "parquet", "xlsx", "sqlite"):
        file = tmp_path / f"none.{ending}"
        assert export_posts(store.posts(author="niemand"), file) == 0
        assert file.stat().st_size > 0


@pytest.mark.parametrize("kind", FORMATS)
def test_a_broken_export_leaves_no_file_and_spoils_none(store, tmp_path, kind):
    file = tmp_path / f"posts.{kind}"
    file.write_text("the export before")

    def broken():
        yield from store.posts(limit=3)
        raise OSError(28, "No space left on device")

    with pytest.raises(NewscrawlError, match="No space left"):
        export_posts(broken(), file)
    assert file.read_text() == "the export before"
    assert [path.name for path in tmp_path.iterdir() if "posts" in path.name] == [file.name]


def test_a_full_disk_leaves_no_file_and_is_told(store, tmp_path):
    """The system lets no file grow beyond a size here, as a full disk would not."""
    run = store.begin_run(dataclasses.replace(BOARD, address="example.kr/long"))
    run.write([rows(*range(100, 140))])
    chance = random.Random(1)
    texts = ["".join(chr(chance.randint(0xAC00, 0xD7A3)) for _ in range(3000)) for _ in range(40)]
    run.write([document(key, body) for key, body in zip(range(100, 140), texts, strict=True)])
    program = (
        "import pathlib, resource, sys; from newscrawl.store import Store\n"
        "from newscrawl.errors import NewscrawlError; from newscrawl.export import FORMATS, export_posts\n"
        "with Store(sys.argv[1]).open() as store: posts = list(store.posts())\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "for kind in FORMATS:\n"
        "    try: export_posts(iter(posts), pathlib.Path(sys.argv[2], f'posts.{kind}'))\n"
        "    except NewscrawlError as error: print(error)\n"
    )
    words = [sys.executable, "-c", program, f"sqlite:///{tmp_path / 'newscrawl.db'}", str(tmp_path)]
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, env=os.environ | {"TMPDIR": str(tmp_path)}
    )
    assert done.stdout.count("make room") == len(FORMATS), done.stdout + done.stderr
    assert not [path.name for path in tmp_path.iterdir() if not path.name.startswith("newscrawl.db")]


def test_progress_is_told(store, tmp_path):
    told: list[int] = []
    export_posts(store.posts(), tmp_path / "posts.csv", tell=told.append)
    assert told[-1] == 7


@pytest.mark.parametrize(("library", "kind"), [("polars", "parquet"), ("xlsxwriter", "xlsx")])
def test_a_library_that_is_missing_is_named(store, tmp_path, monkeypatch, library, kind):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ConfigurationError, match="pip install"):
        export_posts(store.posts(), tmp_path / f"posts.{kind}")
    assert not (tmp_path / f"posts.{kind}").exists()


COLUMN_TYPES = {
    "id": ("Int64", "Int64"),
    "is_notice": ("Boolean", "boolean"),
    "published_at": ("Datetime(time_unit='us', time_zone='UTC')", "datetime64[us, UTC]"),
    "deleted_at": ("Datetime(time_unit='us', time_zone='UTC')", "datetime64[us, UTC]"),
    "views": ("Int64", "Int64"),
    "author": ("String", "string"),
    "attachments": ("String", "string"),
}


@pytest.mark.parametrize("kind", ["polars", "pandas"])
def test_a_frame_has_a_type_a_column_and_knows_what_is_missing(store, kind):
    pytest.importorskip(kind)
    names = list(COLUMN_TYPES)
    whole, none = (store.frame(names, kind=kind, **wanted) for wanted in ({}, {"author": "niemand"}))
    for found in (whole, none):
        assert list(found.columns) == names
        assert [str(each) for each in found.dtypes] == [types[kind == "pandas"] for types in COLUMN_TYPES.values()]
    assert (len(whole), len(none)) == (7, 0)
    assert next(iter(whole["published_at"])) == datetime.fromisoformat("2025-06-07T00:00:00+09:00")
    assert next(iter(whole["author"])) == "=HYPERLINK()"
    missing = whole["author"].is_null() if kind == "polars" else whole["author"].isna()
    assert missing.sum() == 6
    assert json.loads(next(iter(whole["attachments"])))[0]["name"] == "설명서.pdf"


def test_pandas_is_named_where_it_is_missing(store, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ConfigurationError, match=r"newscrawl\[pandas\]"):
        store.frame(kind="pandas")


def test_formats_are_known_by_their_ending(tmp_path):
    assert format_of(tmp_path / "a.DB") == "sqlite"
    with pytest.raises(ConfigurationError, match="xls"):
        format_of(tmp_path / "a.xls")


def test_every_format_goes_to_standard_output(store, tmp_path):
    program = (
        "import sys; from newscrawl.store import Store; from newscrawl.export import export_posts\n"
        "with Store(sys.argv[1]).open() as store: export_posts(store.posts(), None, kind=sys.argv[2])"
    )
    for kind, start in {
        "csv": b"\xef\xbb\xbf",
        "parquet": b"PAR1",
        "xlsx": b"PK",
        "sqlite": b"SQLite format 3",
    }.items():
        url = f"sqlite:///{tmp_path / 'newscrawl.db'}"
        done = subprocess.run([sys.executable, "-c", program, url, kind], capture_output=True, check=True)
        assert done.stdout.startswith(start), kind
