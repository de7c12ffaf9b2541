"""Sends what the outbox owes: reads it, words it for its reader, and hands it to Telegram."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.engine import attachments
from bot.engine.attachments import Attachment
from bot.engine.dispatcher import Sent
from bot.engine.screens import Screen
from bot.engine.sending import LeanBot
from bot.engine.sending.limiter import BULK
from bot.handlers.notice import Spot, Wording
from bot.handlers.notice_catalogue import KINDS
from bot.i18n import Words
from loyalty import programme
from loyalty.notices import Urgency, decode
from storage import Database, Transaction, sent_messages
from storage.outbox import Owed
from storage.sent_messages import Standing

__all__ = ["NoticeSender", "undelivered"]

log = structlog.get_logger("bot.notices")


@dataclass(frozen=True, slots=True)
class _Post:
    """A notice in words, and where it goes."""

    screen: Screen
    chat_id: int
    thread_id: int | None
    #: The limiter's lane: what nobody waits for goes with what is sent in bulk.
    lane: str | None
    spot: Spot | None
    #: The message whose place it takes.
    earlier: Standing | None


class NoticeSender:
    """Called with a message of the outbox by the dispatcher."""

    def __init__(self, bot: LeanBot, database: Database) -> None:
        self._bot = bot
        self._database = database

    async def __call__(self, message: Owed) -> Sent | None:
        """Send one notice, unless nothing is left to tell; None when its reader is gone (they asked to be forgotten).

        Raises:
            TelegramError: as the Bot API answers.
            Unavailable: the database does not tell now what it says.
            Unreadable, or whatever its wording raises: it can never be sent.
        """
        to = message.chat_id if message.person_id is None else message.telegram_id
        if to is None:
            return None
        post = await self._worded(message, to)
        if post is None:
            return Sent()
        if post.earlier is not None and await self._edited(post, post.earlier):
            return Sent()
        if post.screen.attachment is not None:
            await self._pass_on(to, post.screen.attachment)
        number = await self._put(post)
        return Sent((post.spot.key, Standing(to, number, post.thread_id)) if post.spot else None)

    async def _worded(self, message: Owed, to: int) -> _Post | None:
        kind = KINDS[message.kind]
        notice = decode(kind.notice, message.facts)
        spot = kind.spot(notice, message.person_id) if kind.spot else None
        async with self._database.glance() as reading:
            rules = await programme.of(reading, message.settings)
            words = Words(message.language or rules.default_language, rules.currency, rules.zone)
            screen = await kind.word(Wording(reading, words, rules, message.person_id), notice)
            if screen is None:
                return None
            earlier = await sent_messages.find(reading, spot.key) if spot and spot.in_place else None
        lane = BULK if message.urgency >= Urgency.QUIET else None
        return _Post(screen, to, message.thread_id, lane, spot, earlier)

    async def _put(self, post: _Post) -> int:
        """Telegram's id of the message."""
        screen = post.screen
        if post.thread_id is None:
            return await self._bot.send_text(post.chat_id, screen.text, screen.markup, rate_limit_args=post.lane)
        sent = await self._bot.send_message(
            post.chat_id,
            screen.text,
            parse_mode=ParseMode.HTML,
            message_thread_id=post.thread_id,
            reply_markup=screen.markup,
            rate_limit_args=post.lane,
        )
        return sent.message_id

    async def _pass_on(self, chat_id: int, attachment: Attachment) -> None:
        try:
            await attachments.send(self._bot, chat_id, attachment)
        except BadRequest as refusal:  # the words are worth sending without it
            log.warning("a file could not be passed on", media=attachment.media, reason=refusal.message)

    async def _edited(self, post: _Post, earlier: Standing) -> bool:
        screen = post.screen
        try:
            await self._bot.edit_message_text(
                screen.text,
                earlier.chat_id,
                earlier.message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=screen.inline_markup,
                rate_limit_args=post.lane,
            )
        except BadRequest as refusal:  # gone, or says so already
            return "not modified" in refusal.message.lower()
        return True


async def undelivered(transaction: Transaction, message: Owed, now: datetime) -> None:
    """A notice will never reach its reader: what follows from it, if anything.

    Raises:
        Unreadable, or whatever follows raises.
    """
    kind = KINDS[message.kind]
    if kind.undelivered is not None:
        notice: Any = decode(kind.notice, message.facts)
        await kind.undelivered(transaction, notice, now)
