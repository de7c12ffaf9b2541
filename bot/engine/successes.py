"""Writing down that messages went out: those together that come while one commit is under way."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple, Protocol

from bot.engine.clock import Clock
from bot.engine.outcome import Sent
from storage import Transaction, outbox, sent_messages
from storage.outbox import Owed


class Persist(Protocol):
    """Does something in a transaction of its own, when the database is there."""

    async def __call__(self, work: Callable[[Transaction], Awaitable[None]]) -> None: ...


class _Success(NamedTuple):
    message: Owed
    sent: Sent
    written: asyncio.Future[None]


class Successes:
    def __init__(self, persist: Persist, clock: Clock) -> None:
        self._persist = persist
        self._clock = clock
        self._waiting: list[_Success] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, message: Owed, sent: Sent) -> None:
        """Committed when it returns."""
        success = _Success(message, sent, asyncio.get_running_loop().create_future())
        self._waiting.append(success)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._write())
        await success.written

    async def cancel(self) -> None:
        """Give up what is being written."""
        if self._writing is not None:
            self._writing.cancel()
            with suppress(asyncio.CancelledError):
                await self._writing

    async def _write(self) -> None:
        while self._waiting:
            together, self._waiting = self._waiting, []
            try:
                await self._persist(partial(self._finish, together))
            except Exception:  # something is wrong with one of them: that is to be its own trouble
                for one in together:
                    await self._write_alone(one)
            for one in together:
                if not one.written.done():  # its sender may have been given up meanwhile
                    one.written.set_result(None)

    async def _write_alone(self, one: _Success) -> None:
        try:
            await self._persist(partial(self._finish, [one]))
        except Exception as error:
            if not one.written.done():
                one.written.set_exception(error)

    async def _finish(self, together: Sequence[_Success], transaction: Transaction) -> None:
        await outbox.finish_sent(transaction, [one.message for one in together], self._clock.now())
        await sent_messages.put(transaction, [one.sent.standing for one in together if one.sent.standing])
