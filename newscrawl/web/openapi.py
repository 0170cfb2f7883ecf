"""What the API offers, as OpenAPI 3.1: made from the columns of the database's views and one table of paths."""

from __future__ import annotations

from typing import Any

from newscrawl import __version__
from newscrawl.store.described import MEANINGS, type_of
from newscrawl.store.views import VIEWS

Schema = dict[str, Any]

LARGEST = 2**63 - 1

KINDS: dict[str, Schema] = {
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "time": {"type": "string", "format": "date-time"},
    "JSON": {"type": "array", "items": {"type": "object"}},
    "text": {"type": "string"},
}

NEVER_NULL = frozenset(
    {"id", "site", "board", "key", "is_notice", "title", "url", "images", "attachments", "version", "first_seen_at"}
    | {"last_seen_at", "changed_at", "is_cut", "timezone", "seq", "kind", "post_id", "at", "started_at", "pages"}
    | {"posts_new", "posts_edited", "posts_deleted", "problems"}
)


def _nullable(kind: str) -> Schema:
    return {"anyOf": [{"type": kind}, {"type": "null"}]}


def _of_view(name: str) -> Schema:
    """A row of a view, as JSON."""
    properties = {}
    for column in VIEWS[name].selected_columns:
        meaning = MEANINGS[name][column.name]
        schema = KINDS[type_of(column.type)]
        if column.name not in NEVER_NULL:
            schema = {"anyOf": [schema, {"type": "null"}]}
        properties[column.name] = schema | {"description": meaning.words}
    return {"type": "object", "properties": properties, "required": list(properties)}


VERSION: Schema = {
    "type": "object",
    "description": "One version of a post; the newest is what the post shows.",
    "properties": {
        "post_id": {"type": "integer"},
        "version": {"type": "integer"},
        "title": {"type": "string"},
        **{name: _nullable("string") for name in ("author", "category", "published_at", "published_precision")},
        **{name: _nullable("string") for name in ("body_text", "body_html", "until")},
        "since": {"type": "string", "format": "date-time"},
    },
    "required": ["post_id", "version", "title", "since", "until"],
}

BOARD: Schema = {
    "type": "object",
    "description": "A board: how it is, and what is stored of it.",
    "properties": {
        **{name: {"type": "integer"} for name in ("id", "posts", "missing", "waiting")},
        **{name: {"type": "string"} for name in ("site", "board", "kind", "url", "timezone")},
        "state": {
            "enum": ["well", "partial", "changed", "blocked", "failed", "running", "overdue", "never"],
        },
        **{name: _nullable("string") for name in ("name", "complete_to", "complete_at", "complete_since")},
        **{name: _nullable("string") for name in ("newest_at", "last_success")},
        **{name: _nullable("integer") for name in ("expected", "last_run")},
    },
    "required": ["id", "site", "board", "url", "state", "posts", "missing", "complete_to"],
}

PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}


def _parameter(name: str, words: str, schema: Schema, place: str = "query") -> Schema:
    made = {"name": name, "in": place, "description": words, "schema": schema}
    return made | {"required": True} if place == "path" else made


def _number(least: int, most: int = LARGEST, **more: object) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most, **more}


WORD: Schema = {"type": "string", "maxLength": 200}
DAY: Schema = {"type": "string", "examples": ["2025-06-27", "2025-06-27T09:00:00+09:00"]}
FORMAT = _parameter(
    "format", "`jsonl`: all of it as JSON Lines, in a stream, `limit` or none.", {"enum": ["json", "jsonl"]}
)

FILTERS = [
    _parameter("board", "Its id, name, address or site.", WORD),
    _parameter("site", "The host of the boards.", WORD),
    _parameter("q", "Words that title and text must hold, all of them, also inside longer ones.", WORD),
    _parameter("author", "Exactly this author.", WORD),
    _parameter("category", "Exactly this category.", WORD),
    _parameter("since", "Published on this day of the board's time zone, or at this instant, or later.", DAY),
    _parameter("until", "Published on this day or earlier, or before this instant.", DAY),
    _parameter("url", "The post's address.", {"type": "string", "maxLength": 10_000}),
    _parameter("deleted", "1: deleted posts; any: those too.", {"enum": ["0", "1", "false", "true", "any"]}),
    _parameter("after", "The id of the last post of the page before.", _number(0)),
]


def _list_of(name: str, schema: str, **more: Schema) -> Schema:
    properties = {name: {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}, **more}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _and(schema: str, **more: Schema) -> Schema:
    extra = {"type": "object", "properties": more, "required": list(more)}
    return {"allOf": [{"$ref": f"#/components/schemas/{schema}"}, extra]}


NEXT: Schema = {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "The path of the next page."}
VERSIONS: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/Version"}}
OBJECTS: Schema = {"type": "array", "items": {"type": "object"}}

PATHS: dict[str, tuple[str, list[Schema], Schema, bool]] = {
    "/api/v1/posts": (
        "Posts that fit all that is asked for, newest first",
        [*FILTERS, _parameter("limit", "Posts of a page.", _number(1, 500, default=50)), FORMAT],
        _list_of("posts", "Post", next=NEXT),
        True,
    ),
    "/api/v1/posts/{post}": (
        "One post with its versions, oldest first",
        [_parameter("post", "Its id.", _number(0), "path")],
        _and("Post", versions=VERSIONS),
        False,
    ),
    "/api/v1/changes": (
        "The change feed behind a number: who keeps `last` misses nothing and sees nothing twice",
        [
            _parameter("after", "Only changes behind this number.", _number(0)),
            _parameter("wait", "Seconds to wait for a change where there is none yet.", _number(0, 60)),
            _parameter("limit", "Changes of a page.", _number(1, 10_000, default=1000)),
            FORMAT,
        ],
        _list_of("changes", "Change", last={"type": "integer"}, next={"type": "string"}),
        True,
    ),
    "/api/v1/boards": ("Every board and how it is", [], _list_of("boards", "Board"), False),
    "/api/v1/boards/{board}": (
        "One board, with posts per day and the places where posts may be missing",
        [_parameter("board", "Its id, name, address or site.", {"type": "string"}, "path")],
        _and("Board", days={"type": "object", "additionalProperties": {"type": "integer"}}, gaps=OBJECTS),
        False,
    ),
    "/api/v1/runs": (
        "The latest runs, newest first",
        [
            _parameter("board", "Its id, name, address or site.", WORD),
            _parameter("limit", "At most so many.", _number(1, 500, default=50)),
        ],
        _list_of("runs", "Run"),
        False,
    ),
    "/api/v1/runs/{run}": (
        "One run with its problems",
        [_parameter("run", "Its id.", _number(0), "path")],
        _and("Run", problem_list=OBJECTS),
        False,
    ),
}
"""What each path gives: words, parameters, the answer's schema, and whether it also comes as JSON Lines."""

ERRORS = {
    "400": "A parameter is not right",
    "401": "A token is asked for",
    "404": "There is none",
    "429": "Too many requests; see Retry-After",
    "503": "The database cannot be reached, or too many streams are under way; see Retry-After",
}


def document() -> Schema:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "newscrawl", "version": __version__, "description": "Stored boards, read-only."},
        "servers": [{"url": "/"}],
        "security": [{}, {"bearer": []}],
        "paths": {path: {"get": _operation(*described)} for path, described in PATHS.items()},
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Post": _of_view("posts"),
                "Change": _of_view("changes"),
                "Run": _of_view("runs"),
                "Version": VERSION,
                "Board": BOARD,
                "Problem": PROBLEM,
            },
        },
    }


def _operation(words: str, parameters: list[Schema], schema: Schema, has_lines: bool) -> Schema:
    content: Schema = {"application/json": {"schema": schema}}
    if has_lines:
        content["application/x-ndjson"] = {"schema": {"type": "string"}}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "summary": words,
        "parameters": parameters,
        "responses": {
            "200": {"description": words, "content": content},
            **{status: {"description": said, "content": problem} for status, said in ERRORS.items()},
        },
    }
