"""Messages owed to people, written in the transaction of what they tell of.

Each kind is a frozen dataclass of ids and figures, in its noun's `notices.py`: no names, no words. Those are read when
it is worded, so nothing personal lies in the outbox, and what was changed meanwhile reads as it stands now.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, ClassVar, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from storage import Transaction, outbox
from storage.models import Urgency
from storage.outbox import Chat

__all__ = ["Chat", "Notice", "Unreadable", "Urgency", "decode", "encode", "notify"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be told. Its fields are integers, truth values, moments and words out of a fixed list."""

    kind: ClassVar[str]
    urgency: ClassVar[Urgency] = Urgency.RECEIPT


#: What a field may hold, besides a word out of a fixed list.
_FIGURES = {int, bool, datetime, NoneType}


class Unreadable(Exception):
    """What lies in the outbox is not a notice of its kind."""


N = TypeVar("N", bound=Notice)


async def notify(
    transaction: Transaction,
    recipient: int | Chat | None,
    notice: Notice,
    *,
    key: str,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Puts a message to a person (by their id), or to a chat, into the outbox, due now or not before `due_at`.

    The same key again adds nothing; a forgotten person gets none.

    Raises:
        TypeError: it holds something that is no id and no figure.
    """
    if recipient is None:
        return
    facts = encode(notice)
    due = due_at or now
    await outbox.put(transaction, recipient, notice.kind, facts, urgency=notice.urgency, key=key, now=now, due_at=due)


def encode(notice: Notice) -> dict[str, Any]:
    """As a JSON document: moments as ISO 8601, everything else as it is. Raises TypeError, as `notify`."""
    facts: dict[str, Any] = {}
    of: Any = type(notice)
    for name, allowed in _types(of).items():
        value = getattr(notice, name)
        # By its very type: True is an integer too, and a word of a list is a string.
        if type(value) not in allowed or (isinstance(value, datetime) and value.tzinfo is None):
            raise TypeError(f"{notice.kind}: {name} is {type(value).__name__}")
        facts[name] = value.isoformat() if isinstance(value, datetime) else value
    return facts


@cache
def _types(of: Any) -> dict[str, tuple[type, ...]]:
    hints = get_type_hints(of)
    types = {field.name: get_args(hints[field.name]) or (hints[field.name],) for field in fields(of)}
    for name, allowed in types.items():
        if not all(one in _FIGURES or issubclass(one, StrEnum) for one in allowed):
            raise TypeError(f"{of.kind}: {name} may hold more than ids and figures")
    return types


def decode(of: type[N], facts: str) -> N:
    """The notice that `facts`, the JSON document, holds.

    Raises:
        Unreadable: they do not make one.
    """
    try:
        kind: Any = of
        notice: N = _adapter(kind).validate_json(facts)
    except ValidationError as error:
        raise Unreadable(f"{of.kind}: {error.error_count()} of its facts") from None
    return notice


@cache
def _adapter(of: Any) -> TypeAdapter[Any]:
    return TypeAdapter(of)
