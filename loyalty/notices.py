"""Messages owed to people, written in the transaction of what they tell of. Facts only: no words here."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from storage import Transaction
from storage.models import DeliveryState
from storage.statements import insert_for
from storage.tables import outbox_messages


async def notify(
    transaction: Transaction,
    person_id: int | None,
    kind: str,
    facts: dict[str, Any],
    *,
    key: str,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Puts a message into the outbox, due now or not before `due_at`.

    The same key again adds nothing; a forgotten person gets none.
    """
    if person_id is None:
        return
    row = {
        "key": key,
        "person_id": person_id,
        "kind": kind,
        "facts": facts,
        "state": DeliveryState.PENDING,
        "attempts": 0,
        "created_at": now,
        "due_at": due_at or now,
    }
    await transaction.later(insert_for(transaction, outbox_messages).inline().on_conflict_do_nothing(), row)


def facts_of(value: Any) -> dict[str, Any]:
    """A dataclass as a JSON document: moments as ISO 8601, everything else as it is."""
    facts = {field.name: getattr(value, field.name) for field in fields(value)}
    return {name: fact.isoformat() if isinstance(fact, datetime) else fact for name, fact in facts.items()}
