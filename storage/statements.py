"""Statements that the two databases word differently."""

from typing import Any

from sqlalchemy import ColumnElement, cast, func
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.contract import Reading
from storage.models.types import Figure


def insert_for(reading: Reading, table: Any) -> Any:
    """An INSERT that knows ON CONFLICT, in the dialect of the database."""
    return sqlite_insert(table) if reading.dialect == "sqlite" else postgresql_insert(table)


def total(column: ColumnElement[int]) -> ColumnElement[int]:
    """The sum of a column as a whole number; PostgreSQL makes a decimal of one over 64 bits."""
    return cast(func.sum(column), Figure)
