"""What customers tell us about themselves and how they want to be written to. All of it can be taken back."""

from datetime import datetime

from loyalty.actor import Actor, Permission
from loyalty.identity import acting
from loyalty.membership.queries.consents import consents
from loyalty.preferences import queries
from loyalty.preferences.model import HOURS, Birthday, BirthdayKept, HourInvalid, OthersPhone, Preferences
from storage import Reading, Transaction


async def load(reading: Reading, actor: Actor) -> Preferences:
    """One's own preferences."""
    actor.require(Permission.USE_OWN_CARD)
    return await queries.find(reading, actor.person_id, await consents(reading, actor.person_id))


async def set_birthday(transaction: Transaction, actor: Actor, birthday: Birthday, now: datetime) -> None:
    """Tells or changes one's birthday. The same day again changes nothing.

    Raises:
        BirthdayKept: it was told or changed less than a year ago.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    before = await load(transaction, actor)
    if before.birthday == birthday:
        return
    if (until := before.birthday_kept_until(now)) is not None:
        raise BirthdayKept(until)
    await queries.save_birthday(transaction, actor.person_id, birthday, now)


async def remove_birthday(transaction: Transaction, actor: Actor) -> None:
    """Forgets the day at once. When it was told is kept for a year: telling it anew is changing it."""
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    await queries.remove_birthday(transaction, actor.person_id)


async def set_phone(transaction: Transaction, actor: Actor, phone: str, owner_telegram_id: int | None) -> str:
    """Keeps one's own number, as Telegram's contact button shares it, and returns it as it is kept: with a plus.

    Raises:
        OthersPhone: the contact is somebody else's, or of nobody who has Telegram.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    if owner_telegram_id is None or owner_telegram_id != await queries.telegram_id(transaction, actor.person_id):
        raise OthersPhone
    kept = "+" + phone.removeprefix("+")
    await queries.save_phone(transaction, actor.person_id, kept)
    return kept


async def remove_phone(transaction: Transaction, actor: Actor) -> None:
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    await queries.save_phone(transaction, actor.person_id, None)


async def set_quiet_hours(transaction: Transaction, actor: Actor, hours: tuple[int, int] | None) -> None:
    """Sets one's own quiet hours, local, from and until; None: those of the programme again.

    Raises:
        HourInvalid: not two different hours of a day.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    if hours is not None and (hours[0] == hours[1] or not all(hour in HOURS for hour in hours)):
        raise HourInvalid
    await queries.save_quiet_hours(transaction, actor.person_id, hours)
