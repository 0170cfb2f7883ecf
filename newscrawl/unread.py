"""Keep a page that was not understood, for a person to look at and to report."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = "unread"
LONGEST_NAME = 200
"""Bytes; file systems end at 255."""

KINDS = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".zip"), (b"{", ".json"), (b"[", ".json"), (b"<?xml", ".xml"))
"""How a file is called that is no HTML page, by its first bytes."""


def keep_page(data_dir: Path, address: str, body: bytes) -> Path | None:
    """Write the page to the folder `unread` of the data folder, one file a board; None where that cannot be done.

    `address` is the board's canonical address, which gives the file its name. The next such page of the board takes the
    place of the last one, so that a board that fails every ten minutes fills no disk.
    """
    kind = next((kind for start, kind in KINDS if body.lstrip().startswith(start)), ".html")
    name = re.sub(r"[^\w.-]+", "-", address).strip("-.").removesuffix(kind)
    name = name.encode()[:LONGEST_NAME].decode(errors="ignore") or "page"
    path = data_dir / FOLDER / f"{name}{kind}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    except OSError:
        return None
    return path
