"""docs/security.md names for each threat a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs/security.md"


def test_every_threat_names_a_test_that_is_there():
    table = [line.split("|") for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    rows = [cells for cells in table if "what stops it" not in cells[2]]
    assert len(rows) > 20
    for cells in rows:
        named = re.findall(r"`([\w./]+\.py)(?:::(\w+))?`", cells[3])
        assert named, cells[1]
        for file, test in named:
            text = (HERE / file).read_text(encoding="utf-8")
            assert not test or f"def {test}(" in text, f"{file}::{test}"
