"""Tables, transactions and migrations. Knows nothing of Telegram or of the programme's rules."""

from storage.database import AlreadyHandled, Database

__all__ = ["AlreadyHandled", "Database"]
