"""What stands around a complaint: whose the things are that it is about, the team, and who of them was called."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Integer, bindparam, select

from loyalty.complaints.model import PurchaseAbout
from loyalty.complaints.rules import DESK_ROLES
from storage import Reading
from storage.tables import accounts, entries, outbox_messages, people, purchases, ratings, shops

_ID = bindparam("id", type_=Integer())
_OWN_ENTRY = select(entries.c.id).where(entries.c.id == _ID, entries.c.account_id == bindparam("owner"))
_OWN_PURCHASE = select(purchases.c.id).where(purchases.c.id == _ID, purchases.c.account_id == bindparam("owner"))
_OWN_RATING = select(ratings.c.id).where(ratings.c.id == _ID, ratings.c.person_id == bindparam("owner"))
_PURCHASE = (
    select(purchases.c.id, purchases.c.amount_minor, shops.c.name, purchases.c.at)
    .join(shops, shops.c.id == purchases.c.shop_id)
    .where(purchases.c.id == _ID, purchases.c.account_id == bindparam("owner"))
)
_TEAM = select(people.c.id).where(people.c.role.in_(DESK_ROLES), people.c.id != bindparam("but")).order_by(people.c.id)
_NAME = select(people.c.first_name).where(people.c.id == _ID)
_ACCOUNT = select(accounts.c.id).where(accounts.c.person_id == _ID)
_CALLED = select(outbox_messages.c.person_id, outbox_messages.c.key).where(
    outbox_messages.c.key.in_(bindparam("keys", expanding=True))
)


async def owns_entry(reading: Reading, account_id: int, entry_id: int) -> bool:
    return await _owns(reading, _OWN_ENTRY, account_id, entry_id)


async def owns_purchase(reading: Reading, account_id: int, purchase_id: int) -> bool:
    return await _owns(reading, _OWN_PURCHASE, account_id, purchase_id)


async def owns_rating(reading: Reading, person_id: int, rating_id: int) -> bool:
    return await _owns(reading, _OWN_RATING, person_id, rating_id)


async def _owns(reading: Reading, statement: Any, owner: int, row_id: int) -> bool:
    return (await reading.run(statement, {"id": row_id, "owner": owner})).first() is not None


async def purchase(reading: Reading, account_id: int, purchase_id: int) -> PurchaseAbout | None:
    """A purchase of this account."""
    row = (await reading.run(_PURCHASE, {"id": purchase_id, "owner": account_id})).one_or_none()
    return PurchaseAbout(*row) if row else None


async def team(reading: Reading, but: int | None) -> list[int]:
    """All who work on complaints, apart from one person."""
    return list((await reading.run(_TEAM, {"but": but or 0})).scalars())


async def name(reading: Reading, person_id: int | None) -> str:
    """A first name; empty once they have asked to be forgotten."""
    return (await reading.run(_NAME, {"id": person_id})).scalar_one_or_none() or ""


async def account(reading: Reading, person_id: int | None) -> int | None:
    """The account of a person; None once they have asked to be forgotten."""
    account_id: int | None = (await reading.run(_ACCOUNT, {"id": person_id})).scalar_one_or_none()
    return account_id


async def called(reading: Reading, keys: Collection[str]) -> list[tuple[int, str]]:
    """(person, key) of those messages of the outbox that were written."""
    return [(person_id, key) for person_id, key in await reading.run(_CALLED, {"keys": list(keys)})]
