"""Groups of people that the bot can be added to."""

from typing import Any

from sandbox import service
from sandbox.formatting import with_detected
from sandbox.members import ANONYMOUS, bot_change, member, member_of, tell_of_change
from sandbox.people import Person
from sandbox.topics import close_topic, delete_topic, open_topic, placed, rename_topic
from sandbox.view import ChatView, NotPossible
from sandbox.world import CallbackQuery, Chat, World

Json = dict[str, Any]
SUPERGROUP_OFFSET = -1_000_000_000_000


class Group(ChatView):
    """A group chat. In privacy mode, as bots are by default, the bot hears commands, mentions and answers to it only;
    as an administrator it hears everything."""

    def __init__(self, world: World, chat: Chat) -> None:
        super().__init__(world, chat, chat.json["title"])

    # The bot among its members

    async def add_bot(self, by: Person) -> None:
        if self.chat.bot_is_in:
            raise NotPossible("the bot is in the group already")
        self._set_status(by, "member")
        self._post(by, service.joined([self._world.bot]))

    async def remove_bot(self, by: Person) -> None:
        """Kicks it: nothing reaches the bot any more after the two updates that say so."""
        if self.chat.bot_is_in:
            self._post(by, service.gone(self._world.bot))
        self._set_status(by, "kicked")

    async def promote_bot(self, by: Person) -> None:
        """The bot becomes an administrator."""
        self._set_status(by, "administrator")

    async def demote_bot(self, by: Person) -> None:
        self._set_status(by, "member")

    async def mute_bot(self, by: Person) -> None:
        """The bot stays and may not write."""
        self._set_status(by, "restricted")

    def _set_status(self, by: Person, status: str) -> None:
        old, self.chat.bot_status = self.chat.bot_status, status
        self._world.updates.push(
            "my_chat_member", bot_change(self._world, self.chat.json, by.user, old, status), self.id
        )

    # People among its members

    async def join(self, person: Person, by: Person | None = None) -> Json:
        """By themselves or added by a member."""
        if person.id in self.chat.members:
            raise NotPossible(f"{person.first_name} is in the group already")
        self.chat.banned.pop(person.id, None)
        old = member(person.user, "left", self.chat.json)
        self.chat.members[person.id] = person.user
        self._tell(by or person, old, person)
        return self._post(by or person, service.joined([person.user]))

    async def leave(self, person: Person) -> Json:
        return self._take_out(person, person, "left")

    async def kick(self, person: Person, by: Person) -> Json:
        """An administrator takes a member out for good."""
        self._require(by)
        self.chat.banned[person.id] = person.user
        return self._take_out(person, by, "kicked")

    def _take_out(self, person: Person, by: Person, status: str) -> Json:
        old = self._member(person)
        del self.chat.members[person.id]
        self.chat.administrators.pop(person.id, None)
        tell_of_change(self._world, self.chat, by.user, old, member(person.user, status, self.chat.json))
        return self._post(by, service.gone(person.user))

    async def promote(self, person: Person, *, anonymous: bool = False, title: str = "") -> None:
        """A member becomes an administrator, who may write in the name of the group."""
        old = self._member(person)
        self.chat.administrators[person.id] = {"is_anonymous": anonymous} | ({"custom_title": title} if title else {})
        self._tell(person, old, person)

    async def demote(self, person: Person) -> None:
        old = self._member(person)
        self.chat.administrators.pop(person.id, None)
        self._tell(person, old, person)

    def _tell(self, by: Person, old: Json, person: Person) -> None:
        tell_of_change(self._world, self.chat, by.user, old, self._member(person))

    def _member(self, person: Person) -> Json:
        """Raises NotPossible for who is not in the group, and for everyone once it is a supergroup."""
        if self.chat.migrated_to:
            raise NotPossible("the group has become a supergroup")
        found = member_of(self._world, self.chat, person.id)
        if found is None or person.id not in self.chat.members:
            raise NotPossible(f"{person.first_name} is not in the group")
        return found

    def _require(self, person: Person) -> None:
        if person.id not in self.chat.administrators:
            raise NotPossible(f"{person.first_name} is no administrator of the group")

    def _sender(self, person: Person) -> Json:
        """Who a message is from: an anonymous administrator is not to be recognised."""
        rights = self.chat.administrators.get(person.id, {})
        if not rights.get("is_anonymous"):
            return {"from": person.user}
        title = {"author_signature": rights["custom_title"]} if "custom_title" in rights else {}
        return {"from": ANONYMOUS, "sender_chat": self.chat.json, **title}

    # What they say

    async def send(self, person: Person, text: str, reply_to: Json | None = None, topic: int | None = None) -> Json:
        """One member writes, in a topic if its thread is given. Raises NotPossible for anybody else."""
        content: Json = {"text": text}
        if entities := with_detected(text, []):
            content["entities"] = entities
        return self.send_content(person, content, reply_to, topic)

    def send_content(
        self, person: Person, content: Json, reply_to: Json | None = None, topic: int | None = None
    ) -> Json:
        """Any content in the shape of Message. Raises NotPossible, and ApiError for a topic that is not there."""
        self._member(person)
        manager = person.id in self.chat.administrators
        place = placed(self.chat, topic, reply_to, manager=manager)
        message = self._world.put(self.chat, self._world.stamped(self.chat, self._sender(person), content | place))
        if self._is_heard(message, reply_to):
            self._world.updates.push("message", message, self.id)
        return message

    async def edit(self, person: Person, message: Json, text: str) -> Json:
        """Changes the words of an own message."""
        old = self._current(message)
        if old["from"]["id"] != self._sender(person)["from"]["id"] or "text" not in old:
            raise NotPossible("only own text messages can be edited")
        edited = {key: value for key, value in old.items() if key != "entities"}
        edited |= {"text": text, "edit_date": self._world.now}
        if entities := with_detected(text, []):
            edited["entities"] = entities
        self.chat.messages[old["message_id"]] = edited
        self._world.events.publish(self.id, "edited", message=edited)
        if self._is_heard(edited, edited.get("reply_to_message")):
            self._world.updates.push("edited_message", edited, self.id)
        return edited

    def _is_heard(self, message: Json, reply_to: Json | None) -> bool:
        if not self.chat.bot_is_in:
            return False
        bot = self._world.bot
        if self.chat.bot_status == "administrator" or bot["can_read_all_group_messages"]:
            return True
        return _is_for(bot, message) or (reply_to or {}).get("from", {}).get("id") == bot["id"]

    async def press(self, person: Person, label: str, message: Json | None = None) -> CallbackQuery:
        """A member presses the button with this label: of the message given, else of the newest that has it."""
        found = self._inline_button(label, message)
        if found is None or "callback_data" not in found[1]:
            raise NotPossible(f"{person.first_name} sees no button {label!r} to press. {self._shown()}")
        return await self.press_data(person, found[1]["callback_data"], found[0])

    async def press_data(self, person: Person, data: str, message: Json) -> CallbackQuery:
        """A callback query with any data. A button knows who pressed it, also when they write anonymously."""
        self._member(person)
        return self._press(person.user, data, message)

    # What they do to the group

    async def pin(self, person: Person, message: Json) -> Json:
        return self._change(person, service.pinning(self.chat, self._current(message)))

    async def set_auto_delete(self, person: Person, seconds: int) -> Json:
        """0 turns it off."""
        return self._change(person, service.auto_delete(seconds))

    async def set_background(self, person: Person) -> Json:
        return self._change(person, service.background())

    async def boost(self, person: Person, count: int = 1) -> Json:
        return self._change(person, service.boosted(count))

    async def rename(self, person: Person, title: str) -> Json:
        self._member(person)
        self.chat.json = self.chat.json | {"title": title}
        return self._change(person, service.renamed(title))

    async def open_topic(self, person: Person, name: str) -> Json:
        """The message that opens it: its number is the thread."""
        self._member(person)
        return open_topic(self._world, self.chat, self._sender(person), name)

    async def rename_topic(self, person: Person, thread: int, name: str) -> Json:
        return rename_topic(self._world, self.chat, self._sender(person), thread, name)

    async def close_topic(self, person: Person, thread: int, *, closed: bool = True) -> Json:
        return close_topic(self._world, self.chat, self._sender(person), thread, closed=closed)

    async def delete_topic(self, person: Person, thread: int) -> None:
        self._require(person)
        delete_topic(self._world, self.chat, thread)

    async def upgrade(self, by: Person) -> "Group":
        """The group becomes a supergroup with another id; the bot is told in both."""
        old, number = self.chat, SUPERGROUP_OFFSET + self.id
        new = Chat(number, {"id": number, "type": "supergroup", "title": old.json["title"]})
        new.bot_status, new.members, new.administrators = old.bot_status, dict(old.members), dict(old.administrators)
        grown = Group(self._world, new)
        self._world.add_chat(new)
        self._post(by, {"migrate_to_chat_id": number})
        grown._post(by, {"migrate_from_chat_id": self.id})
        old.migrated_to = number
        return grown

    def _change(self, person: Person, content: Json) -> Json:
        self._member(person)
        return self._post(person, content)

    def _post(self, person: Person, content: Json) -> Json:
        return service.post(self._world, self.chat, self._sender(person), content)


def _is_for(bot: Json, message: Json) -> bool:
    """Names the bot, or has a command that is not another bot's. Offsets count UTF-16 units."""
    name = f"@{bot['username']}".lower()
    words = str(message.get("text") or message.get("caption") or "").lower()
    units = words.encode("utf-16-le")
    for entity in message.get("entities") or message.get("caption_entities") or ():
        if entity["type"] == "bot_command":
            start, end = entity["offset"], entity["offset"] + entity["length"]
            command = units[2 * start : 2 * end].decode("utf-16-le")
            if "@" not in command or command.endswith(name):
                return True
    return name in words
