"""Points added or taken by hand, with a reason."""

from loyalty.adjustments.adjusting import adjust
from loyalty.adjustments.model import Adjusted
from loyalty.adjustments.queries import reason_of

__all__ = ["Adjusted", "adjust", "reason_of"]
