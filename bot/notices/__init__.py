"""Sends what the outbox owes: finds the reader, makes the screen in their language, and hands it to Telegram."""

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.i18n import Words
from bot.notices.catalogue import SCREENS
from bot.screens import Screen
from loyalty import programme
from loyalty.membership.readers import reader
from storage import Database
from storage.models import OutboxMessage

__all__ = ["NoticeSender"]


class NoticeSender:
    """Called with a message of the outbox by the dispatcher."""

    def __init__(self, bot: Bot, database: Database) -> None:
        self._bot = bot
        self._database = database

    async def __call__(self, message: OutboxMessage) -> int | None:
        """Send one notice; returns Telegram's message id, or None when its reader is gone (they asked to be forgotten).

        `edit_message_id` among the facts: it takes the place of that earlier message, if that can still be changed.

        Raises:
            TelegramError: as the Bot API answers.
            KeyError: a kind nobody has words for.
        """
        async with self._database.reading() as session:
            to = await reader(session, message.person_id)
            rules = await programme.load(session)
        if to is None:
            return None
        words = Words(to.language, rules.currency, rules.zone)
        screen = SCREENS[message.kind](words, rules, message.facts)
        earlier = message.facts.get("edit_message_id")
        if earlier is not None and await self._edited(to.telegram_id, earlier, screen):
            return int(earlier)
        sent = await self._bot.send_message(
            to.telegram_id, screen.text, parse_mode=ParseMode.HTML, reply_markup=screen.markup
        )
        return sent.message_id

    async def _edited(self, chat_id: int, message_id: int, screen: Screen) -> bool:
        try:
            await self._bot.edit_message_text(
                screen.text, chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=screen.inline_markup
            )
        except BadRequest as refusal:  # gone, or says so already
            return "not modified" in refusal.message.lower()
        return True
