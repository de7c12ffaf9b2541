"""Proving the books: every figure that is kept twice is compared over the whole database."""

from loyalty.ledger.model import Difference
from loyalty.ledger.queries import comparisons
from storage import Reading


async def verify(reading: Reading) -> list[Difference]:
    """Every difference in the books; none is the only right answer. Reads everything: minutes over millions of rows."""
    return sorted(await comparisons.differences(reading), key=lambda difference: difference.account_id)
