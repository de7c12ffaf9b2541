"""Whose claims on the outbox hold: of several processes on one PostgreSQL, those whose session is there.

Each process claims under a number of its own and holds, on a connection of its own, an advisory lock of that number.
The server lets go of the lock in the moment the process dies, so the others see at once that its claims are void. On
SQLite there is one process, and none of this.
"""

import secrets
from contextlib import AsyncExitStack, suppress
from datetime import datetime

from sqlalchemy import text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.contract import Transaction
from storage.database import Database
from storage.models import DeliveryState
from storage.tables import outbox_messages as rows
from storage.unavailable import Unavailable

#: Keeps these locks apart from others: "outbox" on a telephone's keys.
_NAMESPACE = 688_269
_TAKE = text(f"SELECT pg_try_advisory_lock({_NAMESPACE}, :number)")
#: Nobody's who lives. Asked in the statement that acts on it: a claim that it sees is later than its lock. Two integers
#: make a lock's key of the second kind.
_VOID = text(
    "outbox_message.claimed_by NOT IN (SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 "
    f"AND granted AND classid::bigint = {_NAMESPACE} "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
)


class Claims:
    """This process's number, and the session that says it is alive."""

    def __init__(self, database: Database) -> None:
        self._database = database
        #: None: nobody else is there.
        self.number: int | None = None if database.is_sqlite else secrets.randbelow(2**31)
        self._session = AsyncExitStack()
        self._connection: AsyncConnection | None = None

    async def keep(self) -> None:
        """See to it that the session is there; a lost one is replaced.

        Raises:
            Unavailable: it is not there, and none comes about now.
        """
        if self.number is None:
            return
        try:
            await self._take()
        except (SQLAlchemyError, OSError) as error:
            await self.close()
            raise Unavailable(type(error).__name__) from error

    async def _take(self) -> None:
        if self._connection is None:
            connection = await self._session.enter_async_context(self._database.connect())
            self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await self._connection.execute(_TAKE, {"number": self.number})
        else:
            await self._connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Let go: whatever this process has claimed and not finished is anybody's."""
        session, self._session, connection, self._connection = self._session, AsyncExitStack(), self._connection, None
        with suppress(SQLAlchemyError, OSError):  # it may be broken already
            if connection is not None:
                await connection.invalidate()  # the lock ends with the session, which no pool is to keep
        with suppress(SQLAlchemyError, OSError):
            await session.aclose()

    async def release_void(self, transaction: Transaction, now: datetime) -> int:
        """Make due what a process claimed that is no more; returns how many messages those are."""
        if self.number is None:
            return 0
        void = (
            rows.c.due_at.is_not(None),
            rows.c.state == DeliveryState.SENDING,
            rows.c.claimed_by != self.number,
            _VOID,
        )
        pending = {"state": DeliveryState.PENDING, "due_at": now, "claimed_by": None}
        return (await transaction.run(update(rows).where(*void).values(pending))).rowcount
