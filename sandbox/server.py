"""A sandbox: the world, the Bot API in front of it, and the people behind it, on one local port."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.bot_api import BotApi
from sandbox.faults import Faults
from sandbox.files import MAX_UPLOAD_BYTES
from sandbox.groups import SUPERGROUP_OFFSET, Group
from sandbox.groups_api import GroupsApi
from sandbox.keeper import Keeper
from sandbox.limits import RateLimits
from sandbox.people import Person
from sandbox.people_api import PeopleApi
from sandbox.updates import Updates
from sandbox.webhook import Webhook
from sandbox.world import Chat, World

FIRST_PERSON_ID = 5_000_001
FIRST_GROUP_ID = -4_000_001
FIRST_SUPERGROUP_ID = SUPERGROUP_OFFSET - 2_000_000_001


class Sandbox:
    """A local Telegram for one bot.

    `clock` gives Unix seconds. `rate_limits` turns on Telegram's 429s. `poll_repeat_wait`: seconds that a getUpdates
    waits when it repeats its offset within that time. `webhook_first_wait`: seconds before a webhook's first retry.
    `privacy_mode`: in groups the bot hears only what concerns it, unless it is an administrator.
    `keep_in`: the file from which the world is loaded and in which it is kept; by default it lives in memory.
    """

    def __init__(
        self,
        token: str = "1000000:sandbox-token",
        bot_name: str = "Café Zorg",
        bot_username: str = "zorg_bot",
        clock: Callable[[], float] = time.time,
        rate_limits: bool = False,
        poll_repeat_wait: float = 3.0,
        webhook_first_wait: float = 1.0,
        first_update_id: int = 100_000_001,
        privacy_mode: bool = True,
        keep_in: Path | None = None,
    ) -> None:
        self.token = token
        self.faults = Faults(clock)
        updates = Updates(poll_repeat_wait, first_update_id)
        self.world = World(
            _bot(token, bot_name, bot_username, privacy_mode),
            clock,
            limits=RateLimits(clock) if rate_limits else None,
            updates=updates,
            webhook=Webhook(updates, clock, webhook_first_wait),
        )
        self._api = BotApi(self.world, token, self.faults)
        self.world.webhook.execute = self._api.answer
        self.keeper = Keeper(self.world, keep_in) if keep_in else None
        if self.keeper:
            self.keeper.load()
        chats = self.world.chats.values()
        self.people: dict[int, Person] = {chat.id: Person(self.world, chat) for chat in chats if chat.private}
        self._runner: web.AppRunner | None = None
        self._url = ""

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        if not self._url:
            raise RuntimeError("the sandbox is not started")
        return self._url

    @property
    def requests(self) -> deque[tuple[str, dict[str, Any], Any]]:
        """The newest calls: method, parameters, and the result or the ApiError."""
        return self._api.requests

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Port 0 takes any free one. Raises OSError when the port is taken."""
        app = web.Application(client_max_size=MAX_UPLOAD_BYTES + 1024 * 1024)
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._api.handle)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._api.download)
        PeopleApi(self.world, self.people, self.add_person).add_routes(app)
        GroupsApi(self).add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        if self.keeper:
            self.keeper.start()
        bound = self._runner.addresses[0]
        self._url = f"http://{f'[{bound[0]}]' if ':' in bound[0] else bound[0]}:{bound[1]}"

    async def stop(self) -> None:
        self.faults.clear()
        self.world.updates.terminate_poll("Conflict: the sandbox stops")
        self.world.events.close()
        await self.world.webhook.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
            self._url = ""
        if self.keeper:
            await self.keeper.close()

    def add_person(
        self,
        first_name: str,
        last_name: str | None = None,
        language_code: str = "en",
        username: str | None = None,
        phone_number: str | None = None,
        id: int | None = None,
        role_hint: str | None = None,
        started: bool = False,
    ) -> Person:
        """Somebody who has Telegram; `started`: who has met the bot before. Raises ValueError when the id is taken."""
        number = id or max((FIRST_PERSON_ID - 1, *self.people)) + 1
        if number in self.world.chats or number <= 0:
            raise ValueError(f"the id {number} cannot be taken")
        names = {"first_name": first_name, "last_name": last_name, "username": username}
        known = {key: value for key, value in names.items() if value}
        user = {"id": number, "is_bot": False, **known, "language_code": language_code}
        chat = Chat(number, {"id": number, "type": "private", **known}, user=user, role_hint=role_hint, started=started)
        chat.phone_number = phone_number or f"+2782{number % 10_000_000:07d}"
        person = self.people[number] = Person(self.world, chat)
        self.world.add_chat(chat)
        return person

    def add_group(self, title: str, members: Iterable[Person] = ()) -> Group:
        """A basic group the bot is not in yet."""
        number = min((FIRST_GROUP_ID + 1, *(id for id in self.world.chats if id > SUPERGROUP_OFFSET))) - 1
        group = {"id": number, "type": "group", "title": title, "all_members_are_administrators": False}
        return self._add_group(group, members)

    def add_supergroup(self, title: str, members: Iterable[Person] = (), *, forum: bool = False) -> Group:
        """A supergroup the bot is not in yet; a forum has topics."""
        number = min((FIRST_SUPERGROUP_ID + 1, *self.world.chats)) - 1
        group = {"id": number, "type": "supergroup", "title": title} | ({"is_forum": True} if forum else {})
        return self._add_group(group, members)

    def _add_group(self, json: dict[str, Any], members: Iterable[Person]) -> Group:
        chat = Chat(json["id"], json)
        chat.members = {person.id: person.user for person in members}
        self.world.add_chat(chat)
        return Group(self.world, chat)

    @property
    def groups(self) -> dict[int, Group]:
        """All groups by their id, the old ones of upgraded groups too."""
        return {chat.id: Group(self.world, chat) for chat in self.world.chats.values() if not chat.private}

    def meter(self) -> None:
        """From now on it answers 429 to whoever sends too fast, as with `rate_limits`."""
        self.world.limits = RateLimits(self.world.clock)

    def duplicate_next_update(self) -> None:
        """The next update reaches the bot twice."""
        self.world.updates.duplicate_next()

    async def settled(self, timeout: float = 10.0) -> None:
        """Returns once every update so far is acknowledged. Raises AssertionError naming those that are not."""
        updates = self.world.updates
        newest = updates.newest_id
        if not await updates.acknowledged.until(lambda: updates.all_done_up_to(newest), timeout):
            raise AssertionError(f"not acknowledged within {timeout} s: {updates.pending}")


def _bot(token: str, name: str, username: str, privacy_mode: bool) -> dict[str, Any]:
    return {
        "id": int(token.partition(":")[0]),
        "is_bot": True,
        "first_name": name,
        "username": username,
        "can_join_groups": True,
        "can_read_all_group_messages": not privacy_mode,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
