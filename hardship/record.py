"""What people did and what they were answered: kept outside of the bot, so that the bot can be held to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sandbox import Person

Kind = Literal["purchase", "redemption", "complaint"]


@dataclass(slots=True)
class Step:
    """One update of a person, and when its answer was seen. Moments are monotonic seconds."""

    who: str
    what: str
    pushed_at: float
    answered_at: float | None = None


@dataclass(slots=True)
class Deed:
    """Something that has to be in the books exactly once, known by a mark of its own: an amount, or a text."""

    kind: Kind
    mark: str
    customer: Person
    #: The person was told that it did not work: then it may be missing, and still not be there twice.
    excused: bool = False


@dataclass(slots=True)
class Record:
    steps: list[Step] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    #: How often somebody was asked to try again.
    apologies: int = 0

    @property
    def silent(self) -> list[Step]:
        return [step for step in self.steps if step.answered_at is None]

    def recovery(self, ends: Sequence[float]) -> float:
        """The longest that somebody who had asked before the end of a bad thing waited after that end."""
        waits = [
            step.answered_at - end
            for end in ends
            for step in self.steps
            if step.answered_at is not None and step.pushed_at < end < step.answered_at
        ]
        return max(waits, default=0.0)
