"""The team: its roles, and the invitations to it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, insert, select, update

from loyalty.membership.model import Colleague, Invitation, Invited, StaffMember
from storage import Reading, Transaction
from storage.models import Role
from storage.tables import invitations, people, shops

_PERSON = people.c.id == bindparam("person_id")
_FIRST_SHOP = select(func.min(shops.c.id)).scalar_subquery()
_LOCK_FIRST_SHOP = select(shops.c.id).order_by(shops.c.id).limit(1).with_for_update()
_IN_TEAM = people.c.role != Role.CUSTOMER
_OWNERS = select(func.count()).select_from(people).where(people.c.role == Role.OWNER)
_ROLE = select(people.c.role).where(_PERSON)
_ROLES = select(people.c.id, people.c.role).where(_IN_TEAM)
_TEAM = (
    select(
        people.c.id,
        people.c.telegram_id,
        people.c.first_name,
        people.c.last_name,
        people.c.role,
        shops.c.name,
        people.c.language,
    )
    .outerjoin(shops, shops.c.id == people.c.shop_id)
    .where(_IN_TEAM)
    .order_by(people.c.id)
)
_COLLEAGUES = (
    select(people.c.telegram_id, people.c.language, people.c.role)
    .where(_IN_TEAM, people.c.telegram_id.is_not(None))
    .order_by(people.c.id)
)
_INVITED_TO = bindparam("invited_to", type_=Integer())
_APPOINT = update(people).where(_PERSON).values(shop_id=func.coalesce(_INVITED_TO, people.c.shop_id, _FIRST_SHOP))
_DISMISS = update(people).where(_PERSON).values(role=Role.CUSTOMER)
_MAY_RISE = (
    people.c.telegram_id.in_(bindparam("telegram_ids", expanding=True)),
    people.c.role.in_([Role.CUSTOMER, Role.STAFF]),
)
# As whoever acts does: people in the order of their ids.
_LOCK_RISING = select(people.c.id).where(*_MAY_RISE).order_by(people.c.id).with_for_update(key_share=True)
_MAKE_ADMINS = (
    update(people).where(*_MAY_RISE).values(role=Role.ADMIN, shop_id=func.coalesce(people.c.shop_id, _FIRST_SHOP))
)

_NOW = bindparam("now", type_=invitations.c.expires_at.type)
_GOOD = (invitations.c.used_by.is_(None), invitations.c.expires_at > _NOW)
_OWNER_TOKEN = select(invitations.c.token).where(invitations.c.role == Role.OWNER, *_GOOD).limit(1)
_INVITE = insert(invitations).inline()
_LOCK_INVITATION = (
    select(*(invitations.c[name] for name in ("id", "role", "shop_id", "created_by", "expires_at", "used_by")))
    .where(invitations.c.token == bindparam("token"))
    .with_for_update()
)
_USE = update(invitations).where(invitations.c.id == bindparam("invitation_id"))
_END_INVITATIONS = (
    update(invitations).where(invitations.c.created_by == bindparam("by"), *_GOOD).values(expires_at=_NOW)
)


async def lock_first_shop(transaction: Transaction) -> None:
    """One start of the assistant at a time."""
    await transaction.run(_LOCK_FIRST_SHOP)


async def count_owners(reading: Reading) -> int:
    count: int = (await reading.run(_OWNERS)).scalar_one()
    return count


async def role(reading: Reading, person_id: int) -> Role:
    return Role((await reading.run(_ROLE, {"person_id": person_id})).scalar_one())


async def roles(reading: Reading) -> dict[int, Role]:
    """Of everybody above a customer."""
    return {person_id: Role(role) for person_id, role in await reading.run(_ROLES)}


async def team(reading: Reading) -> list[StaffMember]:
    """Everybody with more rights than a customer, those who joined first before the others."""
    return [
        StaffMember(person_id, telegram_id, " ".join(filter(None, (first, last))), Role(role), shop, language)
        for person_id, telegram_id, first, last, role, shop, language in await reading.run(_TEAM)
    ]


async def colleagues(reading: Reading) -> list[Colleague]:
    """Everybody with more rights than a customer whom a message can reach."""
    rows = await reading.run(_COLLEAGUES)
    return [Colleague(telegram_id, language, Role(role)) for telegram_id, language, role in rows]


async def appoint(transaction: Transaction, person_id: int, role: Role, shop_id: int | None) -> None:
    """Gives the role, at that shop; None: where they are, or at the first one."""
    await transaction.later(_APPOINT, {"person_id": person_id, "role": role, "invited_to": shop_id})


async def dismiss(transaction: Transaction, person_id: int) -> None:
    """Makes a customer of them again."""
    await transaction.later(_DISMISS, {"person_id": person_id})


async def make_admins(transaction: Transaction, telegram_ids: Iterable[int]) -> None:
    """Of those among them who have joined with a lower role."""
    named = {"telegram_ids": list(telegram_ids)}
    await transaction.run(_LOCK_RISING, named)
    await transaction.later(_MAKE_ADMINS, named)


async def unused_owner_token(reading: Reading, now: datetime) -> str | None:
    """Of an owner's link that is still good."""
    token: str | None = (await reading.run(_OWNER_TOKEN, {"now": now})).scalar_one_or_none()
    return token


async def invite(
    transaction: Transaction, invited: Invited, created_by: int | None, shop_id: int | None, now: datetime
) -> None:
    """Keeps an invitation to serve at that shop."""
    row = {
        "token": invited.token,
        "role": invited.role,
        "shop_id": shop_id,
        "created_by": created_by,
        "created_at": now,
        "expires_at": invited.expires_at,
    }
    await transaction.later(_INVITE, row)


async def lock_invitation(transaction: Transaction, token: str) -> Invitation | None:
    """An invitation, which nobody else uses meanwhile; None: there is none."""
    row = (await transaction.run(_LOCK_INVITATION, {"token": token})).one_or_none()
    if row is None:
        return None
    invitation_id, role, *rest = row
    return Invitation(invitation_id, Role(role), *rest)


async def use_invitation(transaction: Transaction, invitation_id: int, used_by: int, now: datetime) -> None:
    await transaction.later(_USE, {"invitation_id": invitation_id, "used_by": used_by, "used_at": now})


async def end_invitations(transaction: Transaction, created_by: int, now: datetime) -> None:
    """Of those one has made, the ones that nobody has used."""
    await transaction.later(_END_INVITATIONS, {"by": created_by, "now": now})
