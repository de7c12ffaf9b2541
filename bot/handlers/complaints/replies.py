"""A reply to a message about one complaint is the word of its button, or one more message in it, whatever else is
under way."""

import re

from telegram import Message, Update

from bot.context import Context
from bot.handlers.complaints import customer as own_complaints
from bot.handlers.complaints import desk

#: The data of buttons that are about one complaint, and on whose side.
ABOUT_ONE = re.compile(r"(complaint|desk):(?:add|solved|thanks|notyet|show|take|answer):([1-9]\d{0,8})", re.ASCII)


async def replied(update: Update, context: Context, message: Message) -> bool:
    """Whether the message was such a reply: the buttons under what it replies to tell."""
    replied_to = message.reply_to_message
    markup = replied_to.reply_markup if replied_to else None
    about = {
        found.groups()
        for row in (markup.inline_keyboard if markup else ())
        for button in row
        if (found := ABOUT_ONE.fullmatch(str(button.callback_data)))
    }
    if len(about) != 1:
        return False
    side, number = about.pop()
    if side == "desk":
        await desk.answer(update, context, int(number), message)
    elif not await own_complaints.confirmed(update, context, message, int(number)):
        await own_complaints.add(update, context, int(number), message)
    return True
