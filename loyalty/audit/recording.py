"""Who did what: a row for everything staff and admins do, in the transaction of the deed."""

from datetime import datetime
from typing import Any

from loyalty.actor import Actor
from loyalty.audit import queries
from storage import Transaction


async def record(
    transaction: Transaction, actor: Actor | None, action: str, subject: str, now: datetime, details: dict[str, Any]
) -> None:
    """`subject` is what it was done to, such as `purchase:12`; `details` must be fit for JSON."""
    actor_id = actor.person_id if actor else None
    row = {"at": now, "actor_id": actor_id, "action": action, "subject": subject, "details": details}
    await queries.add(transaction, row)
