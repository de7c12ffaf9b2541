"""The team's side of ratings: a case is opened for whoever gave a bad one."""

from telegram import Update

from bot.context import Context
from bot.engine.keyboards import argument
from bot.handlers.complaints import desk
from bot.handlers.family import NUMBER, Family, Press
from loyalty import ratings


async def open_case(update: Update, context: Context) -> None:
    """The first press opens it; every other, and a colleague's, shows it."""
    async with context.db.transaction() as transaction:
        view = await ratings.open_case(transaction, context.actor, int(argument(update)), context.now)
    context.services.wake_dispatcher()
    await desk.show_thread(update, context, view.number)


FAMILY = Family(buttons={"ratings:case": Press(open_case, NUMBER)})
