"""All SQL of balances: the figures of an account, their dates, and the entries behind them."""

from datetime import datetime

from sqlalchemy import bindparam, func, literal, select, true, union_all

from loyalty.balances.model import Coming, Dated, Figures, KindTotal, LotLine
from loyalty.programme import IN_FORCE
from storage import Reading
from storage.contract import AnyRow
from storage.models import EntryKind
from storage.statements import total
from storage.tables import LOT_OPEN, LOT_PENDING, accounts, lots, purchases
from storage.tables import entries as entry_rows

_ACCOUNT = select(accounts.c.available, accounts.c.held, accounts.c.pending, accounts.c.shortfall, IN_FORCE).where(
    accounts.c.id == bindparam("account_id")
)
_OF_ACCOUNT = lots.c.account_id == bindparam("account_id")
#: Two reads of an index each, however many points without dates there are.
_DATED = union_all(
    select(
        literal(True).label("is_pending"),
        lots.c.matures_at.label("at"),
        lots.c.expires_at.label("until"),
        lots.c.remaining,
    ).where(_OF_ACCOUNT, LOT_PENDING),
    select(literal(False), lots.c.expires_at, lots.c.expires_at, lots.c.remaining).where(
        _OF_ACCOUNT, LOT_OPEN, lots.c.expires_at.is_not(None)
    ),
).subquery()
#: The account with each of its dates, or with none.
_OVERVIEW = _ACCOUNT.add_columns(_DATED).select_from(accounts.outerjoin(_DATED, true()))
_KINDS = (
    select(
        entry_rows.c.kind,
        total(entry_rows.c.points),
        func.count(),
        func.min(entry_rows.c.at),
        func.max(entry_rows.c.at),
        total(purchases.c.paid_minor),
        func.min(purchases.c.earn_rate_basis_points),
        func.max(purchases.c.earn_rate_basis_points),
    )
    .outerjoin(purchases, (purchases.c.id == entry_rows.c.purchase_id) & (entry_rows.c.kind == EntryKind.PURCHASE))
    .where(entry_rows.c.account_id == bindparam("account_id"))
    .group_by(entry_rows.c.kind)
    .order_by(func.min(entry_rows.c.id))
)
_LOTS = (
    select(
        entry_rows.c.kind,
        entry_rows.c.at,
        lots.c.points,
        lots.c.remaining,
        lots.c.mature,
        lots.c.matures_at,
        lots.c.expires_at,
    )
    .join(entry_rows, entry_rows.c.id == lots.c.entry_id)
    .where(lots.c.account_id == bindparam("account_id"), LOT_OPEN)
    .order_by(lots.c.id)
)


async def figures(reading: Reading, account_id: int, now: datetime) -> Figures | None:
    """One indexed read; None: there is no such account."""
    row = (await reading.run(_ACCOUNT, {"account_id": account_id, "now": now})).one_or_none()
    return Figures(*row) if row else None


async def dated(reading: Reading, account_id: int, now: datetime) -> Dated | None:
    """Everything in one statement; None: there is no such account."""
    rows = (await reading.run(_OVERVIEW, {"account_id": account_id, "now": now})).all()
    if not rows:
        return None
    first = rows[0]
    dates = [row for row in rows if row.at is not None]
    return Dated(
        Figures(first.available, first.held, first.pending, first.shortfall, first.programme),
        coming=[Coming(row.at, row.until, row.remaining) for row in dates if row.is_pending],
        expiring=[(row.at, row.remaining) for row in dates if not row.is_pending],
    )


async def kinds(reading: Reading, account_id: int) -> list[KindTotal]:
    """The account's entries by their kind, in order of first appearance."""
    return [_kind_total(row) for row in await reading.run(_KINDS, {"account_id": account_id})]


async def open_lots(reading: Reading, account_id: int) -> list[LotLine]:
    """The account's credits with points left, in the order in which they came."""
    rows = await reading.run(_LOTS, {"account_id": account_id})
    return [LotLine(EntryKind(kind), *rest) for kind, *rest in rows]


def _kind_total(row: AnyRow) -> KindTotal:
    kind, points, count, first_at, last_at, paid_minor, lowest_rate, highest_rate = row
    paid = None if paid_minor is None else int(paid_minor)
    rate = lowest_rate if lowest_rate == highest_rate else None
    return KindTotal(EntryKind(kind), int(points), count, first_at, last_at, paid, rate)
