"""What becomes due by the clock alone. Jobs look into the database: run twice, late or on several replicas, they do
the same as once."""

from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, tuple_, union

from loyalty import birthdays, complaints, ledger
from loyalty.expiry import warnings as expiry_warnings
from loyalty.redemptions import expire_holds
from loyalty.referrals import rewards
from storage import Database, Transaction
from storage.tables import LOT_OPEN, LOT_PENDING, accounts, handled_updates, lots

#: Telegram keeps an update for a day, counted from when it last had somebody to give it to; a week is beyond doubt.
UPDATES_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Swept:
    """How much was due."""

    holds: int = 0
    accounts: int = 0
    referrals: int = 0
    complaints: int = 0
    warned: int = 0
    greeted: int = 0
    updates: int = 0


async def sweep(database: Database, now: datetime, batch: int = 100) -> Swept:
    """Does all that is due, in transactions of at most `batch` accounts, so that nobody waits long."""
    total = Swept()
    while True:
        async with database.transaction() as transaction:
            swept = Swept(
                holds=len(await expire_holds(transaction, now, batch)),
                accounts=await settle_accounts(transaction, now, batch),
                referrals=await rewards.mature(transaction, now, batch),
                complaints=await complaints.remind(transaction, now, batch),
                warned=await expiry_warnings.warn(transaction, now, batch),
                greeted=await birthdays.greet(transaction, now, batch),
                updates=await forget_updates(transaction, now, batch * 10),
            )
        total = Swept(*map(sum, zip(astuple(total), astuple(swept), strict=True)))
        if swept == Swept():
            return total


async def settle_accounts(transaction: Transaction, now: datetime, limit: int = 100) -> int:
    """Lets points mature and expire. Returns the number of accounts; accounts locked elsewhere wait for next time."""
    due_lots = union(
        select(lots.c.account_id).where(LOT_PENDING, lots.c.matures_at <= now),
        select(lots.c.account_id).where(LOT_OPEN, lots.c.expires_at <= now, lots.c.mature),
    ).limit(limit)
    statement = select(accounts.c.id).where(accounts.c.id.in_(due_lots)).with_for_update(skip_locked=True)
    account_ids = (await transaction.run(statement)).scalars().all()
    for account_id in account_ids:
        await ledger.lock(transaction, account_id, now)
    return len(account_ids)


async def forget_updates(transaction: Transaction, now: datetime, limit: int = 1000) -> int:
    """Drops the ids of updates that cannot be delivered again. Returns how many."""
    key = handled_updates.c.bot_id, handled_updates.c.update_id
    old = select(*key).where(handled_updates.c.at < now - UPDATES_KEPT).limit(limit)
    return (await transaction.run(delete(handled_updates).where(tuple_(*key).in_(old)))).rowcount
