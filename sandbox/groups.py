"""Groups of people that the bot can be added to."""

from typing import Any

from sandbox.formatting import with_detected
from sandbox.people import Person, membership
from sandbox.view import NotPossible
from sandbox.world import Chat, World

Json = dict[str, Any]
SUPERGROUP_OFFSET = -1_000_000_000_000


class Group:
    """A group chat. In privacy mode, as bots are by default, the bot reads commands, mentions and replies only."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def messages(self) -> list[Json]:
        return list(self.chat.messages.values())

    async def add_bot(self, by: Person) -> None:
        if self.chat.bot_status in ("member", "administrator"):
            raise NotPossible("the bot is in the group already")
        self._set_status(by, "member")
        self._post(by, {"new_chat_members": [self._world.bot]}, reaches_bot=True)

    async def remove_bot(self, by: Person) -> None:
        self._set_status(by, "kicked")

    def _set_status(self, by: Person, status: str) -> None:
        old, self.chat.bot_status = self.chat.bot_status, status
        change = membership(self._world, self.chat.json, by.user, old, status)
        self._world.updates.push("my_chat_member", change, self.id)

    async def promote_bot(self, by: Person) -> None:
        """The bot becomes an administrator."""
        self._set_status(by, "administrator")

    async def upgrade(self, by: Person) -> "Group":
        """The group becomes a supergroup with another id; the bot is told in both."""
        old, number = self.chat, SUPERGROUP_OFFSET + self.id
        json = {"id": number, "type": "supergroup", "title": old.json["title"]}
        new = Group(self._world, Chat(number, json, bot_status=old.bot_status, members=old.members))
        self._world.add_chat(new.chat)
        self._post(by, {"migrate_to_chat_id": number}, reaches_bot=True)
        new._post(by, {"migrate_from_chat_id": self.id}, reaches_bot=True)
        old.migrated_to = number
        return new

    async def send(self, person: Person, text: str, reply_to: Json | None = None) -> Json:
        """One member writes. Raises NotPossible for anybody else."""
        if person.id not in self.chat.members:
            raise NotPossible(f"{person.first_name} is not in the group")
        content: Json = {"text": text}
        if entities := with_detected(text, []):
            content["entities"] = entities
        if reply_to:
            content["reply_to_message"] = {k: v for k, v in reply_to.items() if k != "reply_to_message"}
        return self._post(person, content, reaches_bot=self._concerns_bot(content))

    def _concerns_bot(self, content: Json) -> bool:
        name = f"@{self._world.bot['username']}".lower()
        answered = content.get("reply_to_message", {}).get("from", {}).get("id")
        command = any(entity["type"] == "bot_command" for entity in content.get("entities", []))
        return command or name in content["text"].lower() or answered == self._world.bot["id"]

    def _post(self, person: Person, content: Json, reaches_bot: bool) -> Json:
        world = self._world
        message: Json = {"message_id": world.next_message_id(), "from": person.user, "chat": self.chat.json}
        message |= {"date": world.now, **content}
        world.put(self.chat, message)
        if reaches_bot and self.chat.bot_status in ("member", "administrator"):
            world.updates.push("message", message, self.id)
        return message
