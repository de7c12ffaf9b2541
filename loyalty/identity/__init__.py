"""Who acts, as they are at this moment: every deed that writes begins here, whatever was read before it."""

from loyalty.identity.acting import acting

__all__ = ["acting"]
