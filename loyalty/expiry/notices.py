"""What customers are told of points that will expire."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.notices import Notice, Urgency


@dataclass(frozen=True, slots=True)
class PointsExpiring(Notice):
    """Points of one account that expire on one day of the programme's zone."""

    kind = "points_expiring"
    urgency = Urgency.QUIET

    points: int
    #: The first moment at which some of them are gone.
    expires_at: datetime
    #: How many days before this warning is due.
    days: int
