"""Whom to greet."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Born:
    """Somebody whose birthday it is."""

    person_id: int
    account_id: int
    #: When they last told or changed it.
    told_at: datetime
    #: Their own quiet hours, local; None: the programme's.
    quiet_from: int | None
    quiet_until: int | None
