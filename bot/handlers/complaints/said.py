"""What somebody sent, as one message of a complaint; and which message of their chat that is."""

from collections.abc import Sequence

from telegram import Message

from bot.context import Context
from bot.engine.attachments import attachment_of
from loyalty.complaints import ComplaintView, Said
from storage import Reading, Transaction, sent_messages
from storage.sent_messages import Standing

#: What their message stands for, before the number of the complaint's.
_KEY = "complaint_message:"


def said_in(message: Message) -> Said | None:
    """A message as words and a file; None when it is of a kind that cannot be passed on (a contact, a poll …)."""
    attachment = attachment_of(message)
    text = message.text or message.caption
    if attachment is None:
        return Said(text) if text else None
    return Said(text, attachment.media, attachment.file_id)


async def remember(
    transaction: Transaction, context: Context, view: ComplaintView, message_ids: Sequence[int | None]
) -> None:
    """Which messages of this chat a request has put into a complaint, so that an edit finds its place.

    In the order of `view.added`; None: words that no message brought.
    """
    added = zip(view.added, message_ids, strict=True)
    place = context.place
    standing = [
        (f"{_KEY}{number}", Standing(place.chat_id, message_id, place.thread_id))
        for number, message_id in added
        if message_id is not None
    ]
    await sent_messages.put(transaction, standing)


async def number_of(reading: Reading, message: Message) -> int | None:
    """The number of the complaint's message that this one of the chat has become."""
    key = await sent_messages.key_of(reading, message.chat_id, message.message_id, _KEY)
    return int(key.removeprefix(_KEY)) if key else None
