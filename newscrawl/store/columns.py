"""Column types that mean the same on SQLite, PostgreSQL and MariaDB."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String, Text
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.types import TypeDecorator

KEY_LENGTH = 512
"""Characters of a key. MariaDB indexes 3,072 bytes at most, which 4-byte characters fill at 768."""


NAME_LENGTH = 255
"""Characters of an author or a category, so that both can be indexed. Real ones end at 60."""

COLLATION = "utf8mb4_nopad_bin"
"""MariaDB's comparison of text: character by character and with trailing spaces, as the other engines compare."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, stored as UTC without a zone, to the microsecond, on every engine."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name in {"mysql", "mariadb"}:
            return dialect.type_descriptor(mysql.DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None else None


BigId = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit id; SQLite numbers rows by itself only in a column of type INTEGER."""

LongText = Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
"""Text of any length; MariaDB's TEXT ends at 64 KiB."""

Key = String(KEY_LENGTH).with_variant(mysql.VARCHAR(KEY_LENGTH, collation=COLLATION), "mysql", "mariadb")
"""Text that identifies: compared byte by byte on every engine."""

Json = JSON().with_variant(postgresql.JSONB(), "postgresql")
