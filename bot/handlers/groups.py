"""What a group gets. Points are a private matter, so nothing of anybody's is shown there.

Whoever writes in a group joins nothing by that, and is not looked up; administrators may write anonymously, as a bot of
Telegram's with the group as their sender.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from telegram import ChatMember, Message, Update
from telegram.error import TelegramError

from bot.context import Context
from bot.engine.screens import Screen, send
from bot.handlers import leaving
from bot.handlers.catalogue import COMMANDS
from bot.handlers.membership import texts as welcome
from bot.i18n import Words, language_from_telegram
from loyalty import programme

#: A group is told where we work no more often than this.
TOLD_FOR = timedelta(minutes=10)


async def group(update: Update, context: Context) -> None:
    """One polite line with the way to the private chat, when we are added and when somebody gives a command."""
    if _added(update) or (update.message and _commands(update.message, context)):
        await _tell(update, context)


def _added(update: Update) -> bool:
    change = update.my_chat_member
    if change is None:
        return False
    was, is_now = change.old_chat_member.status, change.new_chat_member.status
    return was in (ChatMember.LEFT, ChatMember.BANNED) and is_now in (ChatMember.MEMBER, ChatMember.ADMINISTRATOR)


def _commands(message: Message, context: Context) -> bool:
    """Whether it is a command of ours, and not for another bot of the group."""
    if leaving.command_of(message) not in COMMANDS or message.text is None:
        return False
    _name, _, whom = message.text[: message.entities[0].length].partition("@")
    return whom.lower() in ("", context.bot.username.lower())


async def _tell(update: Update, context: Context) -> None:
    assert context.chat_data is not None, "a group is a chat"
    told_at: datetime | None = context.chat_data.get("told_at")
    if told_at is not None and context.now < told_at + TOLD_FOR:
        return
    async with context.db.glance() as reading:
        context.programme = await programme.load(reading, context.now)
    tag = update.effective_user.language_code if update.effective_user else None
    spoken = language_from_telegram(tag, context.programme.default_language)
    context.words = Words(spoken, context.programme.currency, context.programme.zone)
    text = f"{welcome.group_refusal(context.words)}\n{context.bot.link}"
    with suppress(TelegramError):  # removed again already, or not allowed to write there
        await send(update, context, Screen(text))
        context.chat_data["told_at"] = context.now
