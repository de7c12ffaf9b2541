"""Quiet hours: local time in which nothing is sent that can wait."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loyalty.programme import Programme


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one full hour until another, perhaps over midnight. The same hour twice: it is never quiet."""

    start: int
    end: int
    zone: ZoneInfo

    def next_waking(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours in which it lies, in UTC.

        Where the clocks skip the hour at which the quiet ends, it ends when they have been put forward.
        """
        local = moment.astimezone(self.zone)
        if not self._quiet_at(local.hour):
            return moment.astimezone(UTC)
        ends_tomorrow = local.hour >= self.end
        day = local.date() + timedelta(days=ends_tomorrow)
        return datetime.combine(day, time(self.end), tzinfo=self.zone).astimezone(UTC)

    def _quiet_at(self, hour: int) -> bool:
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


def quiet_hours(programme: Programme, start: int | None, end: int | None) -> QuietHours:
    """A customer's own quiet hours; those of the programme where they have none."""
    if start is None or end is None:
        return QuietHours(programme.quiet.from_hour, programme.quiet.until_hour, programme.zone)
    return QuietHours(start, end, programme.zone)
