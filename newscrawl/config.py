"""Where this installation keeps its things: read from the environment once, and handed on from there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from newscrawl import __version__

USER_AGENT = f"newscrawl/{__version__} (the Python package newscrawl)"

SECONDS = ("NEWSCRAWL_RETRY_PAUSE", "NEWSCRAWL_DATABASE_PATIENCE", "NEWSCRAWL_LEASE")
"""Settings in seconds that have their default where they are read, and may stand in the environment."""


def project_folder(start: Path) -> Path:
    """The folder of the nearest scrapy.cfg at or above `start`, else `start` itself."""
    for folder in (start, *start.parents):
        if (folder / "scrapy.cfg").is_file():
            return folder
    return start


@dataclass(slots=True, frozen=True)
class Config:
    """`database_url` is an SQLAlchemy URL; `data_dir` holds definitions, archives and exports.

    `archive` says what is kept of responses: "documents", "all" or "off".
    """

    database_url: str
    data_dir: Path
    user_agent: str = USER_AGENT
    archive: str = "documents"

    @classmethod
    def from_environment(cls) -> Config:
        """Read NEWSCRAWL_DATABASE_URL, _DATA_DIR, _USER_AGENT and _ARCHIVE; unset ones get their default."""
        given = os.environ.get("NEWSCRAWL_DATA_DIR")
        data_dir = Path(given).expanduser() if given else project_folder(Path.cwd()) / "data"
        return cls(
            database_url=os.environ.get("NEWSCRAWL_DATABASE_URL") or f"sqlite:///{data_dir / 'newscrawl.db'}",
            data_dir=data_dir,
            user_agent=os.environ.get("NEWSCRAWL_USER_AGENT") or USER_AGENT,
            archive=os.environ.get("NEWSCRAWL_ARCHIVE") or "documents",
        )

    @property
    def archive_dir(self) -> Path:
        """Where raw responses are kept."""
        return self.data_dir / "archive"

    @property
    def sites_dir(self) -> Path:
        """Where board definitions are read from and saved to."""
        return self.data_dir / "sites"
