"""What being forgotten means for somebody."""

from dataclasses import dataclass

from storage.models import Role


@dataclass(frozen=True, slots=True)
class Farewell:
    """What somebody would lose, or has lost, by being forgotten."""

    account_id: int
    role: Role
    #: To spend now, later, or set aside at a till; and what they are worth, in minor units.
    points: int
    worth_minor: int
    open_complaints: int
    #: Whether it has happened.
    done: bool = False
