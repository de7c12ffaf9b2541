"""What one person sees of the bot, for tests and for the page."""

from collections.abc import Callable
from typing import Any

from sandbox.methods.messages import content_of
from sandbox.world import CallbackQuery, Chat, World

Json = dict[str, Any]
Expected = str | Callable[[Json], bool]


class NotPossible(AssertionError):
    """What a person cannot do in Telegram just now, and why."""


def text_of(message: Json) -> str:
    """The text or caption, "" for a message without words."""
    return str(message.get("text") or message.get("caption") or "")


def as_read(text: str) -> str:
    """As somebody reads it: a blank at which no line may end looks like any other."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def inline_rows(message: Json) -> list[list[Json]]:
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


class ChatView:
    """A chat with the bot as those in it see it."""

    def __init__(self, world: World, chat: Chat, name: str) -> None:
        self._world = world
        self._chat = chat
        self._name = name

    @property
    def id(self) -> int:
        return self._chat.id

    @property
    def chat(self) -> Chat:
        return self._chat

    @property
    def messages(self) -> list[Json]:
        """Both directions, oldest first, as they stand now."""
        return list(self._chat.messages.values())

    @property
    def from_bot(self) -> list[Json]:
        return [m for m in self.messages if m["from"]["id"] == self._world.bot["id"]]

    @property
    def last(self) -> Json:
        """The newest message of the bot."""
        if not self.from_bot:
            raise NotPossible(f"the bot has not written to {self._name}")
        return self.from_bot[-1]

    @property
    def texts(self) -> list[str]:
        return [as_read(text_of(message)) for message in self.from_bot]

    @property
    def keyboard(self) -> list[list[str]] | None:
        """The labels of the reply keyboard, row by row."""
        keyboard = self._chat.keyboard
        return [[as_read(button["text"]) for button in row] for row in keyboard["keyboard"]] if keyboard else None

    @property
    def buttons(self) -> list[list[str]]:
        """The labels of the newest inline keyboard, row by row."""
        for message in reversed(self.messages):
            if rows := inline_rows(message):
                return [[as_read(button["text"]) for button in row] for row in rows]
        return []

    async def wait_for(self, expected: Expected, timeout: float = 10.0) -> Json:
        """The newest message of the bot that has these words, or for which this is true, as soon as there is one.

        Raises AssertionError after the seconds given, with what the chat shows instead.
        """

        def matching() -> list[Json]:
            if isinstance(expected, str):
                return [message for message in self.from_bot if expected in as_read(text_of(message))]
            return [message for message in self.from_bot if expected(message)]

        if not await self._world.events.signal(self.id).until(lambda: bool(matching()), timeout):
            raise NotPossible(f"no such message ({expected!r}) for {self._name}. {self._shown()}")
        return matching()[-1]

    def _current(self, message: Json) -> Json:
        try:
            return self._chat.messages[int(message["message_id"])]
        except KeyError:
            raise NotPossible("that message is no longer there") from None

    def _inline_button(self, label: str, message: Json | None) -> tuple[Json, Json] | None:
        """The message and its button with this label: of the message given, else of the newest that has it."""
        candidates = [self._current(message)] if message else reversed(self.messages)
        for candidate in candidates:
            for button in (b for row in inline_rows(candidate) for b in row):
                if as_read(button["text"]) == label:
                    return candidate, button
        return None

    def _press(self, user: Json, data: str, message: Json) -> CallbackQuery:
        world, chat, number = self._world, self._chat, message["message_id"]
        query = CallbackQuery(world.next_query_id(), user["id"], world.clock())
        world.callback_queries[query.id] = query
        payload: Json = {"id": query.id, "from": user, "chat_instance": str(chat.id * 7919), "data": data}
        if number in chat.foreign:
            places = world.inline_messages.items()
            payload["inline_message_id"] = next(key for key, place in places if place == (chat, number))
        else:
            payload["message"] = chat.messages.get(number, {"chat": chat.json, "message_id": number, "date": 0})
        world.updates.push("callback_query", payload, user["id"])
        return query

    def _shown(self) -> str:
        lines = [f"  {m['from']['first_name']}: {text_of(m) or sorted(content_of(m))}" for m in self.messages[-10:]]
        return "\n".join(["The chat shows:", *lines, f"  buttons: {self.buttons}, keyboard: {self.keyboard}"])


class View(ChatView):
    """A private chat with the bot as its person sees it."""

    def __init__(self, world: World, chat: Chat) -> None:
        assert chat.user is not None
        super().__init__(world, chat, chat.user["first_name"])
        self._user = chat.user

    @property
    def user(self) -> Json:
        return self._user

    @property
    def first_name(self) -> str:
        return str(self._user["first_name"])

    @property
    def commands(self) -> list[Json]:
        return self._world.commands_for(self._chat, self._user.get("language_code") or "")
