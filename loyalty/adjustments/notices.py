"""What customers are told of points added or taken by hand."""

from dataclasses import dataclass

from loyalty.notices import Notice


@dataclass(frozen=True, slots=True)
class BalancePutRight(Notice):
    """The reason stands with the entry."""

    kind = "adjustment"

    entry_id: int
    points: int
    #: What could be spent right after it.
    balance: int
