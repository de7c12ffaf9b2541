"""How likely customers are to recommend us, 0 to 10, and why: one answer per cooldown, which can be corrected."""

from loyalty.ratings.model import ASKED, HIGHEST, LOWEST, REASONS, Rating
from loyalty.ratings.rating import comment, find, give_reason, latest, rate

__all__ = ["ASKED", "HIGHEST", "LOWEST", "REASONS", "Rating", "comment", "find", "give_reason", "latest", "rate"]
