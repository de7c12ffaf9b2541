"""What entering a purchase and taking points have in common: a draft with a key, and the number of its receipt."""

import re

from telegram import Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument
from bot.handlers import aside, turns
from bot.handlers.purchases import staff_texts as texts
from loyalty.cards import parse_number

MAX_RECEIPT_NUMBER = 64


async def draft(context: Context, name: str, key: str) -> DialogueState | None:
    """The draft of this key, if it is under way in the dialogue of this name, or was set aside."""
    return await aside.draft(context, name, key)


def next_card(context: Context, message: Message, amount_minor: int | None) -> str | None:
    """The number of a card instead of an amount: the next customer is at the till already.

    Its eight digits may read as an amount too, but as one that no purchase has.
    """
    return None if is_amount(context, amount_minor) else parse_number(message.text or "")


def is_amount(context: Context, amount_minor: int | None) -> bool:
    """Whether a purchase can have this amount."""
    return amount_minor is not None and amount_minor <= context.programme.till.largest_purchase_minor


def has_slip(text: str) -> bool:
    """Whether it looks like a card's number and cannot be one: a digit is wrong, or two have changed places."""
    return re.fullmatch(r"\d{4}[ -]?\d{4}", text.strip(), re.ASCII) is not None and parse_number(text) is None


async def receipt_pressed(update: Update, context: Context, name: str) -> None:
    """'Receipt number' under a draft of the dialogue of this name."""
    state = await draft(context, name, argument(update))
    if state is None:
        await turns.stale(update, context)
        return
    await ask_receipt_number(update, context, state)


async def ask_receipt_number(update: Update, context: Context, state: DialogueState) -> None:
    async with context.db.transaction() as transaction:
        await dialogue.go(transaction, context, state, "receipt")
    await put_receipt_number(update, context)


async def put_receipt_number(update: Update, context: Context) -> None:
    await dialogue.ask(update, context, texts.ask_receipt_number(context.words))


async def receipt_number(update: Update, context: Context, message: Message) -> str | None:
    """The number that was typed; None when it is none, which is said."""
    number = (message.text or "").strip()
    if 0 < len(number) <= MAX_RECEIPT_NUMBER and "\n" not in number:
        return number
    await dialogue.ask(update, context, texts.receipt_number_unreadable(context.words))
    return None
