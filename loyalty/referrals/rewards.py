"""What both sides get once the friend has bought, and what becomes of it when that purchase is taken back.

A reward is credited at once as points on their way, and matures after the hold. The friend's account is locked before
the inviter's, always: as nobody is their own friend's friend, no two purchases wait for each other.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, select, update

from loyalty import ledger, notices
from loyalty.ledger import LockedAccount
from loyalty.purchases.model import Bought, Reversed
from loyalty.referrals.notices import RewardCancelled, RewardCapped, Rewarded, RewardNotice, RewardPending, Side
from loyalty.referrals.rules import inviter_points
from loyalty.referrals.standing import rewards_this_month
from storage import Reading, Transaction
from storage.models import EntryKind, ReferralState
from storage.tables import REFERRAL_MATURING, accounts, entries, people, referrals

_REFERRER_ACCOUNT, _FRIEND_ACCOUNT = accounts.alias(), accounts.alias()
_REFERRER, _FRIEND = people.alias(), people.alias()
_SELECT = (
    select(
        referrals,
        _REFERRER_ACCOUNT.c.person_id.label("referrer_id"),
        _REFERRER.c.first_name.label("referrer_name"),
        _FRIEND_ACCOUNT.c.person_id.label("friend_id"),
        _FRIEND.c.first_name.label("friend_name"),
    )
    .join(_REFERRER_ACCOUNT, _REFERRER_ACCOUNT.c.id == referrals.c.referrer_account_id)
    .join(_FRIEND_ACCOUNT, _FRIEND_ACCOUNT.c.id == referrals.c.friend_account_id)
    .outerjoin(_REFERRER, _REFERRER.c.id == _REFERRER_ACCOUNT.c.person_id)
    .outerjoin(_FRIEND, _FRIEND.c.id == _FRIEND_ACCOUNT.c.person_id)
)
#: The invitation that brought a customer, as long as they have not bought anything that counts.
along: tuple[ColumnElement[Any], ...] = (
    select(referrals.c.id)
    .where(referrals.c.friend_account_id == bindparam("of_account"), referrals.c.state == ReferralState.JOINED)
    .scalar_subquery()
    .label("open_referral_id"),
)
_UPDATE = update(referrals).where(referrals.c.id == bindparam("referral_id"))
#: Both rewards, or the friend's alone, are on their way or have come.
_GIVEN = referrals.c.state.in_([ReferralState.PENDING, ReferralState.REWARDED, ReferralState.CAPPED])


async def bought(transaction: Transaction, friend: LockedAccount, purchase: Bought, now: datetime) -> None:
    """The friend has paid something in money: if that counts, both rewards are on their way.

    Beyond the month's cap the inviting customer gets nothing, but the friend, who could not know of it, gets theirs.
    """
    programme = friend.programme
    minimum_minor = max(programme.referrals.minimum_purchase_minor, 1)
    open_referral_id = purchase.along.open_referral_id
    if open_referral_id is None or purchase.paid_minor < minimum_minor:
        return
    found = _SELECT.where(referrals.c.id == open_referral_id, referrals.c.state == ReferralState.JOINED)
    referral = (await transaction.run(found.with_for_update(of=referrals))).one_or_none()
    if referral is None:
        return
    referrer = await ledger.lock(transaction, referral.referrer_account_id, now)
    points = inviter_points(programme) if referrer.person_id is not None else 0
    rewarded = await rewards_this_month(transaction, programme, referrer.id, now)
    capped = points > 0 and rewarded >= programme.referrals.monthly_cap
    waits = programme.referrals.hold_days > 0
    given: dict[str, Any] = {
        "state": ReferralState.CAPPED if capped else ReferralState.PENDING if waits else ReferralState.REWARDED,
        "purchase_id": purchase.purchase_id,
        "bought_at": now,
        "minimum_minor": minimum_minor,
        "matures_at": now + timedelta(days=programme.referrals.hold_days),
        "referrer_points": 0 if capped else points,
        "friend_points": programme.referrals.friend_points,
        "resolved_at": None if waits else now,
    }
    await transaction.later(_UPDATE, {"referral_id": referral.id} | given)
    for account, side in ((referrer, Side.REFERRER), (friend, Side.FRIEND)):
        await _credit(transaction, account, referral.id, side, given, now)
    await ledger.save(transaction, referrer)
    await _tell(transaction, referral, RewardPending if waits else Rewarded, given, now)
    if capped:
        told = RewardCapped(referral.id, Side.REFERRER, points, given["matures_at"], now)
        await _notify(transaction, purchase.purchase_id, referral.referrer_id, told)


async def _credit(
    transaction: Transaction, account: LockedAccount, referral_id: int, side: Side, given: dict[str, Any], now: datetime
) -> None:
    if points := given[f"{side}_points"]:
        matures_at = given["matures_at"] if given["resolved_at"] is None else None
        key = _key(referral_id, given["purchase_id"], side)
        await ledger.credit(transaction, account, EntryKind.REFERRAL, points, key=key, now=now, matures_at=matures_at)


async def taken_back(transaction: Transaction, friend: LockedAccount, purchase: Reversed, now: datetime) -> None:
    """If what is left of the money paid no longer counts, both rewards end.

    After the hold they stay. A purchase that is undone was never made: its rewards end in any case, and the friend's
    next purchase counts instead.
    """
    found = _SELECT.where(referrals.c.purchase_id == purchase.purchase_id, _GIVEN)
    referral = (await transaction.run(found.with_for_update(of=referrals))).one_or_none()
    if referral is None:
        return
    held = referral.resolved_at is None and now < referral.matures_at
    if not purchase.undone and (not held or purchase.left_minor >= referral.minimum_minor):
        return
    referrer = await ledger.lock(transaction, referral.referrer_account_id, now)
    for account, side, points in (
        (referrer, Side.REFERRER, referral.referrer_points),
        (friend, Side.FRIEND, referral.friend_points),
    ):
        if points:
            await _reverse(transaction, account, points, _key(referral.id, purchase.purchase_id, side), now)
    await ledger.save(transaction, referrer)
    end = _REOPENED if purchase.undone else {"state": ReferralState.CANCELLED, "resolved_at": now}
    await transaction.later(_UPDATE, {"referral_id": referral.id} | end)
    await _tell(transaction, referral, RewardCancelled, dict(referral._mapping), now, still_open=purchase.undone)


_REOPENED: dict[str, Any] = {
    "state": ReferralState.JOINED,
    "purchase_id": None,
    "bought_at": None,
    "minimum_minor": 0,
    "matures_at": None,
    "referrer_points": 0,
    "friend_points": 0,
    "resolved_at": None,
}


async def _reverse(transaction: Transaction, account: LockedAccount, points: int, key: str, now: datetime) -> None:
    credit_id = (await transaction.run(select(entries.c.id).where(entries.c.key == key))).scalar_one()
    await ledger.reverse(transaction, account, points, key=f"reversal:{key}", now=now, reverses_id=credit_id)


async def mature(transaction: Transaction, now: datetime, limit: int = 100) -> int:
    """Tells both sides of rewards whose hold has ended; the points themselves mature with their lots. How many."""
    due = _SELECT.where(REFERRAL_MATURING, referrals.c.matures_at <= now).order_by(referrals.c.matures_at).limit(limit)
    matured = (await transaction.run(due.with_for_update(of=referrals, skip_locked=True))).all()
    for referral in matured:
        state = ReferralState.REWARDED if referral.state == ReferralState.PENDING else referral.state
        await transaction.later(_UPDATE, {"referral_id": referral.id, "state": state, "resolved_at": now})
        await _tell(transaction, referral, Rewarded, dict(referral._mapping), now)
    return len(matured)


async def _tell(
    transaction: Transaction,
    referral: Row[*tuple[Any, ...]],
    notice: type[RewardNotice],
    given: dict[str, Any],
    now: datetime,
    **more: bool,
) -> None:
    """Tells each side that has points in it."""
    for side, to in ((Side.REFERRER, referral.referrer_id), (Side.FRIEND, referral.friend_id)):
        if points := given[f"{side}_points"]:
            told = notice(referral.id, side, points, given["matures_at"], now, **more)
            await _notify(transaction, given["purchase_id"], to, told)


async def _notify(transaction: Transaction, purchase_id: int, person_id: int | None, told: RewardNotice) -> None:
    key = f"{told.kind}:{_key(told.referral_id, purchase_id, told.side)}"
    await notices.notify(transaction, person_id, told, key=key, now=told.at)


async def other_side(reading: Reading, referral_id: int, side: Side) -> str:
    """The first name of whoever invited, or was invited by, this side; empty once they have asked to be forgotten."""
    row = (await reading.run(_SELECT.where(referrals.c.id == referral_id))).one()
    return (row.friend_name if side is Side.REFERRER else row.referrer_name) or ""


def _key(referral_id: int, purchase_id: int, side: Side) -> str:
    """Once per purchase: a purchase that is undone leaves the invitation open for another."""
    return f"referral:{referral_id}:{purchase_id}:{side}"
