"""'Not me' under a receipt or a line of the history: a complaint about that purchase."""

from telegram import Update

from bot.context import Context
from bot.engine.keyboards import argument
from bot.handlers.complaints import opening as complaint
from bot.handlers.family import NUMBER, Family, Press


async def not_me(update: Update, context: Context) -> None:
    """Whether the purchase is the customer's own is for the complaint to ask."""
    await complaint.begin_about_purchase(update, context, int(argument(update)))


FAMILY = Family(buttons={"receipt:notme": Press(not_me, NUMBER)})
