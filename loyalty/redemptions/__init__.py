"""Taking points for a purchase in two steps: staff ask and the points are set aside, the customer says yes or no."""

from loyalty.redemptions.asking import allowance, asked, hold
from loyalty.redemptions.ending import answer, capture, expire_holds, release, waiting_for, was_not_asked
from loyalty.redemptions.held import held_now
from loyalty.redemptions.model import Allowance, Held
from loyalty.redemptions.queries import next_end

__all__ = [
    "Allowance",
    "Held",
    "allowance",
    "answer",
    "asked",
    "capture",
    "expire_holds",
    "held_now",
    "hold",
    "next_end",
    "release",
    "waiting_for",
    "was_not_asked",
]
