"""Errors that are meant for a person: what was wrong, where, and what to do next.

Each carries the exit code that the command ends with (see docs/architecture.md).
"""

from __future__ import annotations


class NewscrawlError(Exception):
    """Base of every error that newscrawl raises on purpose; its text is one clear message."""

    exit_code = 1

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".rstrip()


class ConfigurationError(NewscrawlError):
    """Wrong use or a wrong configuration: nothing was started."""

    exit_code = 2


class RefusedError(NewscrawlError):
    """An address was not asked for, because no page may send anyone there (docs/security.md)."""


class BoardBusyError(NewscrawlError):
    """Another run holds this board."""

    exit_code = 3


class NotUnderstoodError(NewscrawlError):
    """Nothing was understood where posts were expected."""

    exit_code = 4


class DatabaseUnavailableError(NewscrawlError):
    """The database cannot be reached, opened or written."""

    exit_code = 5
