"""When points are gone."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

#: How many days before points are gone one is warned, the last warning first: who is due both at once gets that.
WARNED_BEFORE = (7, 30)


class ExpiryPolicy(StrEnum):
    NONE = "none"
    #: The same day of the month, N months later.
    ROLLING = "rolling"
    #: The end of the month that lies N months later.
    MONTH_END = "month_end"


def expires_at(earned_at: datetime, policy: ExpiryPolicy, months: int, zone: ZoneInfo) -> datetime | None:
    """The first moment at which points earned at `earned_at` are gone, in UTC; None: never.

    Both policies look at the local day of earning and end at a local midnight:

    - rolling: usable through the same day of the month `months` later, or through that month's last day where it has no
      such day. Earned on 31 January with one month, they are gone as 1 March begins.
    - month_end: usable through the last day of the month `months` later. Earned on 6 July 2020 with twelve months, they
      are gone as 1 August 2021 begins.

    Where the clocks skip or repeat that midnight, the day's first moment counts.
    """
    if policy is ExpiryPolicy.NONE:
        return None
    earned_on = earned_at.astimezone(zone).date()
    year, month0 = divmod(earned_on.year * 12 + earned_on.month - 1 + months, 12)
    last_day = calendar.monthrange(year, month0 + 1)[1]
    day = last_day if policy is ExpiryPolicy.MONTH_END else min(earned_on.day, last_day)
    gone_on = date(year, month0 + 1, day) + timedelta(days=1)
    return datetime.combine(gone_on, time(), tzinfo=zone).astimezone(UTC)
