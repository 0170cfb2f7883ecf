"""Log lines for both readers: plain ones for people and cron's mail, JSON ones for collectors. Always on stderr.

Each line of a crawl bears the run's id. No line holds a page's content or a password, and none holds what a terminal
would obey, or more lines than it is.
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import Any, Literal

from newscrawl.plain import masked, one_line, plain_json, plain_text

Format = Literal["plain", "json", "none"]

NOISY = ("scrapy", "twisted", "alembic", "asyncio")
"""Libraries whose INFO is for their developers."""


class RunFilter(logging.Filter):
    """Gives each record the run and the board of this process's crawl."""

    run: int | None = None
    board: str | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        record.run, record.board = self.run, self.board
        return True


_filter = RunFilter()


def set_run(run: int, board: str) -> None:
    """From here on lines are this run's."""
    _filter.run, _filter.board = run, board


class PlainFormatter(logging.Formatter):
    """`2026-11-24 06:30:00 INFO run 12: message`, the message on one line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        run = getattr(record, "run", None)
        if run is not None and not record.message.startswith("run "):
            record.message = f"run {run}: {record.message}"
        record.message = one_line(masked(record.message))
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        return plain_text(masked(super().formatException(ei)))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: at, level, logger, message, and run and board where there are any."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "run": getattr(record, "run", None),
            "board": getattr(record, "board", None),
            "message": masked(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = masked(self.formatException(record.exc_info))
        return plain_json({name: value for name, value in line.items() if value is not None})


def log_lines(level: str, form: Format = "plain") -> None:
    """Log to stderr from here on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_filter)
    handler.setFormatter(JsonFormatter() if form == "json" else PlainFormatter())
    logging.basicConfig(level=level, handlers=[handler])
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel("WARNING" if level == "INFO" else level)
