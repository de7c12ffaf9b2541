"""Codes, who came by whose, and what came of all one's invitations."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, insert, literal, or_, select

from loyalty.referrals.model import Code, Friend, Inviter, Newcomer, Outcome
from storage import Reading, Transaction
from storage.models import ReferralState
from storage.statements import insert_for, total
from storage.tables import accounts, people, purchases, referral_codes, referrals

_ACCOUNT_ID = bindparam("account_id", type_=Integer())
_CODE = select(referral_codes.c.token, referral_codes.c.code).where(referral_codes.c.account_id == _ACCOUNT_ID)
_TEXT = bindparam("token_or_code", type_=referral_codes.c.token.type)
_INVITER_BY = (
    select(accounts.c.id, people.c.first_name)
    .select_from(referral_codes)
    .join(accounts, accounts.c.id == referral_codes.c.account_id)
    .join(people, people.c.id == accounts.c.person_id)
    .where(or_(referral_codes.c.token == _TEXT, referral_codes.c.code == _TEXT))
)
_INVITER_OF = (
    select(people.c.first_name)
    .select_from(referrals)
    .join(accounts, accounts.c.id == referrals.c.referrer_account_id)
    .outerjoin(people, people.c.id == accounts.c.person_id)
    .where(referrals.c.friend_account_id == _ACCOUNT_ID)
)
_BOUGHT = select(literal(1)).where(
    purchases.c.account_id == accounts.c.id, purchases.c.refunded_minor < purchases.c.amount_minor
)
_NEWCOMER = (
    select(people.c.joined_at, _BOUGHT.exists())
    .join(accounts, accounts.c.person_id == people.c.id)
    .where(accounts.c.id == _ACCOUNT_ID)
)
_LOCK = (
    select(accounts.c.id)
    .where(accounts.c.id.in_(bindparam("account_ids", expanding=True)))
    .order_by(accounts.c.id)
    .with_for_update()
)
_FIRST = (
    select(referrals.c.referrer_account_id)
    .where(referrals.c.friend_account_id == _ACCOUNT_ID)
    .cte("chain", recursive=True)
)
_CHAIN = _FIRST.union(
    select(referrals.c.referrer_account_id).where(referrals.c.friend_account_id == _FIRST.c.referrer_account_id)
)
_ABOVE = select(literal(1)).where(_CHAIN.c.referrer_account_id == bindparam("above_id", type_=Integer()))
_ADD = insert(referrals).inline()

_MINE = referrals.c.referrer_account_id == _ACCOUNT_ID
_OUTCOMES = (
    select(referrals.c.state, func.count(), total(referrals.c.referrer_points)).where(_MINE).group_by(referrals.c.state)
)
_PENDING = (
    select(referrals.c.matures_at, total(referrals.c.referrer_points))
    .where(_MINE, referrals.c.state == ReferralState.PENDING, referrals.c.referrer_points > 0)
    .group_by(referrals.c.matures_at)
    .order_by(referrals.c.matures_at)
)
#: Rewards of the inviting customer that count against the month's cap.
_REWARDS = select(func.count()).where(
    _MINE,
    referrals.c.state.in_([ReferralState.PENDING, ReferralState.REWARDED]),
    referrals.c.referrer_points > 0,
    referrals.c.bought_at >= bindparam("since", type_=referrals.c.bought_at.type),
)
_FRIENDS = (
    select(
        referrals.c.id,
        func.coalesce(people.c.first_name, ""),
        referrals.c.state,
        referrals.c.joined_at,
        referrals.c.matures_at,
        referrals.c.referrer_points,
    )
    .join(accounts, accounts.c.id == referrals.c.friend_account_id)
    .outerjoin(people, people.c.id == accounts.c.person_id)
    .where(_MINE)
    .order_by(referrals.c.id.desc())
    .limit(bindparam("most", type_=Integer()))
)
_FRIENDS_BEFORE = _FRIENDS.where(referrals.c.id < bindparam("before_id", type_=Integer()))


async def code_of(reading: Reading, account_id: int) -> Code | None:
    row = (await reading.run(_CODE, {"account_id": account_id})).one_or_none()
    return Code(*row) if row else None


async def offer_code(transaction: Transaction, account_id: int, code: Code, now: datetime) -> None:
    """Gives the account this code, unless it has one or the code is taken."""
    row = {"account_id": account_id, "token": code.token, "code": code.code, "created_at": now}
    await transaction.later(insert_for(transaction, referral_codes).inline().on_conflict_do_nothing(), row)


async def inviter_by(reading: Reading, token_or_code: str) -> Inviter | None:
    """Who invites with it."""
    row = (await reading.run(_INVITER_BY, {"token_or_code": token_or_code})).one_or_none()
    return Inviter(*row) if row else None


async def inviter_of(reading: Reading, account_id: int) -> str | None:
    """The first name of who brought the account, empty if they are forgotten; None: nobody did."""
    row = (await reading.run(_INVITER_OF, {"account_id": account_id})).one_or_none()
    return (row.first_name or "") if row else None


async def newcomer(reading: Reading, account_id: int) -> Newcomer:
    return Newcomer(*(await reading.run(_NEWCOMER, {"account_id": account_id})).one())


async def lock_accounts(transaction: Transaction, *account_ids: int) -> None:
    """Two who invite each other at the same moment must not both succeed."""
    await transaction.run(_LOCK, {"account_ids": list(account_ids)})


async def brought(reading: Reading, above_id: int, account_id: int) -> bool:
    """Whether `account_id` came by an invitation of `above_id`, or of one of those whom that one brought."""
    return (await reading.run(_ABOVE, {"account_id": account_id, "above_id": above_id})).first() is not None


async def add(transaction: Transaction, referrer_account_id: int, friend_account_id: int, now: datetime) -> None:
    """The friend has come; nothing is bought yet."""
    row = {
        "referrer_account_id": referrer_account_id,
        "friend_account_id": friend_account_id,
        "state": ReferralState.JOINED,
        "joined_at": now,
        "minimum_minor": 0,
        "referrer_points": 0,
        "friend_points": 0,
    }
    await transaction.later(_ADD, row)


async def outcomes(reading: Reading, account_id: int) -> Mapping[ReferralState, Outcome]:
    """What the invitations of an account have come to, by their state."""
    rows = await reading.run(_OUTCOMES, {"account_id": account_id})
    found = {ReferralState(state): Outcome(count, int(points)) for state, count, points in rows}
    return defaultdict(Outcome, found)


async def pending(reading: Reading, account_id: int) -> list[tuple[datetime, int]]:
    """(when they can be spent, points) of rewards that wait, the soonest first."""
    return [(at, int(points)) for at, points in await reading.run(_PENDING, {"account_id": account_id})]


async def count_rewards(reading: Reading, account_id: int, since: datetime) -> int:
    """How many friends who bought since then have brought the account points, or are about to."""
    count: int = (await reading.run(_REWARDS, {"account_id": account_id, "since": since})).scalar_one()
    return count


async def friends(reading: Reading, account_id: int, before_id: int | None, limit: int) -> list[Friend]:
    """Those the account has brought, the newest first; None: from the last one."""
    wanted = {"account_id": account_id, "most": limit} | ({} if before_id is None else {"before_id": before_id})
    rows = await reading.run(_FRIENDS if before_id is None else _FRIENDS_BEFORE, wanted)
    return [Friend(number, name, ReferralState(state), *rest) for number, name, state, *rest in rows]
