"""Notices of redemptions: the question to the customer, and how it ended, each in the place of a waiting screen."""

from datetime import datetime

from telegram import InlineKeyboardButton

from bot.engine.keyboards import button
from bot.engine.screens import Screen
from bot.handlers.notice import AnyKind, Kind, Spot, Wording
from bot.handlers.redemptions import texts
from bot.i18n import Words
from loyalty import redemptions
from loyalty.redemptions import Held
from loyalty.redemptions.notices import (
    RedemptionAsked,
    RedemptionCaptured,
    RedemptionExpired,
    RedemptionNotice,
    RedemptionReleased,
    RedemptionUnreachable,
)
from storage import Transaction
from storage.models import HoldState


def waiting_key(hold_id: int, person_id: int | None) -> str:
    """Of the screen on which either side waits for how it ends."""
    return f"{RedemptionAsked.kind}:{hold_id}:{person_id}"


def customer_screen(words: Words, held: Held) -> Screen:
    """How it stands, for the customer."""
    if held.state is not HoldState.ACTIVE:
        return Screen(texts.ended_for_customer(words, held))
    _ = words.gettext
    yes = button(texts.yes(words, held.points), "redemption", "yes", held.hold_id)
    no = button(_("No"), "redemption", "no", held.hold_id)
    return Screen(texts.question(words, held), [[yes, no]])


def staff_screen(words: Words, held: Held) -> Screen:
    """How it stands, for the member of staff who asked."""
    if held.state is HoldState.ACTIVE:
        _ = words.gettext
        take_back = [[button(_("Take it back"), "redeem", "back", held.hold_id)]]
        return Screen(texts.waiting(words, held), take_back)
    return Screen(texts.ended_for_staff(words, held), _next_steps(words, held))


async def stands(wording: Wording, notice: RedemptionNotice) -> Screen:
    """The question, or how it ended of time's doing: as it stands, for whoever reads."""
    held = await _held(wording, notice)
    if wording.person_id == held.staff_id:
        return staff_screen(wording.words, held)
    return customer_screen(wording.words, held)


async def captured(wording: Wording, notice: RedemptionCaptured) -> Screen:
    """To the member of staff: the customer said yes."""
    undo = button(wording.words.gettext("Undo"), "purchase", "undo", notice.purchase_id)
    return Screen(texts.ended_for_staff(wording.words, await _held(wording, notice)), [[undo]])


async def released(wording: Wording, notice: RedemptionReleased) -> Screen:
    """Of the other side's doing."""
    held = await _held(wording, notice)
    if wording.person_id == held.staff_id:
        return Screen(texts.refused(wording.words, held), _next_steps(wording.words, held))
    return customer_screen(wording.words, held)


async def unreachable(wording: Wording, notice: RedemptionUnreachable) -> Screen:
    held = await _held(wording, notice)
    return Screen(texts.unreachable(wording.words, held), _next_steps(wording.words, held))


async def _held(wording: Wording, notice: RedemptionNotice) -> Held:
    return await redemptions.held_now(wording.reading, notice.hold_id)


def _next_steps(words: Words, held: Held) -> list[list[InlineKeyboardButton]]:
    """The customer still stands at the till."""
    if held.state is HoldState.CAPTURED or held.card_number is None:
        return []
    _ = words.gettext
    number = held.card_number
    return [[button(_("Add purchase"), "purchase", "card", number), button(_("Take points"), "redeem", "card", number)]]


async def was_not_asked(transaction: Transaction, notice: RedemptionAsked, now: datetime) -> None:
    await redemptions.was_not_asked(transaction, notice.hold_id, now)


def _waiting(notice: RedemptionNotice, person_id: int | None) -> Spot:
    return Spot(waiting_key(notice.hold_id, person_id))


KINDS: tuple[AnyKind, ...] = (
    Kind(RedemptionAsked, stands, _waiting, was_not_asked),
    Kind(RedemptionCaptured, captured, _waiting),
    Kind(RedemptionReleased, released, _waiting),
    Kind(RedemptionExpired, stands, _waiting),
    Kind(RedemptionUnreachable, unreachable, _waiting),
)
