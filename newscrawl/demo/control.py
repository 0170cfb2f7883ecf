"""Changing and asking a demo server over HTTP, for tests that run in another process. Off unless asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from newscrawl.demo.faults import Fault
from newscrawl.demo.wire import Answer, Request
from newscrawl.errors import ConfigurationError

if TYPE_CHECKING:
    from newscrawl.demo.board import DemoBoard
    from newscrawl.demo.site import Site

CONTROL = "/_demo/"


def control(site: Site, request: Request) -> Answer:
    """Answer `/_demo/…`: arguments are a JSON object (POST) or the query; the answer is JSON.

    `board` names the board and may be left out where there is one. insert, edit, delete, pin, unpin, move take what
    the methods of DemoBoard take; fault takes the fields of Fault; heal removes all faults; truth, served, clear take
    nothing more. 400 with the reason where something is wrong.
    """
    try:
        values: dict[str, Any] = dict(request.query)
        if request.body:
            values |= json.loads(request.body)
        act = _ACTS.get(request.path.removeprefix(CONTROL))
        if act is None:
            return _json({"error": f"there is only {', '.join(_ACTS)}"}, 404)
        return _json(act(site, values))
    except (ConfigurationError, ValueError, TypeError, KeyError) as error:
        return _json({"error": f"{type(error).__name__}: {error}"}, 400)


def _json(value: object, status: int = 200) -> Answer:
    body = json.dumps(value, ensure_ascii=False, default=_readable).encode()
    return Answer(status, body, "application/json; charset=utf-8")


def _readable(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be sent")


def _board(site: Site, values: dict[str, Any]) -> DemoBoard:
    name = values.pop("board", None)
    for board in site.boards:
        if name in (None, board.name):
            return board
    raise ConfigurationError(f"There is no board {name!r} here.")


def _insert(site: Site, values: dict[str, Any]) -> object:
    board = _board(site, values)
    if "position" in values:
        values["position"] = int(values["position"])
    return {"key": board.insert(**values)}


def _edit(site: Site, values: dict[str, Any]) -> object:
    _board(site, values).edit(values.pop("key"), **values)
    return {}


def _move(site: Site, values: dict[str, Any]) -> object:
    _board(site, values).move(values["key"], int(values.get("position", 0)))
    return {}


def _on_key(name: str) -> Callable[[Site, dict[str, Any]], object]:
    def act(site: Site, values: dict[str, Any]) -> object:
        getattr(_board(site, values), name)(values["key"])
        return {}

    return act


def _fault(site: Site, values: dict[str, Any]) -> object:
    fault = Fault(**values)
    with site.lock:
        site.faults.append(fault)
    return {}


def _heal(site: Site, values: dict[str, Any]) -> object:
    with site.lock:
        site.faults.clear()
    return {}


def _truth(site: Site, values: dict[str, Any]) -> object:
    return _board(site, values).truth()


def _served(site: Site, values: dict[str, Any]) -> object:
    return [asdict(served) for served in list(site.served)]


def _clear(site: Site, values: dict[str, Any]) -> object:
    site.served.clear()
    return {}


_ACTS: dict[str, Callable[[Site, dict[str, Any]], object]] = {
    "insert": _insert,
    "edit": _edit,
    "delete": _on_key("delete"),
    "pin": _on_key("pin"),
    "unpin": _on_key("unpin"),
    "move": _move,
    "fault": _fault,
    "heal": _heal,
    "truth": _truth,
    "served": _served,
    "clear": _clear,
}
