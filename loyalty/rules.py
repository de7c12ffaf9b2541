"""The programme's arithmetic: no clock, no chance, no database. Points are integers, money is in minor units."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class ExpiryPolicy(StrEnum):
    NONE = "none"
    #: The same day of the month, N months later.
    ROLLING = "rolling"
    #: The end of the month that lies N months later.
    MONTH_END = "month_end"


@dataclass(frozen=True, slots=True)
class OpenLot:
    """A lot with points left, as the order of eating needs it."""

    id: int
    remaining: int
    mature: bool
    expires_at: datetime | None
    #: The purchase that earned it; None for bonuses.
    purchase_id: int | None = None
    #: The entry that credited it.
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class Portion:
    """So many points out of (or back into) one lot."""

    lot: OpenLot
    points: int


def points_for(paid_minor: int, rate_basis_points: int, point_value_minor: int = 1) -> int:
    """Points for money paid: `rate_basis_points` hundredths of a percent of it come back. Rounded once, down."""
    return paid_minor * rate_basis_points // (10_000 * point_value_minor)


def expires_at(earned_at: datetime, policy: ExpiryPolicy, months: int, zone: ZoneInfo) -> datetime | None:
    """The first moment at which points earned at `earned_at` are gone, in UTC; None: never.

    Both policies look at the local day of earning and end at a local midnight:

    - rolling: usable through the same day of the month `months` later, or through that month's last day where it has no
      such day. Earned on 31 January with one month, they are gone as 1 March begins.
    - month_end: usable through the last day of the month `months` later. Earned on 6 July 2020 with twelve months, they
      are gone as 1 August 2021 begins.

    Where the clocks skip or repeat that midnight, the day's first moment counts.
    """
    if policy is ExpiryPolicy.NONE:
        return None
    earned_on = earned_at.astimezone(zone).date()
    year, month0 = divmod(earned_on.year * 12 + earned_on.month - 1 + months, 12)
    last_day = calendar.monthrange(year, month0 + 1)[1]
    day = last_day if policy is ExpiryPolicy.MONTH_END else min(earned_on.day, last_day)
    gone_on = date(year, month0 + 1, day) + timedelta(days=1)
    return datetime.combine(gone_on, time(), tzinfo=zone).astimezone(UTC)


def spend_order(lots: Iterable[OpenLot]) -> list[OpenLot]:
    """The mature lots as a debit eats them: soonest expiry first, then oldest, never-expiring last."""
    return sorted((lot for lot in lots if lot.mature), key=_urgency)


def take_back_order(lots: Iterable[OpenLot], purchase_id: int | None) -> list[OpenLot]:
    """All lots as a refund takes them back: pending before spendable ones, of either first this purchase's own."""
    return sorted(lots, key=lambda lot: (lot.mature, lot.purchase_id != purchase_id, *_urgency(lot)))


def reversal_order(lots: Iterable[OpenLot], entry_id: int) -> list[OpenLot]:
    """All lots as the reversal of a credit takes them: what is left of its own first, then as a refund does."""
    return sorted(take_back_order(lots, purchase_id=None), key=lambda lot: lot.entry_id != entry_id)


def _urgency(lot: OpenLot) -> tuple[bool, float, int]:
    expires = lot.expires_at
    return (expires is None, expires.timestamp() if expires else 0.0, lot.id)


def eat(lots: Iterable[OpenLot], points: int) -> list[Portion]:
    """Takes `points` out of the lots in the order given; fewer when they hold fewer."""
    portions = []
    for lot in lots:
        if points == 0:
            break
        part = min(lot.remaining, points)
        points -= part
        portions.append(Portion(lot, part))
    return portions


def without(lots: Iterable[OpenLot], portions: Iterable[Portion]) -> list[OpenLot]:
    """The lots as they are once the portions are out of them."""
    eaten = {portion.lot.id: portion.points for portion in portions}
    left = (replace(lot, remaining=lot.remaining - eaten.get(lot.id, 0)) for lot in lots)
    return [lot for lot in left if lot.remaining]


def take_back(earned: int, amount_minor: int, refunded_before: int, refunded_after: int) -> int:
    """Points a refund takes back, so that floor(earned * left / amount) stay; the last part takes the rest."""
    kept_before = earned * (amount_minor - refunded_before) // amount_minor
    kept_after = earned * (amount_minor - refunded_after) // amount_minor
    return kept_before - kept_after


def give_back(redeemed: int, amount_minor: int, refunded_before: int, refunded_after: int) -> int:
    """Points spent on a purchase that a refund returns: floor(redeemed * refunded / amount) in all, at the end all."""
    return redeemed * refunded_after // amount_minor - redeemed * refunded_before // amount_minor


def paid_left(paid_minor: int, amount_minor: int, refunded_minor: int) -> int:
    """Of the money paid for a bill (points paid the rest), what is left once so much of the bill is refunded."""
    return paid_minor * (amount_minor - refunded_minor) // amount_minor


def largest_redemption(bill_minor: int, largest_share_percent: int, point_value_minor: int) -> int:
    """The most points that may pay for a bill, whatever the balance."""
    return bill_minor * largest_share_percent // (100 * point_value_minor)
