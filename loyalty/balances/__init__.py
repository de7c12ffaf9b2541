"""What a customer has, when it comes and goes, and why it is that number."""

from loyalty.balances.model import Balance, Coming, Explanation, KindTotal, LotLine, Overview
from loyalty.balances.reading import balance, explain, overview, reckon

__all__ = [
    "Balance",
    "Coming",
    "Explanation",
    "KindTotal",
    "LotLine",
    "Overview",
    "balance",
    "explain",
    "overview",
    "reckon",
]
