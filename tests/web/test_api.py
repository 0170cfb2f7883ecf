"""The API: what programs rely on, and that it is what its document says."""

from __future__ import annotations

import json
import threading
import time

import pytest
from starlette.testclient import TestClient

from newscrawl.items import ListingItem
from newscrawl.store import Store
from newscrawl.web import api
from newscrawl.web.app import make_app
from newscrawl.web.openapi import document as openapi_document
from newscrawl.web.site import Site
from tests.web.conftest import HOSTILE, NOTICES, NOW, document, fill, post


def lines(answer) -> list[dict]:
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


def test_posts_come_page_by_page_and_in_a_stream(client, store):
    url, paged = "/api/v1/posts?board=notices&limit=50", []
    while url:
        page = client.get(url).json()
        paged += page["posts"]
        url = page["next"]
    streamed = lines(client.get("/api/v1/posts?board=notices&format=jsonl"))
    assert paged == streamed
    assert [each["id"] for each in paged] == [each.id for each in store.posts(board="1")]
    assert paged[0]["title"] == HOSTILE
    assert paged[0]["published_at"] == "2025-06-16T15:00:00Z"
    some = client.get("/api/v1/posts?limit=70", headers={"Accept": "application/x-ndjson"})
    assert len(lines(some)) == 70


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=휴관", 1),
        ("q=도서관&author=총무과&since=2025-06-01&until=2025-06-10", 5),
        ("category=행사", 1),
        ("deleted=1", 1),
        ("url=https://news.example.kr/view?id=2", 1),
        ("site=news.example.kr", 2),
        ("since=2025-06-16T00:00:00%2B09:00", 2),
        ("since=2025-06-16T00:00:00+09:00&until=2025-06-16T15:00:00Z", 1),
    ],
)
def test_posts_are_found_by_what_is_asked_for(client, query, count):
    assert len(client.get(f"/api/v1/posts?{query}").json()["posts"]) == count


def test_a_post_has_its_versions(client):
    found = client.get("/api/v1/posts/118").json()
    assert [each["version"] for each in found["versions"]] == [1, 2]
    assert found["versions"][0]["until"] == found["versions"][1]["since"] == found["changed_at"]


def test_changes_are_followed_by_a_cursor(client, store):
    every = [each.seq for each in store.changes()]
    url, seen = "/api/v1/changes?limit=50", []
    while page := client.get(url).json():
        if not page["changes"]:
            break
        seen += page["changes"]
        url = page["next"]
    assert [each["seq"] for each in seen] == every
    assert page["last"] == every[-1]
    assert lines(client.get("/api/v1/changes?format=jsonl")) == seen
    assert lines(client.get("/api/v1/changes?format=jsonl&after=3&limit=2")) == seen[3:5]


def test_a_reader_may_wait_for_a_change(tmp_path, monkeypatch):
    monkeypatch.setattr(api, "POLL", 0.05)
    url = f"sqlite:///{tmp_path / 'x.db'}"
    with Store(url).open() as store, Store(url).open() as writing:
        run = writing.begin_run(NOTICES)
        run.write([ListingItem(NOTICES, NOTICES.url, NOW, [post(NOTICES, 1)])])
        with TestClient(make_app(Site(store), rate=0), base_url="http://localhost") as reader:
            assert reader.get("/api/v1/changes?wait=1").json() == {
                "changes": [],
                "last": 0,
                "next": "/api/v1/changes?after=0",
            }
            later = threading.Timer(0.3, lambda: run.write([document(NOTICES, post(NOTICES, 1), "본문")]))
            later.start()
            began = time.monotonic()
            page = reader.get("/api/v1/changes?wait=60").json()
            later.join()
    assert [each["kind"] for each in page["changes"]] == ["new"]
    assert time.monotonic() - began < 30


def test_boards_and_runs_say_how_they_are(client):
    first, second = client.get("/api/v1/boards").json()["boards"]
    assert (first["state"], first["posts"], first["complete_to"]) == ("partial", 119, None)
    assert (second["state"], second["posts"], second["complete_to"]) == ("well", 2, "2")
    days = client.get("/api/v1/boards/notices").json()["days"]
    assert (sum(days.values()), days["2025-06-17"]) == (119, 1)
    assert client.get(f"/api/v1/boards/{NOTICES.address.split('?')[0]}").status_code == 404
    run, *_ = client.get("/api/v1/runs?board=1").json()["runs"]
    assert run["verdict"] == "partial"
    assert client.get(f"/api/v1/runs/{run['id']}").json()["problem_list"][0]["reason"] == "The host answered 500."


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/posts?limit=501", 400),
        ("/api/v1/posts?limit=0", 400),
        ("/api/v1/posts?limit=", 400),
        ("/api/v1/posts?board=nowhere", 404),
        ("/api/v1/posts?format=xml", 400),
        ("/api/v1/posts?q=%ff", 200),
        ("/api/v1/posts?q=%ed%a0%80", 200),
        ("/api/v1/posts?since=9999-12-31&until=9999-12-31", 400),
        ("/api/v1/posts/4000", 404),
        ("/api/v1/changes?after=-1", 400),
        ("/api/v1/changes?wait=61", 400),
        ("/api/v1/changes?after=9223372036854775808", 400),
        ("/api/v1/runs/0", 404),
        ("/api/v2/posts", 404),
    ],
)
def test_errors_are_problem_details(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    if status != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert (problem["status"], problem["type"], problem["instance"]) == (status, "about:blank", path.split("?")[0])


def test_there_are_only_so_many_streams(client):
    for _ in range(api.STREAMS):
        assert api._streams.acquire(blocking=False)
    try:
        answer = client.get("/api/v1/changes?format=jsonl")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "5"
    finally:
        api._streams.release(api.STREAMS)
    for _ in range(api.STREAMS + 1):
        assert client.get("/api/v1/changes?format=jsonl").status_code == 200


def fits(value, schema, document) -> bool:
    """Whether a value is what a schema says, as far as this document's schemas go."""
    if "$ref" in schema:
        return fits(value, document["components"]["schemas"][schema["$ref"].split("/")[-1]], document)
    if "allOf" in schema:
        return all(fits(value, each, document) for each in schema["allOf"])
    if "anyOf" in schema:
        return any(fits(value, each, document) for each in schema["anyOf"])
    if "enum" in schema:
        return value in schema["enum"]
    kinds = {"integer": int, "string": str, "boolean": bool, "array": list, "object": dict, "null": type(None)}
    if not isinstance(value, kinds[schema["type"]]) or (schema["type"] == "integer" and isinstance(value, bool)):
        return False
    if isinstance(value, list):
        return all(fits(each, schema["items"], document) for each in value)
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        return set(schema.get("required", ())) <= set(value) and all(
            fits(value[name], properties[name], document) for name in properties if name in value
        )
    return True


@pytest.mark.parametrize("path", list(openapi_document()["paths"]))
def test_the_api_is_what_its_document_says(client, path):
    document_ = client.get("/api/v1/openapi.json").json()
    operation = document_["paths"][path]["get"]
    answer = client.get(path.format(post=118, board=2, run=1))
    assert fits(answer.json(), operation["responses"]["200"]["content"]["application/json"]["schema"], document_)
    for parameter in operation["parameters"]:
        schema = parameter["schema"]
        if parameter["in"] == "query" and "maximum" in schema:
            wrong = client.get(path.format(board=1), params={parameter["name"]: schema["maximum"] + 1})
            assert fits(wrong.json(), {"$ref": "#/components/schemas/Problem"}, document_)
            assert wrong.status_code == 400


def test_a_database_that_is_away_is_told(tmp_path):
    path = tmp_path / "x.db"
    with Store(f"sqlite:///{path}", now=lambda: NOW).open() as store:
        fill(store)
        with TestClient(make_app(Site(store), rate=0), base_url="http://localhost") as reader:
            store._opened().dispose()
            for each in tmp_path.iterdir():
                each.unlink()
            path.mkdir()
            answer = reader.get("/api/v1/posts")
            assert answer.status_code == 503
            assert str(path) not in answer.text
            assert "database cannot be reached" in reader.get("/").text
