"""Notices of invitations: what is on its way, what has come, what does not come after all."""

from bot.engine.screens import Screen
from bot.handlers.notice import Facts, MakeScreen
from bot.handlers.referrals import reward_texts as texts
from bot.i18n import Words
from loyalty.programme import Programme


def pending(words: Words, _programme: Programme, facts: Facts) -> Screen:
    return Screen(texts.pending(words, facts))


def rewarded(words: Words, _programme: Programme, facts: Facts) -> Screen:
    return Screen(texts.rewarded(words, facts))


def cancelled(words: Words, _programme: Programme, facts: Facts) -> Screen:
    return Screen(texts.cancelled(words, facts))


def capped(words: Words, programme: Programme, facts: Facts) -> Screen:
    return Screen(texts.capped(words, programme, facts))


SCREENS: dict[str, MakeScreen] = {
    "referral_pending": pending,
    "referral_rewarded": rewarded,
    "referral_cancelled": cancelled,
    "referral_capped": capped,
}
