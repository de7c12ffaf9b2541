"""What the team is told of ratings. None of it holds what was said: that is read when it is worded."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.notices import Notice, Urgency


@dataclass(frozen=True, slots=True)
class RatingHeard(Notice):
    """To all of the team: somebody is unhappy. Again whenever it changes, in the place of the first."""

    kind = "rating_heard"

    rating_id: int
    #: The score that was corrected just now.
    was: int | None


@dataclass(frozen=True, slots=True)
class RatingsOfDay(Notice):
    """To all of the team, once a day: what the others said, whose answers are as they are since a moment between."""

    kind = "ratings_of_day"
    urgency = Urgency.QUIET

    since: datetime
    until: datetime


def heard_key(rating_id: int, person_id: int) -> str:
    """Of what tells this member of the team of a rating."""
    return f"rating:{rating_id}:{person_id}"


def day_key(until: datetime, person_id: int) -> str:
    """Of what tells this member of the team of a day's ratings, by that day's end."""
    return f"ratings:{int(until.timestamp())}:{person_id}"
