"""Who is inside a database: closing waits for them, and nobody begins a transaction inside another.

On SQLite the inner transaction would wait for the outer one's turn to end, which waits for the inner one; on PostgreSQL
it would wait so for a row, or for the last free connection. So both refuse it at once.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar

from storage.unavailable import Unavailable


class TransactionInTransaction(RuntimeError):
    """A transaction was begun inside another one, whose end it could wait for in vain."""


class _Inside:
    """A transaction that has not ended."""

    def __init__(self, occupancy: "Occupancy") -> None:
        self.occupancy = occupancy
        self.ended = False


#: A task inherits them from the one that began it. That one may be waiting for it; so as long as they have not ended,
#: its tasks are as much inside as it is. Afterwards the task goes its own way.
_inside: ContextVar[tuple[_Inside, ...]] = ContextVar("transactions_inside", default=())


class Occupancy:
    """Of one database."""

    def __init__(self) -> None:
        self._number = 0
        self._closing = False
        self._left = asyncio.Event()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """For as long as somebody needs the database.

        Raises:
            Unavailable: it is being closed.
        """
        if self._closing:
            raise Unavailable("it is being closed")
        self._number += 1
        try:
            yield
        finally:
            self._number -= 1
            self._left.set()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """As `inside`, for a transaction, from before it queues until it has ended.

        Raises:
            TransactionInTransaction: this task, or one that began it, is inside one already.
        """
        outer = _inside.get()
        if any(one.occupancy is self and not one.ended for one in outer):
            raise TransactionInTransaction("a transaction inside another: pass the one that is open")
        with self.inside():
            one = _Inside(self)
            _inside.set((*outer, one))
            try:
                yield
            finally:
                one.ended = True
                _inside.set(outer)

    @asynccontextmanager
    async def closing(self) -> AsyncIterator[None]:
        """Begins once those inside and those who queue have left; until it ends, nobody is let in."""
        self._closing = True
        try:
            while self._number:
                self._left.clear()
                await self._left.wait()
            yield
        finally:
            self._closing = False
