"""Demo data for the sandbox: thirty customers with months of purchases, made by the use cases, so that every figure
adds up and explains itself."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import update
from sqlmodel.ext.asyncio.session import AsyncSession

from loyalty import membership, purchases
from loyalty.actor import Actor
from loyalty.membership import Profile
from storage import Database
from storage.models import DeliveryState, Purpose
from storage.statements import run
from storage.tables import outbox_messages

FIRST_TELEGRAM_ID = 7_100_001
DAYS = 200

NAMES = {
    "en": "Grace Adams, Liam Botha, Naledi Mokoena, Peter Hall, Aisha Khan, Tom Reid, Zanele Zulu, Ben Cole",
    "af": "Elsabé Theron, Pieter Steyn, Marlise Fourie, Hannes Nel, Riana Venter, Kobus Smit, Lize Marais, Gert Uys",
    "ru": "Мария Иванова, Павел Орлов, Елена Петрова, Дмитрий Козлов, Анна Лебедева, Юлия Зайцева, Олег Белов",
    "uk": "Катерина Шевченко, Андрій Бондар, Наталія Ткачук, Богдан Кравець, Ірина Гнатюк, Тарас Лисенко, Софія Мороз",
}


async def fill(database: Database, cashier_telegram_id: int, now: datetime) -> None:
    """Make the demo's people and their purchases until today; those made before stay as they are.

    The same every time but for the dates: they end now.
    """
    async with database.reading() as session:
        cashier = await membership.identify(session, cashier_telegram_id)
    if cashier is None:
        raise LookupError("the cashier of the demo has not joined")
    for profile in _profiles():
        await _live(database, cashier, profile, now)


def _profiles() -> Iterator[Profile]:
    people = [(name, language) for language, names in NAMES.items() for name in names.split(", ")]
    for number, (name, language) in enumerate(people):
        first_name, last_name = name.split(" ")
        yield Profile(FIRST_TELEGRAM_ID + number, first_name, last_name, None, language)


async def _live(database: Database, cashier: Actor, profile: Profile, now: datetime) -> None:
    """One customer's months: joined some time ago, comes as often and spends as much as is their way."""
    chance = Random(profile.telegram_id)
    at = now - timedelta(days=chance.uniform(DAYS / 4, DAYS))
    async with database.transaction() as session:
        joined = await membership.join(session, profile, at)
        if not joined.is_new:
            return
        await membership.record_consent(
            session, joined.actor, Purpose.OFFERS, chance.random() < 0.6, wording="demo", place="start", now=at
        )
    pause_days, bill = chance.uniform(3, 25), chance.uniform(30, 240)
    while (at := _by_day(at + timedelta(days=max(1.0, chance.expovariate(1 / pause_days))), chance)) < now:
        amount_minor = round(100 * max(12.0, chance.gauss(bill, bill / 3)))
        key = f"demo:{profile.telegram_id}:{at:%Y%m%d%H%M%S}"
        async with database.transaction() as session:
            await purchases.record(session, cashier, joined.actor.account_id, amount_minor, key=key, now=at)
            await _read_long_ago(session, joined.actor.person_id, at)


def _by_day(at: datetime, chance: Random) -> datetime:
    """Some minute while a café is open."""
    return at.replace(hour=chance.randint(6, 16), minute=chance.randint(0, 59))


async def _read_long_ago(session: AsyncSession, person_id: int, at: datetime) -> None:
    """The receipts of old purchases are not to pour into the chats today."""
    receipts = update(outbox_messages).where(outbox_messages.c.person_id == person_id)
    await run(session, receipts.values(state=DeliveryState.SENT, due_at=None, sent_at=at))
