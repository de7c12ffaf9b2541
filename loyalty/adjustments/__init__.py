"""Points added or taken by hand, with a reason."""

from loyalty.adjustments.adjusting import Adjusted, adjust, reason_of

__all__ = ["Adjusted", "adjust", "reason_of"]
