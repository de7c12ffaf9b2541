"""Statements that go straight to SQLite's driver.

SQLAlchemy words a statement once; after that, values go in and rows come out here. Its own way of doing so, with a
context and a cursor for every execution, costs many times what SQLite needs for a few rows that an index finds.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Executable
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import LRUCache

Parameters = dict[str, Any] | Sequence[dict[str, Any]] | None
#: (many, SQL, values)
Statement = tuple[bool, str, Any]
#: Description, row count, rows.
Outcome = tuple[Any, int, list[Any]]
Convert = Callable[[Any], Any]

_DIALECT: Any = SQLiteDialect_pysqlite(dbapi=sqlite3, paramstyle="qmark")
_NO_VALUE: Any = object()


class Found(IteratorResult[*tuple[Any, ...]]):
    """What callers read off SQLAlchemy's `CursorResult`: its rows, and how many were changed."""

    def __init__(self, columns: SimpleResultMetaData, rows: list[Any], rowcount: int) -> None:
        super().__init__(columns, iter(rows))
        self.rowcount = rowcount


class Prepared:
    """A statement in SQLite's words."""

    def __init__(self, statement: Executable, names: tuple[str, ...], *, many: bool) -> None:
        element: Any = statement
        compiled, extracted, collected, _ = element._compile_w_cache(
            _DIALECT, compiled_cache=_compiled, column_keys=list(names), for_executemany=many
        )
        self.many = many
        self._compiled = compiled
        self._expands = bool(compiled.post_compile_params or compiled.literal_execute_params)
        self._values: dict[str, Any] = compiled.construct_params(
            extracted_parameters=extracted, escape_names=False, _check=False, _collected_params=collected
        )
        for bound in compiled.bind_names:
            if bound.required:
                self._values[compiled.bind_names[bound]] = _NO_VALUE
        self._values |= {column.key: column.default.arg for column in compiled.insert_prefetch}
        self._places = self._in_order(compiled.positiontup or (), compiled._bind_processors)
        self._columns = _columns(compiled)

    def _in_order(self, names: Sequence[str], converts: dict[str, Convert]) -> list[tuple[str, Convert | None]]:
        return [(name, converts.get(name)) for name in names]

    def bound(self, parameters: Parameters) -> tuple[str, Any]:
        """SQL and values, as the driver takes them."""
        text: str = self._compiled.string
        given: Any = parameters or {}
        if self.many:
            return text, [self._fill(self._places, row) for row in given]
        if not self._expands:
            return text, self._fill(self._places, given)
        expanded = self._compiled._process_parameters_for_postcompile(self._values | given)
        places = self._in_order(expanded.positiontup, self._compiled._bind_processors | expanded.processors)
        return expanded.statement, self._fill(places, expanded.parameters)

    def _fill(self, places: list[tuple[str, Convert | None]], given: dict[str, Any]) -> list[Any]:
        filled = []
        for name, convert in places:
            value = given[name] if name in given else self._values[name]
            if value is _NO_VALUE:
                raise TypeError(f"the statement lacks a value for {name}")
            filled.append(value if convert is None else convert(value))
        return filled

    def found(self, outcome: Outcome) -> Found:
        description, rowcount, rows = outcome
        columns = self._columns or SimpleResultMetaData([column[0] for column in description or ()])
        return Found(columns, rows, rowcount)


def _columns(compiled: Any) -> SimpleResultMetaData | None:
    """Names and types of what comes back; None: as the driver says, such as of SQL written by hand."""
    columns = getattr(compiled, "_result_columns", None)
    if not columns:
        return None
    converts = [column.type._cached_result_processor(_DIALECT, None) for column in columns]
    return SimpleResultMetaData([column.keyname for column in columns], _processors=converts)


#: Of statements that are made anew each time: SQLAlchemy finds out that they are alike.
_compiled: Any = LRUCache(512)
#: Of the very statements that are made once and run for ever.
_prepared: WeakKeyDictionary[Executable, dict[tuple[bool, tuple[str, ...]], Prepared]] = WeakKeyDictionary()


def prepare(statement: Executable, parameters: Parameters) -> Prepared:
    """The statement, to be run with parameters of these names."""
    many = parameters is not None and not isinstance(parameters, dict)
    first: dict[str, Any] = (parameters[0] if many else parameters) or {}  # type: ignore[index,assignment]
    key = (many, tuple(first))
    known = _prepared.setdefault(statement, {})
    if key not in known:
        known[key] = Prepared(statement, key[1], many=many)
    return known[key]


def by_hand(text: str) -> Statement:
    """A statement without values."""
    return False, text, ()


def pragma(text: str) -> Statement:
    return by_hand(f"PRAGMA {text}")


BEGIN = by_hand("BEGIN")


def run_all(connection: sqlite3.Connection, statements: Sequence[Statement]) -> Outcome:
    """All in order, in whichever thread the connection may be used; the outcome of the last one.

    Raises:
        DBAPIError: with the first that fails; the values are not quoted, they may be names and messages.
    """
    outcome: Outcome = (None, -1, [])
    for many, text, values in statements:
        cursor = connection.cursor()
        try:
            (cursor.executemany if many else cursor.execute)(text, values)
            outcome = cursor.description, cursor.rowcount, cursor.fetchall() if cursor.description else []
        except sqlite3.Error as error:
            raise as_sqlalchemy(error, text) from error
        finally:
            cursor.close()
    return outcome


def as_sqlalchemy(error: sqlite3.Error, text: str = "") -> Exception:
    """The driver's error as everybody else expects it."""
    wrapped: Exception = DBAPIError.instance(text, None, error, sqlite3.Error, hide_parameters=True, dialect=_DIALECT)
    return wrapped
