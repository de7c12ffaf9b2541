"""The beginning of every deed that writes.

An actor was read some time before: since then another replica may have forgotten them, or ended their role. So their
row is locked first, and read there. Whoever writes locks in one order, and nobody waits in a circle: people by their
ids, then accounts, then the rest.
"""

from dataclasses import replace

from loyalty.actor import PERMISSIONS, Actor, Forbidden, Forgotten, Permission
from loyalty.identity import queries
from storage import Transaction


async def acting(
    transaction: Transaction, claimed: Actor, permission: Permission, *others: int, owners: bool = False
) -> Actor:
    """The actor as they are now, and as they stay until the transaction ends; nothing may be locked before.

    `others`: people who must not change meanwhile either; with `owners`, all owners too. Rights that have come since
    the actor was read count from the next deed on.

    Raises:
        Forbidden: they may not, or may no longer.
        Forgotten: they have asked to be forgotten.
    """
    claimed.require(permission)  # whoever may not makes nobody wait
    found = await queries.lock(transaction, claimed.person_id, others, owners=owners)
    if found is None:
        raise Forbidden(permission)
    if found.forgotten:
        raise Forgotten
    actor = replace(claimed, rights=claimed.rights & PERMISSIONS[found.role], shop_id=found.shop_id)
    actor.require(permission)
    return actor
