"""Keep a page that was not understood, for a person to look at and to report."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = "unread"
LONGEST_NAME = 120


def keep_page(data_dir: Path, address: str, body: bytes) -> Path | None:
    """Write the page to the folder `unread` of the data folder, one file a board; None where that cannot be done.

    `address` is the board's canonical address, which gives the file its name. The next such page of the board takes the
    place of the last one, so that a board that fails every ten minutes fills no disk.
    """
    name = re.sub(r"[^\w.-]+", "-", address).strip("-.").removesuffix(".html")[:LONGEST_NAME] or "page"
    path = data_dir / FOLDER / f"{name}.html"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    except OSError:
        return None
    return path
