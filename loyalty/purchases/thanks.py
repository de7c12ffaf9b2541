"""What a new purchase is an occasion for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from loyalty.ledger import LockedAccount
from loyalty.purchases import milestones
from storage import Reading
from storage.tables import accounts, people, purchases


@dataclass(frozen=True, slots=True)
class Thanks:
    """What the receipt says thank you for; None: nothing of the kind."""

    #: The how manyth purchase it is, not counting those taken back whole.
    milestone: int | None
    #: Whole years since joining, at the first purchase on or after the day.
    anniversary_years: int | None


_EARLIER = (purchases.c.account_id == bindparam("account_id"), purchases.c.id < bindparam("purchase_id"))
_SELECT = select(
    select(func.count())
    .select_from(purchases)
    .where(*_EARLIER, purchases.c.refunded_minor < purchases.c.amount_minor)
    .scalar_subquery()
    .label("earlier"),
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


async def thanks(reading: Reading, account: LockedAccount, purchase_id: int, now: datetime) -> Thanks:
    """For a purchase just booked on a locked account."""
    row = (await reading.run(_SELECT, {"account_id": account.id, "purchase_id": purchase_id})).one()
    count = row.earlier + 1
    years = None
    if row.joined_at is not None:
        zone = account.programme.zone
        joined_on, today = row.joined_at.astimezone(zone).date(), now.astimezone(zone).date()
        previous_on = row.previous_at.astimezone(zone).date() if row.previous_at else None
        years = milestones.anniversary(joined_on, previous_on, today)
    return Thanks(count if milestones.is_milestone(count) else None, years)
