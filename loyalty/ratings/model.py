"""One customer's answer, what can be tapped in it, and what can be refused of it."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.complaints import Category
from loyalty.refusal import LoyaltyError

LOWEST, HIGHEST = 0, 10
#: Promoters answer from here on; detractors up to there.
PROMOTER_FROM, DETRACTOR_TO = 9, 6
#: The customer asked to be asked; the other causes are `purchase:12`.
ASKED = "asked"
#: What can be tapped as a reason.
REASONS = (Category.WAITING, Category.QUALITY, Category.STAFF, Category.PRICE, Category.POINTS, Category.OTHER)


@dataclass(frozen=True, slots=True)
class Rating:
    """One answer. It can be corrected before `open_until`; after that, the question is open anew."""

    rating_id: int
    score: int
    reasons: tuple[Category, ...]
    comment: str | None
    at: datetime
    corrected_at: datetime | None
    open_until: datetime

    @property
    def promoter(self) -> bool:
        return self.score >= PROMOTER_FROM

    @property
    def detractor(self) -> bool:
        return self.score <= DETRACTOR_TO


@dataclass(frozen=True, slots=True)
class Question:
    """What it came from, in which language it was asked, and the version of its sentence."""

    cause: str
    language: str
    wording: str


@dataclass(eq=False)
class RatingUnknown(LoyaltyError):
    """No rating of this person's that could still be changed."""
