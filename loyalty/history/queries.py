"""All SQL of the history: a customer's lines, and the lines that have to do with one."""

from typing import Any

from sqlalchemy import Integer, Select, bindparam, case, func, select

from loyalty.history.model import Line, Related
from storage import Reading
from storage.contract import AnyRow
from storage.models import EntryKind
from storage.statements import total
from storage.tables import entries, lot_uses, lots, purchases, shops

_ACCOUNT_ID, _ENTRY_ID, _FROM_ID, _MOST = (
    bindparam(name, type_=Integer()) for name in ("account_id", "entry_id", "from_id", "most")
)
_MINE = (
    select(
        entries.c.id,
        entries.c.kind,
        entries.c.points,
        entries.c.at,
        entries.c.reason,
        entries.c.purchase_id,
        purchases.c.amount_minor,
        purchases.c.paid_minor,
        purchases.c.earn_rate_basis_points,
        purchases.c.receipt_number,
        shops.c.name,
        lots.c.remaining,
        lots.c.mature,
        lots.c.matures_at,
        lots.c.expires_at,
    )
    .outerjoin(purchases, purchases.c.id == entries.c.purchase_id)
    .outerjoin(shops, shops.c.id == purchases.c.shop_id)
    .outerjoin(lots, lots.c.entry_id == entries.c.id)
    .where(entries.c.account_id == _ACCOUNT_ID)
)
_ONE = _MINE.where(entries.c.id == _ENTRY_ID)
_OLDEST_FIRST = _MINE.order_by(entries.c.id)
_NEWEST = _MINE.order_by(entries.c.id.desc()).limit(_MOST)
_DOWN = _NEWEST.where(entries.c.id <= _FROM_ID)
_UP = (
    select(entries.c.id)
    .where(entries.c.account_id == _ACCOUNT_ID, entries.c.id > _FROM_ID)
    .order_by(entries.c.id)
    .limit(_MOST)
)
_EATEN = (
    select(entries.c.id, entries.c.kind, entries.c.at, func.abs(total(lot_uses.c.points)))
    .join(lots, lots.c.entry_id == entries.c.id)
    .join(lot_uses, lot_uses.c.lot_id == lots.c.id)
    .where(lot_uses.c.entry_id == _ENTRY_ID)
    .group_by(entries.c.id, entries.c.kind, entries.c.at)
    .order_by(entries.c.id)
)
_EATERS = (
    select(entries.c.id, entries.c.kind, entries.c.at, -total(lot_uses.c.points))
    .join(lot_uses, lot_uses.c.entry_id == entries.c.id)
    .join(lots, lots.c.id == lot_uses.c.lot_id)
    .where(lots.c.entry_id == _ENTRY_ID)
    .group_by(entries.c.id, entries.c.kind, entries.c.at)
    .order_by(entries.c.id)
)
_HELD = total(case((lot_uses.c.entry_id.is_(None), lot_uses.c.points), else_=0))
_SET_ASIDE = (
    select(func.coalesce(_HELD, 0)).join(lots, lots.c.id == lot_uses.c.lot_id).where(lots.c.entry_id == _ENTRY_ID)
)
_REVERSING = entries.alias()
_REVERSED = (
    select(entries.c.id, entries.c.kind, entries.c.at, entries.c.points)
    .join(_REVERSING, _REVERSING.c.reverses_id == entries.c.id)
    .where(_REVERSING.c.id == _ENTRY_ID)
)
_REVERSED_BY = (
    select(entries.c.id, entries.c.kind, entries.c.at, entries.c.points)
    .where(entries.c.reverses_id == _ENTRY_ID)
    .order_by(entries.c.id)
)


async def newest(reading: Reading, account_id: int, limit: int) -> list[Line]:
    """The last lines of the account, newest first."""
    return [_line(row) for row in await reading.run(_NEWEST, {"account_id": account_id, "most": limit})]


async def downwards(reading: Reading, account_id: int, from_id: int, limit: int) -> list[Line]:
    """That line of the account and those before it, newest first."""
    wanted = {"account_id": account_id, "from_id": from_id, "most": limit}
    return [_line(row) for row in await reading.run(_DOWN, wanted)]


async def numbers_above(reading: Reading, account_id: int, from_id: int, limit: int) -> list[int]:
    """Of the account's lines after that one, the oldest first."""
    wanted = {"account_id": account_id, "from_id": from_id, "most": limit}
    return list((await reading.run(_UP, wanted)).scalars())


async def all_lines(reading: Reading, account_id: int) -> list[Line]:
    """Every line of the account, oldest first."""
    return [_line(row) for row in await reading.run(_OLDEST_FIRST, {"account_id": account_id})]


async def line(reading: Reading, account_id: int, entry_id: int) -> Line | None:
    """One line; None: the account has no such line."""
    row = (await reading.run(_ONE, {"account_id": account_id, "entry_id": entry_id})).one_or_none()
    return _line(row) if row else None


async def eaten(reading: Reading, entry_id: int) -> list[Related]:
    """The credits whose lots an entry has eaten of, or given back to: points without their sign."""
    return await _related(reading, _EATEN, entry_id)


async def eaters(reading: Reading, entry_id: int) -> list[Related]:
    """The entries that have eaten of a credit's lot (points below zero), or given back to it."""
    return await _related(reading, _EATERS, entry_id)


async def set_aside(reading: Reading, entry_id: int) -> int:
    """How many of a credit's points are held at the till just now."""
    points: int = (await reading.run(_SET_ASIDE, {"entry_id": entry_id})).scalar_one()
    return points


async def reversed_by(reading: Reading, entry_id: int) -> list[Related]:
    """What takes or gives back an entry."""
    return await _related(reading, _REVERSED_BY, entry_id)


async def reverses(reading: Reading, entry_id: int) -> Related | None:
    """What an entry takes or gives back."""
    found = await _related(reading, _REVERSED, entry_id)
    return found[0] if found else None


async def _related(reading: Reading, query: Select[*tuple[Any, ...]], entry_id: int) -> list[Related]:
    rows = await reading.run(query, {"entry_id": entry_id})
    return [Related(number, EntryKind(kind), at, int(points)) for number, kind, at, points in rows]


def _line(row: AnyRow) -> Line:
    entry_id, kind, *rest = row
    return Line(entry_id, EntryKind(kind), *rest)
