"""A reply to a notice of a complaint is one more message in it, whatever else is under way."""

from telegram import Message, Update

from bot.context import Context
from bot.handlers.customer import own_complaints
from bot.handlers.staff import desk
from loyalty import complaints


async def replied(update: Update, context: Context, message: Message) -> bool:
    """Whether the message was such a reply."""
    if message.reply_to_message is None:
        return False
    async with context.db.reading() as session:
        found = await complaints.complaint_of_notice(session, context.actor, message.reply_to_message.message_id)
    if found is None:
        return False
    number, to_team = found
    say = desk.answer if to_team else own_complaints.add
    await say(update, context, number, message)
    return True
