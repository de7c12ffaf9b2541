"""Questions that take several messages. Where a person is in one is a row in the database, so a restart, or another
replica, goes on from there.

A family of screens declares its dialogue as the steps that wait for a typed answer:

    DIALOGUE = Dialogue("purchase", {"amount": on_amount, "receipt": on_receipt})

and moves with `go`, in the transaction of what the answer does, or alone when it does nothing else yet.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from telegram import Message, Update

from bot.context import Context
from bot.keyboards import cancel_button
from bot.screens import Screen, send
from loyalty.actor import Permission
from storage import Reading, Transaction, dialogues
from storage.dialogues import DialogueState

__all__ = ["Dialogue", "DialogueState", "anywhere", "ask", "begin", "current", "end", "go"]

#: Takes the message as the step's answer; False: it is none, try what else it could be.
Step = Callable[[Update, Context, DialogueState, Message], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Dialogue:
    name: str
    #: What answers a message at each step.
    steps: Mapping[str, Step]
    #: A question that need not be answered: left without a word when something else is asked for.
    casual: bool = False
    #: Who may give the answers; it can be taken away between two of them.
    permission: Permission = Permission.USE_OWN_CARD
    #: The command that goes on with it; every other one leaves it.
    command: str | None = None
    #: A card's number is an answer here; in every other dialogue it means that the next customer is at the till.
    takes_cards: bool = False


async def anywhere(reading: Reading, context: Context) -> DialogueState | None:
    """Whichever dialogue the actor is in."""
    return await dialogues.current(reading, context.actor.person_id)


async def current(reading: Reading, context: Context, name: str) -> DialogueState | None:
    """Where the actor is in the dialogue of this name; None when they are not in it."""
    state = await dialogues.current(reading, context.actor.person_id)
    return state if state and state.name == name else None


async def begin(transaction: Transaction, context: Context, dialogue: str, step: str, **data: Any) -> None:
    """Begin a dialogue; whichever was under way ends."""
    await dialogues.put(transaction, context.actor.person_id, DialogueState(dialogue, step, data), context.now)


async def go(transaction: Transaction, context: Context, state: DialogueState, step: str, **data: Any) -> DialogueState:
    """Move to a step, with these words added to what was said so far."""
    moved = replace(state, step=step, data={**state.data, **data})
    await dialogues.put(transaction, context.actor.person_id, moved, context.now)
    return moved


async def end(transaction: Transaction, context: Context) -> bool:
    """End whichever dialogue is under way; whether there was one."""
    return await dialogues.end(transaction, context.actor.person_id)


async def ask(update: Update, context: Context, text: str) -> None:
    """Put a question that is answered by typing, with a way out."""
    await send(update, context, Screen(text, [[cancel_button(context.words)]]))
