"""Sends what the outbox owes: finds the reader, the words in their language, and hands it to Telegram."""

from telegram import Bot
from telegram.constants import ParseMode

from bot.i18n import Words
from bot.texts import notices
from loyalty import programme
from loyalty.membership.readers import reader
from storage import Database
from storage.models import OutboxMessage


class NoticeSender:
    def __init__(self, bot: Bot, database: Database) -> None:
        self._bot = bot
        self._database = database

    async def __call__(self, message: OutboxMessage) -> int | None:
        """Send one notice; returns Telegram's message id, or None when its reader is gone (they asked to be forgotten).

        Raises:
            TelegramError: as the Bot API answers.
        """
        async with self._database.reading() as session:
            to = await reader(session, message.person_id)
            rules = await programme.load(session)
        if to is None:
            return None
        words = Words(to.language, rules.currency, rules.zone)
        text = notices.render(words, message.kind, message.facts)
        sent = await self._bot.send_message(to.telegram_id, text, parse_mode=ParseMode.HTML)
        return sent.message_id
