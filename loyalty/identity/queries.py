"""Rows of people, locked in the order of their ids."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, or_, select

from storage import Transaction
from storage.models import Role
from storage.tables import people, shops

_FIRST_SHOP = select(func.min(shops.c.id)).scalar_subquery()
_NOW = select(people.c.id, people.c.role, people.c.forgotten_at, func.coalesce(people.c.shop_id, _FIRST_SHOP))
_NAMED = people.c.id.in_(bindparam("person_ids", expanding=True))
# FOR NO KEY UPDATE: rows that only refer to a person, such as a message to them, do not wait for what the person does.
_ONE, _SEVERAL, _AND_OWNERS = (
    _NOW.where(which).order_by(people.c.id).with_for_update(of=people, key_share=True)
    for which in (people.c.id == bindparam("person_id"), _NAMED, or_(_NAMED, people.c.role == Role.OWNER))
)


@dataclass(frozen=True, slots=True)
class Found:
    """A person as they are now."""

    role: Role
    shop_id: int | None
    forgotten: bool


async def lock(transaction: Transaction, person_id: int, others: Sequence[int], *, owners: bool) -> Found | None:
    """The person, locked along with the others; None: there is none. One statement."""
    if others or owners:
        which = _AND_OWNERS if owners else _SEVERAL
        rows = await transaction.run(which, {"person_ids": [person_id, *others]})
    else:
        rows = await transaction.run(_ONE, {"person_id": person_id})
    for found_id, role, forgotten_at, shop_id in rows:
        if found_id == person_id:
            return Found(Role(role), shop_id, forgotten_at is not None)
    return None
