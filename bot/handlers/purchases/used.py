"""A receipt number that was used before: the team is told for whom and when, and opens that customer with one tap."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Update

from bot.context import Context
from bot.engine.intake import progress
from bot.engine.keyboards import button
from bot.engine.screens import Screen, send
from bot.handlers.purchases import staff_texts as texts
from loyalty import purchases
from loyalty.purchases.model import ReceiptAlreadyUsed


@asynccontextmanager
async def saying_whose(update: Update, context: Context) -> AsyncIterator[None]:
    """Around what may meet such a number; only at the till, for the customer reads no other customer's name."""
    try:
        yield
    except ReceiptAlreadyUsed as error:
        async with context.db.glance() as reading:
            buyer = await purchases.buyer(reading, context.actor, error.purchase_id)
        if buyer is None:  # forgotten
            raise
        progress().result = "refused"
        row = [button(buyer.name, "customer", "show", buyer.card_number)]
        await send(update, context, Screen(texts.receipt_used(context.words, error, buyer), [row]))
