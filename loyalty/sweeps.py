"""What becomes due by the clock alone. Jobs look into the database: run twice, late or on several replicas, they do
the same as once."""

from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from loyalty import birthdays, complaints, ledger
from loyalty.expiry import warnings as expiry_warnings
from loyalty.redemptions import expire_holds
from loyalty.referrals import rewards
from storage import Database, Transaction, updates

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
                updates=await updates.forget(transaction, now - UPDATES_KEPT, batch * 10),
            )
        total = Swept(*map(sum, zip(astuple(total), astuple(swept), strict=True)))
        if swept == Swept():
            return total


async def settle_accounts(transaction: Transaction, now: datetime, limit: int = 100) -> int:
    """Lets points mature and expire. Returns the number of accounts; accounts locked elsewhere wait for next time."""
    account_ids = await ledger.lock_due(transaction, now, limit)
    for account_id in account_ids:
        await ledger.lock(transaction, account_id, now)
    return len(account_ids)
