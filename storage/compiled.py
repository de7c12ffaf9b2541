"""Compiled statements: SQLAlchemy words a statement once; after that, values go in and rows come out here.

Its own way of doing so, with a context and a cursor for every execution, costs many times what a database needs for a
few rows that an index finds. Two private parts of SQLAlchemy are leant on, both in this file and nowhere else:
`_generate_cache_key`, which finds out that statements made anew each time are alike, and `_result_columns`, the names
and types of what comes back. `tests/storage/test_compiled.py` tells when either vanishes.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Executable, TextClause
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData

from storage.contract import Parameters

#: How many statements, and how many likenesses of statements, are kept compiled; the longest unused one goes first.
KEPT = 512
#: Drivers give exact numbers as `Decimal` and floating ones as `float`; by this code of PostgreSQL's ("numeric")
#: SQLAlchemy's types know that nothing is left to be done for the former.
_NUMERIC = 1700

Convert = Callable[[Any], Any]
_NO_VALUE: Any = object()


class Found(IteratorResult[*tuple[Any, ...]]):
    """What callers read off SQLAlchemy's `CursorResult`: its rows, and how many were changed."""

    def __init__(self, columns: SimpleResultMetaData, rows: Sequence[Any], rowcount: int) -> None:
        super().__init__(columns, iter(rows))
        self.rowcount = rowcount


class _Shape:
    """What alike statements have in common: their words in one database, for parameters of these names."""

    def __init__(self, dialect: Dialect, statement: Any, cache_key: Any, names: tuple[str, ...], *, many: bool) -> None:
        self.compiled: Any = statement.compile(
            dialect=dialect, column_keys=list(names), for_executemany=many, cache_key=cache_key
        )
        self.expands = bool(self.compiled.post_compile_params or self.compiled.literal_execute_params)
        self.missing = {bind.key: _NO_VALUE for bind in self.compiled.bind_names if bind.required}
        self.defaults = {column.key: column.default.arg for column in self.compiled.insert_prefetch}
        binds = self.compiled.bind_names.items()
        converts = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in binds}
        self.converts: dict[str, Convert] = {name: convert for name, convert in converts.items() if convert}
        self.places = in_order(self.compiled.positiontup or (), self.converts)
        columns = getattr(self.compiled, "_result_columns", None) or ()
        self.columns = SimpleResultMetaData([column.keyname for column in columns]) if columns else None
        of_rows = [column.type.dialect_impl(dialect).result_processor(dialect, _NUMERIC) for column in columns]
        self.row_converts = [(index, convert) for index, convert in enumerate(of_rows) if convert]


def in_order(names: Sequence[str], converts: dict[str, Convert]) -> list[tuple[str, Convert | None]]:
    """Where each value goes, and what makes the driver's of it."""
    return [(name, converts.get(name)) for name in names]


class CompiledStatement:
    """A statement in the words of one database, with the values that come with it."""

    def __init__(self, dialect: Dialect, statement: Any, names: tuple[str, ...], *, many: bool) -> None:
        self.many = many
        self.is_text = isinstance(statement, TextClause)
        self.writes: bool = statement.is_dml
        alike = _Alike(statement)
        self._shape = shape = _shape(dialect, alike, names, many)
        extracted, told = (alike.key.bindparams, alike.key.params) if alike.key else (None, None)
        values = shape.compiled.construct_params(
            shape.missing | (told or {}), extracted_parameters=extracted, escape_names=False
        )
        self._values: dict[str, Any] = values | shape.defaults

    @property
    def returns_rows(self) -> bool:
        """Not known of SQL written by hand (`is_text`)."""
        return self._shape.columns is not None

    def bound(self, parameters: Parameters) -> tuple[str, Any]:
        """SQL and values, as the driver takes them."""
        shape, given = self._shape, parameters or {}
        if self.many:
            return shape.compiled.string, [self._fill(shape.places, row) for row in given]  # type: ignore[arg-type]
        if not shape.expands:
            return shape.compiled.string, self._fill(shape.places, given)  # type: ignore[arg-type]
        expanded = shape.compiled.construct_expanded_state(self._values | given, escape_names=False)  # type: ignore[operator]
        places = in_order(expanded.positiontup or (), shape.converts | dict(expanded.processors))
        return expanded.statement, self._fill(places, expanded.parameters)

    def _fill(self, places: list[tuple[str, Convert | None]], given: dict[str, Any]) -> list[Any]:
        filled = []
        for name, convert in places:
            value = given[name] if name in given else self._values[name]
            if value is _NO_VALUE:
                raise TypeError(f"the statement lacks a value for {name}")
            filled.append(value if convert is None else convert(value))
        return filled

    def found(self, rows: Sequence[Any], rowcount: int, names: Sequence[str] = ()) -> Found:
        """The rows as callers know them; `names`, of SQL written by hand."""
        columns = self._shape.columns or SimpleResultMetaData(names)
        return Found(columns, [self._converted(row) for row in rows] if self._shape.row_converts else rows, rowcount)

    def _converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for index, convert in self._shape.row_converts:
            values[index] = convert(values[index])
        return tuple(values)


def compiled(dialect: Dialect, statement: Executable, parameters: Parameters) -> CompiledStatement:
    """The statement, to be run with parameters of these names."""
    if parameters is None or isinstance(parameters, dict):
        return _kept(dialect, statement, tuple(parameters or ()), False)
    return _kept(dialect, statement, tuple(parameters[0]), True)


def looking(dialect: Dialect, statement: Executable, parameters: Parameters) -> CompiledStatement:
    """As `compiled`, for a reading: on PostgreSQL nothing else would keep it from writing.

    Raises:
        TypeError: the statement writes.
    """
    found = compiled(dialect, statement, parameters)
    if found.writes:
        raise TypeError("a reading does not write")
    return found


@lru_cache(maxsize=KEPT)
def _kept(dialect: Dialect, statement: Executable, names: tuple[str, ...], many: bool) -> CompiledStatement:
    """By the very statement: most are made once and run for ever."""
    return CompiledStatement(dialect, statement, names, many=many)


class _Alike:
    """Wraps a statement for a cache in which those that are alike count as the same."""

    def __init__(self, statement: Any) -> None:
        self.statement = statement
        self.key = statement._generate_cache_key()
        # Those SQLAlchemy cannot compare are like themselves alone.
        self._compared = self.key.key if self.key else id(statement)

    def __hash__(self) -> int:
        return hash(self._compared)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Alike) and bool(self._compared == other._compared)


@lru_cache(maxsize=KEPT)
def _shape(dialect: Dialect, alike: _Alike, names: tuple[str, ...], many: bool) -> _Shape:
    return _Shape(dialect, alike.statement, alike.key, names, many=many)
