"""One invitation with both its sides, and what it gives."""

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, select, update

from loyalty.referrals.model import Given, Referral
from storage import Reading, Transaction
from storage.contract import AnyColumn, AnyRow
from storage.models import ReferralState
from storage.tables import REFERRAL_MATURING, accounts, entries, people, referrals

_REFERRER_ACCOUNT, _FRIEND_ACCOUNT = accounts.alias(), accounts.alias()
_REFERRER, _FRIEND = people.alias(), people.alias()
_GIVEN = [field.name for field in fields(Given)]
_REFERRALS = (
    select(
        referrals.c.id,
        referrals.c.referrer_account_id,
        _REFERRER_ACCOUNT.c.person_id,
        func.coalesce(_REFERRER.c.first_name, ""),
        _FRIEND_ACCOUNT.c.person_id,
        func.coalesce(_FRIEND.c.first_name, ""),
        *(referrals.c[name] for name in _GIVEN),
    )
    .join(_REFERRER_ACCOUNT, _REFERRER_ACCOUNT.c.id == referrals.c.referrer_account_id)
    .join(_FRIEND_ACCOUNT, _FRIEND_ACCOUNT.c.id == referrals.c.friend_account_id)
    .outerjoin(_REFERRER, _REFERRER.c.id == _REFERRER_ACCOUNT.c.person_id)
    .outerjoin(_FRIEND, _FRIEND.c.id == _FRIEND_ACCOUNT.c.person_id)
)
_REFERRAL = _REFERRALS.where(referrals.c.id == bindparam("referral_id", type_=Integer()))
_LOCK_OPEN = _REFERRAL.where(referrals.c.state == ReferralState.JOINED).with_for_update(of=referrals)
#: Both rewards, or the friend's alone, are on their way or have come.
_REWARDING = referrals.c.state.in_([ReferralState.PENDING, ReferralState.REWARDED, ReferralState.CAPPED])
_LOCK_BY_PURCHASE = _REFERRALS.where(
    referrals.c.purchase_id == bindparam("of_purchase", type_=Integer()), _REWARDING
).with_for_update(of=referrals)
_LOCK_MATURING = (
    _REFERRALS.where(REFERRAL_MATURING, referrals.c.matures_at <= bindparam("now", type_=referrals.c.matures_at.type))
    .order_by(referrals.c.matures_at)
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(of=referrals, skip_locked=True)
)
_SAVE = update(referrals).where(referrals.c.id == bindparam("referral_id"))
_ENTRY = select(entries.c.id).where(entries.c.key == bindparam("key"))
#: The invitation that brought the account `:of_account`, as long as it has not bought anything that counts: to be
#: looked up along with other things.
OPEN_REFERRAL: AnyColumn = (
    select(referrals.c.id)
    .where(referrals.c.friend_account_id == bindparam("of_account"), referrals.c.state == ReferralState.JOINED)
    .scalar_subquery()
    .label("open_referral_id")
)


async def referral(reading: Reading, referral_id: int) -> Referral:
    return _referral((await reading.run(_REFERRAL, {"referral_id": referral_id})).one())


async def lock_open(transaction: Transaction, referral_id: int) -> Referral | None:
    """An invitation whose friend has yet to buy; None: they have, meanwhile."""
    row = (await transaction.run(_LOCK_OPEN, {"referral_id": referral_id})).one_or_none()
    return _referral(row) if row else None


async def lock_by_purchase(transaction: Transaction, purchase_id: int) -> Referral | None:
    """The invitation that this purchase rewards; None: it does not."""
    row = (await transaction.run(_LOCK_BY_PURCHASE, {"of_purchase": purchase_id})).one_or_none()
    return _referral(row) if row else None


async def lock_maturing(transaction: Transaction, now: datetime, limit: int) -> list[Referral]:
    """Those whose hold has ended and who were not told, the oldest first; those locked elsewhere wait."""
    rows = (await transaction.run(_LOCK_MATURING, {"now": now, "most": limit})).all()
    return [_referral(row) for row in rows]


async def save(transaction: Transaction, referral_id: int, given: Given) -> None:
    await transaction.later(_SAVE, {"referral_id": referral_id, **asdict(given)})


async def entry_of(reading: Reading, key: str) -> int:
    """The number of the entry with this key."""
    entry_id: int = (await reading.run(_ENTRY, {"key": key})).scalar_one()
    return entry_id


def _referral(row: AnyRow) -> Referral:
    number, account_id, referrer_id, referrer_name, friend_id, friend_name, state, *given = row
    both = Given(ReferralState(state), *given)
    return Referral(number, account_id, referrer_id, referrer_name, friend_id, friend_name, both)
