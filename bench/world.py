"""Databases for the bench: people and their ledgers."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, text, update

from bench.telegram import FIRST_PERSON
from loyalty import membership, programme, purchases
from loyalty.actor import Actor
from loyalty.expiry.rules import ExpiryPolicy
from loyalty.membership import Profile
from loyalty.programme import Programme
from loyalty.programme.settings import Expiry
from storage import Database, migrate
from storage.models import Role
from storage.tables import people

CASHIER = 1_000
#: Points expire, so that a balance has dates to read and to word.
PROGRAMME = Programme(
    brand="Bench",
    currency="ZAR",
    timezone="Africa/Johannesburg",
    default_language="en",
    expiry=Expiry(policy=ExpiryPolicy.ROLLING),
)


def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def copied(database: Path, folder: Path) -> Path:
    """A fresh copy to work on, in place of the one before."""
    copy = in_use(folder)
    for old in folder.glob(f"{copy.name}*"):
        old.unlink()
    return Path(shutil.copy(database, copy))


def in_use(folder: Path) -> Path:
    """Where the copy is that a bot works on."""
    return folder / "in-use.sqlite3"


async def found(database: Database) -> Actor:
    """Bring a new database up to date; returns its cashier."""
    await migrate.upgrade(database)
    now = datetime.now(UTC)
    async with database.transaction() as transaction:
        await programme.ensure(transaction, PROGRAMME, now)
        await membership.join(transaction, Profile(CASHIER, "Thabo", None, None, "en"), now)
        await transaction.run(update(people).values(role=Role.OWNER))
        cashier = await membership.identify(transaction, CASHIER)
    assert cashier is not None
    return cashier.actor


async def join(database: Database, count: int) -> list[Actor]:
    """So many customers, from `FIRST_PERSON` on."""
    now = datetime.now(UTC) - timedelta(days=30)
    async with database.transaction() as transaction:
        joined = [
            await membership.join(transaction, Profile(FIRST_PERSON + number, "Anna", None, None, "en"), now)
            for number in range(count)
        ]
    return [one.visitor.actor for one in joined]


async def buy(database: Database, cashier: Actor, customers: list[Actor], each: int) -> None:
    """So many purchases of each."""
    for day in range(each):
        at = datetime.now(UTC) - timedelta(days=each - day)
        async with database.transaction() as transaction:
            for customer in customers:
                key = f"bench:{customer.account_id}:{day}"
                await purchases.record(transaction, cashier, customer.account_id, 7_000, key=key, now=at)


async def cast(database: Database) -> tuple[Actor, list[Actor]]:
    """The cashier and the customers of a database made before."""
    async with database.reading() as reading:
        ids = (await reading.run(select(people.c.telegram_id).order_by(people.c.id))).scalars().all()
        everybody = [await membership.identify(reading, telegram_id) for telegram_id in ids]
    known = [visitor.actor for visitor in everybody if visitor is not None]
    return known[0], known[1:]


async def settle_outbox(database: Database) -> None:
    """As if every receipt had gone out."""
    async with database.transaction() as transaction:
        await transaction.run(text("UPDATE outbox_message SET state = 'sent', due_at = NULL, sent_at = created_at"))


async def make(path: Path, customers: int, purchases_each: int, *, receipts_sent: bool = True) -> None:
    """A café's database at `path`."""
    database = Database(url(path))
    try:
        cashier = await found(database)
        await buy(database, cashier, await join(database, customers), purchases_each)
        if receipts_sent:
            await settle_outbox(database)
    finally:
        await database.close()
