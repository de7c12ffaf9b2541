"""Something else is asked for in the middle of a dialogue: it ends, and whoever had begun something hears of it."""

from contextlib import suppress

from telegram import Message, MessageEntity, Update
from telegram.error import TelegramError

from bot.context import Context
from bot.engine import dialogue
from bot.engine.screens import Screen, send
from bot.handlers import turn_texts
from bot.handlers.catalogue import DIALOGUES
from storage.updates import was_handled


def command_of(message: Message) -> str | None:
    """Which command a message is; None when it only looks like one."""
    for entity in message.entities[:1]:
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0 and message.text:
            return message.text[1 : entity.length].partition("@")[0].lower()
    return None


async def leave_for(update: Update, context: Context, command: str) -> None:
    """End the dialogue under way, unless it is the one that this command goes on with.

    It repeats harmlessly, so it takes no part in the update's own transaction. A command that Telegram delivers again
    may be what the dialogue began with.
    """
    if not context.visitor.dialogue:
        return
    async with context.services.database.transaction() as transaction:
        state = await dialogue.anywhere(transaction, context)
        under_way = DIALOGUES.get(state.name) if state else None
        if (under_way and under_way.command == command) or await was_handled(transaction, context.db.update):
            return
        await dialogue.end(transaction, context)
    if under_way and not under_way.casual:
        with suppress(TelegramError):  # the command's own answer matters more
            await send(update, context, Screen(turn_texts.left_for_command(context.words)))
