"""What can be asked for in words at any time: an end to offers, to be forgotten, a language, to go on, to undo."""

from telegram import Message, Update

from bot.context import Context
from bot.handlers import aside, spoken
from bot.handlers.catalogue import find_dialogue
from bot.handlers.membership import language
from bot.handlers.offers import customer as offers
from bot.handlers.preferences import hours
from bot.handlers.privacy import customer as privacy
from bot.handlers.purchases import recognised
from bot.handlers.referrals import customer as invite
from bot.handlers.spoken import Wish
from loyalty.actor import Permission


async def granted(update: Update, context: Context, message: Message) -> bool:
    """Whether it was such a wish, whatever question is open."""
    match spoken.wish(message.text):
        case Wish.STOP:
            await offers.stop(update, context)
        case Wish.FORGET:
            await privacy.forget(update, context)
        case Wish.CONTINUE:
            return await aside.go_on_typed(update, context, find_dialogue)
        case Wish.UNDO if context.actor.may(Permission.SERVE):
            await recognised.undo_last(update, context)
        case _ if (code := spoken.language(message.text)) is not None:
            await language.change(update, context, code)
        case _:
            return False
    return True


async def granted_when_nothing_is_open(update: Update, context: Context, message: Message) -> bool:
    """Whether it was one that could be an answer as well: hours of the day, or an invitation's code."""
    if (span := spoken.hours(message.text)) is not None:
        await hours.offer(update, context, span)
        return True
    return await invite.code_alone(update, context, message)
