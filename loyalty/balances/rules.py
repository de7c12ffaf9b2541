"""What figures mean under the settings in force."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from loyalty.balances.model import Balance, Figures
from loyalty.programme import Programme


def balance_of(figures: Figures, programme: Programme) -> Balance:
    """The figures, and what they are worth."""
    available, held, pending, shortfall, _ = figures
    return Balance(available, held, pending, shortfall, programme.worth_minor(available), programme.currency)


def by_date(dated: Iterable[tuple[datetime, int]]) -> list[tuple[datetime, int]]:
    """The points of each moment together, the soonest first."""
    sums = Counter[datetime]()
    for at, points in dated:
        sums[at] += points
    return sorted(sums.items())
