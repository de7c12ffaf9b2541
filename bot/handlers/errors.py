"""Where errors find their words. Nothing that goes wrong reaches a person as a traceback or as silence."""

import secrets

import structlog
from telegram import Update
from telegram.error import Forbidden, NetworkError

from bot.context import Context
from bot.handlers import turns
from bot.screens import Screen, send
from bot.texts import refusals
from loyalty import membership
from loyalty.errors import LoyaltyError
from storage import AlreadyHandled

log = structlog.get_logger(__name__)


async def on_error(update: object, context: Context) -> None:
    """PTB's error handler: find the words, or say sorry with a code that stands in the log."""
    match context.error:
        case LoyaltyError() as error if isinstance(update, Update):
            await send(update, context, Screen(refusals.refusal(context.words, error)))
        case AlreadyHandled() if isinstance(update, Update):
            await turns.repeated(update, context)
        case Forbidden() if isinstance(update, Update) and update.effective_user:
            await _mark_blocked(context, update.effective_user.id)
        case NetworkError() as error:
            log.warning("answer_not_delivered", error=type(error).__name__)
        case _:
            await _apologise(update, context)


async def _mark_blocked(context: Context, telegram_id: int) -> None:
    async with context.services.database.transaction() as session:
        await membership.set_blocked(session, telegram_id, True, context.now)


async def _apologise(update: object, context: Context) -> None:
    code = secrets.token_hex(3)
    log.error("unforeseen", code=code, exc_info=context.error)
    if isinstance(update, Update) and update.effective_user and hasattr(context, "words"):
        await send(update, context, Screen(refusals.apology(context.words, code)))
