"""What the machines that take random steps are built on: a world of their own on a SQLite file, steps one by one."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine

from loyalty.refusal import LoyaltyError
from storage import Database
from tests.loyalty.people import World

T = TypeVar("T")


class WorldMachine(RuleBasedStateMachine):
    """Time only goes forward."""

    #: An empty file with all tables, to be copied.
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.directory = TemporaryDirectory()
        path = Path(self.directory.name) / "loyalty.db"
        copyfile(self.template, path)
        self.world = World(Database(f"sqlite+aiosqlite:///{path}"))

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(doing)

    def attempt(self, doing: Coroutine[Any, Any, T]) -> T | None:
        """A refusal is fine: it must change nothing, which the invariants see."""
        try:
            return self.run(doing)
        except LoyaltyError:
            return None

    def teardown(self) -> None:
        self.run(self.world.database.close())
        self.loop.close()
        self.directory.cleanup()
