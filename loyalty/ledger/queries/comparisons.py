"""Every figure of the books that is kept twice, compared over the whole database."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, null, or_, select, union_all

from loyalty.ledger.model import Difference
from storage import Reading
from storage.models import EntryKind, HoldState, ReferralState
from storage.tables import accounts, entries, holds, lot_uses, lots, purchases, referrals, refunds

#: (account, row or nothing, expected, found)
Figures = Select[*tuple[Any, ...]]


def _sum(column: ColumnElement[Any], where: ColumnElement[bool] | None = None) -> ColumnElement[int]:
    return func.coalesce(func.sum(column if where is None else case((where, column), else_=0)), 0)


def _of_account(expected: Figures, found: ColumnElement[int]) -> Figures:
    """A figure of the account against a sum per account, given as (account_id, total)."""
    sums = expected.subquery()
    total = func.coalesce(sums.c.total, 0)
    figures: Figures = (
        select(accounts.c.id, null(), total, found)
        .outerjoin(sums, sums.c.account_id == accounts.c.id)
        .where(total != found)
    )
    return figures


def _of_row(
    account_id: ColumnElement[int], row_id: ColumnElement[int], expected: ColumnElement[int], found: ColumnElement[int]
) -> Figures:
    figures: Figures = select(account_id, row_id, expected, found)
    return figures.where(expected != found)


def _per_account(source: Any, total: ColumnElement[int]) -> Figures:
    return select(source.c.account_id, total.label("total")).group_by(source.c.account_id)


def _grouped(key: Any, total: ColumnElement[int], *conditions: ColumnElement[bool]) -> Any:
    return select(key.label("id"), total.label("total")).where(*conditions).group_by(key).subquery()


_a = accounts.c
_BALANCE: ColumnElement[int] = _a.available + _a.held + _a.pending - _a.shortfall
_used_of_lot = _grouped(lot_uses.c.lot_id, _sum(lot_uses.c.points))
_used_by_entry = _grouped(lot_uses.c.entry_id, _sum(lot_uses.c.points), lot_uses.c.entry_id.is_not(None))
_used_by_hold = _grouped(lot_uses.c.hold_id, _sum(lot_uses.c.points), lot_uses.c.hold_id.is_not(None))
_refunded = _grouped(refunds.c.purchase_id, _sum(refunds.c.amount_minor))
_uncovered: Any = (
    select(entries.c.account_id, (-entries.c.points - func.coalesce(_used_by_entry.c.total, 0)).label("owed"))
    .outerjoin(_used_by_entry, _used_by_entry.c.id == entries.c.id)
    .where(entries.c.points < 0)
    .subquery()
)


def _entry_sum(*kinds: EntryKind) -> Any:
    """Points per purchase, of entries of these kinds."""
    return _grouped(entries.c.purchase_id, _sum(entries.c.points), entries.c.kind.in_(kinds))


def _purchase_figure(expected: ColumnElement[int], total: Any) -> Figures:
    p = purchases.c
    found = func.coalesce(total.c.total, 0)
    return _of_row(p.account_id, p.id, expected, found).outerjoin_from(purchases, total, total.c.id == p.id)


def _refund_figure(expected: ColumnElement[int], kind: EntryKind) -> Figures:
    booked = _grouped(refunds.c.purchase_id, _sum(expected))
    entered = _entry_sum(kind)
    p = purchases.c
    found = func.abs(func.coalesce(entered.c.total, 0))
    statement = _of_row(p.account_id, p.id, func.coalesce(booked.c.total, 0), found)
    return statement.select_from(
        purchases.outerjoin(booked, booked.c.id == p.id).outerjoin(entered, entered.c.id == p.id)
    )


def _lots_of_credits() -> Figures:
    """Every credit has a lot of its size, apart from returns, which go to lots that exist."""
    found = func.coalesce(lots.c.points, 0)
    credit = and_(entries.c.points > 0, entries.c.kind != EntryKind.RETURN)
    return (
        select(entries.c.account_id, entries.c.id, case((credit, entries.c.points), else_=0), found)
        .outerjoin_from(entries, lots, lots.c.entry_id == entries.c.id)
        .where(case((credit, entries.c.points), else_=0) != found)
    )


def _account_of_lots() -> Figures:
    statement = _of_row(entries.c.account_id, lots.c.id, entries.c.account_id, lots.c.account_id)
    return statement.join_from(lots, entries, entries.c.id == lots.c.entry_id)


def _uses_of_returns() -> Figures:
    """What a return books is what it gives back to lots."""
    given = -func.coalesce(_used_by_entry.c.total, 0)
    statement = _of_row(entries.c.account_id, entries.c.id, entries.c.points, given)
    return statement.outerjoin_from(entries, _used_by_entry, _used_by_entry.c.id == entries.c.id).where(
        entries.c.kind == EntryKind.RETURN
    )


def _covered_too_much() -> Figures:
    """A debit may be covered in part (then it is owed), but never twice."""
    covered = func.coalesce(_used_by_entry.c.total, 0)
    return (
        select(entries.c.account_id, entries.c.id, -entries.c.points, covered)
        .join_from(entries, _used_by_entry, _used_by_entry.c.id == entries.c.id)
        .where(entries.c.points < 0, covered > -entries.c.points)
    )


def _lot_remaining() -> Figures:
    expected = lots.c.points - func.coalesce(_used_of_lot.c.total, 0)
    statement = _of_row(lots.c.account_id, lots.c.id, expected, lots.c.remaining)
    return statement.outerjoin_from(lots, _used_of_lot, _used_of_lot.c.id == lots.c.id)


def _hold_points() -> Figures:
    """A hold that is active or captured has its points of lots; one that came to nothing has none."""
    kept = holds.c.state.in_([HoldState.ACTIVE, HoldState.CAPTURED])
    expected: ColumnElement[int] = case((kept, holds.c.points), else_=0)
    statement = _of_row(holds.c.account_id, holds.c.id, expected, func.coalesce(_used_by_hold.c.total, 0))
    return statement.outerjoin_from(holds, _used_by_hold, _used_by_hold.c.id == holds.c.id)


def _invitations() -> Figures:
    """What every invitation that holds gives to either side is what is booked for it, less what was reversed."""
    r, e = referrals.c, entries.c
    holds_good = r.state != ReferralState.CANCELLED
    sides = [
        select(account_id.label("account_id"), points.label("points")).where(holds_good)
        for account_id, points in ((r.referrer_account_id, r.referrer_points), (r.friend_account_id, r.friend_points))
    ]
    given = union_all(*sides).subquery()
    rewards = select(e.id).where(e.kind == EntryKind.REFERRAL)
    booked = or_(e.kind == EntryKind.REFERRAL, (e.kind == EntryKind.REVERSAL) & e.reverses_id.in_(rewards))
    expected, found = _grouped(given.c.account_id, _sum(given.c.points)), _grouped(e.account_id, _sum(e.points), booked)
    totals = func.coalesce(expected.c.total, 0), func.coalesce(found.c.total, 0)
    return (
        select(accounts.c.id, null(), *totals)
        .outerjoin_from(accounts, expected, expected.c.id == accounts.c.id)
        .outerjoin(found, found.c.id == accounts.c.id)
        .where(totals[0] != totals[1])
    )


_CHECKS: dict[str, Figures] = {
    "sum of entries": _of_account(_per_account(entries, _sum(entries.c.points)), _BALANCE),
    "available": _of_account(_per_account(lots, _sum(lots.c.remaining, lots.c.mature)), _a.available),
    "pending": _of_account(_per_account(lots, _sum(lots.c.remaining, ~lots.c.mature)), _a.pending),
    "held": _of_account(_per_account(holds, _sum(holds.c.points, holds.c.state == HoldState.ACTIVE)), _a.held),
    "shortfall": _of_account(_per_account(_uncovered, _sum(_uncovered.c.owed)), _a.shortfall),
    "lifetime earned": _of_account(
        _per_account(entries, _sum(entries.c.points, entries.c.kind.in_([EntryKind.PURCHASE, EntryKind.REFUND]))),
        _a.lifetime_earned,
    ),
    "lot of entry": _lots_of_credits(),
    "account of lot": _account_of_lots(),
    "remaining of lot": _lot_remaining(),
    "points of hold": _hold_points(),
    "points covering entry": _covered_too_much(),
    "points returned by entry": _uses_of_returns(),
    "points earned by purchase": _purchase_figure(purchases.c.earned_points, _entry_sum(EntryKind.PURCHASE)),
    "points spent on purchase": _purchase_figure(-purchases.c.redeemed_points, _entry_sum(EntryKind.REDEMPTION)),
    "money refunded of purchase": _purchase_figure(purchases.c.refunded_minor, _refunded),
    "points taken back for purchase": _refund_figure(refunds.c.taken_points, EntryKind.REFUND),
    "points of invitations": _invitations(),
    "points given back for purchase": _refund_figure(refunds.c.returned_points, EntryKind.RETURN),
}


async def differences(reading: Reading) -> list[Difference]:
    """Wherever the two figures are not equal."""
    found = []
    for what, statement in _CHECKS.items():
        for account_id, row_id, *figures in await reading.run(statement):
            name = what if row_id is None else f"{what} {row_id}"
            found.append(Difference(account_id, name, *map(int, figures)))
    return found
