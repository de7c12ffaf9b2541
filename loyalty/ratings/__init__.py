"""How likely customers are to recommend us, 0 to 10, and why: one answer per cooldown, which can be corrected.

The team reads all words: those of the unhappy at once, and they can open a case of one; the others' once a day.
"""

from loyalty.ratings.cases import heard, heard_between, open_case
from loyalty.ratings.model import ASKED, HIGHEST, LOWEST, REASONS, WHY_WAITS, Heard, Rating
from loyalty.ratings.rating import comment, find, finish, give_reason, latest, rate
from loyalty.ratings.telling import forgotten

__all__ = [
    "ASKED",
    "HIGHEST",
    "LOWEST",
    "REASONS",
    "WHY_WAITS",
    "Heard",
    "Rating",
    "comment",
    "find",
    "finish",
    "forgotten",
    "give_reason",
    "heard",
    "heard_between",
    "latest",
    "open_case",
    "rate",
]
