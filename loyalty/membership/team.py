"""Owners, admins and staff: invited by one-time links, relieved of their role by those above them."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from loyalty import audit
from loyalty.actor import Actor, Forbidden, Permission
from loyalty.membership.model import AlreadyOwned, InvitationExpired, InvitationUnknown, InvitationUsed, LastOwner
from loyalty.programme import load
from storage import Reading, Transaction
from storage.models import Role
from storage.tables import invitations, people, shops

_RANK = {role: rank for rank, role in enumerate(Role)}
_FIRST_SHOP = select(func.min(shops.c.id)).scalar_subquery()
#: What one needs to give a role, and to take it.
_GIVES = {Role.STAFF: Permission.INVITE_STAFF, Role.ADMIN: Permission.INVITE_ADMIN, Role.OWNER: Permission.INVITE_ADMIN}


@dataclass(frozen=True, slots=True)
class Invited:
    """A one-time invitation; `token` follows `i_` in its link."""

    token: str
    role: Role
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Accepted:
    """The role a person now has, and the one they had before."""

    role: Role
    previous: Role
    #: False: they had opened this link before, or their role was no lower already.
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody with more rights than a customer."""

    person_id: int
    telegram_id: int | None
    name: str
    role: Role
    shop: str | None
    language: str


async def owner_link_token(transaction: Transaction, now: datetime) -> str | None:
    """What follows `o_` in the link that makes its opener the owner; None once there is one.

    Until it is used or out of date, the same again: the link printed at the last start still works.
    """
    await transaction.run(select(shops.c.id).order_by(shops.c.id).limit(1).with_for_update())  # one start at a time
    if await _owners(transaction):
        return None
    unused = (
        select(invitations.c.token)
        .where(invitations.c.role == Role.OWNER, invitations.c.used_by.is_(None), invitations.c.expires_at > now)
        .limit(1)
    )
    token: str | None = (await transaction.run(unused)).scalar_one_or_none()
    return token or (await _create(transaction, None, Role.OWNER, None, now)).token


async def _owners(reading: Reading) -> int:
    count: int = (
        await reading.run(select(func.count()).select_from(people).where(people.c.role == Role.OWNER))
    ).scalar_one()
    return count


async def invite(transaction: Transaction, actor: Actor, role: Role, now: datetime) -> Invited:
    """Makes a one-time invitation to a role at the actor's shop.

    Raises:
        Forbidden: the actor may not give this role.
    """
    actor.require(_GIVES.get(role, Permission.INVITE_ADMIN))
    invited = await _create(transaction, actor.person_id, role, actor.shop_id, now)
    details = {"role": role, "expires_at": invited.expires_at.isoformat()}
    await audit.record(transaction, actor, "invited", f"role:{role}", now, details)
    return invited


async def _create(
    transaction: Transaction, created_by: int | None, role: Role, shop_id: int | None, now: datetime
) -> Invited:
    expires_at = now + timedelta(hours=(await load(transaction, now)).team.invitation_hours)
    token = secrets.token_urlsafe(15)
    row = {
        "token": token,
        "role": role,
        "shop_id": shop_id,
        "created_by": created_by,
        "created_at": now,
        "expires_at": expires_at,
    }
    await transaction.run(insert(invitations), row)
    return Invited(token, role, expires_at)


async def accept(transaction: Transaction, actor: Actor, token: str, now: datetime) -> Accepted:
    """Gives the actor the role of an `i_` or `o_` link (`token` is what follows). The same person again: no change,
    unless the role has been taken from them since: a link never brings it back.

    Raises:
        InvitationUnknown, InvitationUsed, InvitationExpired: the link is not good (any more).
        AlreadyOwned: an owner's link, but the programme has its owner.
    """
    actor.require(Permission.USE_OWN_CARD)
    statement = select(invitations).where(invitations.c.token == token).with_for_update()
    invitation = (await transaction.run(statement)).one_or_none()
    if invitation is None:
        raise InvitationUnknown
    role = Role(invitation.role)
    mine = select(people.c.role).where(people.c.id == actor.person_id).with_for_update(key_share=True)
    previous = Role((await transaction.run(mine)).scalar_one())
    has_it = _RANK[previous] >= _RANK[role]
    if has_it and invitation.used_by == actor.person_id:
        return Accepted(previous, previous, is_new=False)
    await _check(transaction, invitation, now)
    if has_it:
        return Accepted(previous, previous, is_new=False)
    used = update(invitations).where(invitations.c.id == invitation.id)
    await transaction.run(used.values(used_by=actor.person_id, used_at=now))
    shop_id = func.coalesce(invitation.shop_id, people.c.shop_id, _FIRST_SHOP)
    await transaction.run(update(people).where(people.c.id == actor.person_id).values(role=role, shop_id=shop_id))
    details = {"role": role, "previous": previous, "invited_by": invitation.created_by}
    await audit.record(transaction, actor, "role_accepted", f"person:{actor.person_id}", now, details)
    return Accepted(role, previous)


async def _check(reading: Reading, invitation: Row[*tuple[Any, ...]], now: datetime) -> None:
    if invitation.used_by is not None:
        raise InvitationUsed
    if invitation.created_by is None and await _owners(reading):
        raise AlreadyOwned
    if invitation.expires_at <= now:
        raise InvitationExpired


async def staff(reading: Reading, actor: Actor) -> list[StaffMember]:
    """Everybody with more rights than a customer, the highest first.

    Raises:
        Forbidden: not one who invites staff.
    """
    actor.require(Permission.INVITE_STAFF)
    statement = (
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
        .where(people.c.role != Role.CUSTOMER)
        .order_by(people.c.id)
    )
    members = [
        StaffMember(person_id, telegram_id, " ".join(filter(None, (first, last))), Role(role), shop, language)
        for person_id, telegram_id, first, last, role, shop, language in await reading.run(statement)
    ]
    return sorted(members, key=lambda member: -_RANK[member.role])


async def revoke_role(transaction: Transaction, actor: Actor, person_id: int, now: datetime) -> None:
    """Makes a customer of somebody with a lower role than the actor's. An owner may also step down, unless the last.

    Invitations they have made and nobody has used come to an end.

    Raises:
        Forbidden: no right over this person.
        LastOwner: the programme would be without an owner.
    """
    actor.require(Permission.INVITE_STAFF)
    await _end_role(transaction, actor, person_id, now)


async def resign(transaction: Transaction, actor: Actor, now: datetime) -> None:
    """Gives up one's own role, whatever it is. Of a customer, nothing changes.

    Raises:
        LastOwner: the programme would be without an owner.
    """
    actor.require(Permission.USE_OWN_CARD)
    await _end_role(transaction, actor, actor.person_id, now)


async def _end_role(transaction: Transaction, actor: Actor, person_id: int, now: datetime) -> None:
    # Everybody above a customer is locked: two owners who step down at once must not both succeed. But not against rows
    # that only refer to them: of two who have told the team something and now go, neither waits for the other.
    everyone = select(people.c.id, people.c.role).where(people.c.role != Role.CUSTOMER).order_by(people.c.id)
    roles = {
        member_id: Role(role) for member_id, role in await transaction.run(everyone.with_for_update(key_share=True))
    }
    previous = roles.get(person_id, Role.CUSTOMER)
    if previous is Role.CUSTOMER:
        return
    if person_id != actor.person_id and _RANK[previous] >= _RANK[roles.get(actor.person_id, Role.CUSTOMER)]:
        raise Forbidden(_GIVES[previous])
    if previous is Role.OWNER and list(roles.values()).count(Role.OWNER) == 1:
        raise LastOwner
    await transaction.run(update(people).where(people.c.id == person_id).values(role=Role.CUSTOMER))
    unused = invitations.c.created_by == person_id, invitations.c.used_by.is_(None), invitations.c.expires_at > now
    await transaction.run(update(invitations).where(*unused).values(expires_at=now))
    await audit.record(transaction, actor, "role_revoked", f"person:{person_id}", now, {"previous": previous})


async def ensure_admins(transaction: Transaction, telegram_ids: Iterable[int]) -> None:
    """Makes admins of those among these people who have joined; owners stay owners."""
    lower = people.c.role.in_([Role.CUSTOMER, Role.STAFF])
    statement = update(people).where(people.c.telegram_id.in_(list(telegram_ids)), lower)
    await transaction.run(statement.values(role=Role.ADMIN, shop_id=func.coalesce(people.c.shop_id, _FIRST_SHOP)))
