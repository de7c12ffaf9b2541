"""Buttons. Old ones stay clickable and a modified client can send any data, so what fits nothing is explained."""

from telegram import Update

from bot.context import Context
from bot.handlers import turns
from bot.handlers.catalogue import BUTTONS
from bot.handlers.errors import guarded


async def pressed(update: Update, context: Context) -> None:
    assert update.callback_query is not None
    family, _, rest = (update.callback_query.data or "").partition(":")
    action, colon, argument = rest.partition(":")
    press = BUTTONS.get(f"{family}:{action}")
    if press is None or not (press.argument.fullmatch(argument) if press.argument else not colon):
        await turns.stale(update, context)
        return
    await guarded(press.handler)(update, context)
