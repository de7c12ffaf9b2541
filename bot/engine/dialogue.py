"""Questions that take several messages. Where a person is in one is a row in the database for each chat, so a restart,
or another replica, goes on from there.

A family of screens declares its dialogue (`bot.handlers.family`) and moves with `go`, in the transaction of what the
answer does, or alone when it does nothing else yet. Beside the dialogue stands what outlives it: dialogues set aside
for it, words that nobody has placed yet, whose card was in front last.
"""

import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from telegram import Update
from telegram.error import BadRequest

from bot.engine.keyboards import cancel_button
from bot.engine.screens import Conversation, Screen, send
from bot.i18n import Words
from storage import Database, Reading, Transaction, dialogues
from storage.dialogues import ASIDE, FRONT, RESTING, UNPLACED, DialogueState

__all__ = [
    "ASIDE",
    "FRONT",
    "UNPLACED",
    "DialogueState",
    "anywhere",
    "aside",
    "ask",
    "begin",
    "current",
    "drop_aside",
    "end",
    "go",
    "keep_beside",
    "put",
    "resume",
    "set_aside",
    "take_buttons",
]

#: What was said in a dialogue that is worth keeping: messages, or amounts at the till.
_WORTH_KEEPING = ("said", "amount_minor", "bill_minor")
#: Of what is set aside, as much is kept.
MOST_ASIDE = 5


class Shared(Protocol):
    @property
    def database(self) -> Database: ...


class Visit(Conversation, Protocol):
    """What a dialogue needs to know of the update at work: who is asked, where, and when."""

    @property
    def person_id(self) -> int: ...
    @property
    def now(self) -> datetime: ...
    @property
    def words(self) -> Words: ...

    @property
    def services(self) -> Shared: ...

    #: The key of the dialogue that this update has set aside; it is to be offered back.
    left: str | None


async def anywhere(reading: Reading, context: Visit) -> DialogueState | None:
    """Whichever dialogue the actor is in, here."""
    return await dialogues.current(reading, context.person_id, context.place.chat_id)


async def current(reading: Reading, context: Visit, name: str) -> DialogueState | None:
    """Where the actor is in the dialogue of this name; None when they are not in it."""
    state = await dialogues.current(reading, context.person_id, context.place.chat_id)
    return state if state and state.name == name else None


async def begin(
    transaction: Transaction, context: Visit, dialogue: str, step: str, *, about: int | None = None, **data: Any
) -> DialogueState:
    """Begin a dialogue, `about` this account's card if any; what was said in another one here is set aside."""
    before = await anywhere(transaction, context)
    beside = _beside(before)
    if before is not None and before.name != dialogue and _is_worth_keeping(before) and not _same(before.data, data):
        beside[ASIDE] = _with(beside, before, context)
    beside[ASIDE] = [one for one in beside.get(ASIDE, ()) if not _same(one["data"], data)]
    if "card" in data:
        beside.pop(FRONT, None)
    state = DialogueState(dialogue, step, {**{name: kept for name, kept in beside.items() if kept}, **data}, about)
    await _put(transaction, context, state)
    return state


async def go(transaction: Transaction, context: Visit, state: DialogueState, step: str, **data: Any) -> DialogueState:
    """Move to a step, with these words added to what was said so far."""
    moved = replace(state, step=step, data={**state.data, **data})
    await _put(transaction, context, moved)
    return moved


async def end(transaction: Transaction, context: Visit) -> bool:
    """End whichever dialogue is under way; whether there was one."""
    before = await anywhere(transaction, context)
    await _rest(transaction, context, _beside(before))
    return before is not None and before.name != RESTING


async def set_aside(transaction: Transaction, context: Visit) -> bool:
    """Keep what was said in the dialogue under way for later; whether there was anything."""
    before = await anywhere(transaction, context)
    if before is None or not _is_worth_keeping(before):
        return False
    beside = _beside(before)
    await _rest(transaction, context, beside | {ASIDE: _with(beside, before, context)})
    return True


def aside(state: DialogueState | None) -> list[dict[str, Any]]:
    """What is set aside, the latest last: `key`, `name`, `step`, `data`."""
    return list(state.data.get(ASIDE, ())) if state else []


async def drop_aside(transaction: Transaction, context: Visit, key: str) -> bool:
    """End what was set aside under this key; whether there was anything."""
    state = await anywhere(transaction, context)
    left = [one for one in aside(state) if one["key"] != key]
    if state is None or len(left) == len(aside(state)):
        return False
    await keep_beside(transaction, context, **{ASIDE: left})
    return True


async def resume(transaction: Transaction, context: Visit, key: str, **data: Any) -> DialogueState | None:
    """Go on with what was set aside under this key, with this added; None: there is nothing (any more).

    Pressed again it is the dialogue under way, and stays it.
    """
    state = await anywhere(transaction, context)
    if state is not None and state.data.get("resumed") == key:
        return state
    found = next((one for one in aside(state) if one["key"] == key), None)
    if found is None:
        return None
    await drop_aside(transaction, context, key)
    await begin(transaction, context, found["name"], found["step"], **found["data"], **data, resumed=key)
    return await anywhere(transaction, context)


async def keep_beside(transaction: Transaction, context: Visit, **kept: Any) -> None:
    """Keep this beside whichever dialogue is under way, or none; what is empty is forgotten."""
    state = await anywhere(transaction, context) or DialogueState(RESTING, "", {})
    data = {name: value for name, value in {**state.data, **kept}.items() if value or name not in kept}
    if state.name == RESTING:
        await _rest(transaction, context, data)
    else:
        await _put(transaction, context, replace(state, data=data))


async def _put(transaction: Transaction, context: Visit, state: DialogueState) -> None:
    await dialogues.put(transaction, context.person_id, context.place.chat_id, state, context.now)


async def _rest(transaction: Transaction, context: Visit, beside: dict[str, Any]) -> None:
    await dialogues.rest(transaction, context.person_id, context.place.chat_id, beside, context.now)


def _beside(state: DialogueState | None) -> dict[str, Any]:
    return dialogues.beside(state.data) if state else {}


def _is_worth_keeping(state: DialogueState) -> bool:
    return any(state.data.get(name) for name in _WORTH_KEEPING)


def _with(beside: dict[str, Any], before: DialogueState, context: Visit) -> list[dict[str, Any]]:
    """What is set aside, with one more; without the customer's name, who may ask to be forgotten meanwhile."""
    context.left = secrets.token_urlsafe(6)
    said = {name: value for name, value in _own(before).items() if name not in ("name", "screen", "resumed")}
    kept = {"key": context.left, "name": before.name, "step": before.step, "data": said}
    return [*beside.get(ASIDE, ()), kept][-MOST_ASIDE:]


def _own(state: DialogueState) -> dict[str, Any]:
    """What was said in the dialogue itself."""
    beside = _beside(state)
    return {name: value for name, value in state.data.items() if name not in beside}


def _same(before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether the same customer is served: what begins takes the place of what was before."""
    return "card" in now and before.get("card") == now["card"]


async def ask(update: Update, context: Visit, text: str) -> None:
    """Put a question that is answered by typing, with a way out."""
    await send(update, context, Screen(text, [[cancel_button(context.words)]]))


async def put(update: Update, context: Visit, state: DialogueState, screen: Screen) -> None:
    """Put a question whose buttons do something; those of the one before would do what is no longer shown."""
    await take_buttons(context, state.data.get("screen"))
    placed = await send(update, context, screen)
    async with context.services.database.transaction() as transaction:
        if (now_at := await current(transaction, context, state.name)) is not None:
            await go(transaction, context, now_at, now_at.step, screen=placed)


async def take_buttons(context: Visit, message_id: int | None) -> None:
    """Leave a screen that has ended without the buttons that would do nothing any more."""
    if message_id is not None:
        with suppress(BadRequest):  # gone, too old, or without buttons already
            await context.bot.edit_message_reply_markup(context.place.chat_id, message_id)
