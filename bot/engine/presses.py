"""A pressed button is answered exactly once: with words shown over the chat, or bare, which stops its spinner.

Telegram takes an answer for a short while only, so one that takes longer to find is replaced by a bare one; the screen
that follows says the rest. Nothing depends on an answer: it may get lost.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

from telegram import CallbackQuery
from telegram.error import TelegramError

#: Seconds after which a press is answered bare: somebody looks at a spinner.
BARE_AFTER = 2.0
#: Telegram shows so many characters.
LONGEST_ANSWER = 200
#: Seconds for an answer to get there; no screen waits for it longer.
PATIENCE = 3.0


class PressAnswer:
    """The answer of one press."""

    def __init__(self, query: CallbackQuery) -> None:
        self._query = query
        self._given = False

    async def give(self, text: str | None = None) -> bool:
        """Whether the words are shown; False: there was an answer before, they are too long, or they got lost."""
        if self._given or (text is not None and len(text) > LONGEST_ANSWER):
            return False
        self._given = True
        try:
            await self._query.answer(text, read_timeout=PATIENCE, connect_timeout=PATIENCE)
        except TelegramError:  # such as pressed while we were away: too old to be answered, still worth doing
            return False
        return True

    async def give_bare_late(self) -> None:
        await asyncio.sleep(BARE_AFTER)
        await self.give()


_press: ContextVar[PressAnswer | None] = ContextVar("press", default=None)


@asynccontextmanager
async def answering(query: CallbackQuery | None) -> AsyncIterator[None]:
    """The work that a press causes; whatever becomes of it, the press has an answer in the end."""
    if query is None:
        yield
        return
    press = PressAnswer(query)
    token = _press.set(press)
    late = asyncio.create_task(press.give_bare_late())
    try:
        yield
    finally:
        _press.reset(token)
        await press.give()
        late.cancel()


async def answer(text: str) -> bool:
    """Show words over the chat in which the button was pressed that this task works on.

    False: they are not shown, since nothing was pressed or it has its answer already; they must be said otherwise.
    """
    press = _press.get()
    return press is not None and await press.give(text)
