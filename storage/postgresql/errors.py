"""asyncpg's errors as everybody else expects them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.unavailable import told

#: By the beginning of the SQLSTATE.
_KINDS: dict[str, type[DBAPIError]] = {"22": DataError, "23": IntegrityError, "42": ProgrammingError}


class DriverError(Exception):
    """What PostgreSQL said, without its DETAIL, which quotes values: they may be names and messages."""

    def __init__(self, message: str, sqlstate: str | None) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate


@contextmanager
def translating(text: str = "", driver: Any = None) -> Iterator[None]:
    """Around everything that asks the server. A driver that got no answer is cut off: one might come yet.

    Raises:
        Unavailable: it says 'not now', or nothing.
        DBAPIError: it refuses the statement.
    """
    try:
        yield
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, PoolTimeout, DBAPIError) as error:
        if driver is not None and isinstance(error, OSError):  # TimeoutError is one
            driver.terminate()
        raise translated(error, text) from None


def translated(error: Exception, text: str) -> Exception:
    """`Unavailable`, or SQLAlchemy's error of the same meaning."""
    if unavailable := told(error):
        return unavailable
    if isinstance(error, DBAPIError):
        return error
    state: Any = getattr(error, "sqlstate", None)
    kind = _KINDS.get(state[:2], DatabaseError) if state else InterfaceError
    return kind(text, None, DriverError(_without_values(error, state), state), hide_parameters=True)


def _without_values(error: Exception, state: str | None) -> str:
    """'invalid input syntax for type integer: "abc"' ends at the colon."""
    message = str(error.args[0]) if error.args else type(error).__name__
    return message if state and state[:2] != "22" else message.partition(":")[0]
