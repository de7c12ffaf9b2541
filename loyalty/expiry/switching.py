"""Expiry switched on or off, for the points that are there already."""

from datetime import datetime

from loyalty.expiry import queries
from loyalty.expiry.rules import ExpiryPolicy
from loyalty.programme.settings import Programme
from storage import Transaction


async def switch(transaction: Transaction, before: Programme, after: Programme, now: datetime) -> None:
    """Gives points an end, or takes it from them, where a change of the settings switches expiry."""
    was_on, is_on = (settings.expiry.policy is not ExpiryPolicy.NONE for settings in (before, after))
    if is_on and not was_on:
        await _end_all(transaction, after, now)
    elif was_on and not is_on:
        await queries.end_none(transaction, now)


async def _end_all(transaction: Transaction, after: Programme, now: datetime) -> None:
    ends = after.expires_at(now)
    waiting = await queries.waiting_until(transaction, ends)
    await queries.end_all(transaction, ends)
    later = {lot_id: after.expires_at(matures_at) for lot_id, matures_at in waiting}
    await queries.end_later(transaction, later)
