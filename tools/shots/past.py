"""What pictures need that comes by the clock: made by the same use cases as the sweep's, at moments of the past."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import func, select

from bot.playground import OWNER, STAFF
from loyalty import birthdays, membership, preferences, programme, purchases
from loyalty.actor import Actor
from loyalty.expiry import warnings as expiry_warnings
from loyalty.expiry.rules import ExpiryPolicy
from loyalty.preferences import Birthday
from storage import Database, Transaction
from storage.tables import accounts, people
from storage.tables import purchases as purchase_rows


async def actor(transaction: Transaction, name: str) -> Actor:
    """The customer of this first and last name."""
    first, last = name.split()
    found = select(people.c.telegram_id).where(people.c.first_name == first, people.c.last_name == last)
    known = await membership.identify(transaction, (await transaction.run(found)).scalar_one())
    assert known is not None
    return known.actor


async def birthday_and_expiry(transaction: Transaction, name: str) -> str:
    """A birthday yesterday, with points; and points that end in three weeks."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    a_year_ago = yesterday - timedelta(days=365 - 21)
    owner = await membership.identify(transaction, OWNER.telegram_id)
    assert owner is not None
    changes = {"birthdays.points": 50, "expiry.policy": ExpiryPolicy.ROLLING, "expiry.after_months": 12}
    rules = await programme.change(transaction, owner.actor, changes, a_year_ago)
    noon = datetime.combine(yesterday.astimezone(rules.zone).date(), time(12), tzinfo=rules.zone)
    await preferences.set_birthday(
        transaction, await actor(transaction, name), Birthday(noon.month, noon.day), a_year_ago
    )
    await birthdays.greet(transaction, noon)
    await expiry_warnings.warn(transaction, noon)
    return name


async def round_purchase(transaction: Transaction) -> str:
    """Somebody in the demo whose next purchase is a round one makes it; their name."""
    bought = select(func.count()).where(purchase_rows.c.account_id == accounts.c.id).scalar_subquery()
    due = select(people.c.first_name, people.c.last_name).join(accounts, accounts.c.person_id == people.c.id)
    row = (await transaction.run(due.where(bought.in_([4, 9, 24]), people.c.language == "en").limit(1))).one()
    name = f"{row.first_name} {row.last_name}"
    cashier = await membership.identify(transaction, STAFF.telegram_id)
    assert cashier is not None
    account_id = (await actor(transaction, name)).account_id
    await purchases.record(transaction, cashier.actor, account_id, 8_450, key="shots", now=datetime.now(UTC))
    return name


async def happens(url: str, what: Callable[..., Awaitable[str]], *arguments: str) -> str:
    """One of the above, in a transaction; whose phone shows it."""
    database = Database(url)
    try:
        async with database.transaction() as transaction:
            return await what(transaction, *arguments)
    finally:
        await database.close()
