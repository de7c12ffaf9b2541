"""What customers are told of purchases. Money in minor units, points as they moved."""

from dataclasses import dataclass

from loyalty.notices import Notice


@dataclass(frozen=True, slots=True)
class Receipted(Notice):
    """A purchase was entered; what it came to stands with the purchase."""

    kind = "receipt"

    purchase_id: int
    #: The how manyth purchase it is, if that is a round number.
    milestone: int | None
    #: Whole years since joining, at the first purchase on or after the day.
    anniversary_years: int | None


@dataclass(frozen=True, slots=True)
class TakenBack(Notice):
    """A part of a purchase, or all of it, was refunded."""

    kind = "refund"

    purchase_id: int
    #: Of the money, what this refund returns.
    amount_minor: int
    #: Points taken back; of them, those that were not there any more and are owed.
    taken_points: int
    uncovered_points: int
    #: Points that had paid part of the bill and are the customer's again.
    returned_points: int
    #: What could be spent right after it.
    balance_after: int


@dataclass(frozen=True, slots=True)
class Undone(TakenBack):
    """The whole purchase was a mistake at the till."""

    kind = "purchase_undone"
