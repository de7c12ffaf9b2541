"""Customers who block the bot, and who come back."""

from telegram import ChatMember, Update

from bot.context import Context
from loyalty import membership


async def membership_changed(update: Update, context: Context) -> None:
    """`my_chat_member` in a private chat: blocked, or unblocked.

    It repeats harmlessly, and needs no update's id: somebody told of twice must not be written to.
    """
    assert update.my_chat_member is not None
    assert update.effective_user is not None
    blocked = update.my_chat_member.new_chat_member.status == ChatMember.BANNED
    async with context.services.database.transaction() as transaction:
        await membership.set_blocked(transaction, update.effective_user.id, blocked, context.now)
