"""Which lots a debit eats: no clock, no chance, no database. Points are integers, money is in minor units."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from loyalty.expiry.rules import ExpiryPolicy
from loyalty.ledger.model import OpenLot, Portion
from loyalty.programme import Programme


def spend_order(lots: Iterable[OpenLot]) -> list[OpenLot]:
    """The mature lots as a debit eats them: soonest expiry first, then oldest, never-expiring last."""
    return sorted((lot for lot in lots if lot.mature), key=_urgency)


def take_back_order(lots: Iterable[OpenLot], purchase_id: int | None) -> list[OpenLot]:
    """All lots as a refund takes them back: this purchase's own first, of either pending ones before spendable ones."""
    return sorted(lots, key=lambda lot: (lot.purchase_id != purchase_id, lot.mature, *_urgency(lot)))


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


def has_ended(lot: OpenLot, now: datetime) -> bool:
    return lot.expires_at is not None and lot.expires_at <= now


def end_when_returned(programme: Programme, now: datetime) -> datetime | None:
    """Until when points last that came back after their end: for a period of grace, or for ever (None)."""
    if programme.expiry.policy is ExpiryPolicy.NONE:
        return None
    return now + timedelta(days=programme.expiry.refund_grace_days)
