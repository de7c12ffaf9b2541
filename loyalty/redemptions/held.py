"""How a redemption stands, and who is told of it."""

from collections.abc import Sequence
from datetime import datetime

from loyalty import audit, notices
from loyalty.actor import Actor
from loyalty.redemptions import queries
from loyalty.redemptions.model import Held, HoldUnknown
from loyalty.redemptions.notices import RedemptionNotice
from storage import Reading, Transaction


async def held_now(reading: Reading, hold_id: int) -> Held:
    """How a redemption stands.

    Raises:
        HoldUnknown: there is none of this number.
    """
    held = await queries.find(reading, hold_id)
    if held is None:
        raise HoldUnknown
    return held


async def record(
    transaction: Transaction,
    actor: Actor | None,
    held: Held,
    notice: type[RedemptionNotice],
    now: datetime,
    *,
    tell: Sequence[int | None],
    **more: int,
) -> None:
    """Writes down what happened and tells those of `tell`: each finds it in the place of their waiting screen."""
    details = {"points": held.points, "bill_minor": held.bill_minor}
    told = notice(held.hold_id, **more)
    await audit.record(transaction, actor, told.kind, f"hold:{held.hold_id}", now, details)
    for person_id in tell:
        key = f"{told.kind}:{held.hold_id}:{person_id}"
        await notices.notify(transaction, person_id, told, key=key, now=now)
