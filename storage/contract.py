"""What a use case holds while it works: a view to read from, or a transaction to read and write in.

The same on SQLite and PostgreSQL, and no more than this: whoever needs a statement, words it with SQLAlchemy.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Literal, Protocol

from sqlalchemy import Executable, ScalarResult
from sqlalchemy.engine import Row

Parameters = dict[str, Any] | Sequence[dict[str, Any]] | None
AnyRow = Row[*tuple[Any, ...]]


class Unavailable(Exception):
    """The database cannot answer now; the same may go well later."""


class Rows(Protocol):
    """What a statement brought back: rows, and how many were changed. As SQLAlchemy's `CursorResult` has it."""

    @property
    def rowcount(self) -> int: ...
    def all(self) -> Sequence[AnyRow]: ...
    def first(self) -> AnyRow | None: ...
    def one(self) -> AnyRow: ...
    def one_or_none(self) -> AnyRow | None: ...
    def scalar(self) -> Any: ...
    def scalar_one(self) -> Any: ...
    def scalar_one_or_none(self) -> Any: ...
    def scalars(self) -> ScalarResult[Any]: ...
    def __iter__(self) -> Any: ...


class Reading(ABC):
    """Looks at the database."""

    dialect: Literal["sqlite", "postgresql"]

    @abstractmethod
    async def run(self, statement: Executable, parameters: Parameters = None) -> Rows:
        """Runs one statement over tables and columns.

        Raises:
            Unavailable: the database cannot answer now; the same may go well later.
            DBAPIError: it refuses the statement.
        """


class Transaction(Reading):
    """Looks and writes; all of it holds, or nothing of it."""

    @abstractmethod
    async def later(self, statement: Executable, parameters: Parameters = None) -> None:
        """Runs a write whose outcome nobody asks for, at the latest with the next `run` or at the end.

        An error of it may appear only there.
        """
