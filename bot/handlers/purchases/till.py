"""What is typed at the till, recognised before it is judged."""

import re

from telegram import Message

from bot.context import Context
from loyalty.cards import parse_number


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
