"""What customers tell us about themselves and how they want to be written to. All of it can be taken back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from loyalty.actor import Actor, Permission
from loyalty.membership.consents import consents
from loyalty.preferences.model import BirthdayInvalid, BirthdayKept, HourInvalid, OthersPhone
from storage import Reading, Transaction
from storage.models import Purpose
from storage.tables import people

#: A birthday brings a present once a year, so it does not move more often than that.
BIRTHDAY_KEPT = timedelta(days=365)
HOURS = range(24)
#: So that 29 February is a day.
LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of the year; the year itself is nobody's business."""

    month: int
    day: int

    def __post_init__(self) -> None:
        """Raises BirthdayInvalid when no year has such a day."""
        try:
            date(LEAP_YEAR, self.month, self.day)
        except ValueError as error:
            raise BirthdayInvalid from error


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one customer has told us."""

    birthday: Birthday | None
    #: When they last told or changed it.
    birthday_told_at: datetime | None
    phone: str | None
    #: Their own quiet hours, local: from, until; None: the programme's.
    quiet: tuple[int, int] | None
    allowed: dict[Purpose, bool]

    def birthday_kept_until(self, now: datetime) -> datetime | None:
        """When it can be changed again; None: now."""
        if self.birthday_told_at is None:
            return None
        until = self.birthday_told_at + BIRTHDAY_KEPT
        return until if until > now else None


async def load(reading: Reading, actor: Actor) -> Preferences:
    """One's own preferences."""
    actor.require(Permission.USE_OWN_CARD)
    columns = (
        people.c.birth_month,
        people.c.birth_day,
        people.c.birthday_told_at,
        people.c.phone,
        people.c.quiet_from,
        people.c.quiet_until,
    )
    row = (await reading.run(select(*columns).where(people.c.id == actor.person_id))).one()
    birthday = Birthday(row.birth_month, row.birth_day) if row.birth_month is not None else None
    quiet = (row.quiet_from, row.quiet_until) if row.quiet_from is not None else None
    return Preferences(birthday, row.birthday_told_at, row.phone, quiet, await consents(reading, actor.person_id))


async def set_birthday(transaction: Transaction, actor: Actor, birthday: Birthday, now: datetime) -> None:
    """Tells or changes one's birthday. The same day again changes nothing.

    Raises:
        BirthdayKept: it was told or changed less than a year ago.
    """
    actor.require(Permission.USE_OWN_CARD)
    await transaction.run(select(people.c.id).where(people.c.id == actor.person_id).with_for_update())
    before = await load(transaction, actor)
    if before.birthday == birthday:
        return
    if (until := before.birthday_kept_until(now)) is not None:
        raise BirthdayKept(until)
    await _save(transaction, actor, birth_month=birthday.month, birth_day=birthday.day, birthday_told_at=now)


async def remove_birthday(transaction: Transaction, actor: Actor) -> None:
    """Forgets the day at once. When it was told is kept for a year: telling it anew is changing it."""
    actor.require(Permission.USE_OWN_CARD)
    await _save(transaction, actor, birth_month=None, birth_day=None)


async def set_phone(transaction: Transaction, actor: Actor, phone: str, owner_telegram_id: int | None) -> str:
    """Keeps one's own number, as Telegram's contact button shares it, and returns it as it is kept: with a plus.

    Raises:
        OthersPhone: the contact is somebody else's, or of nobody who has Telegram.
    """
    actor.require(Permission.USE_OWN_CARD)
    own = select(people.c.telegram_id).where(people.c.id == actor.person_id)
    if owner_telegram_id is None or owner_telegram_id != (await transaction.run(own)).scalar_one():
        raise OthersPhone
    kept = "+" + phone.removeprefix("+")
    await _save(transaction, actor, phone=kept)
    return kept


async def remove_phone(transaction: Transaction, actor: Actor) -> None:
    actor.require(Permission.USE_OWN_CARD)
    await _save(transaction, actor, phone=None)


async def set_quiet_hours(transaction: Transaction, actor: Actor, hours: tuple[int, int] | None) -> None:
    """Sets one's own quiet hours, local, from and until; None: those of the programme again.

    Raises:
        HourInvalid: not two different hours of a day.
    """
    actor.require(Permission.USE_OWN_CARD)
    if hours is not None and (hours[0] == hours[1] or not all(hour in HOURS for hour in hours)):
        raise HourInvalid
    start, end = hours or (None, None)
    await _save(transaction, actor, quiet_from=start, quiet_until=end)


async def _save(transaction: Transaction, actor: Actor, **values: Any) -> None:
    await transaction.run(update(people).where(people.c.id == actor.person_id).values(values))
