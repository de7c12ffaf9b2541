"""What Telegram tells of a chat and nobody has said: passed over in silence."""

from telegram import Message, Update
from telegram.ext import filters


def is_service(update: Update) -> bool:
    """Pinned, a timer, a boost, a topic, a background …; what Telegram adds one day comes without content."""
    message = update.message
    if message is None:
        return False
    return filters.StatusUpdate.ALL.filter(update) or not _has_content(message)


def _has_content(message: Message) -> bool:
    return message.text is not None or message.effective_attachment is not None or message.dice is not None
