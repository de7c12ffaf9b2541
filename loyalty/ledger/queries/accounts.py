"""Rows of accounts and of entries, and what has become due on an account."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, and_, bindparam, insert, literal, or_, select, union, update

from loyalty.ledger.model import Found, LockedAccount
from loyalty.programme import IN_FORCE
from storage import Reading, Transaction
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
_WITH_DUE_LOTS = union(
    select(lots.c.account_id).where(LOT_PENDING, lots.c.matures_at <= _NOW),
    select(lots.c.account_id).where(LOT_OPEN, lots.c.expires_at <= _NOW, lots.c.mature),
).limit(bindparam("most", type_=Integer()))
_LOCK_DUE = select(accounts.c.id).where(accounts.c.id.in_(_WITH_DUE_LOTS)).with_for_update(skip_locked=True)
_SELECT_MATURING = select(lots.c.id, lots.c.remaining).where(_MATURING)
_SELECT_EXPIRING = select(lots.c.id, lots.c.remaining, lots.c.expires_at).where(_EXPIRING).order_by(lots.c.id)
_MATURE = update(lots).where(lots.c.id == bindparam("lot_id")).values(mature=True)
_INSERT_ENTRY = insert(entries).inline()
_INSERT_ENTRY_FOR_ID = insert(entries).returning(entries.c.id)
_SAVE = update(accounts).where(accounts.c.id == bindparam("account_id"))


async def lock(transaction: Transaction, account_id: int, now: datetime) -> Found | None:
    """The account, which nobody else changes until the transaction ends; None: there is none. One statement."""
    row = (await transaction.run(_LOCK, {"account_id": account_id, "now": now})).one_or_none()
    return Found(*row) if row else None


async def lock_due(transaction: Transaction, now: datetime, limit: int) -> list[int]:
    """Up to `limit` accounts on which something has become due; those locked elsewhere wait for next time."""
    return list((await transaction.run(_LOCK_DUE, {"now": now, "most": limit})).scalars())


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


async def maturing(reading: Reading, account_id: int, now: datetime) -> list[tuple[int, int]]:
    """(lot, points left) of those that have waited long enough."""
    rows = await reading.run(_SELECT_MATURING, {"account_id": account_id, "now": now})
    return [(lot_id, remaining) for lot_id, remaining in rows]


async def mature(transaction: Transaction, lot_id: int) -> None:
    await transaction.later(_MATURE, {"lot_id": lot_id})


async def expiring(reading: Reading, account_id: int, now: datetime) -> list[tuple[int, int, datetime]]:
    """(lot, points left, its end) of those that have come to their end, the oldest first."""
    rows = await reading.run(_SELECT_EXPIRING, {"account_id": account_id, "now": now})
    return [(lot_id, remaining, expired_at) for lot_id, remaining, expired_at in rows]


async def enter(transaction: Transaction, entry: dict[str, Any]) -> None:
    """Writes an entry whose number nobody needs."""
    await transaction.later(_INSERT_ENTRY, entry)


async def enter_for_id(transaction: Transaction, entry: dict[str, Any]) -> int:
    """Writes an entry and returns its number."""
    entry_id: int = (await transaction.run(_INSERT_ENTRY_FOR_ID, entry)).scalar_one()
    return entry_id
