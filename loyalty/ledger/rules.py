"""Which lots a debit eats: no clock, no chance, no database. Points are integers, money is in minor units."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime


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
