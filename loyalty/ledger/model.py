"""What can be refused of ledger."""

from dataclasses import dataclass

from loyalty.refusal import LoyaltyError


@dataclass(eq=False)
class AccountUnknown(LoyaltyError):
    """There is no such account, or nobody owns it any more."""


@dataclass(eq=False)
class NotEnoughPoints(LoyaltyError):
    """`price` points were asked of an account that can spend `balance`."""

    balance: int
    price: int
