"""The handlers and their order."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, TypeHandler, filters

from bot.context import BotApplication
from bot.handlers import blocking, errors, identify, pressed, turns, typed
from bot.handlers.catalogue import COMMANDS

#: What we ask Telegram for; everything else it keeps to itself.
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


def register(application: BotApplication) -> None:
    """Order is behaviour: who it is first, commands before words, words before what is not understood."""
    fresh = filters.UpdateType.MESSAGE  # an edited command is not given again
    application.add_handler(TypeHandler(Update, identify.identify), group=-1)
    application.add_handler(ChatMemberHandler(blocking.membership_changed, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handlers([CommandHandler(name, handler, fresh) for name, handler in COMMANDS.items()])
    application.add_handler(CallbackQueryHandler(pressed.pressed))
    application.add_handler(MessageHandler(fresh & filters.COMMAND, turns.not_understood))
    application.add_handler(MessageHandler(fresh, typed.typed))
    application.add_error_handler(errors.on_error)
