"""Everything this Telegram knows: people, chats, messages, files, and what the bot has set."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sandbox.errors import ApiError, bad_request, forbidden
from sandbox.events import PEOPLE, Events
from sandbox.files import Files
from sandbox.limits import RateLimits
from sandbox.updates import Updates
from sandbox.webhook import Webhook

Json = dict[str, Any]
SECONDS_TO_ANSWER = 15 * 60


@dataclass(eq=False, slots=True)
class Chat:
    """A chat of the bot with one person, or a group. Messages by their number, oldest first."""

    id: int
    json: Json
    user: Json | None = None
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    bot_status: str = "left"
    migrated_to: int | None = None
    members: dict[int, Json] = field(default_factory=dict)
    administrators: dict[int, Json] = field(default_factory=dict)  # what each has besides: is_anonymous, custom_title
    banned: dict[int, Json] = field(default_factory=dict)
    topics: dict[int, Json] = field(default_factory=dict)  # by thread: name, icon_color, closed
    messages: dict[int, Json] = field(default_factory=dict)
    last_message_id: int = 0  # where the chat counts its own
    foreign: set[int] = field(default_factory=set)  # messages sent through the bot that it cannot reach by number
    fixed: set[int] = field(default_factory=set)  # sent with a reply keyboard: Telegram lets nobody edit them
    keyboard: Json | None = None
    pinned: list[int] = field(default_factory=list)
    menu_button: Json | None = None
    unread: int = 0
    role_hint: str | None = None
    phone_number: str = ""

    @property
    def private(self) -> bool:
        return self.user is not None

    @property
    def numbers_its_own(self) -> bool:
        """Private chats and basic groups share the count of the bot's account instead."""
        return self.json["type"] in ("supergroup", "channel")

    @property
    def bot_is_in(self) -> bool:
        return self.bot_status in ("member", "administrator", "restricted")

    def refuse_unreachable(self) -> None:
        """Raises ApiError 403 when the bot cannot write here."""
        if self.private:
            if self.deactivated:
                raise forbidden("user is deactivated")
            if self.blocked:
                raise forbidden("bot was blocked by the user")
            if not self.started:
                raise forbidden("bot can't initiate conversation with a user")
        elif self.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {self.json['type']} chat")
        elif self.bot_status == "left":
            raise forbidden(f"bot is not a member of the {self.json['type']} chat")

    def refuse_muted(self) -> None:
        """Raises ApiError 400 when the bot may read here and not write."""
        if self.bot_status == "restricted":
            raise bad_request("not enough rights to send text messages to the chat")

    def message(self, message_id: int, what: str) -> Json:
        """A message within the bot's reach. Raises ApiError 400 '<what> not found'."""
        message = self.messages.get(message_id)
        if message is None or message_id in self.foreign:
            raise bad_request(f"{what} not found")
        return message


@dataclass(eq=False, slots=True)
class CallbackQuery:
    """One press of an inline button. `answer` is None until the bot answers: text, show_alert, url."""

    id: str
    person_id: int
    created: float
    answer: Json | None = None


@dataclass(eq=False, slots=True)
class InlineQuery:
    """One inline query. `results` is None until the bot answers."""

    id: str
    person_id: int
    text: str
    created: float
    events: Events
    results: list[Json] | None = None
    next_offset: str = ""
    button: Json | None = None

    async def answered(self, timeout: float = 10.0) -> list[Json]:
        """The results, once the bot gives them. Raises AssertionError after the seconds given."""
        await self.events.signal(self.person_id).until(lambda: self.results is not None, timeout)
        assert self.results is not None, f"the bot has not answered the inline query {self.text!r}"
        return self.results


Query = TypeVar("Query", CallbackQuery, InlineQuery)


@dataclass(slots=True)
class Profile:
    """What the bot says of itself, by language; "" is for those whose language has none of its own."""

    name: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    short_description: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def pick(texts: dict[str, str], language: str) -> str:
        return texts.get(language[:2]) or texts.get("", "")


class World:
    """The state of one sandbox. `clock` gives the time in Unix seconds."""

    def __init__(
        self, bot: Json, clock: Callable[[], float], *, limits: RateLimits | None, updates: Updates, webhook: Webhook
    ) -> None:
        self.bot = bot
        self.clock = clock
        self.limits = limits
        self.changed = asyncio.Event()  # since it was last kept
        self.events = Events(self.changed)
        updates.arrived.hook = updates.acknowledged.hook = self.changed.set
        self.updates = updates
        self.webhook = webhook
        self.files = Files()
        self.chats: dict[int, Chat] = {}
        self.callback_queries: dict[str, CallbackQuery] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.inline_messages: dict[str, tuple[Chat, int]] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.menu_button: Json = {"type": "commands"}
        self.profile = Profile(name={"": bot["first_name"]})
        self.last_message_id = 0  # of the bot's account: private chats and basic groups
        self.last_query_id = 4_000_000_000_000_000

    @property
    def now(self) -> int:
        return int(self.clock())

    def stamped(self, chat: Chat, sender: Json, content: Json) -> Json:
        """A new message with the next number of its chat; `sender` has `from`, and `sender_chat` if there is one."""
        number = self._next_message_id(chat)
        thread = {"message_thread_id": number} if "forum_topic_created" in content else {}
        return {"message_id": number, **sender, "chat": chat.json, "date": self.now, **thread, **content}

    def _next_message_id(self, chat: Chat) -> int:
        if chat.numbers_its_own:
            chat.last_message_id += 1
            return chat.last_message_id
        self.last_message_id += 1
        return self.last_message_id

    def next_query_id(self) -> str:
        self.last_query_id += 1
        return str(self.last_query_id)

    def add_chat(self, chat: Chat) -> None:
        self.chats[chat.id] = chat
        self.events.publish(PEOPLE, "people")

    def chat(self, chat_id: int | str) -> Chat:
        """The chat a bot names. Raises ApiError 400; a person's @username names no chat, as on the real server."""
        if chat_id == "":
            raise bad_request("chat_id is empty")
        try:
            known = self.chats.get(int(chat_id))
        except ValueError:
            known = None
        if known is None:
            if chat_id == self.bot["id"]:
                raise forbidden("the bot can't send messages to the bot")
            raise bad_request("chat not found")
        if known.migrated_to:
            moved = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, moved, migrate_to_chat_id=known.migrated_to)
        return known

    def put(self, chat: Chat, message: Json) -> Json:
        """Adds a message of either side to the chat and tells those who watch."""
        chat.messages[message["message_id"]] = message
        if chat.private and message["from"]["id"] == self.bot["id"]:
            chat.unread += 1
        self.events.publish(chat.id, "message", message=message)
        self.events.publish(PEOPLE, "people")
        return message

    def remove(self, chat: Chat, message_id: int) -> None:
        del chat.messages[message_id]
        if message_id in chat.pinned:
            chat.pinned.remove(message_id)
        self.events.publish(chat.id, "deleted", message_id=message_id)

    def open_callback_query(self, query_id: str) -> CallbackQuery:
        """Raises ApiError 400 when it is unknown or waited too long."""
        return self._open(self.callback_queries.get(query_id))

    def open_inline_query(self, query_id: str) -> InlineQuery:
        """Raises ApiError 400 when it is unknown or waited too long."""
        return self._open(self.inline_queries.get(query_id))

    def _open(self, query: Query | None) -> Query:
        if query is None or self.clock() - query.created > SECONDS_TO_ANSWER:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query

    def commands_for(self, chat: Chat, language: str) -> list[Json]:
        """The menu a person sees: the narrowest scope that has one, their language before no language."""
        general = "all_private_chats" if chat.private else "all_group_chats"
        for scope in (f"chat:{chat.id}", general, "default"):
            for key in ((scope, language[:2]), (scope, "")):
                if key in self.commands:
                    return self.commands[key]
        return []


def is_language_code(code: str) -> bool:
    """Telegram takes exactly two small letters, or nothing."""
    return not code or re.fullmatch("[a-z]{2}", code) is not None
