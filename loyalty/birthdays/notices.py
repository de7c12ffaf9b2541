"""The birthday greeting."""

from dataclasses import dataclass

from loyalty.notices import Notice, Urgency


@dataclass(frozen=True, slots=True)
class BirthdayGreeting(Notice):
    kind = "birthday"
    urgency = Urgency.QUIET

    #: The present; it may be none.
    points: int
    #: It comes a day or more after the birthday.
    late: bool
