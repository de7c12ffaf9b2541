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

from bot.engine.logs import customer_words
from bot.engine.metrics import Metrics

Handle = Callable[[Update], Awaitable[None]]

#: Seconds after which an update's work is given up: a hanging one must not keep others from being acknowledged.
LONGEST_WORK = 120.0

_log = structlog.get_logger("bot.updates")


class NotHandled(Exception):
    """The update could not be worked on for now (the database is away): Telegram must keep it."""


@dataclass(slots=True)
class Progress:
    """What is known of the update at work; handlers add to it for the log line and the figures."""

    update_id: int = 0
    kind: str = ""
    #: The id of the person in our database, else a pseudonym of their Telegram id.
    who: int | str | None = None
    handler: str | None = None
    #: done, refused, repeated, error, not_handled
    result: str = "done"
    #: The class of an unforeseen error, also of one that PTB's error handlers have caught.
    error: str | None = None
    #: Set where an exception cannot get through, such as PTB's error handlers: as if NotHandled had been raised.
    not_handled: bool = False


_progress: ContextVar[Progress] = ContextVar("progress")


def progress() -> Progress:
    """Of the update this task works on; a loose one outside of any."""
    found = _progress.get(None)
    return Progress() if found is None else found


class Worker:
    """Calls the handler for one update after another or for many at a time."""

    def __init__(
        self,
        handle: Handle,
        metrics: Metrics,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        longest_work: float = LONGEST_WORK,
    ) -> None:
        self._handle = handle
        self._metrics = metrics
        self._monotonic = monotonic
        self._longest_work = longest_work
        # Lets the lines of one person be seen together, without their Telegram id being found from it.
        self._pseudonym_key = secrets.token_bytes(16)

    async def __call__(self, update: Update) -> bool:
        """Work on it. False: it must come again."""
        state = Progress(update.update_id, kind_of(update), self._pseudonym(update))
        _progress.set(state)
        customer_words.set(_words(update))
        structlog.contextvars.bind_contextvars(update_id=update.update_id)
        started = self._monotonic()
        with self._metrics.in_flight.track_inprogress():
            await self._contained(update, state)
        self._report(state, self._monotonic() - started)
        return not state.not_handled

    async def _contained(self, update: Update, state: Progress) -> None:
        try:
            async with asyncio.timeout(self._longest_work):
                await self._handle(update)
        except NotHandled:
            state.not_handled = True
        except Exception as error:
            state.error = type(error).__name__
            _log.exception("unforeseen error in an update", kind=state.kind)
        if state.error:
            state.result = "error"
            self._metrics.errors.labels(state.error).inc()
        if state.not_handled:
            state.result = "not_handled"

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
