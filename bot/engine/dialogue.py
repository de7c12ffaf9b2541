"""Questions that take several messages. Where a person is in one is a row in the database for each chat, so a restart,
or another replica, goes on from there.

A family of screens declares its dialogue (`bot.handlers.family`) and moves with `go`, in the transaction of what the
answer does, or alone when it does nothing else yet.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from telegram import Update

from bot.engine.keyboards import cancel_button
from bot.engine.screens import Conversation, Screen, send
from bot.i18n import Words
from storage import Reading, Transaction, dialogues
from storage.dialogues import DialogueState

__all__ = ["DialogueState", "anywhere", "ask", "begin", "current", "end", "go"]


class Visit(Conversation, Protocol):
    """What a dialogue needs to know of the update at work: who is asked, where, and when."""

    @property
    def person_id(self) -> int: ...
    @property
    def now(self) -> datetime: ...
    @property
    def words(self) -> Words: ...


async def anywhere(reading: Reading, context: Visit) -> DialogueState | None:
    """Whichever dialogue the actor is in, here."""
    return await dialogues.current(reading, context.person_id, context.place.chat_id)


async def current(reading: Reading, context: Visit, name: str) -> DialogueState | None:
    """Where the actor is in the dialogue of this name; None when they are not in it."""
    state = await dialogues.current(reading, context.person_id, context.place.chat_id)
    return state if state and state.name == name else None


async def begin(
    transaction: Transaction, context: Visit, dialogue: str, step: str, *, about: int | None = None, **data: Any
) -> None:
    """Begin a dialogue, `about` this account's card if any; whichever was under way here ends."""
    state = DialogueState(dialogue, step, data, about)
    await dialogues.put(transaction, context.person_id, context.place.chat_id, state, context.now)


async def go(transaction: Transaction, context: Visit, state: DialogueState, step: str, **data: Any) -> DialogueState:
    """Move to a step, with these words added to what was said so far."""
    moved = replace(state, step=step, data={**state.data, **data})
    await dialogues.put(transaction, context.person_id, context.place.chat_id, moved, context.now)
    return moved


async def end(transaction: Transaction, context: Visit) -> bool:
    """End whichever dialogue is under way; whether there was one."""
    return await dialogues.end(transaction, context.person_id, context.place.chat_id)


async def ask(update: Update, context: Visit, text: str) -> None:
    """Put a question that is answered by typing, with a way out."""
    await send(update, context, Screen(text, [[cancel_button(context.words)]]))
