"""How many points may pay for a bill."""

from loyalty.ledger.model import NotEnoughPoints
from loyalty.programme import Programme
from loyalty.redemptions.model import AboveLargestShare, BelowSmallestRedemption, BillTooSmall


def largest_redemption(bill_minor: int, largest_share_percent: int, point_value_minor: int) -> int:
    """The most points that may pay for a bill, whatever the balance."""
    return bill_minor * largest_share_percent // (100 * point_value_minor)


def allowed_points(programme: Programme, available: int, bill_minor: int, wanted: int | None) -> int:
    """So many points as are wanted, or as many as there may be (None).

    Raises:
        NotEnoughPoints, BillTooSmall, BelowSmallestRedemption, AboveLargestShare: not so many for this bill.
    """
    smallest = programme.redeeming.smallest_points
    largest = largest_redemption(
        bill_minor, programme.redeeming.largest_share_percent, programme.earning.point_value_minor
    )
    points = min(available, largest) if wanted is None else wanted
    if available < smallest:
        raise NotEnoughPoints(balance=available, price=max(smallest, wanted or 0))
    if largest < smallest:
        raise BillTooSmall(_smallest_bill(programme))
    if points < smallest:
        raise BelowSmallestRedemption(smallest=smallest, points=points)
    if points > min(available, largest):  # the narrower of the two is what to say
        raise (
            NotEnoughPoints(balance=available, price=points)
            if available < largest
            else AboveLargestShare(largest_points=largest, points=points)
        )
    return points


def _smallest_bill(programme: Programme) -> int:
    """The least that may be paid with the fewest points taken at once, in minor units: rounded up."""
    return -(
        -programme.worth_minor(programme.redeeming.smallest_points) * 100 // programme.redeeming.largest_share_percent
    )
