"""Before anything else: who is it, in what language do we speak, and is this a chat we serve?"""

from contextlib import suppress

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.context import Context
from bot.engine.intake import progress
from bot.handlers import leaving
from bot.handlers.errors import guarded
from bot.handlers.membership import start
from bot.handlers.membership import texts as welcome
from bot.i18n import Words, language_from_telegram
from loyalty import membership
from loyalty.membership import Profile


async def identify(update: Update, context: Context) -> None:
    """Fill the context; stop what is not for us."""
    user, chat = update.effective_user, update.effective_chat
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
    if chat is not None and chat.type != ChatType.PRIVATE:
        await _decline_group(update, context)
        raise ApplicationHandlerStop
    if update.my_chat_member:
        return
    if update.callback_query:
        await _acknowledge(update)
    if update.inline_query:  # typed in some other chat: nobody joins by that, or comes back
        return
    if context.known is None:
        await guarded(start.start if start.asks_to_join(update) else start.stranger)(update, context)
        raise ApplicationHandlerStop
    progress().who = context.actor.person_id
    await _keep_up(update, context)


async def _decline_group(update: Update, context: Context) -> None:
    """One polite line when somebody adds the bot to a group, nothing after it."""
    change = update.my_chat_member
    if change is None:
        return
    was, is_now = change.old_chat_member.status, change.new_chat_member.status
    if was in (ChatMember.LEFT, ChatMember.BANNED) and is_now in (ChatMember.MEMBER, ChatMember.ADMINISTRATOR):
        with suppress(TelegramError):  # removed again already, or not allowed to write there
            await context.bot.send_message(change.chat.id, welcome.group_refusal(context.words))


async def _acknowledge(update: Update) -> None:
    """Stop the spinner on the pressed button at once; the screen that follows is the answer."""
    assert update.callback_query is not None
    with suppress(TelegramError):  # such as pressed while we were away: too old to be answered, still worth doing
        await update.callback_query.answer()


async def _keep_up(update: Update, context: Context) -> None:
    """Notice a new name, a return after blocking, and a command in the middle of a dialogue.

    These repeat harmlessly, so they take no part in the update's own transaction.
    """
    user, visitor, database = update.effective_user, context.visitor, context.services.database
    assert user is not None
    profile = Profile(user.id, user.first_name, user.last_name, user.username, visitor.language)
    if (visitor.first_name, visitor.last_name, visitor.username) != (user.first_name, user.last_name, user.username):
        async with database.transaction() as transaction:
            await membership.update_profile(transaction, profile)
    if visitor.blocked:
        async with database.transaction() as transaction:
            await membership.set_blocked(transaction, visitor.telegram_id, False, context.now)
    command = leaving.command_of(update.message) if update.message else None
    if command is not None and command != "cancel":
        await leaving.leave_for(update, context, command)
