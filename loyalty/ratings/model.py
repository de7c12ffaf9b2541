"""One customer's answer, what can be tapped in it, and what can be refused of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from loyalty.complaints import Category
from loyalty.refusal import LoyaltyError

LOWEST, HIGHEST = 0, 10
#: Promoters answer from here on; detractors up to there.
PROMOTER_FROM, DETRACTOR_TO = 9, 6
#: The customer asked to be asked; the other causes are `purchase:12`.
ASKED = "asked"
#: What is said later than that after an answer is not meant as its reason: the customer has finished.
WHY_WAITS = timedelta(hours=1)
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
    def changed_at(self) -> datetime:
        """When the score, or the words, became what they are; first words may come up to `WHY_WAITS` later."""
        return self.corrected_at or self.at

    @property
    def promoter(self) -> bool:
        return self.score >= PROMOTER_FROM

    @property
    def detractor(self) -> bool:
        return self.score <= DETRACTOR_TO


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer as the team reads it."""

    rating_id: int
    #: None once the customer has asked to be forgotten.
    person_id: int | None
    score: int
    reasons: tuple[Category, ...]
    comment: str | None

    @property
    def detractor(self) -> bool:
        return self.score <= DETRACTOR_TO


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team, and their own quiet hours, local; None: the programme's."""

    person_id: int
    quiet_from: int | None
    quiet_until: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """What it came from, in which language it was asked, and the version of its sentence."""

    cause: str
    language: str
    wording: str


@dataclass(eq=False)
class RatingUnknown(LoyaltyError):
    """No rating of this person's that could still be changed."""


@dataclass(eq=False)
class RaterGone(LoyaltyError):
    """Nobody is behind this rating who could be answered."""


@dataclass(eq=False)
class OwnRating(LoyaltyError):
    """Nobody opens a case for themselves."""
