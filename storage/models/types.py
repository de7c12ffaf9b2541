"""Column types shared by all tables."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept and returned in UTC.

    SQLite has no zone and would give naive values back; a naive value is refused on the way in, because nobody could
    say which moment it meant.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: A JSON document: text on SQLite, JSONB on PostgreSQL.
Document: Any = JSON().with_variant(JSONB(), "postgresql")

#: Points, and money in minor units: a busy account outgrows 32 bits. SQLite's integers have 64 as they are.
Figure: Any = BigInteger().with_variant(Integer(), "sqlite")
