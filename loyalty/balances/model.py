"""What an account has, with its dates and its reasons."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from storage.models import EntryKind


class Figures(NamedTuple):
    """The figures of an account, in points."""

    available: int
    held: int
    pending: int
    shortfall: int
    #: By what the settings in force are known.
    programme: str


class Coming(NamedTuple):
    """Points that cannot be spent yet: from when they can, and the first moment at which they are gone, if ever."""

    matures_at: datetime
    expires_at: datetime | None
    points: int


class Dated(NamedTuple):
    """Points and when they can be spent, or are gone; in no order, several of one moment."""

    figures: Figures
    coming: list[Coming]
    expiring: list[tuple[datetime, int]]


@dataclass(frozen=True, slots=True)
class Balance:
    """The figures of an account, in points, and what the available ones are worth in minor units of `currency`."""

    available: int
    held: int
    pending: int
    shortfall: int
    worth_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Overview:
    """A balance with its dates, each the soonest first."""

    balance: Balance
    #: (when they can be spent, points)
    pending: list[tuple[datetime, int]]
    #: (first moment at which they are gone, points), of those that cannot be spent yet too
    expiring: list[tuple[datetime, int]]
    #: The pending ones with both of their dates.
    coming: list[Coming]

    @property
    def running(self) -> list[tuple[datetime, int]]:
        """The expiring ones without those that are still coming."""
        later = Counter[datetime | None]()
        for of in self.coming:
            later[of.expires_at] += of.points
        return [(at, left) for at, points in self.expiring if (left := points - later[at]) > 0]


@dataclass(frozen=True, slots=True)
class KindTotal:
    """All entries of one kind. Of purchases also the money paid for, in minor units, and the rate, if it was one."""

    kind: EntryKind
    points: int
    count: int
    first_at: datetime
    last_at: datetime
    paid_minor: int | None = None
    rate_basis_points: int | None = None


@dataclass(frozen=True, slots=True)
class LotLine:
    """A credit with points left: where they came from, when they can be spent, when they are gone."""

    kind: EntryKind
    earned_at: datetime
    points: int
    remaining: int
    mature: bool
    matures_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The sum over `kinds` is available + held + pending - shortfall of `balance`."""

    balance: Balance
    kinds: list[KindTotal]
    lots: list[LotLine]
