"""Booking on an account: credits, debits, holds, and what has become due.

Used inside loyalty only: each function here trusts that its caller has checked the rights.
"""

from datetime import datetime
from typing import Any

from loyalty.ledger import rules
from loyalty.ledger.model import AccountUnknown, LockedAccount, NotEnoughPoints, OpenLot, Portion
from loyalty.ledger.queries import accounts as account_rows
from loyalty.ledger.queries import lots as lot_rows
from loyalty.programme import of
from storage import Reading, Transaction
from storage.models import EntryKind


async def lock(transaction: Transaction, account_id: int, now: datetime) -> LockedAccount:
    """Locks the account and books what has become due on it.

    Raises:
        AccountUnknown: there is no such account.
    """
    found = await account_rows.lock(transaction, account_id, now)
    if found is None:
        raise AccountUnknown
    account = LockedAccount(
        account_id,
        await of(transaction, found.programme),
        found.person_id,
        found.available,
        found.held,
        found.pending,
        found.shortfall,
        found.lifetime_earned,
    )
    if found.due:
        await settle(transaction, account, now)
    return account


async def settle(transaction: Transaction, account: LockedAccount, now: datetime) -> None:
    """Lets mature what has waited long enough, then expire what has come to its end. Saves the account."""
    for lot_id, remaining in await account_rows.maturing(transaction, account.id, now):
        await account_rows.mature(transaction, lot_id)
        account.pending -= remaining
        account.available += remaining
    for lot_id, remaining, expired_at in await account_rows.expiring(transaction, account.id, now):
        await expire(transaction, account, lot_id, remaining, f"{lot_id}:{expired_at.isoformat()}", now)
    await account_rows.save(transaction, account)


async def expire(
    transaction: Transaction, account: LockedAccount, lot_id: int, points: int, cause: str, now: datetime
) -> None:
    """Ends `points` of a mature lot. `cause` tells this end of the lot from its other ends."""
    entry_id = await enter(transaction, account, EntryKind.EXPIRY, -points, key=f"expiry:{cause}", now=now)
    lot = OpenLot(lot_id, points, mature=True, expires_at=None)
    await take(transaction, account, [Portion(lot, points)], entry_id=entry_id)


async def forfeit(transaction: Transaction, account: LockedAccount, now: datetime) -> int:
    """Ends everything there is to spend, now or later, once and for all. Returns how many points those were."""
    portions = [Portion(lot, lot.remaining) for lot in await lot_rows.open_lots(transaction, account.id)]
    points = sum(portion.points for portion in portions)
    if points:
        key = f"forfeit:{account.id}"
        entry_id = await enter(transaction, account, EntryKind.EXPIRY, -points, key=key, now=now)
        await take(transaction, account, portions, entry_id=entry_id)
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
    await account_rows.enter(transaction, _entry(account, kind, points, key, now, cause))
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
    entry_id = await enter(transaction, account, kind, -points, key=key, now=now, **cause)
    await take(transaction, account, portions, entry_id=entry_id)


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
    await take(transaction, account, portions, hold_id=hold_id)
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
    entry_id = await enter(transaction, account, EntryKind.REDEMPTION, -points, key=key, now=now, **cause)
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


async def cover_shortfall(transaction: Transaction, account: LockedAccount) -> None:
    """Covers what is owed, oldest debt first, out of what there is."""
    if not account.shortfall or not (account.available or account.pending):
        return
    debts = await lot_rows.uncovered_debits(transaction, account.id)
    remaining = rules.take_back_order(await lot_rows.open_lots(transaction, account.id), purchase_id=None)
    for entry_id, owed in debts:
        portions = rules.eat(remaining, owed)
        await take(transaction, account, portions, entry_id=entry_id)
        account.shortfall -= sum(portion.points for portion in portions)
        remaining = rules.without(remaining, portions)


async def take(
    transaction: Transaction,
    account: LockedAccount,
    portions: list[Portion],
    *,
    entry_id: int | None = None,
    hold_id: int | None = None,
) -> None:
    """Takes the portions out of their lots and out of the account's figures."""
    await lot_rows.take(transaction, portions, entry_id=entry_id, hold_id=hold_id)
    mature = sum(portion.points for portion in portions if portion.lot.mature)
    account.available -= mature
    account.pending -= sum(portion.points for portion in portions) - mature


async def enter(
    transaction: Transaction,
    account: LockedAccount,
    kind: EntryKind,
    points: int,
    *,
    key: str,
    now: datetime,
    **cause: Any,
) -> int:
    """Writes an entry and returns its number."""
    return await account_rows.enter_for_id(transaction, _entry(account, kind, points, key, now, cause))


def _entry(
    account: LockedAccount, kind: EntryKind, points: int, key: str, now: datetime, cause: dict[str, Any]
) -> dict[str, Any]:
    return {"account_id": account.id, "kind": kind, "points": points, "key": key, "at": now, **cause}
