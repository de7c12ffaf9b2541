"""Who takes part: customers who join, staff who are invited, what each has allowed."""

from loyalty.membership.consenting import record_consent, withdraw_consents
from loyalty.membership.model import Accepted, Colleague, Invited, Joined, Profile, StaffMember, Visitor
from loyalty.membership.people import (
    identify,
    join,
    recognise,
    set_blocked,
    set_language,
    update_profile,
)
from loyalty.membership.queries.consents import consents
from loyalty.membership.queries.people import everybody
from loyalty.membership.queries.team import colleagues
from loyalty.membership.team import accept, ensure_admins, invite, owner_link_token, resign, revoke_role, staff

__all__ = [
    "Accepted",
    "Colleague",
    "Invited",
    "Joined",
    "Profile",
    "StaffMember",
    "Visitor",
    "accept",
    "colleagues",
    "consents",
    "ensure_admins",
    "everybody",
    "identify",
    "invite",
    "join",
    "owner_link_token",
    "recognise",
    "record_consent",
    "resign",
    "revoke_role",
    "set_blocked",
    "set_language",
    "staff",
    "update_profile",
    "withdraw_consents",
]
