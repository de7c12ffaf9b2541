"""Demo data for the sandbox: thirty customers with months of purchases, invitations, ratings and complaints.

All made by the use cases, each at its moment, so that every figure adds up and explains itself.
"""

from datetime import datetime

from bot.demo.cafe import Cafe
from bot.demo.days import days, profiles
from loyalty import membership
from storage import Database, outbox


async def fill(database: Database, cashier_telegram_id: int, now: datetime) -> None:
    """Make the demo's people and all they have done until today, or nothing at all if they are there already.

    The same every time but for the dates: they end now.
    """
    async with database.transaction() as transaction:
        cashier = await membership.identify(transaction, cashier_telegram_id)
        if cashier is None:
            raise LookupError("the cashier of the demo has not joined")
        if await membership.identify(transaction, next(profiles()).telegram_id):
            return
        owed_before = await outbox.newest(transaction)
        cafe = Cafe(transaction, cashier.actor)
        for at, happens in days(now):
            await happens(cafe, at)
        # The news of months is not to pour into the chats today.
        await outbox.finish_unsent(transaction, after=owed_before)
