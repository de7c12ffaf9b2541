"""Loyalty cards: issued, renewed, and what staff see when they scan one."""

import secrets
from datetime import datetime

from loyalty import audit
from loyalty.actor import Actor, Permission
from loyalty.balances import reckon
from loyalty.cards import guessing, queries
from loyalty.cards.model import Card, CardRevoked, CardUnknown, CustomerView, Holder, OwnCard
from loyalty.cards.rules import new_number, parse_number
from loyalty.identity import acting
from storage import Reading, Transaction


async def issue(transaction: Transaction, account_id: int, now: datetime) -> Card:
    """A new card for an account that has none that counts."""
    while True:  # until the number is one nobody has; with ten million of them, at once
        card = Card(account_id, secrets.token_urlsafe(15), new_number(secrets.SystemRandom()), now)
        if await queries.add(transaction, card):
            return card


async def current(reading: Reading, account_id: int) -> Card:
    """The account's card.

    Raises:
        CardUnknown: there is no such account.
    """
    card = await queries.current(reading, account_id)
    if card is None:
        raise CardUnknown
    return card


async def renew(transaction: Transaction, actor: Actor, now: datetime) -> Card:
    """A new card in place of one's own, which counts no more."""
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    await queries.lock_account(transaction, actor.account_id)
    await queries.revoke(transaction, actor.account_id, now)
    card = await issue(transaction, actor.account_id, now)
    await audit.record(transaction, actor, "card_renewed", f"account:{actor.account_id}", now, {"number": card.number})
    return card


async def find(reading: Reading, actor: Actor, token_or_number: str, now: datetime) -> CustomerView:
    """The customer of this card, with all they have bought summed up.

    Raises: as `holder`.
    """
    return await view(reading, await holder(reading, actor, token_or_number, now))


async def look_up(reading: Reading, actor: Actor, token_or_number: str, now: datetime) -> Holder:
    """As `holder`, of a card that has just been scanned, or whose number was typed or came with a button.

    Whoever calls tells `missed` of a CardUnknown.

    Raises: as `holder`, and
        LookUpsPaused: too many numbers that no card has were looked up for this member of staff.
    """
    actor.require(Permission.SERVE)
    if parse_number(token_or_number):
        await guessing.refuse_while_paused(reading, actor, now)
    return await holder(reading, actor, token_or_number, now)


async def holder(reading: Reading, actor: Actor, token_or_number: str, now: datetime) -> Holder:
    """Whose card it is, in one indexed read.

    Raises:
        Forbidden: not staff.
        CardUnknown: no card has this token or number.
        CardRevoked: it has been renewed since.
        OwnCard: staff do not serve themselves.
    """
    actor.require(Permission.SERVE)
    if number := parse_number(token_or_number):
        found = await queries.by_number(reading, number, now)
    else:
        found = await queries.by_token(reading, token_or_number, now)
    if found is None:
        raise CardUnknown
    if found.revoked:
        raise CardRevoked
    if found.person_id == actor.person_id:
        raise OwnCard
    return found


async def view(reading: Reading, holder: Holder) -> CustomerView:
    """The same customer as staff see them."""
    custom = await queries.custom(reading, holder.account_id)
    return CustomerView(
        account_id=holder.account_id,
        person_id=holder.person_id,
        name=holder.name,
        card_number=holder.card_number,
        member_since=holder.member_since,
        balance=await reckon(reading, holder.figures),
        purchases=custom.purchases,
        average_minor=custom.spent_minor // custom.purchases if custom.purchases else None,
        last_purchase_at=custom.last_at,
    )
