"""The points ledger. Used inside loyalty only: each function here trusts that its caller has checked the rights.

A use case locks an account, books on it and saves it:

    account = await ledger.lock(transaction, account_id, now)
    await ledger.credit(transaction, account, EntryKind.WELCOME, 100, key="welcome:7", now=now)
    await ledger.save(transaction, account)

In between, the figures of the account live in the `LockedAccount`. At every save either nothing is owed
(`shortfall == 0`) or nothing is left to cover it with (`available == pending == 0`)."""

from loyalty.ledger.booking import (
    capture,
    credit,
    debit,
    forfeit,
    lock,
    portions_to_spend,
    release,
    set_aside,
)
from loyalty.ledger.model import LockedAccount
from loyalty.ledger.queries.accounts import lock_due, save
from loyalty.ledger.undoing import give_back, reverse, revive, take_back

__all__ = [
    "LockedAccount",
    "capture",
    "credit",
    "debit",
    "forfeit",
    "give_back",
    "lock",
    "lock_due",
    "portions_to_spend",
    "release",
    "reverse",
    "revive",
    "save",
    "set_aside",
    "take_back",
]
