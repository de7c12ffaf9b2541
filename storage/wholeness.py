"""A transaction holds as a whole or not at all, also when somebody inside it caught an error.

PostgreSQL refuses all that follows a failed statement, and makes a rollback of the commit without saying so. SQLite
goes on, and of a statement over many rows keeps those before the failing one. So here a failure is remembered: nothing
runs after it, and the transaction ends with it, on both.
"""

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Executable

from storage.contract import Parameters, Transaction


class CutShort(RuntimeError):
    """A statement of the transaction was stopped halfway, so nothing of it is kept."""


class WholeTransaction(Transaction):
    """What the two implementations have in common."""

    failure: Exception | None = None

    @abstractmethod
    async def require(self, statement: Executable, parameters: Parameters, otherwise: Exception) -> None:
        """As `later`, of a write that must change a row; should it change none, `otherwise` is raised."""

    def check(self) -> None:
        """Raises the failure there was before."""
        if self.failure is not None:
            raise self.failure

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Around every statement."""
        self.check()
        try:
            yield
        except Exception as error:
            self.failure = error
            raise
        except BaseException:  # stopped
            self.failure = CutShort("a statement was stopped halfway")
            raise
