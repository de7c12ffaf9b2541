"""Where errors find their words. Nothing that goes wrong reaches a person as a traceback or as silence."""

import functools
import secrets

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.context import Context, Handler
from bot.engine.intake import NotHandled, progress
from bot.engine.screens import Screen, send
from bot.handlers import turn_texts, turns
from bot.handlers.refusals import refusal
from loyalty import membership
from loyalty.refusal import LoyaltyError
from storage import AlreadyHandled

log = structlog.get_logger("bot.errors")


def guarded(handler: Handler) -> Handler:
    """The handler with an end for each of its errors."""

    @functools.wraps(handler)
    async def guard(update: Update, context: Context) -> None:
        progress().handler = f"{handler.__module__.rpartition('.')[2]}.{handler.__name__}"
        try:
            await handler(update, context)
        except (ApplicationHandlerStop, NotHandled):
            raise
        except Exception as error:
            try:
                await _find_words(update, context, error)
            except TelegramError as lost:  # the words for it got lost in turn
                await _find_words(update, context, lost)

    return guard


async def _find_words(update: Update, context: Context, error: Exception) -> None:
    match error:
        case LoyaltyError():
            progress().result = "refused"
            await send(update, context, Screen(refusal(context.words, error)))
        case AlreadyHandled():
            progress().result = "repeated"
            await turns.repeated(update, context)
        case Forbidden() if update.effective_user:
            progress().result = "blocked"
            await _mark_blocked(context, update.effective_user.id)
        case NetworkError() | RetryAfter() if not isinstance(error, BadRequest):
            progress().result = "answer_lost"
            log.warning("answer_not_delivered", reason=error.message)
        case _ if _database_away(error):
            raise NotHandled from error
        case _:
            await _apologise(update, context, error)


async def _mark_blocked(context: Context, telegram_id: int) -> None:
    async with context.services.database.transaction() as transaction:
        await membership.set_blocked(transaction, telegram_id, True, context.now)


async def _apologise(update: Update, context: Context, error: Exception) -> None:
    code = secrets.token_hex(3)
    progress().result = "error"
    log.error("unforeseen", code=code, exc_info=error)
    await send(update, context, Screen(turn_texts.apology(context.words, code)))


def _database_away(error: Exception) -> bool:
    """Whether it would go well if only the database answered."""
    return isinstance(error, OperationalError | InterfaceError | ConnectionError)


async def unserved(_update: object, context: Context) -> None:
    """PTB's own error handler: what comes through before we know who it is, and past the guard.

    Stops the update: no later handler could go on without knowing who it is.
    """
    error = context.error
    if isinstance(error, NotHandled) or (isinstance(error, Exception) and _database_away(error)):
        progress().not_handled = True
    else:
        progress().result = "error"
        log.error("unforeseen", exc_info=error)
    raise ApplicationHandlerStop
