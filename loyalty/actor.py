"""Who is acting, and what their role allows. Denied unless listed."""

from dataclasses import dataclass
from enum import StrEnum

from loyalty.refusal import LoyaltyError
from storage.models import Role


@dataclass(eq=False)
class Forbidden(LoyaltyError):
    """The role does not include it."""

    permission: str


@dataclass(eq=False)
class Forgotten(LoyaltyError):
    """Whoever acts has asked to be forgotten, a moment ago: nothing is kept of them any more."""


class Permission(StrEnum):
    USE_OWN_CARD = "use_own_card"
    #: See customers, add purchases, undo one's own.
    SERVE = "serve"
    REDEEM = "redeem"
    REFUND = "refund"
    #: Answer complaints.
    WORK_DESK = "work_desk"
    BROADCAST = "broadcast"
    #: Add or take points by hand, within the limit; the limit does not bind those who manage the programme.
    ADJUST = "adjust"
    INVITE_STAFF = "invite_staff"
    MANAGE_PROGRAMME = "manage_programme"
    INVITE_ADMIN = "invite_admin"


_CUSTOMER = frozenset({Permission.USE_OWN_CARD})
_STAFF = _CUSTOMER | {
    Permission.SERVE,
    Permission.REDEEM,
    Permission.REFUND,
    Permission.WORK_DESK,
    Permission.BROADCAST,
    Permission.ADJUST,
}
_ADMIN = _STAFF | {Permission.INVITE_STAFF, Permission.MANAGE_PROGRAMME}
_OWNER = _ADMIN | {Permission.INVITE_ADMIN}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CUSTOMER: _CUSTOMER,
    Role.STAFF: _STAFF,
    Role.ADMIN: _ADMIN,
    Role.OWNER: _OWNER,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting, and what they may do. It says nothing of Telegram: an actor may come by another way."""

    person_id: int
    rights: frozenset[Permission]
    #: Where they serve; None only before the programme has its first shop.
    shop_id: int | None
    #: Their own account as a customer.
    account_id: int

    def may(self, permission: Permission) -> bool:
        return permission in self.rights

    def require(self, permission: Permission) -> None:
        """Raises Forbidden unless their rights include it."""
        if not self.may(permission):
            raise Forbidden(permission)
