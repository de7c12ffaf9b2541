"""/help, /cancel, and the turns where nothing fits: words not understood, buttons of screens long gone."""

from telegram import Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.dialogue import DialogueState
from bot.engine.screens import Screen, send
from bot.handlers import turn_texts
from bot.handlers.family import Family, Press
from bot.handlers.membership import texts as welcome
from bot.handlers.menu import main_menu
from storage import AlreadyHandled
from storage.updates import was_handled


async def help_(update: Update, context: Context) -> None:
    text = welcome.help_text(context.words, context.programme, context.actor)
    await send(update, context, Screen(text, menu=main_menu(context.words, context.visitor.role)))


async def cancel(update: Update, context: Context) -> None:
    """End the dialogue under way, or else what was set aside last; the screen that belonged to it says no more."""
    left, state = False, None
    if context.visitor.dialogue:
        async with context.db.transaction() as transaction:
            state = await dialogue.anywhere(transaction, context)
            left = await dialogue.end(transaction, context)
            if not left and (kept := dialogue.aside(state)):
                left = await dialogue.drop_aside(transaction, context, kept[-1]["key"])
    await _take_buttons(update, context, state)
    text = turn_texts.cancelled(context.words) if left else turn_texts.nothing_to_cancel(context.words)
    await send(update, context, Screen(text, menu=main_menu(context.words, context.visitor.role)))


async def _take_buttons(update: Update, context: Context, state: DialogueState | None) -> None:
    pressed = update.callback_query.message if update.callback_query else None
    screens = {state.data.get("screen") if state else None, pressed.message_id if pressed else None}
    for message_id in screens - {None}:
        await dialogue.take_buttons(context, message_id)


async def stale(update: Update, context: Context) -> None:
    """A button of a screen that has ended, or data no button of ours carries."""
    await refuse_repetition(update, context)
    await _say(update, context, turn_texts.stale(context.words))


async def refuse_repetition(update: Update, context: Context) -> None:
    """Delivered again, what ended a dialogue fits nowhere any more; that it was done must not sound like a mistake.

    Raises:
        AlreadyHandled: so it is.
    """
    async with context.db.reading() as reading:
        if await was_handled(reading, context.db.update):
            raise AlreadyHandled(context.db.update)


async def repeated(update: Update, context: Context) -> None:
    """Telegram delivers an update again whose effect is in the database, and no question came of it."""
    await _say(update, context, turn_texts.repeated(context.words))


async def _say(update: Update, context: Context, text: str) -> None:
    await send(update, context, Screen(text, menu=main_menu(context.words, context.visitor.role)))


FAMILY = Family(commands={"help": help_, "cancel": cancel}, buttons={"dialogue:cancel": Press(cancel)})
