"""Compiled statements: what of SQLAlchemy they lean on is there, and they do not pile up."""

import gc
import weakref
from typing import Any

from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData

from storage import compiled
from storage.sqlite.statements import DIALECT
from storage.tables import shops

RENAME = shops.update().where(shops.c.id == bindparam("which"))


def test_the_private_parts_of_sqlalchemy_are_there() -> None:
    """In 2.1. When this fails, `storage/compiled.py` has to be thought over, and the bound in pyproject.toml moved."""
    key = select(shops.c.id).where(shops.c.id == 5)._generate_cache_key()
    assert key is not None
    assert (hash(key.key), [bind.value for bind in key.bindparams], key.params) == (hash(key.key), [5], None)
    words = select(shops.c.id).compile(dialect=DIALECT, column_keys=[], for_executemany=False, cache_key=None)
    [column] = words._result_columns
    assert (column.keyname, column.type) == ("id", shops.c.id.type)
    row: Any = IteratorResult(SimpleResultMetaData(["id"]), iter([(7,)])).one()
    assert (row.id, row[0]) == (7, 7)


def test_alike_statements_share_their_words_and_keep_their_values() -> None:
    """The value comes from the statement that is run, not from the one compiled first."""
    for number in (5, 6):
        found = compiled.compiled(DIALECT, select(shops.c.name).where(shops.c.id == number), None)
        assert found.bound(None)[1] == [number]


def test_thousands_of_statements_made_anew_are_not_kept() -> None:
    """Whether they are alike or not, whether SQLAlchemy can compare them or not."""
    compiled._kept.cache_clear()
    compiled._shape.cache_clear()
    second: weakref.ref[Any] | None = None  # the first one stands for all that are alike
    for number in range(3_000):
        alike = select(shops.c.id).where(shops.c.id == number)
        second = weakref.ref(alike) if number == 1 else second
        for statement in (alike, text(f"SELECT {number}"), insert(shops).values(id=number)):
            compiled.compiled(DIALECT, statement, None).bound(None)
    assert compiled._kept.cache_info().currsize == compiled.KEPT
    assert compiled._shape.cache_info().currsize <= compiled.KEPT
    del alike, statement
    gc.collect()
    assert second is not None
    assert second() is None


def test_a_statement_that_is_made_once_is_compiled_once() -> None:
    """However many others are made meanwhile, as long as it is in use."""
    again = compiled.compiled(DIALECT, RENAME, {"which": 1, "name": "There"})
    for number in range(compiled.KEPT * 3):
        compiled.compiled(DIALECT, select(shops.c.id).where(shops.c.id == number), None)
        assert compiled.compiled(DIALECT, RENAME, {"which": 2, "name": "Here"}) is again
