"""Which birthdays a day celebrates."""

import calendar
from datetime import date

from loyalty.preferences import Birthday


def celebrated_on(day: date) -> list[Birthday]:
    """Whose birthday a day is: on 28 February of a common year also of those born on the 29th."""
    birthdays = [Birthday(day.month, day.day)]
    if (day.month, day.day) == (2, 28) and not calendar.isleap(day.year):
        birthdays.append(Birthday(2, 29))
    return birthdays
