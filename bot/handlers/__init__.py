"""The handlers and their order."""

from telegram import Update
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.context import BotApplication, Context
from bot.handlers import errors, fallback, identify, pressed, typed
from bot.handlers.aside import offering
from bot.handlers.catalogue import COMMANDS
from bot.handlers.complaints import edited
from bot.handlers.errors import guarded
from bot.handlers.membership import blocking
from bot.handlers.referrals import customer as invite

#: What we ask Telegram for; everything else it keeps to itself.
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"]


_COMMANDS = {name: guarded(handler) for name, handler in COMMANDS.items()}


async def _command(update: Update, context: Context) -> None:
    """PTB asks one handler for all commands, not one after another until one of them knows its own."""
    message = update.message
    assert message is not None
    assert message.text is not None
    command = message.text[1 : message.entities[0].length]
    await _COMMANDS[command.partition("@")[0].lower()](update, context)


def register(application: BotApplication) -> None:
    """Order is behaviour: who it is first, commands before words, words before what is not understood."""
    fresh = filters.UpdateType.MESSAGE  # an edited command is not given again
    application.add_handler(TypeHandler(Update, identify.identify), group=-1)
    application.add_handlers(
        [
            ChatMemberHandler(guarded(blocking.membership_changed), ChatMemberHandler.MY_CHAT_MEMBER),
            CommandHandler(list(COMMANDS), guarded(offering(_command)), fresh),
            InlineQueryHandler(guarded(invite.inline)),
            CallbackQueryHandler(guarded(offering(pressed.pressed))),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, guarded(edited.edited)),
            MessageHandler(fresh & filters.COMMAND, guarded(fallback.unknown_command)),
            MessageHandler(fresh, guarded(offering(typed.typed))),
        ]
    )
    application.add_error_handler(errors.unserved)
