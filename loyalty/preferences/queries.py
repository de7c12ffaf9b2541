"""All SQL of preferences: what stands of them in a person's row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from loyalty.preferences.model import Birthday, Preferences
from storage import Reading, Transaction
from storage.models import Purpose
from storage.tables import people

_PERSON = people.c.id == bindparam("person_id")
_TOLD = select(
    people.c.birth_month,
    people.c.birth_day,
    people.c.birthday_told_at,
    people.c.phone,
    people.c.quiet_from,
    people.c.quiet_until,
).where(_PERSON)
_TELEGRAM_ID = select(people.c.telegram_id).where(_PERSON)
_SAVE = update(people).where(_PERSON)


async def find(reading: Reading, person_id: int, allowed: dict[Purpose, bool]) -> Preferences:
    """What a person has told, beside what they have allowed."""
    row = (await reading.run(_TOLD, {"person_id": person_id})).one()
    birthday = Birthday(row.birth_month, row.birth_day) if row.birth_month is not None else None
    quiet = (row.quiet_from, row.quiet_until) if row.quiet_from is not None else None
    return Preferences(birthday, row.birthday_told_at, row.phone, quiet, allowed)


async def telegram_id(reading: Reading, person_id: int) -> int | None:
    """None: they have asked to be forgotten."""
    found: int | None = (await reading.run(_TELEGRAM_ID, {"person_id": person_id})).scalar_one()
    return found


async def save_birthday(transaction: Transaction, person_id: int, birthday: Birthday, now: datetime) -> None:
    day = {"birth_month": birthday.month, "birth_day": birthday.day, "birthday_told_at": now}
    await _save(transaction, person_id, day)


async def remove_birthday(transaction: Transaction, person_id: int) -> None:
    """The day, not when it was told."""
    await _save(transaction, person_id, {"birth_month": None, "birth_day": None})


async def save_phone(transaction: Transaction, person_id: int, phone: str | None) -> None:
    await _save(transaction, person_id, {"phone": phone})


async def save_quiet_hours(transaction: Transaction, person_id: int, hours: tuple[int, int] | None) -> None:
    start, end = hours or (None, None)
    await _save(transaction, person_id, {"quiet_from": start, "quiet_until": end})


async def _save(transaction: Transaction, person_id: int, values: Mapping[str, Any]) -> None:
    await transaction.later(_SAVE, {"person_id": person_id, **values})
