"""Notices of redemptions: the question to the customer, and how it ended, each in the place of a waiting screen."""

from datetime import datetime

from telegram import InlineKeyboardButton

from bot.engine.keyboards import button
from bot.engine.screens import Screen
from bot.handlers.notice import Facts, Follow, MakeScreen
from bot.handlers.redemptions import texts
from bot.i18n import Words
from loyalty import redemptions
from loyalty.programme import Programme
from storage import Transaction
from storage.models import HoldState


def asked(words: Words, _programme: Programme, facts: Facts) -> Screen:
    """The question to the customer."""
    _ = words.gettext
    yes = button(texts.yes(words, facts["points"]), "redemption", "yes", facts["hold_id"])
    no = button(_("No"), "redemption", "no", facts["hold_id"])
    return Screen(texts.question(words, facts), [[yes, no]])


def customer_screen(words: Words, programme: Programme, facts: Facts) -> Screen:
    """How it stands, for the customer."""
    if facts["state"] == HoldState.ACTIVE:
        return asked(words, programme, facts)
    return Screen(texts.ended_for_customer(words, facts))


def staff_screen(words: Words, facts: Facts) -> Screen:
    """How it stands, for the member of staff who asked."""
    if facts["state"] == HoldState.ACTIVE:
        _ = words.gettext
        take_back = [[button(_("Take it back"), "redeem", "back", facts["hold_id"])]]
        return Screen(texts.waiting(words, facts), take_back)
    return Screen(texts.ended_for_staff(words, facts), _next_steps(words, facts))


def ended(words: Words, programme: Programme, facts: Facts) -> Screen:
    """Of the other side's doing, or of time's: to whom it is told says `for_staff`."""
    return staff_screen(words, facts) if facts["for_staff"] else customer_screen(words, programme, facts)


def captured(words: Words, _programme: Programme, facts: Facts) -> Screen:
    """To the member of staff: the customer said yes."""
    undo = button(words.gettext("Undo"), "purchase", "undo", facts["purchase_id"])
    return Screen(texts.ended_for_staff(words, facts), [[undo]])


def released(words: Words, programme: Programme, facts: Facts) -> Screen:
    if facts["for_staff"]:
        return Screen(texts.refused(words, facts), _next_steps(words, facts))
    return customer_screen(words, programme, facts)


def unreachable(words: Words, _programme: Programme, facts: Facts) -> Screen:
    return Screen(texts.unreachable(words, facts), _next_steps(words, facts))


def _next_steps(words: Words, facts: Facts) -> list[list[InlineKeyboardButton]]:
    """The customer still stands at the till."""
    if facts["state"] == HoldState.CAPTURED or facts["card_number"] is None:
        return []
    _ = words.gettext
    number = facts["card_number"]
    return [[button(_("Add purchase"), "purchase", "card", number), button(_("Take points"), "redeem", "card", number)]]


async def was_not_asked(transaction: Transaction, facts: Facts, now: datetime) -> None:
    await redemptions.was_not_asked(transaction, facts["hold_id"], now)


SCREENS: dict[str, MakeScreen] = {
    "redemption_asked": asked,
    "redemption_captured": captured,
    "redemption_released": released,
    "redemption_expired": ended,
    "redemption_unreachable": unreachable,
}
UNDELIVERED: dict[str, Follow] = {"redemption_asked": was_not_asked}
