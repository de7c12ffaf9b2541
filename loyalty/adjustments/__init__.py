"""Points added or taken by hand, with a reason."""

from loyalty.adjustments.adjusting import Adjusted, adjust

__all__ = ["Adjusted", "adjust"]
