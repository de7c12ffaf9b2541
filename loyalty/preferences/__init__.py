"""What customers tell us about themselves and how they want to be written to. All of it can be taken back."""

from loyalty.preferences.choosing import (
    load,
    remove_birthday,
    remove_phone,
    set_birthday,
    set_phone,
    set_quiet_hours,
)
from loyalty.preferences.model import HOURS, Birthday, Preferences

__all__ = [
    "HOURS",
    "Birthday",
    "Preferences",
    "load",
    "remove_birthday",
    "remove_phone",
    "set_birthday",
    "set_phone",
    "set_quiet_hours",
]
