"""How long a database may keep us waiting."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. The server's come first: it says what took so long; the driver's are for a server that says nothing."""

    #: To connect and be let in.
    connect: float = 10.0
    #: Until one of our own connections is free.
    pool: float = 10.0
    #: For a row or a table that somebody else has locked; on SQLite, for the file.
    lock: float = 8.0
    #: For one statement.
    statement: float = 12.0
    #: Between two statements of a transaction: a replica that hangs does not hold its locks for ever.
    idle: float = 20.0
    #: For the driver to hear from the server.
    command: float = 15.0
    #: To roll back, before the connection is cut instead.
    rollback: float = 2.0

    def of_a_connection(self) -> dict[str, Any]:
        """As asyncpg takes them."""
        limits = {
            "lock_timeout": self.lock,
            "statement_timeout": self.statement,
            "idle_in_transaction_session_timeout": self.idle,
        }
        settings = {name: f"{int(seconds * 1_000)}ms" for name, seconds in limits.items()}
        return {"timeout": self.connect, "command_timeout": self.command, "server_settings": settings}


#: For sums over a whole ledger: the server may take its time. Connecting may not.
UNHURRIED = Timeouts(lock=60.0, statement=3_600.0, idle=3_600.0, command=3_660.0)
