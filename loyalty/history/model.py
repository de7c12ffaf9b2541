"""What can be refused of history."""

from dataclasses import dataclass

from loyalty.refusal import LoyaltyError


@dataclass(eq=False)
class EntryUnknown(LoyaltyError):
    """No line of the ledger of this number, or not this customer's."""
