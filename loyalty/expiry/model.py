"""Whom to warn, and of what."""

from datetime import datetime
from typing import NamedTuple


class Owner(NamedTuple):
    """Whose points will expire."""

    account_id: int
    #: None: they are forgotten.
    person_id: int | None
    #: Their own quiet hours, local; None: the programme's.
    quiet_from: int | None
    quiet_until: int | None


class Ending(NamedTuple):
    """A lot with points left that has an end."""

    account_id: int
    expires_at: datetime
    remaining: int
    #: Of how many days before its end its customer was last warned.
    warned_days: int | None
