"""Telegram delivers an update again whose effect is in the database, perhaps without its answer having gone out."""

from telegram import Update

from bot.context import Context
from bot.engine import dialogue
from bot.handlers import fallback, turns
from bot.handlers.catalogue import DIALOGUES
from bot.handlers.complaints import unplaced


async def show_again(update: Update, context: Context) -> None:
    """Put the question that came of it once more; where none did, say that it was done, and what can be done next."""
    async with context.db.reading() as reading:
        state = await dialogue.anywhere(reading, context)
    under_way = DIALOGUES.get(state.name) if state else None
    if await unplaced.put_again(update, context, fallback.others(context)):
        return
    if state is None or under_way is None or under_way.again is None:
        await turns.repeated(update, context)
    else:
        await under_way.again(update, context, state)
