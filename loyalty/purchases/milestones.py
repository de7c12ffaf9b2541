"""Occasions to say thank you: round numbers of purchases, and the anniversaries of joining."""

from datetime import date

_STEPS = (10, 25, 50)


def is_milestone(purchases: int) -> bool:
    """Whether this many purchases are worth a word: 1, 5, 10, 25, 50, 100, 250, 500, 1000 and so on."""
    if purchases in (1, 5):
        return True
    while purchases >= 100 and purchases % 10 == 0:
        purchases //= 10
    return purchases in _STEPS


def years_between(joined_on: date, today: date) -> int:
    """Whole years since joining; who joined on 29 February has their day on 1 March of a common year."""
    before_the_day = (today.month, today.day) < (joined_on.month, joined_on.day)
    return today.year - joined_on.year - before_the_day


def anniversary(joined_on: date, previous_purchase_on: date | None, today: date) -> int | None:
    """The years completed, if this is the first purchase on or after the day that completes them."""
    years = years_between(joined_on, today)
    told = years_between(joined_on, previous_purchase_on or joined_on)
    return years if years > told else None
