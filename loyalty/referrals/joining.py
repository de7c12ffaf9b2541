"""Who becomes whose friend. Existing customers do not: an invitation brings somebody who was not there."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, literal, or_, select

from loyalty.actor import Actor, Permission
from loyalty.referrals.model import AlreadyInvited, NotANewcomer, OwnReferral, ReferralCircle, ReferralUnknown
from storage import Reading, Transaction
from storage.models import ReferralState
from storage.tables import accounts, people, purchases, referral_codes, referrals

#: Somebody who joined without an invitation may still name one for so many days, before their first purchase.
NEWCOMER_DAYS = 7

_INVITER = (
    select(accounts.c.id.label("account_id"), people.c.first_name)
    .join(accounts, accounts.c.id == referral_codes.c.account_id)
    .join(people, people.c.id == accounts.c.person_id)
)
_BOUGHT = select(literal(1)).where(
    purchases.c.account_id == accounts.c.id, purchases.c.refunded_minor < purchases.c.amount_minor
)


async def welcome(transaction: Transaction, actor: Actor, token: str, now: datetime) -> None:
    """Records who invited somebody who has just joined, in the transaction of that.

    `token` follows `r_` in the link. One that is not known makes nobody's joining fail.
    """
    actor.require(Permission.USE_OWN_CARD)
    found = await _find(transaction, token)
    if found is not None:
        await _record(transaction, found.account_id, actor, now)


async def accept(transaction: Transaction, actor: Actor, token_or_code: str, now: datetime) -> str:
    """Makes the actor, who has joined without an invitation, a friend after all. Returns the inviter's first name.

    Raises:
        ReferralUnknown: nobody invites with it.
        OwnReferral: the actor does.
        ReferralCircle: the actor has invited the inviter, or somebody who did.
        AlreadyInvited, NotANewcomer: too late for the actor.
    """
    actor.require(Permission.USE_OWN_CARD)
    found = await _find(transaction, token_or_code)
    if found is None:
        raise ReferralUnknown
    if found.account_id == actor.account_id:
        raise OwnReferral
    await _require_friend(
        transaction, found, actor, now
    )  # else two who lock the other way round may wait for each other
    await _lock(transaction, found.account_id, actor.account_id)
    await _require_friend(transaction, found, actor, now)
    await _record(transaction, found.account_id, actor, now)
    return str(found.first_name)


async def _require_friend(reading: Reading, inviting: Row[*tuple[Any, ...]], actor: Actor, now: datetime) -> None:
    if await _invited_by(reading, inviting.account_id, actor.account_id):
        raise ReferralCircle(inviting.first_name)
    await require_newcomer(reading, actor, now)


async def require_newcomer(reading: Reading, actor: Actor, now: datetime) -> None:
    """Whether the actor may still name who invited them.

    Raises:
        AlreadyInvited: they have been invited.
        NotANewcomer: they have bought something, or joined too long ago.
    """
    actor.require(Permission.USE_OWN_CARD)
    if (by := await inviter(reading, actor)) is not None:
        raise AlreadyInvited(by)
    statement = (
        select(people.c.joined_at, _BOUGHT.exists().label("bought"))
        .join(accounts, accounts.c.person_id == people.c.id)
        .where(accounts.c.id == actor.account_id)
    )
    customer = (await reading.run(statement)).one()
    if customer.bought or now - customer.joined_at > timedelta(days=NEWCOMER_DAYS):
        raise NotANewcomer(bought=customer.bought, days=NEWCOMER_DAYS)


async def inviter(reading: Reading, actor: Actor) -> str | None:
    """The first name of whoever invited the actor, empty once they have asked to be forgotten; None: nobody did."""
    actor.require(Permission.USE_OWN_CARD)
    statement = (
        select(people.c.first_name)
        .select_from(referrals)
        .join(accounts, accounts.c.id == referrals.c.referrer_account_id)
        .outerjoin(people, people.c.id == accounts.c.person_id)
        .where(referrals.c.friend_account_id == actor.account_id)
    )
    row = (await reading.run(statement)).one_or_none()
    return (row.first_name or "") if row else None


async def _find(reading: Reading, token_or_code: str) -> Row[*tuple[Any, ...]] | None:
    known = or_(referral_codes.c.token == token_or_code, referral_codes.c.code == token_or_code)
    return (await reading.run(_INVITER.where(known))).one_or_none()


async def _lock(transaction: Transaction, *account_ids: int) -> None:
    """Two who invite each other at the same moment must not both succeed."""
    both = select(accounts.c.id).where(accounts.c.id.in_(account_ids)).order_by(accounts.c.id)
    await transaction.run(both.with_for_update())


async def _invited_by(reading: Reading, account_id: int, ancestor_id: int) -> bool:
    """Whether the account came by an invitation of the other, or of one of those whom the other brought."""
    chain = (
        select(referrals.c.referrer_account_id)
        .where(referrals.c.friend_account_id == account_id)
        .cte("chain", recursive=True)
    )
    chain = chain.union(
        select(referrals.c.referrer_account_id).where(referrals.c.friend_account_id == chain.c.referrer_account_id)
    )
    above = select(literal(1)).where(chain.c.referrer_account_id == ancestor_id)
    return (await reading.run(above)).first() is not None


async def _record(transaction: Transaction, referrer_account_id: int, friend: Actor, now: datetime) -> None:
    row = {
        "referrer_account_id": referrer_account_id,
        "friend_account_id": friend.account_id,
        "state": ReferralState.JOINED,
        "joined_at": now,
        "minimum_minor": 0,
        "referrer_points": 0,
        "friend_points": 0,
    }
    await transaction.run(insert(referrals), row)
