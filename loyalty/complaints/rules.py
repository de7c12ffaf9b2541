"""Who works on complaints."""

from loyalty.actor import PERMISSIONS, Permission

#: Roles that work on complaints.
DESK_ROLES = tuple(role for role, permissions in PERMISSIONS.items() if Permission.WORK_DESK in permissions)
