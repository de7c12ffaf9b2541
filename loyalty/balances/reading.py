"""What a customer has, when it comes and goes, and why it is that number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, literal, select, true, union_all

from loyalty.ledger.model import AccountUnknown
from loyalty.programme import IN_FORCE, Programme, of
from storage import Reading
from storage.models import EntryKind
from storage.tables import LOT_OPEN, LOT_PENDING, accounts, lots, purchases
from storage.tables import entries as entry_rows


@dataclass(frozen=True, slots=True)
class Balance:
    """The figures of an account, in points, and what the available ones are worth in minor units of `currency`."""

    available: int
    held: int
    pending: int
    shortfall: int
    worth_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Overview:
    """A balance with its dates, each the soonest first."""

    balance: Balance
    #: (when they can be spent, points)
    pending: list[tuple[datetime, int]]
    #: (first moment at which they are gone, points)
    expiring: list[tuple[datetime, int]]


@dataclass(frozen=True, slots=True)
class KindTotal:
    """All entries of one kind. Of purchases also the money paid for, in minor units, and the rate, if it was one."""

    kind: EntryKind
    points: int
    count: int
    first_at: datetime
    last_at: datetime
    paid_minor: int | None = None
    rate_basis_points: int | None = None


@dataclass(frozen=True, slots=True)
class LotLine:
    """A credit with points left: where they came from, when they can be spent, when they are gone."""

    kind: EntryKind
    earned_at: datetime
    points: int
    remaining: int
    mature: bool
    matures_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The sum over `kinds` is available + held + pending - shortfall of `balance`."""

    balance: Balance
    kinds: list[KindTotal]
    lots: list[LotLine]


_ACCOUNT = select(accounts.c.available, accounts.c.held, accounts.c.pending, accounts.c.shortfall, IN_FORCE).where(
    accounts.c.id == bindparam("account_id")
)
_OF_ACCOUNT = lots.c.account_id == bindparam("account_id")
#: Two reads of an index each, however many points without dates there are.
_DATED = union_all(
    select(literal(True).label("is_pending"), lots.c.matures_at.label("at"), lots.c.remaining).where(
        _OF_ACCOUNT, LOT_PENDING
    ),
    select(literal(False), lots.c.expires_at, lots.c.remaining).where(
        _OF_ACCOUNT, LOT_OPEN, lots.c.expires_at.is_not(None)
    ),
).subquery()
#: The account with each of its dates, or with none.
_OVERVIEW = _ACCOUNT.add_columns(_DATED).select_from(accounts.outerjoin(_DATED, true()))
_KINDS = (
    select(
        entry_rows.c.kind,
        func.sum(entry_rows.c.points),
        func.count(),
        func.min(entry_rows.c.at),
        func.max(entry_rows.c.at),
        func.sum(purchases.c.paid_minor),
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


def of_row(row: Row[*tuple[Any, ...]], programme: Programme) -> Balance:
    """The balance out of a row of the account."""
    worth_minor = programme.worth_minor(row.available)
    return Balance(row.available, row.held, row.pending, row.shortfall, worth_minor, programme.currency)


async def balance(reading: Reading, account_id: int, now: datetime) -> Balance:
    """The figures of an account, in one indexed read.

    Raises:
        AccountUnknown: there is no such account.
    """
    row = (await reading.run(_ACCOUNT, {"account_id": account_id, "now": now})).one_or_none()
    if row is None:
        raise AccountUnknown
    return of_row(row, await of(reading, row.programme))


async def overview(reading: Reading, account_id: int, now: datetime) -> Overview:
    """The balance with its dates, as /balance shows it.

    Raises:
        AccountUnknown: there is no such account.
    """
    rows = (await reading.run(_OVERVIEW, {"account_id": account_id, "now": now})).all()
    if not rows:
        raise AccountUnknown
    pending: dict[datetime, int] = {}
    expiring: dict[datetime, int] = {}
    for row in rows:
        if row.at is not None:
            by_date = pending if row.is_pending else expiring
            by_date[row.at] = by_date.get(row.at, 0) + row.remaining
    programme = await of(reading, rows[0].programme)
    return Overview(of_row(rows[0], programme), sorted(pending.items()), sorted(expiring.items()))


async def explain(reading: Reading, account_id: int, now: datetime) -> Explanation:
    """Where the balance comes from: by kind of entry, in order of first appearance, and lot by lot.

    Raises:
        AccountUnknown: there is no such account.
    """
    figures = await balance(reading, account_id, now)
    key = {"account_id": account_id}
    kinds = [_kind_total(*row) for row in await reading.run(_KINDS, key)]
    open_lots = [LotLine(EntryKind(kind), *rest) for kind, *rest in await reading.run(_LOTS, key)]
    return Explanation(figures, kinds, open_lots)


def _kind_total(
    kind: str,
    points: int,
    count: int,
    first: datetime,
    last: datetime,
    paid: int | None,
    lowest: int | None,
    highest: int | None,
) -> KindTotal:
    rate = lowest if lowest == highest else None
    return KindTotal(EntryKind(kind), int(points), count, first, last, None if paid is None else int(paid), rate)
