"""Taking points for a purchase in two steps: staff ask and the points are set aside, the customer says yes or no."""

from loyalty.redemptions.asking import allowance, asked, hold, spendable
from loyalty.redemptions.ending import answer, capture, expire_holds, release, waiting_for, was_not_asked
from loyalty.redemptions.held import held_now
from loyalty.redemptions.model import Allowance, Held, Spendable
from loyalty.redemptions.queries import next_end

__all__ = [
    "Allowance",
    "Held",
    "Spendable",
    "allowance",
    "answer",
    "asked",
    "capture",
    "expire_holds",
    "held_now",
    "hold",
    "next_end",
    "release",
    "spendable",
    "waiting_for",
    "was_not_asked",
]
