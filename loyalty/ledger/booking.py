"""The points ledger. Used inside loyalty only: each function here trusts that its caller has checked the rights.

A use case locks an account, books on it and saves it:

    account = await ledger.lock(transaction, account_id, now)
    await ledger.credit(transaction, account, EntryKind.WELCOME, 100, key="welcome:7", now=now)
    await ledger.save(transaction, account)

In between, the figures of the account live in the `LockedAccount`. At every save either nothing is owed
(`shortfall == 0`) or nothing is left to cover it with (`available == pending == 0`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, insert, literal, or_, select, update

from loyalty.ledger import rules
from loyalty.ledger.model import AccountUnknown, NotEnoughPoints, OpenLot, Portion
from loyalty.ledger.queries import lots as lot_rows
from loyalty.programme import IN_FORCE, Programme, of
from storage import Reading, Transaction
from storage.models import EntryKind
from storage.tables import LOT_OPEN, LOT_PENDING, accounts, entries, lots

_NOW = bindparam("now", type_=lots.c.expires_at.type)
_OF_ACCOUNT = lots.c.account_id == bindparam("account_id")
_MATURING = and_(_OF_ACCOUNT, LOT_PENDING, lots.c.matures_at <= _NOW)
_EXPIRING = and_(_OF_ACCOUNT, LOT_OPEN, lots.c.expires_at <= _NOW, lots.c.mature)
_LOCK = (
    select(
        accounts.c.person_id,
        accounts.c.available,
        accounts.c.held,
        accounts.c.pending,
        accounts.c.shortfall,
        accounts.c.lifetime_earned,
        IN_FORCE,
        or_(
            select(literal(1)).where(_MATURING).exists(),
            select(literal(1)).where(_EXPIRING).exists(),
        ).label("due"),
    )
    .where(accounts.c.id == bindparam("account_id"))
    .with_for_update(of=accounts)
)
_SELECT_MATURING = select(lots.c.id, lots.c.remaining).where(_MATURING)
_SELECT_EXPIRING = select(lots.c.id, lots.c.remaining, lots.c.expires_at).where(_EXPIRING).order_by(lots.c.id)
_MATURE = update(lots).where(lots.c.id == bindparam("lot_id")).values(mature=True)
_INSERT_ENTRY = insert(entries).inline()
_INSERT_ENTRY_FOR_ID = insert(entries).returning(entries.c.id)
_SAVE = update(accounts).where(accounts.c.id == bindparam("account_id"))


@dataclass(slots=True)
class LockedAccount:
    """An account nobody else can change until the transaction ends, with the programme in force."""

    id: int
    programme: Programme
    person_id: int | None
    available: int
    held: int
    pending: int
    shortfall: int
    lifetime_earned: int


async def lock(transaction: Transaction, account_id: int, now: datetime) -> LockedAccount:
    """Locks the account and books what has become due on it.

    Raises:
        AccountUnknown: there is no such account.
    """
    row = (await transaction.run(_LOCK, {"account_id": account_id, "now": now})).one_or_none()
    if row is None:
        raise AccountUnknown
    account = LockedAccount(account_id, await of(transaction, row.programme), *row[:6])
    if row.due:
        await settle(transaction, account, now)
    return account


async def save(transaction: Transaction, account: LockedAccount) -> None:
    """Writes the figures of the account."""
    figures = {
        "account_id": account.id,
        "available": account.available,
        "held": account.held,
        "pending": account.pending,
        "shortfall": account.shortfall,
        "lifetime_earned": account.lifetime_earned,
    }
    await transaction.later(_SAVE, figures)


async def settle(transaction: Transaction, account: LockedAccount, now: datetime) -> None:
    """Lets mature what has waited long enough, then expire what has come to its end. Saves the account."""
    due = {"account_id": account.id, "now": now}
    for lot_id, remaining in (await transaction.run(_SELECT_MATURING, due)).all():
        await transaction.later(_MATURE, {"lot_id": lot_id})
        account.pending -= remaining
        account.available += remaining
    for lot_id, remaining, expired_at in (await transaction.run(_SELECT_EXPIRING, due)).all():
        await expire(transaction, account, lot_id, remaining, f"{lot_id}:{expired_at.isoformat()}", now)
    await save(transaction, account)


async def expire(
    transaction: Transaction, account: LockedAccount, lot_id: int, points: int, cause: str, now: datetime
) -> None:
    """Ends `points` of a mature lot. `cause` tells this end of the lot from its other ends."""
    entry_id = await _enter(transaction, account, EntryKind.EXPIRY, -points, key=f"expiry:{cause}", now=now)
    lot = OpenLot(lot_id, points, mature=True, expires_at=None)
    await _take(transaction, account, [Portion(lot, points)], entry_id=entry_id)


async def forfeit(transaction: Transaction, account: LockedAccount, now: datetime) -> int:
    """Ends everything there is to spend, now or later, once and for all. Returns how many points those were."""
    portions = [Portion(lot, lot.remaining) for lot in await lot_rows.open_lots(transaction, account.id)]
    points = sum(portion.points for portion in portions)
    if points:
        key = f"forfeit:{account.id}"
        entry_id = await _enter(transaction, account, EntryKind.EXPIRY, -points, key=key, now=now)
        await _take(transaction, account, portions, entry_id=entry_id)
    return points


async def credit(
    transaction: Transaction,
    account: LockedAccount,
    kind: EntryKind,
    points: int,
    *,
    key: str,
    now: datetime,
    matures_at: datetime | None = None,
    **cause: Any,
) -> None:
    """Books `points` more, as a lot that expires as the programme says; pending until `matures_at`, if given.

    What the account owes is covered at once. `cause`: purchase_id, staff_id, reason.
    """
    await transaction.later(_INSERT_ENTRY, _entry(account, kind, points, key, now, cause))
    await lot_rows.add(
        transaction, account.id, key, points, matures_at=matures_at, expires_at=account.programme.expires_at(now)
    )
    if matures_at is None:
        account.available += points
    else:
        account.pending += points
    if account.shortfall:
        await cover_shortfall(transaction, account)


async def debit(
    transaction: Transaction,
    account: LockedAccount,
    kind: EntryKind,
    points: int,
    *,
    key: str,
    now: datetime,
    **cause: Any,
) -> None:
    """Books `points` less, out of what can be spent.

    Raises:
        NotEnoughPoints: less than that is available.
    """
    portions = await portions_to_spend(transaction, account, points)
    entry_id = await _enter(transaction, account, kind, -points, key=key, now=now, **cause)
    await _take(transaction, account, portions, entry_id=entry_id)


async def portions_to_spend(reading: Reading, account: LockedAccount, points: int) -> list[Portion]:
    """Which lots a debit of `points` eats.

    Raises:
        NotEnoughPoints: less than that is available.
    """
    if points > account.available:
        raise NotEnoughPoints(balance=account.available, price=points)
    return rules.eat(rules.spend_order(await lot_rows.open_lots(reading, account.id)), points)


async def set_aside(transaction: Transaction, account: LockedAccount, portions: list[Portion], hold_id: int) -> None:
    """Moves points from available to held."""
    await _take(transaction, account, portions, hold_id=hold_id)
    account.held += sum(portion.points for portion in portions)


async def capture(
    transaction: Transaction,
    account: LockedAccount,
    points: int,
    *,
    hold_id: int,
    key: str,
    now: datetime,
    **cause: Any,
) -> None:
    """Books the points of a hold as redeemed."""
    entry_id = await _enter(transaction, account, EntryKind.REDEMPTION, -points, key=key, now=now, **cause)
    await lot_rows.assign_hold(transaction, hold_id, entry_id)
    account.held -= points


async def release(transaction: Transaction, account: LockedAccount, hold_id: int, now: datetime) -> None:
    """Puts the points of a hold back where they came from; a lot whose day has passed meanwhile ends now."""
    portions = await lot_rows.held_portions(transaction, hold_id)
    await lot_rows.put_back(transaction, portions, hold_id=hold_id)
    points = sum(portion.points for portion in portions)
    account.held -= points
    account.available += points
    for lot, part in ((portion.lot, portion.points) for portion in portions):
        if rules.has_ended(lot, now):
            await expire(transaction, account, lot.id, part, f"{lot.id}:hold:{hold_id}", now)
    await cover_shortfall(transaction, account)


async def take_back(
    transaction: Transaction,
    account: LockedAccount,
    points: int,
    *,
    key: str,
    now: datetime,
    purchase_id: int,
    **cause: Any,
) -> int:
    """Books the end of points a purchase had earned, pending ones first. Returns how many could not be covered."""
    order = rules.take_back_order(await lot_rows.open_lots(transaction, account.id), purchase_id)
    cause |= {"now": now, "purchase_id": purchase_id}
    return await _take_away(transaction, account, EntryKind.REFUND, points, order, key=key, **cause)


async def reverse(
    transaction: Transaction, account: LockedAccount, points: int, *, key: str, now: datetime, reverses_id: int
) -> None:
    """Books the end of a credit that is no longer due, out of its own lot first; what has been spent of it is owed."""
    order = rules.reversal_order(await lot_rows.open_lots(transaction, account.id), reverses_id)
    cause: dict[str, Any] = {"now": now, "reverses_id": reverses_id}
    await _take_away(transaction, account, EntryKind.REVERSAL, points, order, key=key, **cause)


async def _take_away(
    transaction: Transaction,
    account: LockedAccount,
    kind: EntryKind,
    points: int,
    order: list[OpenLot],
    *,
    key: str,
    now: datetime,
    **cause: Any,
) -> int:
    """Takes points out of the lots in this order. Returns how many could not be covered, and are owed."""
    portions = rules.eat(order, points)
    entry_id = await _enter(transaction, account, kind, -points, key=key, now=now, **cause)
    await _take(transaction, account, portions, entry_id=entry_id)
    uncovered = points - sum(portion.points for portion in portions)
    account.shortfall += uncovered
    return uncovered


async def give_back(
    transaction: Transaction,
    account: LockedAccount,
    points: int,
    *,
    key: str,
    now: datetime,
    debit_id: int,
    **cause: Any,
) -> None:
    """Books the return of points that a debit took, into their own lots.

    A lot that has expired meanwhile lives again for the programme's period of grace.
    """
    spent = await lot_rows.spent_portions(transaction, debit_id)
    portions = rules.eat(spent, points)
    entry_id = await _enter(
        transaction, account, EntryKind.RETURN, points, key=key, now=now, reverses_id=debit_id, **cause
    )
    await lot_rows.put_back(transaction, portions, entry_id=entry_id)
    ended = [part.lot.id for part in portions if rules.has_ended(part.lot, now)]
    await lot_rows.renew(transaction, ended, rules.end_when_returned(account.programme, now))
    account.available += points
    await cover_shortfall(transaction, account)


async def revive(
    transaction: Transaction, account: LockedAccount, points: int, *, credit_id: int, key: str, now: datetime
) -> None:
    """Books the return of at most `points` that have expired of a credit: to be taken back, not to be owed as well."""
    for expiry_id in await lot_rows.expiries_of(transaction, credit_id):
        part = min(points, sum(lot.remaining for lot in await lot_rows.spent_portions(transaction, expiry_id)))
        if part:
            await give_back(transaction, account, part, key=f"{key}:{expiry_id}", now=now, debit_id=expiry_id)
            points -= part


async def cover_shortfall(transaction: Transaction, account: LockedAccount) -> None:
    """Covers what is owed, oldest debt first, out of what there is."""
    if not account.shortfall or not (account.available or account.pending):
        return
    debts = await lot_rows.uncovered_debits(transaction, account.id)
    remaining = rules.take_back_order(await lot_rows.open_lots(transaction, account.id), purchase_id=None)
    for entry_id, owed in debts:
        portions = rules.eat(remaining, owed)
        await _take(transaction, account, portions, entry_id=entry_id)
        account.shortfall -= sum(portion.points for portion in portions)
        remaining = rules.without(remaining, portions)


async def _take(
    transaction: Transaction,
    account: LockedAccount,
    portions: list[Portion],
    *,
    entry_id: int | None = None,
    hold_id: int | None = None,
) -> None:
    await lot_rows.take(transaction, portions, entry_id=entry_id, hold_id=hold_id)
    mature = sum(portion.points for portion in portions if portion.lot.mature)
    account.available -= mature
    account.pending -= sum(portion.points for portion in portions) - mature


async def _enter(
    transaction: Transaction,
    account: LockedAccount,
    kind: EntryKind,
    points: int,
    *,
    key: str,
    now: datetime,
    **cause: Any,
) -> int:
    row = _entry(account, kind, points, key, now, cause)
    entry_id: int = (await transaction.run(_INSERT_ENTRY_FOR_ID, row)).scalar_one()
    return entry_id


def _entry(
    account: LockedAccount, kind: EntryKind, points: int, key: str, now: datetime, cause: dict[str, Any]
) -> dict[str, Any]:
    return {"account_id": account.id, "kind": kind, "points": points, "key": key, "at": now, **cause}
