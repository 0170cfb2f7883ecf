"""The worked example for analysts: its cells run, in order, on what the demo board's crawl stored."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).parents[2] / "examples" / "analysis.ipynb"


def run_cells(names: dict[str, Any]) -> list[Any]:
    """Run the cells as a notebook does; gives what each would show, its last expression."""
    shown = []
    for cell in json.loads(NOTEBOOK.read_text())["cells"]:
        if cell["cell_type"] != "code":
            continue
        assert cell["outputs"] == []
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, NOTEBOOK.name, "exec"), names)  # noqa: S102
        shown.append(eval(compile(ast.Expression(last.value), "", "eval"), names) if last else None)  # noqa: S307
    return shown


def test_the_notebook_runs_on_the_demo_boards_posts(tmp_path, monkeypatch, capsys):
    polars = pytest.importorskip("polars", reason="the extra [frames] is not installed")
    environment = {**os.environ, "NEWSCRAWL_DATA_DIR": str(tmp_path)}
    environment.pop("NEWSCRAWL_DATABASE_URL", None)
    command = [sys.executable, "-m", "newscrawl", "demo", "--crawl", "--posts", "30"]
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
    monkeypatch.setenv("NEWSCRAWL_DATABASE_URL", f"sqlite:///{tmp_path / 'newscrawl.db'}")
    names: dict[str, Any] = {}
    head, _, authors, audit, copies, kinds = run_cells(names)
    assert authors.height == 10
    posts = names["posts"]
    assert head.height == 5
    assert posts.schema["published_at"] == polars.Datetime("us", "UTC")
    assert names["days"]["posts"].sum() == posts["published_at"].is_not_null().sum() >= 30
    assert "a mark each" in capsys.readouterr().out
    assert names["authors"]["posts"].sum() == posts["author"].is_not_null().sum()
    assert audit["complete"].to_list() == [True]
    assert copies >= 0
    assert kinds.filter(polars.col("kind") == "new")["count"].item() == posts.height
