"""Finding what a purchase came to."""

from loyalty.actor import Actor, Permission
from loyalty.purchases import queries
from loyalty.purchases.model import Buyer, Receipt
from storage import Reading


async def last_of(reading: Reading, actor: Actor) -> Receipt | None:
    """The newest purchase this member of staff entered and nobody has refunded.

    Raises:
        Forbidden: not staff.
    """
    actor.require(Permission.SERVE)
    return await queries.last_of_staff(reading, actor.person_id)


async def buyer(reading: Reading, actor: Actor, purchase_id: int) -> Buyer | None:
    """Whose purchase it is; None: they have asked to be forgotten.

    Raises:
        Forbidden: not staff.
    """
    actor.require(Permission.SERVE)
    return await queries.buyer(reading, purchase_id)
