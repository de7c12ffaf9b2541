"""What a new purchase is an occasion for."""

from datetime import datetime

from loyalty.ledger import LockedAccount
from loyalty.purchases import milestones, queries
from loyalty.purchases.model import Thanks
from storage import Reading


async def thanks(reading: Reading, account: LockedAccount, purchase_id: int, now: datetime) -> Thanks:
    """For a purchase just booked on a locked account."""
    before = await queries.before(reading, account.id, purchase_id)
    count = before.purchases + 1
    years = None
    if before.joined_at is not None:
        zone = account.programme.zone
        joined_on, today = before.joined_at.astimezone(zone).date(), now.astimezone(zone).date()
        previous_on = before.previous_at.astimezone(zone).date() if before.previous_at else None
        years = milestones.anniversary(joined_on, previous_on, today)
    return Thanks(count if milestones.is_milestone(count) else None, years)
