"""Before anything else: who is it, in what language do we speak, and is this a chat we serve?"""

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop

from bot.context import Context
from bot.engine.effort import giving_up
from bot.engine.intake import progress
from bot.handlers import groups, leaving
from bot.handlers.errors import guarded
from bot.handlers.membership import start
from bot.handlers.silence import is_service
from bot.i18n import Words, language_from_telegram
from loyalty import membership


async def identify(update: Update, context: Context) -> None:
    """Fill the context; send groups their way, and stop what is not for us."""
    with giving_up():
        await _identify(update, context)


async def _identify(update: Update, context: Context) -> None:
    user, chat = update.effective_user, update.effective_chat
    if chat is not None and chat.type != ChatType.PRIVATE:
        await groups.group(update, context)
        raise ApplicationHandlerStop
    if user is None or user.is_bot:
        raise ApplicationHandlerStop
    async with context.db.glance() as reading:
        context.programme, context.known = await membership.recognise(
            reading, user.id, context.now, context.place.chat_id
        )
    spoken = (
        context.known.language
        if context.known
        else language_from_telegram(user.language_code, context.programme.default_language)
    )
    context.words = Words(spoken, context.programme.currency, context.programme.zone)
    if update.my_chat_member:
        return
    if update.inline_query:  # typed in some other chat: nobody joins by that, or comes back
        return
    if is_service(update) or (context.known is None and update.edited_message is not None):  # nobody has said anything
        raise ApplicationHandlerStop
    if context.known is None:
        await guarded(start.start if start.asks_to_join(update) else start.stranger)(update, context)
        raise ApplicationHandlerStop
    progress().who = context.actor.person_id
    await _keep_up(update, context)


async def _keep_up(update: Update, context: Context) -> None:
    """Notice a new name, a return after blocking, and a command in the middle of a dialogue.

    These repeat harmlessly, so they take no part in the update's own transaction.
    """
    user, visitor, database = update.effective_user, context.visitor, context.services.database
    assert user is not None
    profile = start.profile_of(user, visitor.language)
    if (visitor.first_name, visitor.last_name, visitor.username) != profile.shown:
        async with database.transaction() as transaction:
            await membership.update_profile(transaction, profile)
    if visitor.blocked:
        async with database.transaction() as transaction:
            await membership.set_blocked(transaction, visitor.telegram_id, False, context.now)
    command = leaving.command_of(update.message) if update.message else None
    if command is not None and command != "cancel":
        await leaving.leave_for(update, context, command)
