"""What both sides get once the friend has bought, and what becomes of it when that purchase is taken back.

A reward is credited at once as points on their way, and matures after the hold. The friend's account is locked before
the inviter's, always: as nobody is their own friend's friend, no two purchases wait for each other.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from loyalty import ledger, notices
from loyalty.ledger import LockedAccount
from loyalty.purchases.model import Bought, Reversed
from loyalty.referrals.model import NOTHING_GIVEN, Given, Referral
from loyalty.referrals.notices import RewardCancelled, RewardCapped, Rewarded, RewardNotice, RewardPending, Side
from loyalty.referrals.queries import rewards as queries
from loyalty.referrals.rules import inviter_points
from loyalty.referrals.standing import rewards_this_month
from storage import Reading, Transaction
from storage.models import EntryKind, ReferralState

#: What is looked up along with a purchase.
along = (queries.OPEN_REFERRAL,)


async def bought(transaction: Transaction, friend: LockedAccount, purchase: Bought, now: datetime) -> None:
    """The friend has paid something in money: if that counts, both rewards are on their way.

    Beyond the month's cap the inviting customer gets nothing, but the friend, who could not know of it, gets theirs.
    """
    programme = friend.programme
    minimum_minor = max(programme.referrals.minimum_purchase_minor, 1)
    open_referral_id = purchase.along.open_referral_id
    if open_referral_id is None or purchase.paid_minor < minimum_minor:
        return
    referral = await queries.lock_open(transaction, open_referral_id)
    if referral is None:
        return
    referrer = await ledger.lock(transaction, referral.referrer_account_id, now)
    points = inviter_points(programme) if referrer.person_id is not None else 0
    rewarded = await rewards_this_month(transaction, programme, referrer.id, now)
    capped = points > 0 and rewarded >= programme.referrals.monthly_cap
    waits = programme.referrals.hold_days > 0
    matures_at = now + timedelta(days=programme.referrals.hold_days)
    given = Given(
        state=ReferralState.CAPPED if capped else ReferralState.PENDING if waits else ReferralState.REWARDED,
        purchase_id=purchase.purchase_id,
        bought_at=now,
        minimum_minor=minimum_minor,
        matures_at=matures_at,
        referrer_points=0 if capped else points,
        friend_points=programme.referrals.friend_points,
        resolved_at=None if waits else now,
    )
    await queries.save(transaction, referral.id, given)
    for account, side in ((referrer, Side.REFERRER), (friend, Side.FRIEND)):
        await _credit(transaction, account, referral.id, side, given, now)
    await ledger.save(transaction, referrer)
    await _tell(transaction, replace(referral, given=given), RewardPending if waits else Rewarded, now)
    if capped:
        told = RewardCapped(referral.id, Side.REFERRER, points, matures_at, now)
        await _notify(transaction, purchase.purchase_id, referral.referrer_id, told)


async def _credit(
    transaction: Transaction, account: LockedAccount, referral_id: int, side: Side, given: Given, now: datetime
) -> None:
    if points := _points_of(given, side):
        matures_at = given.matures_at if given.resolved_at is None else None
        key = _key(referral_id, given.purchase_id, side)
        await ledger.credit(transaction, account, EntryKind.REFERRAL, points, key=key, now=now, matures_at=matures_at)


def _points_of(given: Given, side: Side) -> int:
    return given.referrer_points if side is Side.REFERRER else given.friend_points


async def taken_back(transaction: Transaction, friend: LockedAccount, purchase: Reversed, now: datetime) -> None:
    """If what is left of the money paid no longer counts, both rewards end.

    After the hold they stay. A purchase that is undone was never made: its rewards end in any case, and the friend's
    next purchase counts instead.
    """
    referral = await queries.lock_by_purchase(transaction, purchase.purchase_id)
    if referral is None:
        return
    given = referral.given
    held = given.resolved_at is None and given.matures_at is not None and now < given.matures_at
    if not purchase.undone and (not held or purchase.left_minor >= given.minimum_minor):
        return
    referrer = await ledger.lock(transaction, referral.referrer_account_id, now)
    for account, side in ((referrer, Side.REFERRER), (friend, Side.FRIEND)):
        if points := _points_of(given, side):
            await _reverse(transaction, account, points, _key(referral.id, purchase.purchase_id, side), now)
    await ledger.save(transaction, referrer)
    ended = replace(given, state=ReferralState.CANCELLED, resolved_at=now)
    await queries.save(transaction, referral.id, NOTHING_GIVEN if purchase.undone else ended)
    await _tell(transaction, referral, RewardCancelled, now, still_open=purchase.undone)


async def _reverse(transaction: Transaction, account: LockedAccount, points: int, key: str, now: datetime) -> None:
    credit_id = await queries.entry_of(transaction, key)
    await ledger.reverse(transaction, account, points, key=f"reversal:{key}", now=now, reverses_id=credit_id)


async def mature(transaction: Transaction, now: datetime, limit: int = 100) -> int:
    """Tells both sides of rewards whose hold has ended; the points themselves mature with their lots. How many."""
    matured = await queries.lock_maturing(transaction, now, limit)
    for referral in matured:
        capped = referral.given.state is ReferralState.CAPPED
        state = ReferralState.CAPPED if capped else ReferralState.REWARDED
        await queries.save(transaction, referral.id, replace(referral.given, state=state, resolved_at=now))
        await _tell(transaction, referral, Rewarded, now)
    return len(matured)


async def _tell(
    transaction: Transaction, referral: Referral, notice: type[RewardNotice], now: datetime, **more: bool
) -> None:
    """Tells each side that has points in it."""
    given = referral.given
    for side, to in ((Side.REFERRER, referral.referrer_id), (Side.FRIEND, referral.friend_id)):
        if points := _points_of(given, side):
            assert given.matures_at is not None, "points have a day"
            told = notice(referral.id, side, points, given.matures_at, now, **more)
            await _notify(transaction, given.purchase_id, to, told)


async def _notify(transaction: Transaction, purchase_id: int | None, person_id: int | None, told: RewardNotice) -> None:
    key = f"{told.kind}:{_key(told.referral_id, purchase_id, told.side)}"
    await notices.notify(transaction, person_id, told, key=key, now=told.at)


async def other_side(reading: Reading, referral_id: int, side: Side) -> str:
    """The first name of whoever invited, or was invited by, this side; empty once they have asked to be forgotten."""
    referral = await queries.referral(reading, referral_id)
    return referral.friend_name if side is Side.REFERRER else referral.referrer_name


def _key(referral_id: int, purchase_id: int | None, side: Side) -> str:
    """Once per purchase: a purchase that is undone leaves the invitation open for another."""
    return f"referral:{referral_id}:{purchase_id}:{side}"
