"""One allowance for all processes of a bot: who sends takes slots of the present period here first."""

from sqlalchemy import delete, select, update

from storage.contract import Transaction
from storage.statements import insert_for
from storage.tables import send_allowances as rows

#: Periods kept; what is older nobody asks for.
KEPT = 100


async def take(transaction: Transaction, period: int, wanted: int, most: int) -> int:
    """Up to `wanted` slots of a period in which `most` are given out; 0: none is left."""
    await transaction.run(insert_for(transaction, rows).values(period=period, given=0).on_conflict_do_nothing())
    this = rows.c.period == period
    given: int = (await transaction.run(select(rows.c.given).where(this).with_for_update())).scalar_one()
    slots = max(0, min(wanted, most - given))
    if slots:
        await transaction.run(update(rows).where(this).values(given=given + slots))
    if given == 0:
        await transaction.run(delete(rows).where(rows.c.period < period - KEPT))
    return slots
