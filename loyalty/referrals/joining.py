"""Who becomes whose friend. Existing customers do not: an invitation brings somebody who was not there."""

from datetime import datetime, timedelta

from loyalty.actor import Actor, Permission
from loyalty.identity import acting
from loyalty.referrals.model import (
    NEWCOMER_DAYS,
    AlreadyInvited,
    Inviter,
    NotANewcomer,
    OwnReferral,
    ReferralCircle,
    ReferralUnknown,
)
from loyalty.referrals.queries import invitations as queries
from storage import Reading, Transaction


async def welcome(transaction: Transaction, actor: Actor, token: str, now: datetime) -> None:
    """Records who invited somebody who has just joined, in the transaction of that.

    `token` follows `r_` in the link. One that is not known makes nobody's joining fail.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    found = await queries.inviter_by(transaction, token)
    if found is not None:
        await queries.add(transaction, found.account_id, actor.account_id, now)


async def accept(transaction: Transaction, actor: Actor, token_or_code: str, now: datetime) -> str:
    """Makes the actor, who has joined without an invitation, a friend after all. Returns the inviter's first name.

    Raises:
        ReferralUnknown: nobody invites with it.
        OwnReferral: the actor does.
        ReferralCircle: the actor has invited the inviter, or somebody who did.
        AlreadyInvited, NotANewcomer: too late for the actor.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    found = await queries.inviter_by(transaction, token_or_code)
    if found is None:
        raise ReferralUnknown
    if found.account_id == actor.account_id:
        raise OwnReferral
    # Before the lock too: else two who lock the other way round may wait for each other.
    await _require_friend(transaction, found, actor, now)
    await queries.lock_accounts(transaction, found.account_id, actor.account_id)
    await _require_friend(transaction, found, actor, now)
    await queries.add(transaction, found.account_id, actor.account_id, now)
    return found.first_name


async def _require_friend(reading: Reading, inviting: Inviter, actor: Actor, now: datetime) -> None:
    if await queries.brought(reading, actor.account_id, inviting.account_id):
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
    customer = await queries.newcomer(reading, actor.account_id)
    if customer.bought or now - customer.joined_at > timedelta(days=NEWCOMER_DAYS):
        raise NotANewcomer(bought=customer.bought, days=NEWCOMER_DAYS)


async def inviter(reading: Reading, actor: Actor) -> str | None:
    """The first name of whoever invited the actor, empty once they have asked to be forgotten; None: nobody did."""
    actor.require(Permission.USE_OWN_CARD)
    return await queries.inviter_of(reading, actor.account_id)
