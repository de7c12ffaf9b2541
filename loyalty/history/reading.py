"""The ledger as its customer reads it: page by page, one line with all that stands behind it, and as a whole."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, case, func, select

from loyalty.actor import Actor, Permission
from loyalty.history.model import EntryUnknown
from storage import Reading
from storage.models import EntryKind
from storage.tables import entries, lot_uses, lots, purchases, shops


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger. Money in minor units of the programme's currency."""

    id: int
    kind: EntryKind
    points: int
    at: datetime
    #: In the words of the member of staff (adjustments).
    reason: str | None
    #: Of the purchase behind it, if there is one: the whole bill, and the part that was paid in money.
    purchase_id: int | None
    amount_minor: int | None
    paid_minor: int | None
    rate_basis_points: int | None
    receipt_number: str | None
    shop: str | None
    #: Of the lot it created, if it is a credit: how much is left, and its dates.
    remaining: int | None
    mature: bool | None
    matures_at: datetime | None
    expires_at: datetime | None

    @property
    def redeemed_minor(self) -> int | None:
        """How much of the bill points have paid."""
        return None if self.amount_minor is None or self.paid_minor is None else self.amount_minor - self.paid_minor


@dataclass(frozen=True, slots=True)
class Page:
    """Lines newest first, and from which line the pages beside it begin; None: there is none."""

    lines: list[Line]
    newer_from: int | None
    older_from: int | None


@dataclass(frozen=True, slots=True)
class Related:
    """Another line that has to do with one, and how many points went between them."""

    id: int
    kind: EntryKind
    at: datetime
    points: int


@dataclass(frozen=True, slots=True)
class Story:
    """A line with all that stands behind it."""

    line: Line
    #: Of a debit, the credits it ate; of a return, those it went back to.
    from_lots: list[Related]
    #: Points of a debit that were not there any more: the next credits make up for them.
    owed: int
    #: Of a credit, what became of its points; and how many are set aside at the till just now.
    went_to: list[Related]
    set_aside: int
    #: What it takes back or gives back, and what takes or gives back this one.
    reverses: Related | None
    reversed_by: list[Related]


_LINES = (
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
)


async def page(reading: Reading, actor: Actor, from_id: int | None = None, size: int = 6) -> Page:
    """The lines from `from_id` downwards; None: from the newest."""
    actor.require(Permission.USE_OWN_CARD)
    mine = _LINES.where(entries.c.account_id == actor.account_id)
    down = mine if from_id is None else mine.where(entries.c.id <= from_id)
    lines = [_line(row) for row in await reading.run(down.order_by(entries.c.id.desc()).limit(size + 1))]
    newer: list[int] = []
    if from_id is not None:
        up = select(entries.c.id).where(entries.c.account_id == actor.account_id, entries.c.id > from_id)
        newer = list((await reading.run(up.order_by(entries.c.id).limit(size))).scalars())
    older_from = lines[size].id if len(lines) > size else None
    return Page(lines[:size], newer[-1] if newer else None, older_from)


async def whole(reading: Reading, actor: Actor) -> list[Line]:
    """Every line, oldest first."""
    actor.require(Permission.USE_OWN_CARD)
    mine = _LINES.where(entries.c.account_id == actor.account_id)
    return [_line(row) for row in await reading.run(mine.order_by(entries.c.id))]


def _line(row: Row[*tuple[Any, ...]]) -> Line:
    entry_id, kind, *rest = row
    return Line(entry_id, EntryKind(kind), *rest)


async def story(reading: Reading, actor: Actor, entry_id: int) -> Story:
    """What stands behind one line.

    Raises:
        EntryUnknown: no such line, or not one of this customer's.
    """
    actor.require(Permission.USE_OWN_CARD)
    mine = _LINES.where(entries.c.account_id == actor.account_id, entries.c.id == entry_id)
    row = (await reading.run(mine)).one_or_none()
    if row is None:
        raise EntryUnknown
    line = _line(row)
    from_lots = await _related(reading, _eaten(entry_id))
    covered = sum(lot.points for lot in from_lots)
    reverses = await _related(reading, _reversed(entry_id))
    return Story(
        line,
        from_lots,
        owed=max(-line.points - covered, 0),
        went_to=await _related(reading, _eaters(entry_id)),
        set_aside=(await reading.run(_set_aside(entry_id))).scalar_one(),
        reverses=reverses[0] if reverses else None,
        reversed_by=await _related(reading, _reversing(entry_id)),
    )


Query = Select[*tuple[Any, ...]]


async def _related(reading: Reading, query: Query) -> list[Related]:
    return [Related(entry_id, EntryKind(kind), at, int(n)) for entry_id, kind, at, n in await reading.run(query)]


def _eaten(entry_id: int) -> Query:
    """The credits whose lots an entry has eaten of, or given back to: points without their sign."""
    return (
        select(entries.c.id, entries.c.kind, entries.c.at, func.abs(func.sum(lot_uses.c.points)))
        .join(lots, lots.c.entry_id == entries.c.id)
        .join(lot_uses, lot_uses.c.lot_id == lots.c.id)
        .where(lot_uses.c.entry_id == entry_id)
        .group_by(entries.c.id, entries.c.kind, entries.c.at)
        .order_by(entries.c.id)
    )


def _eaters(entry_id: int) -> Query:
    """The entries that have eaten of a credit's lot (points below zero), or given back to it."""
    return (
        select(entries.c.id, entries.c.kind, entries.c.at, -func.sum(lot_uses.c.points))
        .join(lot_uses, lot_uses.c.entry_id == entries.c.id)
        .join(lots, lots.c.id == lot_uses.c.lot_id)
        .where(lots.c.entry_id == entry_id)
        .group_by(entries.c.id, entries.c.kind, entries.c.at)
        .order_by(entries.c.id)
    )


def _set_aside(entry_id: int) -> Query:
    uses = func.sum(case((lot_uses.c.entry_id.is_(None), lot_uses.c.points), else_=0))
    return select(func.coalesce(uses, 0)).join(lots, lots.c.id == lot_uses.c.lot_id).where(lots.c.entry_id == entry_id)


def _reversed(entry_id: int) -> Query:
    reversing = entries.alias()
    return (
        select(entries.c.id, entries.c.kind, entries.c.at, entries.c.points)
        .join(reversing, reversing.c.reverses_id == entries.c.id)
        .where(reversing.c.id == entry_id)
    )


def _reversing(entry_id: int) -> Query:
    return (
        select(entries.c.id, entries.c.kind, entries.c.at, entries.c.points)
        .where(entries.c.reverses_id == entry_id)
        .order_by(entries.c.id)
    )
