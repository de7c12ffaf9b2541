"""Owners, admins and staff: invited by one-time links, relieved of their role by those above them."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from loyalty import audit
from loyalty.actor import Actor, Forbidden, Permission
from loyalty.identity import acting
from loyalty.membership.model import (
    Accepted,
    AlreadyOwned,
    Invitation,
    InvitationExpired,
    InvitationUnknown,
    InvitationUsed,
    Invited,
    LastOwner,
    StaffMember,
)
from loyalty.membership.queries import team as queries
from loyalty.membership.rules import rank, right_over
from loyalty.programme import load
from storage import Reading, Transaction
from storage.models import Role


async def owner_link_token(transaction: Transaction, now: datetime) -> str | None:
    """What follows `o_` in the link that makes its opener the owner; None once there is one.

    Until it is used or out of date, the same again: the link printed at the last start still works.
    """
    await queries.lock_first_shop(transaction)
    if await queries.count_owners(transaction):
        return None
    token = await queries.unused_owner_token(transaction, now)
    return token or (await _create(transaction, None, Role.OWNER, None, now)).token


async def invite(transaction: Transaction, actor: Actor, role: Role, now: datetime) -> Invited:
    """Makes a one-time invitation to a role at the actor's shop.

    Raises:
        Forbidden: the actor may not give this role.
    """
    actor = await acting(transaction, actor, right_over(role))
    invited = await _create(transaction, actor.person_id, role, actor.shop_id, now)
    details = {"role": role, "expires_at": invited.expires_at.isoformat()}
    await audit.record(transaction, actor, "invited", f"role:{role}", now, details)
    return invited


async def _create(
    transaction: Transaction, created_by: int | None, role: Role, shop_id: int | None, now: datetime
) -> Invited:
    expires_at = now + timedelta(hours=(await load(transaction, now)).team.invitation_hours)
    invited = Invited(secrets.token_urlsafe(15), role, expires_at)
    await queries.invite(transaction, invited, created_by, shop_id, now)
    return invited


async def accept(transaction: Transaction, actor: Actor, token: str, now: datetime) -> Accepted:
    """Gives the actor the role of an `i_` or `o_` link (`token` is what follows). The same person again: no change,
    unless the role has been taken from them since: a link never brings it back.

    Raises:
        InvitationUnknown, InvitationUsed, InvitationExpired: the link is not good (any more).
        AlreadyOwned: an owner's link, but the programme has its owner.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    invitation = await queries.lock_invitation(transaction, token)
    if invitation is None:
        raise InvitationUnknown
    previous = await queries.role(transaction, actor.person_id)
    has_it = rank(previous) >= rank(invitation.role)
    if has_it and invitation.used_by == actor.person_id:
        return Accepted(previous, previous, is_new=False)
    await _require_good(transaction, invitation, now)
    if has_it:
        return Accepted(previous, previous, is_new=False)
    await queries.use_invitation(transaction, invitation.id, actor.person_id, now)
    await queries.appoint(transaction, actor.person_id, invitation.role, invitation.shop_id)
    details = {"role": invitation.role, "previous": previous, "invited_by": invitation.created_by}
    await audit.record(transaction, actor, "role_accepted", f"person:{actor.person_id}", now, details)
    return Accepted(invitation.role, previous)


async def _require_good(reading: Reading, invitation: Invitation, now: datetime) -> None:
    if invitation.used_by is not None:
        raise InvitationUsed
    if invitation.created_by is None and await queries.count_owners(reading):
        raise AlreadyOwned
    if invitation.expires_at <= now:
        raise InvitationExpired


async def staff(reading: Reading, actor: Actor) -> list[StaffMember]:
    """Everybody with more rights than a customer, the highest first.

    Raises:
        Forbidden: not one who invites staff.
    """
    actor.require(Permission.INVITE_STAFF)
    return sorted(await queries.team(reading), key=lambda member: -rank(member.role))


async def revoke_role(transaction: Transaction, actor: Actor, person_id: int, now: datetime) -> None:
    """Makes a customer of somebody with a lower role than the actor's. An owner may also step down, unless the last.

    Invitations they have made and nobody has used come to an end.

    Raises:
        Forbidden: no right over this person.
        LastOwner: the programme would be without an owner.
    """
    actor = await acting(transaction, actor, Permission.INVITE_STAFF, person_id, owners=True)
    await _end_role(transaction, actor, person_id, now)


async def resign(transaction: Transaction, actor: Actor, now: datetime) -> None:
    """Gives up one's own role, whatever it is. Of a customer, nothing changes.

    Raises:
        LastOwner: the programme would be without an owner.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD, owners=True)
    await _end_role(transaction, actor, actor.person_id, now)


async def _end_role(transaction: Transaction, actor: Actor, person_id: int, now: datetime) -> None:
    """Of somebody who is locked; and so are all owners: two who step down at once must not both succeed."""
    roles = await queries.roles(transaction)
    previous = roles.get(person_id, Role.CUSTOMER)
    if previous is Role.CUSTOMER:
        return
    if person_id != actor.person_id and rank(previous) >= rank(roles.get(actor.person_id, Role.CUSTOMER)):
        raise Forbidden(right_over(previous))
    if previous is Role.OWNER and list(roles.values()).count(Role.OWNER) == 1:
        raise LastOwner
    await queries.dismiss(transaction, person_id)
    await queries.end_invitations(transaction, person_id, now)
    await audit.record(transaction, actor, "role_revoked", f"person:{person_id}", now, {"previous": previous})


async def ensure_admins(transaction: Transaction, telegram_ids: Iterable[int]) -> None:
    """Makes admins of those among these people who have joined; owners stay owners."""
    await queries.make_admins(transaction, telegram_ids)
