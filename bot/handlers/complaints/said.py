"""What somebody sent, as one message of a complaint."""

from telegram import Message

from bot.engine.attachments import attachment_of
from loyalty.complaints import Said


def said_in(message: Message) -> Said | None:
    """A message as words and a file; None when it is of a kind that cannot be passed on (a contact, a poll …)."""
    attachment = attachment_of(message)
    text = message.text or message.caption
    if attachment is None:
        return Said(text, message_id=message.message_id) if text else None
    return Said(text, attachment.media, attachment.file_id, message.message_id)
