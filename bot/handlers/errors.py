"""Where errors find their words. Nothing that goes wrong reaches a person as a traceback or as silence."""

import functools
import secrets
from contextlib import suppress

import structlog
from telegram import Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.context import Context, Handler
from bot.engine.effort import giving_up
from bot.engine.intake import progress
from bot.engine.screens import Screen, send
from bot.handlers import turn_texts
from bot.handlers.again import show_again
from bot.handlers.refusals import refusal
from loyalty import membership
from loyalty.refusal import LoyaltyError
from storage import AlreadyHandled, Unavailable

log = structlog.get_logger("bot.errors")


def guarded(handler: Handler) -> Handler:
    """The handler with an end for each of its errors."""

    @functools.wraps(handler)
    async def guard(update: Update, context: Context) -> None:
        progress().handler = f"{handler.__module__.rpartition('.')[2]}.{handler.__name__}"
        try:
            with giving_up():
                await handler(update, context)
        except (ApplicationHandlerStop, Unavailable):
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
            await show_again(update, context)
        case Forbidden() if update.effective_user and not _in_group(update):
            progress().result = "blocked"
            await _mark_blocked(context, update.effective_user.id)
        case NetworkError() | RetryAfter() | InvalidToken() if not isinstance(error, BadRequest):
            progress().result = "answer_lost"
            log.warning("answer_not_delivered", reason=error.message)
        case _:
            await _apologise(update, context, error)


async def _mark_blocked(context: Context, telegram_id: int) -> None:
    async with context.services.database.transaction() as transaction:
        await membership.set_blocked(transaction, telegram_id, True, context.now)


async def _apologise(update: Update, context: Context, error: BaseException | None) -> None:
    code = secrets.token_hex(3)
    progress().result = "error"
    log.error("unforeseen", code=code, exc_info=error)
    await send(update, context, Screen(turn_texts.apology(context.words, code)))


async def unserved(update: object, context: Context) -> None:
    """PTB's own error handler: what comes through before we know who it is, and past the guard.

    Only what the database was away for comes again; every other error would meet us again for ever. Stops the update:
    no later handler could go on without knowing who it is.
    """
    error = context.error
    if isinstance(error, Unavailable):
        progress().away = str(error)
    elif isinstance(update, Update) and _in_private(update):
        with suppress(TelegramError):  # nothing is left to be said, or nobody to say it to
            await _apologise(update, context, error)
    else:
        progress().result = "error"
        log.error("unforeseen", exc_info=error)
    raise ApplicationHandlerStop


def _in_group(update: Update) -> bool:
    """That we may not write there says nothing about the person."""
    chat = update.effective_chat
    return chat is not None and chat.type != ChatType.PRIVATE


def _in_private(update: Update) -> bool:
    """Whether somebody waits for an answer, in a chat of their own."""
    chat = update.effective_chat
    return chat is not None and chat.type == ChatType.PRIVATE and update.my_chat_member is None
