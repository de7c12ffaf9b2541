"""All wiring in one place: settings in, a running assistant out."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

import structlog
from telegram import Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import Application, ContextTypes
from telegram.helpers import create_deep_linked_url

from bot import handlers
from bot.context import BotApplication, Context, Services
from bot.engine import web
from bot.engine.clock import Clock
from bot.engine.dispatcher import Dispatcher
from bot.engine.intake import NotHandled, Patience, Polling, Webhook, Worker
from bot.engine.intake.webhook import LONGEST_WAIT
from bot.engine.metrics import Metrics
from bot.engine.sending import AiohttpRequest, LeanBot, TwoLaneRateLimiter
from bot.engine.sending.allowance import Allowance
from bot.engine.sweeper import Sweeper
from bot.engine.waiting import SharedOutage
from bot.handlers import turn_texts
from bot.handlers.notice_catalogue import KINDS
from bot.handlers.notice_sender import NoticeSender, undelivered
from bot.handlers.programme import presentation as profile
from bot.i18n import Words, language_from_telegram
from bot.settings import Settings
from loyalty import membership, programme, redemptions, sweeps
from loyalty.membership import Colleague
from loyalty.programme import Programme
from storage import Database, schema, updates

log = structlog.get_logger("bot")


class Assistant:
    """The whole assistant, from its database to Telegram.

    `async with Assistant(settings, clock) as assistant: await assistant.run()`, and `stop()` from anywhere.
    """

    def __init__(self, settings: Settings, clock: Clock, limiter: TwoLaneRateLimiter | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self.database = Database(settings.database_url)
        self.patience = Patience(clock)
        #: The database away: one outage for updates, sweeper, start and outbox.
        self.outage = SharedOutage("the database")
        self._metrics = Metrics()
        self._polls, self._calls = AiohttpRequest(connections=4), AiohttpRequest()
        self.application = _application(settings, self._polls, self._calls, limiter or TwoLaneRateLimiter())
        sender = NoticeSender(self.bot, self.database)
        self.dispatcher = Dispatcher(
            self.database,
            sender,
            clock,
            self._metrics,
            kinds=KINDS.keys(),
            undelivered=undelivered,
            allowance=Allowance(self.database),
            outage=self.outage,
        )
        self.sweeper = Sweeper(clock, self._sweep, self._next_end, self.dispatcher.wake, self.outage)
        self.application.bot_data["services"] = Services(settings, self.database, clock, self.dispatcher.wake)
        handlers.register(self.application)
        longest_wait = LONGEST_WAIT if settings.webhook_url else None
        self._worker = Worker(self._process, self._metrics, self.outage, longest_wait=longest_wait)
        self._intake = self._make_intake()
        health = web.Health(
            self.database.prove_writable, clock, lambda: self.patience.last_contact, self._worker.oldest_seconds
        )
        routes = self._intake.routes if isinstance(self._intake, Webhook) else ()
        pages = web.build(health, self._metrics, self._measure, routes)
        self.http = web.HttpServer(pages, settings.http_host, settings.http_port)
        self._stopping = asyncio.Event()
        self._ready = False
        self._opening: asyncio.Timeout | None = None
        #: Set once Telegram has taken this version's name, descriptions and menus, or refused them.
        self.presented = asyncio.Event()
        #: The link that makes its opener the owner; None once there is one.
        self.owner_link: str | None = None

    @property
    def bot(self) -> LeanBot:
        bot: LeanBot = self.application.bot
        return bot

    async def __aenter__(self) -> Self:
        """Bring the database up to date and say hello to Telegram, as often as that takes, or until `stop`.

        Raises:
            InvalidToken: Telegram does not know the token.
        """
        try:
            async with asyncio.timeout(None) as self._opening:  # `stop` makes it run out
                await self._open()
        except BaseException as error:
            if not (self._stopping.is_set() and isinstance(error, TimeoutError)):
                await self.__aexit__()
                raise
        finally:
            self._opening = None
        return self

    async def _open(self) -> None:
        await self.outage.through(lambda: schema.bring_up_to_date(self.database))
        await self.outage.through(self._prepare)
        await self.http.start()
        await self.patience(self.application.initialize)
        await self.outage.through(self._adopt_updates)
        self.owner_link = await self.outage.through(self._ownership_link)
        self._ready = True

    async def __aexit__(self, *exc_info: object) -> None:
        await self.application.shutdown()
        for requests in (self._polls, self._calls):  # PTB leaves them open when it did not get to the end of its start
            await requests.shutdown()
        await self.http.stop()
        await self.database.close()

    async def run(self) -> None:
        """Serve until `stop`.

        Raises:
            BadRequest: Telegram does not accept the webhook's address.
        """
        if not self._ready:  # stopped while it was opening
            return
        parts = [asyncio.ensure_future(part.run()) for part in (self._intake, self.dispatcher, self.sweeper)]
        presenting = asyncio.ensure_future(self._present())
        stopping = asyncio.ensure_future(self._stopping.wait())
        done, _ = await asyncio.wait([*parts, stopping], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        presenting.cancel()
        log.info("stopping")
        await self._intake.stop()
        self.sweeper.stop()
        await self.dispatcher.stop()
        await asyncio.gather(*parts, presenting, return_exceptions=True)
        for part in done - {stopping}:
            part.result()

    async def _sweep(self, now: datetime) -> None:
        await sweeps.sweep(self.database, now)
        await self.database.leave_nothing_behind()  # where somebody was looking when it was due

    async def _next_end(self) -> datetime | None:
        """When the next question at a till runs out of time."""
        async with self.database.reading() as reading:
            return await redemptions.next_end(reading)

    def stop(self) -> None:
        """Finish what runs, then end. Also while it still waits to open."""
        self._stopping.set()
        if self._opening is not None:
            self._opening.reschedule(0.0)

    async def _process(self, update: Update) -> None:
        """Raises NotHandled: a webhook set by an earlier start calls as soon as the port is open."""
        if not self._ready:
            raise NotHandled
        await self.application.process_update(update)

    def _make_intake(self) -> Polling | Webhook:
        url, secret = self._settings.webhook_url, self._settings.webhook_secret
        if url is None or secret is None:
            return Polling(
                self.bot,
                self._polls,
                self._worker,
                self._tell_flooder,
                self.patience,
                allowed_updates=handlers.ALLOWED_UPDATES,
            )
        return Webhook(
            self.bot,
            self._worker,
            self._tell_flooder,
            self.patience,
            url=url,
            secret=secret.get_secret_value(),
            allowed_updates=handlers.ALLOWED_UPDATES,
        )

    async def _present(self) -> None:
        """Two dozen calls that nobody waits for: updates come meanwhile."""
        rules, team = await self.outage.through(self._rules_and_team)
        try:
            await self.patience(lambda: profile.present(self.bot, rules, team))
        except TelegramError as refusal:
            log.error("name, descriptions and menus stay as they are", reason=refusal.message)
        self.presented.set()

    async def _rules_and_team(self) -> tuple[Programme, Sequence[Colleague]]:
        async with self.database.reading() as reading:
            return await programme.load(reading, self._clock.now()), await membership.colleagues(reading)

    async def _measure(self) -> None:
        self._metrics.oldest_update_seconds.set(self._worker.oldest_seconds())
        await self.dispatcher.measure()

    async def _prepare(self) -> None:
        settings = self._settings
        first = Programme(
            brand=settings.brand,
            currency=settings.currency,
            timezone=settings.timezone,
            default_language=settings.default_language,
        )
        async with self.database.transaction() as transaction:
            await programme.ensure(transaction, first, self._clock.now())
            await membership.ensure_admins(transaction, settings.admin_ids)

    async def _adopt_updates(self) -> None:
        async with self.database.transaction() as transaction:
            await updates.adopt(transaction, self.bot.id)

    async def _ownership_link(self) -> str | None:
        async with self.database.transaction() as transaction:
            token = await membership.owner_link_token(transaction, self._clock.now())
        return create_deep_linked_url(self.bot.username, f"o_{token}") if token else None

    async def _tell_flooder(self, update: Update) -> None:
        user, chat = update.effective_user, update.effective_chat
        if user is None or (chat is not None and chat.type != ChatType.PRIVATE):
            return
        async with self.database.reading() as reading:
            rules = await programme.load(reading, self._clock.now())
            visitor = await membership.identify(reading, user.id)
        spoken = visitor.language if visitor else language_from_telegram(user.language_code, rules.default_language)
        words = Words(spoken, rules.currency, rules.zone)
        await self.bot.send_message(user.id, turn_texts.slow_down(words))


def _application(
    settings: Settings, polls: AiohttpRequest, calls: AiohttpRequest, limiter: TwoLaneRateLimiter
) -> BotApplication:
    """PTB's application: its objects and its dispatching; receiving and sending are ours."""
    if settings.bot_token is None:
        raise ValueError("an assistant needs a bot's token")
    api = settings.telegram_api_url
    bot = LeanBot(
        settings.bot_token.get_secret_value(),
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=calls,
        get_updates_request=polls,
        rate_limiter=limiter,
    )
    application: Any = Application.builder().bot(bot).context_types(ContextTypes(context=Context)).updater(None).build()
    return application  # type: ignore[no-any-return]
