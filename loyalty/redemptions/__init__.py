"""Taking points for a purchase in two steps: staff ask and the points are set aside, the customer says yes or no."""

from loyalty.redemptions.asking import Allowance, allowance, asked, hold
from loyalty.redemptions.ending import answer, capture, expire_holds, next_end, release, waiting_for, was_not_asked
from loyalty.redemptions.held import Held, held_now

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
