"""Notices of invitations: what is on its way, what has come, what does not come after all."""

from bot.engine.screens import Screen
from bot.handlers.notice import AnyKind, Kind, Wording
from bot.handlers.referrals import reward_texts as texts
from loyalty.referrals import rewards
from loyalty.referrals.notices import RewardCancelled, RewardCapped, Rewarded, RewardNotice, RewardPending


async def pending(wording: Wording, notice: RewardPending) -> Screen:
    return Screen(texts.pending(wording.words, notice, await _name(wording, notice)))


async def rewarded(wording: Wording, notice: Rewarded) -> Screen:
    return Screen(texts.rewarded(wording.words, notice, await _name(wording, notice)))


async def cancelled(wording: Wording, notice: RewardCancelled) -> Screen:
    return Screen(texts.cancelled(wording.words, notice, await _name(wording, notice)))


async def capped(wording: Wording, notice: RewardCapped) -> Screen:
    return Screen(texts.capped(wording.words, wording.programme, await _name(wording, notice)))


async def _name(wording: Wording, notice: RewardNotice) -> str:
    return await rewards.other_side(wording.reading, notice.referral_id, notice.side)


KINDS: tuple[AnyKind, ...] = (
    Kind(RewardPending, pending),
    Kind(Rewarded, rewarded),
    Kind(RewardCancelled, cancelled),
    Kind(RewardCapped, capped),
)
