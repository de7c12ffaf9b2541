"""Telegram delivers an update again whose effect is in the database, perhaps without its answer having gone out."""

from telegram import Update

from bot.context import Context
from bot.engine import dialogue
from bot.handlers import fallback, turns
from bot.handlers.catalogue import DIALOGUES
from bot.handlers.complaints import unplaced
from bot.handlers.membership import start
from loyalty import membership


async def show_again(update: Update, context: Context) -> None:
    """Put the question that came of it once more; where none did, say that it was done, and what can be done next."""
    if context.known is None:
        await _greet(update, context)
        return
    async with context.db.reading() as reading:
        state = await dialogue.anywhere(reading, context)
    under_way = DIALOGUES.get(state.name) if state else None
    if await unplaced.put_again(update, context, fallback.others(context)):
        return
    if state is None or under_way is None or under_way.again is None:
        await turns.repeated(update, context)
    else:
        await under_way.again(update, context, state)


async def _greet(update: Update, context: Context) -> None:
    """Somebody joined by this very update after we had looked who it is: another replica has it too, and may have died.

    Greeted as when it is delivered later; whoever has been forgotten since is a stranger to whom nothing is owed.
    """
    assert update.effective_user is not None
    async with context.db.reading() as reading:
        context.known = await membership.identify(reading, update.effective_user.id)
    if context.known is not None:
        await start.start(update, context)
