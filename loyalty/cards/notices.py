"""What owners are told of cards."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.notices import Notice


@dataclass(frozen=True, slots=True)
class CardsGuessed(Notice):
    """A member of staff has typed many numbers that no card has."""

    kind = "cards_guessed"

    staff_id: int
    misses: int
    #: So long numbers are not looked up for them.
    until: datetime
