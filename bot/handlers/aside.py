"""What somebody had begun and left for something else: kept, over a restart too, until they go on or drop it."""

import functools
from collections.abc import Callable

from telegram import Update

from bot.context import Context, Handler
from bot.engine import dialogue
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, send, show
from bot.handlers import turn_texts, turns
from bot.handlers.family import KEY, Dialogue, Family, Press
from bot.handlers.refusals import refusal
from loyalty import cards
from loyalty.cards.model import CardRevoked, CardUnknown
from loyalty.ledger.model import AccountUnknown
from loyalty.refusal import LoyaltyError

#: The dialogue of a name; the catalogue knows them all, and is made of families such as ours.
Find = Callable[[str], Dialogue | None]
#: Its customer cannot be served with that card any more, today or later.
_DEAD = (CardUnknown, CardRevoked, AccountUnknown)


def offering(handler: Handler) -> Handler:
    """The handler, and below its answer a way back to what was set aside for it."""

    @functools.wraps(handler)
    async def with_a_way_back(update: Update, context: Context) -> None:
        await handler(update, context)
        if context.left is not None:
            await _offer(update, context, context.left)

    return with_a_way_back


async def _offer(update: Update, context: Context, key: str) -> None:
    name = next((kept["name"] for kept in dialogue.aside(await _state(context)) if kept["key"] == key), None)
    if name is not None:
        _ = context.words.gettext
        row = [button(_("Continue"), "dialogue", "continue", key), button(_("Drop it"), "dialogue", "drop", key)]
        await send(update, context, Screen(turn_texts.kept(context.words, name), [row]))


async def _state(context: Context) -> DialogueState | None:
    async with context.db.reading() as reading:
        return await dialogue.anywhere(reading, context)


async def resume(context: Context, key: str) -> DialogueState | None:
    """Go on with what was set aside under this key; None: there is nothing. It repeats harmlessly.

    Raises:
        Forbidden, CardUnknown, CardRevoked: its customer cannot be served any more.
    """
    async with context.services.database.transaction() as transaction:
        kept = dialogue.aside(await dialogue.anywhere(transaction, context))
        card = next((one["data"].get("card") for one in kept if one["key"] == key), None)
        if card is None:
            return await dialogue.resume(transaction, context, key)
        customer = await cards.holder(transaction, context.actor, card, context.now)
        return await dialogue.resume(transaction, context, key, about=customer.account_id)


async def draft(context: Context, name: str, key: str) -> DialogueState | None:
    """The draft of this key, under way in the dialogue of this name, or set aside and gone on with by this."""
    state = await _state(context)
    if state is not None and state.name == name and state.data.get("draft") == key:
        return state
    for kept in dialogue.aside(state):
        if kept["name"] == name and kept["data"].get("draft") == key:
            return await resume(context, kept["key"])
    return None


async def newest(context: Context, name: str | None = None) -> str | None:
    """The key of what was set aside last, in the dialogue of this name or in any."""
    kept = dialogue.aside(await _state(context))
    return next((one["key"] for one in reversed(kept) if name in (None, one["name"])), None)


def family(find: Find) -> Family:
    async def go_on(update: Update, context: Context) -> None:
        await _go_on(update, context, find, argument(update))

    return Family(buttons={"dialogue:continue": Press(go_on, KEY), "dialogue:drop": Press(drop, KEY)})


async def go_on_typed(update: Update, context: Context, find: Find) -> bool:
    """'Continue', typed: what was set aside last, or else the question that is open; whether there was either."""
    key = await newest(context)
    if key is not None:
        await _go_on(update, context, find, key)
        return True
    state = await _state(context)
    under_way = find(state.name) if state else None
    if state is None or under_way is None or under_way.again is None:
        return False
    await under_way.again(update, context, state)
    return True


async def _go_on(update: Update, context: Context, find: Find, key: str) -> None:
    try:
        state = await resume(context, key)
    except _DEAD as dead:
        await _let_go(update, context, key, dead)
        return
    under_way = find(state.name) if state else None
    if state is None or under_way is None or under_way.again is None:
        await turns.stale(update, context)
    else:
        await under_way.again(update, context, state)


async def _let_go(update: Update, context: Context, key: str, why: LoyaltyError) -> None:
    """Drop what nobody can go on with, or it would bar the way to the next one, which is offered."""
    async with context.services.database.transaction() as transaction:
        await dialogue.drop_aside(transaction, context, key)
    await send(update, context, Screen(refusal(context.words, why)))
    if (following := await newest(context)) is not None:
        await _offer(update, context, following)


async def drop(update: Update, context: Context) -> None:
    key = argument(update)
    if all(kept["key"] != key for kept in dialogue.aside(await _state(context))):
        await turns.stale(update, context)
        return
    async with context.db.transaction() as transaction:
        await dialogue.drop_aside(transaction, context, key)
    await show(update, context, Screen(turn_texts.dropped(context.words)))
