"""Amounts that the team types without a question before: for the card just shown, with a card's number, or alone."""

import re
from datetime import datetime, timedelta

from telegram import Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import button
from bot.engine.screens import Screen, send
from bot.handlers.family import Dialogue, Family
from bot.handlers.purchases import staff, till
from bot.handlers.purchases import staff_texts as texts
from bot.handlers.purchases.amounts import parse_amount
from loyalty import purchases
from loyalty.actor import Permission
from loyalty.cards import parse_number

#: So long the customer whose card was shown last stands in front.
IN_FRONT = timedelta(minutes=10)
#: The button of a card that adds a purchase, with its number.
_ADD_PURCHASE = re.compile(r"purchase:card:(\d{8})", re.ASCII)
_CARD_FIRST = re.compile(r"(?P<card>\d{4}[ -]?\d{4})\s+(?P<amount>\S.*)", re.ASCII)
_CARD_LAST = re.compile(r"(?P<amount>.*\S)\s+(?P<card>\d{4}[ -]?\d{4})", re.ASCII)


async def replied_to_card(update: Update, context: Context, message: Message) -> bool:
    """Whether an amount was replied to a customer's card: a purchase of that customer."""
    amount_minor = _amount(context, message)
    number = _card_shown(message.reply_to_message)
    if amount_minor is None or number is None or not context.actor.may(Permission.SERVE):
        return False
    await staff.preview_for(update, context, number, amount_minor)
    return True


def _card_shown(message: Message | None) -> str | None:
    markup = message.reply_markup if message else None
    for row in markup.inline_keyboard if markup else ():
        for one in row:
            if found := _ADD_PURCHASE.fullmatch(str(one.callback_data)):
                return found[1]
    return None


async def card_and_amount(update: Update, context: Context, message: Message) -> bool:
    """Whether both came in one message: `1536-9846 45.50`."""
    if not context.actor.may(Permission.SERVE):
        return False
    for shape in (_CARD_FIRST, _CARD_LAST):
        found = shape.fullmatch((message.text or "").strip())
        number = parse_number(found["card"]) if found else None
        amount_minor = parse_amount(found["amount"], context.programme.currency) if found else None
        if number is not None and amount_minor is not None and till.is_amount(context, amount_minor):
            await staff.preview_for(update, context, number, amount_minor)
            return True
    return False


async def amount_alone(update: Update, context: Context, message: Message) -> bool:
    """Whether it was an amount, for whoever is in front; or a card's number with a slip."""
    if not context.actor.may(Permission.SERVE):
        return False
    amount_minor = _amount(context, message)
    if amount_minor is None:
        if not till.has_slip(message.text or ""):
            return False
        await send(update, context, Screen(texts.slip_in_card(context.words)))
    elif (number := await _in_front(context)) is not None:
        await staff.preview_for(update, context, number, amount_minor)
    else:
        await _ask_whose(update, context, amount_minor)
    return True


def _amount(context: Context, message: Message) -> int | None:
    amount_minor = parse_amount(message.text or "", context.programme.currency)
    return amount_minor if till.is_amount(context, amount_minor) else None


async def put_in_front(context: Context, card_number: str) -> None:
    """Whose card was shown last; it repeats harmlessly."""
    async with context.services.database.transaction() as transaction:
        front = {"card": card_number, "at": context.now.isoformat()}
        await dialogue.keep_beside(transaction, context, **{dialogue.FRONT: front})


async def _in_front(context: Context) -> str | None:
    async with context.db.reading() as reading:
        state = await dialogue.anywhere(reading, context)
    front = state.data.get(dialogue.FRONT) if state else None
    if front is None or context.now - datetime.fromisoformat(front["at"]) > IN_FRONT:
        return None
    return str(front["card"])


async def _ask_whose(update: Update, context: Context, amount_minor: int) -> None:
    async with context.db.transaction() as transaction:
        await dialogue.begin(transaction, context, WHOSE.name, "card", of_minor=amount_minor)
    await dialogue.ask(update, context, texts.ask_whose(context.words, amount_minor))


async def whose_typed(update: Update, context: Context, state: DialogueState, message: Message) -> bool:
    """The card's number, or another amount."""
    number = parse_number(message.text or "")
    if number is None:
        return await amount_alone(update, context, message)
    await staff.preview_for(update, context, number, state.data["of_minor"])
    return True


async def scanned(update: Update, context: Context, token: str) -> bool:
    """Whether the card scanned is the answer to whose purchase it is."""
    if not (context.visitor.dialogue and context.actor.may(Permission.SERVE)):
        return False
    async with context.db.reading() as reading:
        state = await dialogue.current(reading, context, WHOSE.name)
    if state is None:
        return False
    await staff.preview_for(update, context, token, state.data["of_minor"])
    return True


async def whose_again(update: Update, context: Context, state: DialogueState) -> None:
    await dialogue.ask(update, context, texts.ask_whose(context.words, state.data["of_minor"]))


async def undo_last(update: Update, context: Context) -> None:
    """'Undo', typed: which purchase that would be, and its button."""
    async with context.db.reading() as reading:
        last = await purchases.last_of(reading, context.actor)
    if last is None:
        await send(update, context, Screen(texts.nothing_to_undo(context.words)))
        return
    row = [button(context.words.gettext("Undo"), "purchase", "undo", last.purchase_id)]
    await send(update, context, Screen(texts.last_purchase(context.words, last), [row]))


#: The command with which a scanned card comes goes on with it.
WHOSE = Dialogue(
    "whose",
    {"card": whose_typed},
    again=whose_again,
    casual=True,
    permission=Permission.SERVE,
    command="start",
    takes_cards=True,
)

FAMILY = Family(dialogues=(WHOSE,))
