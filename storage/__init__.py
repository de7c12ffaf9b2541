"""Tables, transactions and migrations. Knows nothing of Telegram or of the programme's rules."""

from storage.contract import Reading, Transaction, Unavailable
from storage.database import AlreadyHandled, Database
from storage.updates import UpdateKey

__all__ = ["AlreadyHandled", "Database", "Reading", "Transaction", "Unavailable", "UpdateKey"]
