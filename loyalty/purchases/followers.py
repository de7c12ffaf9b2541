"""What follows a purchase, and its being taken back: in this order, in the purchase's own transaction.

Whoever lives by purchases is one more module here; neither purchases nor the ledger know it by name.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from loyalty.ledger import LockedAccount
from loyalty.purchases.model import Bought, Reversed
from loyalty.referrals import rewards
from storage import Transaction
from storage.contract import AnyColumn


class Follower(Protocol):
    """A module that does something about purchases. The account is locked; whoever calls saves it."""

    @property
    def along(self) -> Sequence[AnyColumn]:
        """What it has looked up with the purchase's own statement, by the account as `:of_account`: few purchases
        concern it, and all of them would wait for a statement of its own."""

    async def bought(
        self, transaction: Transaction, account: LockedAccount, bought: Bought, now: datetime, /
    ) -> None: ...

    async def taken_back(
        self, transaction: Transaction, account: LockedAccount, taken_back: Reversed, now: datetime, /
    ) -> None: ...


FOLLOWERS: tuple[Follower, ...] = (rewards,)


async def bought(transaction: Transaction, account: LockedAccount, what: Bought, now: datetime) -> None:
    for follower in FOLLOWERS:
        await follower.bought(transaction, account, what, now)


async def taken_back(transaction: Transaction, account: LockedAccount, what: Reversed, now: datetime) -> None:
    for follower in FOLLOWERS:
        await follower.taken_back(transaction, account, what, now)
