"""Tables, transactions and migrations. Knows nothing of Telegram or of the programme's rules."""

from sqlalchemy.exc import DBAPIError

from storage.contract import Reading, Transaction
from storage.database import AlreadyHandled, Database
from storage.occupancy import TransactionInTransaction
from storage.unavailable import Unavailable
from storage.updates import UpdateKey

__all__ = [
    "AlreadyHandled",
    "DBAPIError",
    "Database",
    "Reading",
    "Transaction",
    "TransactionInTransaction",
    "Unavailable",
    "UpdateKey",
]
