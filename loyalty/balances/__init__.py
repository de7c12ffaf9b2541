"""What a customer has, when it comes and goes, and why it is that number."""

from loyalty.balances.reading import (
    Balance,
    Explanation,
    KindTotal,
    LotLine,
    Overview,
    balance,
    explain,
    of_row,
    overview,
)

__all__ = ["Balance", "Explanation", "KindTotal", "LotLine", "Overview", "balance", "explain", "of_row", "overview"]
