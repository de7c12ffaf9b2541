"""The customer's side of a redemption: yes or no to 'take so many points?'"""

from telegram import Message, Update

from bot.context import Context
from bot.engine.choices import plain
from bot.engine.keyboards import argument
from bot.engine.screens import show
from bot.handlers import spoken
from bot.handlers.family import NUMBER, Family, Press
from bot.handlers.redemptions import texts
from bot.handlers.redemptions.notices import customer_screen
from loyalty import redemptions


async def yes(update: Update, context: Context) -> None:
    await _answer(update, context, int(argument(update)), yes=True)


async def no(update: Update, context: Context) -> None:
    await _answer(update, context, int(argument(update)), yes=False)


async def answered(update: Update, context: Context, message: Message) -> bool:
    """Whether the message is 'yes' or 'no' to a question of the till that is still open.

    That comes before whatever else is under way: somebody waits at the till.
    """
    said = spoken.answer(message.text)
    if said is None and not spoken.begins_with_yes(message.text):
        return False
    async with context.db.reading() as reading:
        held = await redemptions.waiting_for(reading, context.actor, context.now)
    if held is None:
        return False
    if plain(message.text or "") == plain(texts.yes(context.words, held.points)):
        said = True
    if said is None:
        return False
    await _answer(update, context, held.hold_id, yes=said)
    return True


async def _answer(update: Update, context: Context, hold_id: int, *, yes: bool) -> None:
    async with context.db.transaction() as transaction:
        held = await redemptions.answer(transaction, context.actor, hold_id, yes=yes, now=context.now)
    context.services.wake_dispatcher()
    await show(update, context, customer_screen(context.words, held))


FAMILY = Family(buttons={"redemption:yes": Press(yes, NUMBER), "redemption:no": Press(no, NUMBER)})
