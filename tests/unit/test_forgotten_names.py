"""Whoever has asked to be forgotten has no name: what is said of them is a whole sentence without one."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.handlers.complaints import desk_texts
from bot.handlers.complaints import texts as complaints
from bot.handlers.complaints.refusals import complaint_taken
from bot.handlers.redemptions import texts as redemptions
from bot.handlers.referrals import reward_texts
from bot.handlers.referrals import texts as referrals
from bot.handlers.referrals.refusals import already_invited, referral_circle
from bot.i18n import LANGUAGES, Words
from loyalty.complaints.model import ComplaintTaken
from loyalty.complaints.notices import ComplaintAnswered, ComplaintSolved, ComplaintTakenUp, DeskSettled, Outcome
from loyalty.programme import Programme
from loyalty.redemptions import Held
from loyalty.referrals.model import AlreadyInvited, ReferralCircle
from loyalty.referrals.notices import RewardCancelled, Rewarded, RewardPending, Side
from storage.models import HoldState

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
PROGRAMME = Programme(brand="Zorg", currency="ZAR", timezone="Africa/Johannesburg", default_language="en")


def held(name: str, state: HoldState) -> Held:
    return Held(1, 2, 3, name, None, 4, "Zorg", 2_000, 300, 300, 1_700, state, NOW, None)


def rewards(words: Words, name: str) -> list[str]:
    said = []
    for side in Side:
        figures = (1, side, 500, NOW, NOW)
        said += [
            reward_texts.pending(words, RewardPending(*figures), name),
            reward_texts.rewarded(words, Rewarded(*figures), name),
            reward_texts.cancelled(words, RewardCancelled(*figures, True), name),
            reward_texts.cancelled(words, RewardCancelled(*figures, False), name),
        ]
    return [*said, reward_texts.capped(words, PROGRAMME, name), referrals.invited(words, PROGRAMME, name)]


def of_redemptions(words: Words, name: str) -> list[str]:
    states = [HoldState.CAPTURED, HoldState.EXPIRED, HoldState.RELEASED]
    one = held(name, HoldState.ACTIVE)
    return [
        redemptions.waiting(words, one),
        redemptions.refused(words, one),
        redemptions.unreachable(words, one),
        *(redemptions.ended_for_staff(words, held(name, state)) for state in states),
    ]


def of_complaints(words: Words, name: str) -> list[str]:
    return [
        complaints.taken(words, ComplaintTakenUp(7, 1), name),
        complaints.answer(words, ComplaintAnswered(7, 1, 1, False, False), name, "Sorry", 100),
        complaints.answer(words, ComplaintAnswered(7, 1, 1, True, False), name, "Sorry", 100),
        complaints.solved(words, ComplaintSolved(7, 1), name),
        desk_texts.settled(words, DeskSettled(7, Outcome.TAKEN, 1, NOW, NOW), name),
        desk_texts.settled(words, DeskSettled(7, Outcome.ANSWERED, 1, NOW, NOW), name),
    ]


def refusals(words: Words, name: str) -> list[str]:
    return [
        complaint_taken(words, ComplaintTaken(name)),
        referral_circle(words, ReferralCircle(name)),
        already_invited(words, AlreadyInvited(name)),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("said", [rewards, of_redemptions, of_complaints, refusals])
def test_it_is_a_sentence_without_a_name(language: str, said: Callable[[Words, str], list[str]]) -> None:
    """No gap stays where the name would be, and nobody is called by a word put in its place."""
    words = Words(language, "ZAR", ZoneInfo("Africa/Johannesburg"))
    named, unnamed = said(words, "Anna"), said(words, "")
    for text, without in zip(named, unnamed, strict=True):
        assert without
        assert not re.search(r"<b></b>|\(\)|  |\{name\}|^[^\w]*[:,;]", without), without
        assert ("Anna" in text) == (text != without)
