"""What can be refused of programme."""

from dataclasses import dataclass

from loyalty.refusal import LoyaltyError


@dataclass(eq=False)
class SettingInvalid(LoyaltyError):
    """A setting of the programme cannot have this value; `rule` says what it must be."""

    name: str
    value: object
    rule: str
