"""A reply to a message of one complaint is the word of its button, or one more message in it, whatever else is under
way.

Which messages belong to a complaint their buttons tell: those that notices, the thread and its questions carry, and no
other beside them. A customer's card has a button to a complaint too, and is none.
"""

import re

from telegram import InlineKeyboardButton, Message, Update

from bot.context import Context
from bot.handlers.complaints import customer as own_complaints
from bot.handlers.complaints import desk

#: The data of buttons that are about one complaint, and on whose side.
ABOUT_ONE = re.compile(
    r"(complaint|desk):(?:add|solved|thanks|notyet|show|take|answer|page|files):([1-9]\d{0,8})(?::\d{1,5})?", re.ASCII
)
#: Buttons that stand beside them: back to the list.
BESIDE = ("complaint:mine:0", "desk:all")


async def replied(update: Update, context: Context, message: Message) -> bool:
    """Whether the message was such a reply."""
    replied_to = message.reply_to_message
    about = _complaint_of(replied_to) if replied_to else None
    if about is None:
        return False
    side, number = about
    if side == "desk":
        await desk.answer(update, context, number, message)
    elif not await own_complaints.confirmed(update, context, message, number):
        await own_complaints.add(update, context, number, message)
    return True


def _complaint_of(message: Message) -> tuple[str, int] | None:
    """The side and the number of the complaint that a message of ours is about, it alone."""
    markup = message.reply_markup
    buttons = [button for row in (markup.inline_keyboard if markup else ()) for button in row]
    found = {_about(button) for button in buttons if button.callback_data not in BESIDE}
    return found.pop() if len(found) == 1 else None


def _about(button: InlineKeyboardButton) -> tuple[str, int] | None:
    found = ABOUT_ONE.fullmatch(str(button.callback_data))
    return (found[1], int(found[2])) if found else None
