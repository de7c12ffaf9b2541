"""Notices of points: receipts, refunds, corrections."""

from bot.engine.keyboards import button
from bot.engine.screens import Screen
from bot.handlers.notice import Facts, MakeScreen
from bot.handlers.purchases import texts
from bot.i18n import Words
from loyalty.programme import Programme


def receipt(words: Words, programme: Programme, facts: Facts) -> Screen:
    not_me = button(words.gettext("Not me"), "receipt", "notme", facts["purchase_id"])
    return Screen(texts.receipt(words, programme, facts), [[not_me]])


def refund(words: Words, _programme: Programme, facts: Facts) -> Screen:
    return Screen(texts.refund(words, facts))


def purchase_undone(words: Words, _programme: Programme, facts: Facts) -> Screen:
    return Screen(texts.purchase_undone(words, facts))


SCREENS: dict[str, MakeScreen] = {
    "receipt": receipt,
    "refund": refund,
    "purchase_undone": purchase_undone,
}
