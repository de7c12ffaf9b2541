"""Keeps a world in one SQLite file, so that a restart finds everyone where they were."""

import asyncio
import contextlib
import dataclasses
import json
import logging
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sandbox.files import StoredFile
from sandbox.snapshot import Json, restore, snapshot
from sandbox.world import World

log = logging.getLogger("sandbox")
SCHEMA = """
CREATE TABLE IF NOT EXISTS world (one INTEGER PRIMARY KEY CHECK (one = 1), state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (number INTEGER PRIMARY KEY, facts TEXT NOT NULL, content BLOB NOT NULL);
"""
PAUSE_SECONDS = 1.0


class Keeper:
    """Writes what changed at most once in `pause` seconds, in a transaction: a killed process leaves a whole file."""

    def __init__(self, world: World, path: Path, pause: float = PAUSE_SECONDS) -> None:
        self._world = world
        self._path = path
        self._pause = pause
        self._files_kept = 0
        self._failing = False
        self._saving = asyncio.Lock()  # an older state never overwrites a newer one
        self._task: asyncio.Task[None] | None = None

    def load(self) -> None:
        """Fills the world from the file. One that cannot be read is put aside, with one line that says so."""
        if not self._path.exists():
            return
        try:
            state, files = self._read()
            restore(self._world, state)
        except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError) as error:
            aside = self._path.with_name(f"{self._path.name}.unreadable")
            self._path.replace(aside)
            log.warning(
                "The sandbox begins with empty chats: %s cannot be read (%s), it is %s now", self._path, error, aside
            )
            return
        for stored in files:
            self._world.files.put(stored)
        self._files_kept = len(files)

    def _read(self) -> tuple[Json, list[StoredFile]]:
        with contextlib.closing(sqlite3.connect(self._path)) as connection:
            row = connection.execute("SELECT state FROM world").fetchone()
            files = connection.execute("SELECT facts, content FROM files ORDER BY number").fetchall()
        if row is None:
            raise ValueError("it is empty")
        return json.loads(row[0]), [StoredFile(**json.loads(facts), content=content) for facts, content in files]

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._keep())

    async def close(self) -> None:
        """Writes once more what is new."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
            await self.save()

    async def _keep(self) -> None:
        while True:
            await self._world.changed.wait()
            await asyncio.sleep(self._pause)
            await asyncio.shield(self.save())  # one that has begun is not broken off

    async def save(self) -> None:
        """A failure is logged, once for those that follow each other; the next change tries again."""
        async with self._saving:
            self._world.changed.clear()
            state, files = snapshot(self._world), self._world.files.all()
            try:
                await asyncio.to_thread(self._write, state, files)
            except (sqlite3.Error, OSError) as error:
                if not self._failing:
                    log.warning("The sandbox cannot keep its chats in %s: %s", self._path, error)
                self._failing = True
            else:
                self._failing = False

    def _write(self, state: Json, files: Sequence[StoredFile]) -> None:
        new = [(number, _facts(stored), stored.content) for number, stored in enumerate(files)][self._files_kept :]
        # A lone surrogate, which people can type, is no UTF-8: ASCII alone says it.
        text = json.dumps(state, separators=(",", ":"))
        with contextlib.closing(sqlite3.connect(self._path)) as connection, connection:
            connection.executescript(SCHEMA)
            connection.execute("BEGIN")
            connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", new)
            connection.execute("INSERT OR REPLACE INTO world VALUES (1, ?)", (text,))
        self._files_kept = len(files)


def _facts(stored: StoredFile) -> str:
    names = [field.name for field in dataclasses.fields(stored) if field.name != "content"]
    return json.dumps({name: getattr(stored, name) for name in names})
