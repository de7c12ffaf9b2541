"""Something else is asked for in the middle of a dialogue: what was said in it is set aside, and offered back."""

from telegram import Message, MessageEntity, Update

from bot.context import Context
from bot.engine import dialogue
from bot.handlers.catalogue import DIALOGUES
from storage.updates import was_handled


def command_of(message: Message) -> str | None:
    """Which command a message is; None when it only looks like one."""
    for entity in message.entities[:1]:
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0 and message.text:
            return message.text[1 : entity.length].partition("@")[0].lower()
    return None


async def leave_for(update: Update, context: Context, command: str) -> None:
    """Set the dialogue under way aside, unless it is the one that this command goes on with.

    Where nothing worth keeping was said it ends. It repeats harmlessly, so it takes no part in the update's own
    transaction. A command that Telegram delivers again may be what the dialogue began with.
    """
    if not context.visitor.dialogue:
        return
    async with context.services.database.transaction() as transaction:
        state = await dialogue.anywhere(transaction, context)
        under_way = DIALOGUES.get(state.name) if state else None
        if (under_way and under_way.command == command) or await was_handled(transaction, context.db.update):
            return
        if not await dialogue.set_aside(transaction, context):
            await dialogue.end(transaction, context)
