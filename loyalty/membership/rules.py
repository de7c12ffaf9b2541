"""Who stands above whom, and who may give which role."""

from loyalty.actor import Permission
from storage.models import Role

_RANK = {role: rank for rank, role in enumerate(Role)}


def rank(role: Role) -> int:
    """The higher, the more rights."""
    return _RANK[role]


def right_over(role: Role) -> Permission:
    """What one needs to give a role, and to take it."""
    return Permission.INVITE_STAFF if role is Role.STAFF else Permission.INVITE_ADMIN
