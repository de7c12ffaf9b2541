"""How many points may pay for a bill."""


def largest_redemption(bill_minor: int, largest_share_percent: int, point_value_minor: int) -> int:
    """The most points that may pay for a bill, whatever the balance."""
    return bill_minor * largest_share_percent // (100 * point_value_minor)
