"""One update worked on: measured, logged in one line, its errors contained."""

import asyncio
import hashlib
import secrets
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass

import structlog
from telegram import Update

from bot.engine.effort import LONGEST_WORK, Effort
from bot.engine.logs import customer_words
from bot.engine.metrics import Metrics
from bot.engine.presses import answering
from bot.engine.waiting import SharedOutage, Sleep, first_of
from storage import Unavailable

Handle = Callable[[Update], Awaitable[None]]

_log = structlog.get_logger("bot.updates")


class NotHandled(Exception):
    """We are not ready for updates yet: Telegram must keep this one."""


@dataclass(slots=True)
class Progress:
    """What is known of the update at work; handlers add to it for the log line and the figures."""

    update_id: int = 0
    kind: str = ""
    #: The id of the person in our database, else a pseudonym of their Telegram id.
    who: int | str | None = None
    handler: str | None = None
    #: done, refused, repeated, error, away, not_ready …
    result: str = "done"
    #: The class of an unforeseen error, also of one that PTB's error handlers have caught.
    error: str | None = None
    #: Why the database could not answer. Set where an exception cannot get through, such as PTB's error handlers.
    away: str | None = None


_progress: ContextVar[Progress] = ContextVar("progress")


def progress() -> Progress:
    """Of the update this task works on; a loose one outside of any."""
    found = _progress.get(None)
    return Progress() if found is None else found


class Worker:
    """Calls the handler for one update after another or for many at a time, each until it is done.

    An update that the database is away for is tried again when it is back; what else goes wrong is contained, counted,
    and never repeated.
    """

    def __init__(
        self,
        handle: Handle,
        metrics: Metrics,
        database: SharedOutage | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        longest_work: float = LONGEST_WORK,
        longest_wait: float | None = None,
    ) -> None:
        """`longest_wait`: seconds for which an update waits for the database before Telegram is left with it."""
        self._handle = handle
        self._metrics = metrics
        self._database = database or SharedOutage("the database", monotonic, sleep)
        self._monotonic = monotonic
        self._sleep = sleep
        self._longest_work = longest_work
        self._longest_wait = longest_wait
        self._stopping = asyncio.Event()
        #: Updates taken up and not finished, by their ids.
        self.under_way: dict[int, Effort] = {}
        # Lets the lines of one person be seen together, without their Telegram id being found from it.
        self._pseudonym_key = secrets.token_bytes(16)

    async def __call__(self, update: Update) -> bool:
        """Work on it. False: it must come again."""
        effort = Effort(update.update_id, self._monotonic, self._longest_work)
        self.under_way[update.update_id] = effort
        try:
            async with answering(update.callback_query):
                return await self._until_done(update, effort)
        finally:
            del self.under_way[update.update_id]

    async def _until_done(self, update: Update, effort: Effort) -> bool:
        while await self._turn(effort):
            state = await self._attempt(update, effort)
            if state.away is None:
                return state.result != "not_ready"
        return False

    def stop(self) -> None:
        """Wait for the database no more: what it is away for stays with Telegram."""
        self._stopping.set()

    def give_up(self, update_id: int, at_least: float) -> bool:
        """Give up an update that has been at work for so many seconds; whether Telegram may forget it already.

        It may when all that is left is to say something: the answer, which waits to be allowed, or the apology, which
        may hang as the work did.
        """
        effort = self.under_way.get(update_id)
        if effort is None:
            return False
        if not effort.owing and effort.worked >= at_least:
            effort.give_up()
        return effort.owing or effort.given_up

    def oldest_seconds(self) -> float:
        """How long the oldest update has been here that is at work or waits for the database."""
        arrived = [effort.arrived for effort in self.under_way.values() if not effort.owing]
        return self._monotonic() - min(arrived) if arrived else 0.0

    async def _turn(self, effort: Effort) -> bool:
        """Whether to try now: nothing is away, or it is this one that finds out. False: give up waiting."""
        if self._stopping.is_set():
            return not self._database.is_on
        if not self._database.is_on:
            return True
        waits: list[Awaitable[None]] = [self._stopped(), self._database.turn()]
        if self._longest_wait is not None:
            waits.append(self._sleep(max(0.0, effort.arrived + self._longest_wait - self._monotonic())))
        await first_of(*waits)
        late = self._longest_wait is not None and self._monotonic() >= effort.arrived + self._longest_wait
        return not self._stopping.is_set() and not late

    async def _stopped(self) -> None:
        await self._stopping.wait()

    async def _attempt(self, update: Update, effort: Effort) -> Progress:
        state = Progress(update.update_id, kind_of(update), self._pseudonym(update))
        _progress.set(state)
        customer_words.set(_words(update))
        structlog.contextvars.bind_contextvars(update_id=update.update_id)
        started = self._monotonic()
        with self._metrics.in_flight.track_inprogress():
            await self._contained(update, effort, state)
        if state.away is not None:
            self._database.failed(state.away)
        elif state.error is None:
            self._database.went_well(started)
        self._report(state, self._monotonic() - started)
        return state

    async def _contained(self, update: Update, effort: Effort, state: Progress) -> None:
        try:
            with effort.at_work():
                await self._handle(update)
        except NotHandled:
            state.result = "not_ready"
        except Unavailable as error:
            state.away = str(error)
        except Exception as error:
            state.error = type(error).__name__
            _log.exception("unforeseen error in an update", kind=state.kind)
        if effort.given_up:
            state.error = state.error or "TimeoutError"
        if state.error:
            state.result = "error"
            self._metrics.errors.labels(state.error).inc()
        if state.away is not None:
            state.result = "away"

    def _report(self, state: Progress, seconds: float) -> None:
        self._metrics.updates.labels(state.kind, state.result).inc()
        self._metrics.update_seconds.observe(seconds)
        _log.info(
            "update",
            kind=state.kind,
            who=state.who,
            handler=state.handler,
            result=state.result,
            ms=round(seconds * 1000, 1),
        )

    def _pseudonym(self, update: Update) -> str | None:
        user = update.effective_user
        if user is None:
            return None
        return "~" + hashlib.blake2s(str(user.id).encode(), key=self._pseudonym_key, digest_size=4).hexdigest()


def kind_of(update: Update) -> str:
    """`message`, `callback_query` …: the one field of it that is filled."""
    return next((kind for kind in Update.ALL_TYPES if getattr(update, kind, None) is not None), "unknown")


def _words(update: Update) -> tuple[str, ...]:
    message = update.message or update.edited_message
    said = (message.text, message.caption) if message else ()
    query = update.inline_query.query if update.inline_query else None
    return tuple(words for words in (*said, query) if words)
