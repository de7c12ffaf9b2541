"""Sends what the outbox owes: finds the reader, makes the screen in their language, and hands it to Telegram."""

from datetime import datetime

import structlog
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.engine import attachments
from bot.engine.attachments import Attachment
from bot.engine.screens import Screen
from bot.engine.sending import LeanBot
from bot.handlers.notice import Facts
from bot.handlers.notice_catalogue import SCREENS, UNDELIVERED
from bot.i18n import Words
from loyalty import programme
from loyalty.programme import Programme
from storage import Database, Transaction, outbox
from storage.outbox import Owed

__all__ = ["NoticeSender", "undelivered"]

log = structlog.get_logger("bot.notices")


class NoticeSender:
    """Called with a message of the outbox by the dispatcher."""

    def __init__(self, bot: LeanBot, database: Database) -> None:
        self._bot = bot
        self._database = database

    async def __call__(self, message: Owed) -> int | None:
        """Send one notice; returns Telegram's message id, or None when its reader is gone (they asked to be forgotten).

        `edit_message_id` among the facts: it takes the place of that earlier message, if that can still be changed.
        `edit_notice_key`: of the message in which the notice with that key went out.

        Raises:
            TelegramError: as the Bot API answers.
            KeyError: a kind nobody has words for.
        """
        to = message.telegram_id
        if to is None:
            return None
        rules = await self._settings(message.settings)
        earlier = await self._earlier(message.facts)
        words = Words(message.language, rules.currency, rules.zone)
        screen = SCREENS[message.kind](words, rules, message.facts)
        if earlier is not None and await self._edited(to, earlier, screen):
            return earlier
        if screen.attachment is not None:
            await self._pass_on(to, screen.attachment)
        return await self._bot.send_text(to, screen.text, screen.markup)

    async def _settings(self, known_by: str) -> Programme:
        async with self._database.glance() as reading:
            return await programme.of(reading, known_by)

    async def _earlier(self, facts: Facts) -> int | None:
        """Telegram's id of the message whose place this one takes."""
        key: str | None = facts.get("edit_notice_key")
        if key is None:
            message_id: int | None = facts.get("edit_message_id")
            return message_id
        async with self._database.glance() as reading:
            return await outbox.message_id(reading, key)

    async def _pass_on(self, chat_id: int, attachment: Attachment) -> None:
        try:
            await attachments.send(self._bot, chat_id, attachment)
        except BadRequest as refusal:  # the words are worth sending without it
            log.warning("a file could not be passed on", media=attachment.media, reason=refusal.message)

    async def _edited(self, chat_id: int, message_id: int, screen: Screen) -> bool:
        try:
            await self._bot.edit_message_text(
                screen.text, chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=screen.inline_markup
            )
        except BadRequest as refusal:  # gone, or says so already
            return "not modified" in refusal.message.lower()
        return True


async def undelivered(transaction: Transaction, message: Owed, now: datetime) -> None:
    """A notice will never reach its reader: what follows from it, if anything."""
    if follow := UNDELIVERED.get(message.kind):
        await follow(transaction, message.facts, now)
