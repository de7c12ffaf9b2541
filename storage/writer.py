"""Transactions on SQLite, which has one writer.

They queue for it in order of arrival, and those that queue while one is at work are committed together with it: each
keeps its own savepoint, so one that fails takes nothing of the others with it, and nobody is told "done" before the
common commit has reached the disk.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError

from storage.direct import Outcome, Statement, as_sqlalchemy, by_hand, run_all
from storage.line import Line, Remote

BEGIN, SAVEPOINT, RELEASE = (by_hand(text) for text in ("BEGIN IMMEDIATE", "SAVEPOINT member", "RELEASE member"))
ROLLBACK, COMMIT = (by_hand(text) for text in ("ROLLBACK TO member", "COMMIT"))


class _Group:
    """Transactions that reach the disk with one commit."""

    def __init__(self) -> None:
        self.committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        #: How many of them have ended well.
        self.kept = 0
        self.closing: asyncio.Task[None] | None = None


class _Member(Remote):
    """One transaction of a group."""

    def __init__(self, line: Line, group: _Group) -> None:
        super().__init__(line, SAVEPOINT)
        self._group = group
        self.sent = False

    @property
    def begins(self) -> bool:
        """Whether there may be no transaction yet, because nobody has anything to lose."""
        return not self.sent and not self._group.kept

    async def send(self, statements: Sequence[Statement]) -> Outcome:
        begins, self.sent = self.begins, True
        return await self._line.run(_send, begins, statements)


class Writer:
    """Runs transactions one after another on a line that it keeps."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._turn = asyncio.Lock()  # first come, first served
        self._queueing = 0
        self._line: Line | None = None
        self._open: _Group | None = None
        self._ending: asyncio.Task[Exception | None] | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Remote]:
        await self._take_turn()
        try:
            self._line = line = self._line or await Line.open(self._path)
        except BaseException:
            self._turn.release()
            raise
        self._open = group = self._open or _Group()
        member = _Member(line, group)
        try:
            yield member
        except BaseException:
            await self._end(line, group, member, keep=False)
            raise
        if failure := await self._end(line, group, member, keep=True):
            raise failure
        await asyncio.shield(group.committed)

    async def _take_turn(self) -> None:
        self._queueing += 1
        try:
            await self._turn.acquire()
        finally:
            self._queueing -= 1

    async def _end(self, line: Line, group: _Group, member: _Member, *, keep: bool) -> Exception | None:
        """Goes on when the member's task is stopped meanwhile, and lets the turn go."""
        self._ending = asyncio.create_task(self._end_and_go(line, group, member, keep))
        return await asyncio.shield(self._ending)

    async def _end_and_go(self, line: Line, group: _Group, member: _Member, keep: bool) -> Exception | None:
        last = group.closing is None and not self._queueing
        failure = None
        try:
            if keep:
                failure = await line.run(_keep, member.begins, member.unsent, last)
                group.kept += failure is None
            else:
                await line.run(_undo, member.sent, group.kept, last)
        except Exception as error:
            await self._lose(group, error)
        else:
            if last:
                self._close(group)
            elif group.closing is None:
                # Queues for the turn behind all who wait already: they go into the same commit.
                group.closing = asyncio.create_task(self._commit(line, group))
        finally:
            self._turn.release()
        return failure

    async def _commit(self, line: Line, group: _Group) -> None:
        async with self._turn:
            if self._open is not group:  # lost
                return
            try:
                await line.run(_commit, group.kept)
            except Exception as error:
                await self._lose(group, error)
            else:
                self._close(group)

    def _close(self, group: _Group) -> None:
        self._open = None
        group.committed.set_result(None)

    async def _lose(self, group: _Group, error: Exception) -> None:
        """Nothing of it is on the disk: all its members hear of it, and the next one starts afresh."""
        self._open = None
        group.committed.set_exception(error)
        group.committed.exception()  # a group of failed members has nobody waiting
        await self._drop_line()

    async def close(self) -> None:
        """Waits for what is under way, then lets the line go."""
        while self._open and self._open.closing:
            await self._open.closing
        async with self._turn:
            await self._drop_line()

    async def _drop_line(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            await line.close()


# What follows runs in the line's thread.


def _send(connection: sqlite3.Connection, begins: bool, statements: Sequence[Statement]) -> Outcome:
    _be_in_transaction(connection, begins)
    return run_all(connection, statements)


def _keep(connection: sqlite3.Connection, begins: bool, writes: Sequence[Statement], commit: bool) -> Exception | None:
    """The last writes of a member; returns what failed of them. Raises when the whole group is lost."""
    failure = None
    _be_in_transaction(connection, begins)
    try:
        run_all(connection, [*writes, RELEASE])
    except DBAPIError as error:
        failure = error
        run_all(connection, (ROLLBACK, RELEASE))
    if commit:
        run_all(connection, (COMMIT,))
    return failure


def _undo(connection: sqlite3.Connection, sent: bool, others: int, commit: bool) -> None:
    if sent and (connection.in_transaction or others):
        run_all(connection, (ROLLBACK, RELEASE))
    if commit:
        _commit(connection, others)


def _commit(connection: sqlite3.Connection, kept: int) -> None:
    if connection.in_transaction or kept:
        run_all(connection, (COMMIT,))


def _be_in_transaction(connection: sqlite3.Connection, begins: bool) -> None:
    if not connection.in_transaction:
        if not begins:  # SQLite has given it up, as it does when the disk is full: what others wrote is gone
            raise as_sqlalchemy(sqlite3.OperationalError("the transaction was lost"))
        run_all(connection, (BEGIN,))
