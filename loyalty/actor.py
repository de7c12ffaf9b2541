"""Who is acting, and what their role allows. Denied unless listed."""

from dataclasses import dataclass
from enum import StrEnum

from loyalty.refusal import LoyaltyError
from storage.models import Role


@dataclass(eq=False)
class Forbidden(LoyaltyError):
    """The role does not include it."""

    permission: str


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
    """A person as the bot met them in this update."""

    person_id: int
    telegram_id: int
    account_id: int
    role: Role
    language: str
    #: Their names as Telegram showed them when last heard of.
    first_name: str
    last_name: str | None
    username: str | None
    #: Where they serve; None only before the programme has its first shop.
    shop_id: int | None
    #: They had blocked the bot when last heard of.
    blocked: bool
    #: A question that takes several messages is under way.
    dialogue: bool

    def may(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[self.role]

    def require(self, permission: Permission) -> None:
        """Raises Forbidden unless the role includes it."""
        if not self.may(permission):
            raise Forbidden(permission)
