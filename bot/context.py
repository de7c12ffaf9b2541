"""What a handler has at hand: who is acting, in which language, with which database, at what moment."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from telegram import Message, Update, User
from telegram.constants import ChatType
from telegram.ext import Application, CallbackContext

from bot.engine import presses
from bot.engine.clock import Clock
from bot.engine.screens import Place
from bot.engine.sending import LeanBot
from bot.i18n import Words, language_from_telegram
from bot.settings import Settings
from loyalty.actor import Actor
from loyalty.membership import Visitor
from loyalty.programme import Programme
from storage import Database, Reading, Transaction, UpdateKey

BotApplication = Application[Any, "Context", dict[str, Any], dict[str, Any], dict[str, Any], Any]


Handler = Callable[[Update, "Context"], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Services:
    """What the whole application shares."""

    settings: Settings
    database: Database
    clock: Clock
    #: Tells the dispatcher that the outbox has something new.
    wake_dispatcher: Callable[[], None]


class UpdateDatabase:
    """The database as one update sees it: a transaction records the update's id with its effect."""

    def __init__(self, database: Database, update: UpdateKey, now: datetime) -> None:
        self._database = database
        #: By what the update is known, should Telegram deliver it again.
        self.update = update
        self._now = now

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """The one transaction of this update.

        Raises:
            AlreadyHandled: Telegram delivers it again, its effect is committed.
        """
        return self._database.transaction(self.update, self._now)

    def reading(self) -> AbstractAsyncContextManager[Reading]:
        return self._database.reading()

    def glance(self) -> AbstractAsyncContextManager[Reading]:
        """As `reading`, for a few rows that an index finds."""
        return self._database.glance()


class Context(CallbackContext[LeanBot, dict[str, Any], dict[str, Any], dict[str, Any]]):
    """Filled by `handlers.identify` before any other handler runs."""

    db: UpdateDatabase
    programme: Programme
    #: None for somebody who has not started the bot yet.
    known: Visitor | None = None
    #: The key of the dialogue that this update has set aside; it is to be offered back.
    left: str | None = None

    @classmethod
    def from_update(cls, update: object, application: Any) -> Context:
        context = super().from_update(update, application)
        if isinstance(update, Update):
            services = context.services
            context.now = services.clock.now()
            context.where = _place_of(update)
            context._user = update.effective_user
            context.db = UpdateDatabase(services.database, UpdateKey(context.bot.id, update.update_id), context.now)
        return context

    now: datetime
    where: Place
    _user: User | None = None
    _words: Words | None = None

    @property
    def words(self) -> Words:
        """In the language of the person; before we know who it is, in what Telegram says of them."""
        if self._words is None:
            settings, tag = self.services.settings, self._user.language_code if self._user else None
            language = language_from_telegram(tag, settings.default_language)
            self._words = Words(language, settings.currency, ZoneInfo(settings.timezone))
        return self._words

    @words.setter
    def words(self, words: Words) -> None:
        self._words = words

    @property
    def services(self) -> Services:
        return cast("Services", self.bot_data["services"])

    @property
    def place(self) -> Place:
        """Where the answer goes: the chat and thread it came from, or the private chat of who typed elsewhere."""
        return self.where

    async def answer(self, text: str) -> bool:
        """Show words over the chat as the answer of the pressed button, where nothing else shows the result.

        At most 200 characters without markup. False: they are not shown and must be said otherwise.
        """
        return await presses.answer(text)

    @property
    def person_id(self) -> int:
        return self.actor.person_id

    @property
    def actor(self) -> Actor:
        """Who is acting."""
        return self.visitor.actor

    @property
    def visitor(self) -> Visitor:
        """Who is in the chat. Handlers other than the greeting run only for people who are known."""
        if self.known is None:
            raise LookupError("nobody is known yet")
        return self.known


def _place_of(update: Update) -> Place:
    user, chat, message = update.effective_user, update.effective_chat, update.effective_message
    if chat is None or chat.type == ChatType.PRIVATE:
        return Place(user.id if user else 0)
    in_topic = isinstance(message, Message) and message.is_topic_message
    return Place(chat.id, message.message_thread_id if message and in_topic else None)
