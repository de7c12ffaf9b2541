"""The notice of an adjustment."""

from bot.engine.screens import Screen
from bot.handlers.adjustments import texts
from bot.handlers.notice import AnyKind, Kind, Wording
from loyalty import adjustments
from loyalty.adjustments.notices import BalancePutRight


async def adjustment(wording: Wording, notice: BalancePutRight) -> Screen:
    reason = await adjustments.reason_of(wording.reading, notice.entry_id)
    return Screen(texts.adjustment(wording.words, notice, reason or ""))


KINDS: tuple[AnyKind, ...] = (Kind(BalancePutRight, adjustment),)
