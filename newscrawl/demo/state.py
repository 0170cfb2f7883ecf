"""What was changed on a demo board: the values a change may set, and the file that keeps them between runs."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newscrawl.demo.content import SEOUL
from newscrawl.demo.post import File
from newscrawl.errors import ConfigurationError

_TYPES: dict[str, type | tuple[type, ...]] = {
    "title": str,
    "author": str,
    "category": (str, type(None)),
    "body": (str, type(None)),
    "published": (datetime, str),
    "modified": (datetime, str, type(None)),
    "views": int,
    "votes": int,
    "comments": int,
    "files": (list, tuple),
    "is_secret": bool,
    "is_forbidden": bool,
    "is_reply": bool,
    "is_bold": bool,
}

_DATES = ("published", "modified")


def checked(values: dict[str, Any]) -> dict[str, Any]:
    """The fields of a post as `insert` and `edit` take them, dates from ISO text too, files from (name, size) too.

    Raises ConfigurationError for a field that posts do not have and for a value of the wrong type.
    """
    good: dict[str, Any] = {}
    for name, value in values.items():
        if name not in _TYPES:
            raise ConfigurationError(f"A demo post has no field {name!r}.", f"It has {', '.join(_TYPES)}.")
        if not isinstance(value, _TYPES[name]):
            raise ConfigurationError(f"{name} of a demo post cannot be {value!r}.")
        if name in _DATES and isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError as error:
                raise ConfigurationError(f"{name} of a demo post cannot be {value!r}.", "Give an ISO date.") from error
        if isinstance(value, datetime):
            value = value.replace(tzinfo=SEOUL) if value.tzinfo is None else value.astimezone(SEOUL)
        elif name == "files":
            value = tuple(file if isinstance(file, File) else File(str(file[0]), int(file[1])) for file in value)
        good[name] = value
    return good


@dataclass(slots=True)
class State:
    """A changed board. `identity` says of which board; `made` is how many posts there ever were."""

    identity: dict[str, Any]
    made: int
    notices: list[int]
    runs: list[tuple[int, int]]
    changes: dict[int, dict[str, Any]]


def _jsonable(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [[file.name, file.size] for file in value]
    return value


def write_state(path: Path, state: State) -> None:
    """Write the file in one step, so that a killed server leaves the old state or the new one."""
    data = {
        "board": state.identity,
        "made": state.made,
        "notices": state.notices,
        "runs": state.runs,
        "changes": {
            str(serial): {name: _jsonable(value) for name, value in values.items()}
            for serial, values in state.changes.items()
        },
    }
    fresh = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        os.replace(fresh, path)
    except OSError as error:
        raise ConfigurationError(f"The demo board's state cannot be kept in {path}: {error.strerror}.") from error


def read_state(path: Path, identity: dict[str, Any]) -> State | None:
    """The state in `path`, None where there is no such file yet.

    Raises ConfigurationError where the file cannot be read, or belongs to a board of another size, seed or skin.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        kept = data["board"]
        state = State(
            identity=kept,
            made=int(data["made"]),
            notices=[int(serial) for serial in data["notices"]],
            runs=[(int(high), int(low)) for high, low in data["runs"]],
            changes={int(serial): _read_values(values) for serial, values in data["changes"].items()},
        )
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigurationError(f"The demo board's state cannot be read from {path}: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"{path} holds no demo board.", "Remove it to start afresh.") from error
    if kept != identity:
        was = ", ".join(f"{name} {value}" for name, value in kept.items())
        raise ConfigurationError(
            f"{path} belongs to another demo board ({was}).", "Start with these, or remove the file."
        )
    return state


def _read_values(values: dict[str, Any]) -> dict[str, Any]:
    source = values.pop("source", None)
    good = checked(values)
    return good if source is None else good | {"source": int(source)}
