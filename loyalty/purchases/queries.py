"""All SQL of purchases."""

from sqlalchemy import bindparam, func, select

from loyalty.purchases.model import Before
from storage import Reading
from storage.tables import accounts, people, purchases

_EARLIER = (purchases.c.account_id == bindparam("account_id"), purchases.c.id < bindparam("purchase_id"))
_BEFORE = select(
    select(func.count())
    .select_from(purchases)
    .where(*_EARLIER, purchases.c.refunded_minor < purchases.c.amount_minor)
    .scalar_subquery()
    .label("purchases"),
    select(purchases.c.at)
    .where(*_EARLIER)
    .order_by(purchases.c.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("previous_at"),
    select(people.c.joined_at)
    .join(accounts, accounts.c.person_id == people.c.id)
    .where(accounts.c.id == bindparam("account_id"))
    .scalar_subquery()
    .label("joined_at"),
)


async def before(reading: Reading, account_id: int, purchase_id: int) -> Before:
    """What the account had bought before this purchase."""
    return Before(*(await reading.run(_BEFORE, {"account_id": account_id, "purchase_id": purchase_id})).one())
