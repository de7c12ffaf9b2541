"""People of a sandbox: what they do in Telegram, and what they see of the bot."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.events import PEOPLE
from sandbox.formatting import parsed, with_detected
from sandbox.members import bot_change, quoted
from sandbox.methods.media import described
from sandbox.service import auto_delete, background, pinning, post
from sandbox.view import NotPossible, View
from sandbox.world import CallbackQuery, InlineQuery

Json = dict[str, Any]


class Person(View):
    """One person with a private chat with the bot."""

    async def send(self, text: str, reply_to: Json | None = None) -> Json:
        text, _ = parsed(text, None, None)
        text = text.strip()
        if not 0 < len(text) <= 4096:
            raise NotPossible("Telegram sends 1 to 4096 characters")
        content: Json = {"text": text}
        if entities := with_detected(text, []):
            content["entities"] = entities
        return self.send_content(content, reply_to)

    def send_content(self, content: Json, reply_to: Json | None = None) -> Json:
        """Sends any content in the shape of Message. Raises NotPossible."""
        if self._chat.blocked:
            raise NotPossible(f"{self.first_name} has blocked the bot")
        self._chat.started = True
        self._chat.unread = 0
        message = self._stamped(content)
        if reply_to:
            message["reply_to_message"] = quoted(reply_to)
        self._world.put(self._chat, message)
        self._world.updates.push("message", message, self.id)
        self._put_away_keyboard(content)
        return message

    def _put_away_keyboard(self, content: Json) -> None:
        """A one-time keyboard hides once it was used."""
        labels = [label for row in self.keyboard or [] for label in row]
        used = content.get("text") in labels or "contact" in content or "location" in content
        if used and (self._chat.keyboard or {}).get("one_time_keyboard"):
            self._chat.keyboard = None
            self._world.events.publish(self.id, "keyboard", keyboard=None)

    def _stamped(self, content: Json) -> Json:
        return self._world.stamped(self._chat, {"from": self._user}, content)

    async def send_photo(self, content: bytes, caption: str | None = None) -> Json:
        return self._send_file("photo", content, "photo.jpg", caption)

    async def send_document(self, content: bytes, file_name: str, caption: str | None = None) -> Json:
        return self._send_file("document", content, file_name, caption)

    async def send_voice(self, content: bytes, caption: str | None = None) -> Json:
        return self._send_file("voice", content, "voice.ogg", caption)

    async def send_video(self, content: bytes, caption: str | None = None) -> Json:
        return self._send_file("video", content, "video.mp4", caption)

    async def send_video_note(self, content: bytes) -> Json:
        return self._send_file("video_note", content, "note.mp4", None)

    async def send_sticker(self, emoji: str = "👍") -> Json:
        stored = self._world.files.add("sticker", b"RIFF", "sticker.webp", "image/webp")
        return self.send_content({"sticker": described(stored, {"emoji": emoji})})

    def _send_file(self, kind: str, content: bytes, file_name: str, caption: str | None) -> Json:
        stored = self._world.files.add(kind, content, file_name)
        words: Json = {"caption": caption} if caption else {}
        if caption and (entities := with_detected(caption, [])):
            words["caption_entities"] = entities
        return self.send_content({kind: described(stored, {})} | words)

    async def send_contact(self, own: bool = True) -> Json:
        """The own contact, as the contact button sends it, or somebody else's."""
        if own:
            contact = {"phone_number": self._chat.phone_number, "user_id": self.id}
            contact |= {key: self._user[key] for key in ("first_name", "last_name") if self._user.get(key)}
        else:
            contact = {"phone_number": "+27820000000", "first_name": "Somebody else"}
        return self.send_content({"contact": contact})

    async def send_location(self, latitude: float = -33.92, longitude: float = 18.42) -> Json:
        return self.send_content({"location": {"latitude": latitude, "longitude": longitude}})

    async def edit(self, message: Json, text: str) -> Json:
        """Changes the words of an own message."""
        old = self._chat.messages.get(message["message_id"])
        if old is None or old["from"]["id"] != self.id or "text" not in old:
            raise NotPossible("only own text messages can be edited")
        edited = {key: value for key, value in old.items() if key != "entities"}
        edited |= {"text": text, "edit_date": self._world.now}
        if entities := with_detected(text, []):
            edited["entities"] = entities
        self._chat.messages[message["message_id"]] = edited
        self._world.events.publish(self.id, "edited", message=edited)
        self._world.updates.push("edited_message", edited, self.id)
        return edited

    async def press(self, label: str, message: Json | None = None) -> CallbackQuery | Json:
        """Presses the button with this label: of the message given, else of the newest that has it, else of the
        reply keyboard. Returns the callback query, or the message that the reply keyboard sent."""
        if found := self._inline_button(label, message):
            return await self._press_inline(*found)
        for button in (b for row in (self._chat.keyboard or {}).get("keyboard", []) for b in row):
            if button["text"] == label and message is None:
                return await self._press_reply(button)
        raise NotPossible(f"{self.first_name} sees no button {label!r}. {self._shown()}")

    async def _press_inline(self, message: Json, button: Json) -> CallbackQuery | Json:
        if "callback_data" in button:
            return await self.press_data(button["callback_data"], message)
        if "url" in button:
            return await self.open(button["url"])
        raise NotPossible(f"the button {button['text']!r} sends nothing to the bot: {button}")

    async def press_data(self, data: str, message: Json) -> CallbackQuery:
        """A callback query with any data, which a modified client can send."""
        if self._chat.blocked:
            raise NotPossible(f"{self.first_name} has blocked the bot")
        return self._press(self._user, data, message)

    async def _press_reply(self, button: Json) -> Json:
        if button.get("request_contact"):
            return await self.send_contact()
        if button.get("request_location"):
            return await self.send_location()
        return await self.send(button["text"])

    async def open(self, link: str) -> Json:
        """Follows a link of this bot (https://t.me/<bot>?start=…) and sends what Telegram then sends."""
        parts = urlsplit(link if "://" in link else f"https://{link}")
        if parts.netloc not in ("t.me", "telegram.me") or parts.path.strip("/").lower() != self._bot_name():
            raise NotPossible(f"{link} does not lead to @{self._world.bot['username']}")
        payload = parse_qs(parts.query).get("start", [""])[0]
        if payload and not re.fullmatch("[A-Za-z0-9_-]{1,64}", payload):
            raise NotPossible(f"Telegram carries 1 to 64 of A-Z a-z 0-9 _ - behind start=, not {payload!r}")
        return await self.send(f"/start {payload}".strip())

    def _bot_name(self) -> str:
        return str(self._world.bot["username"]).lower()

    async def block(self) -> None:
        self._change_membership("member", "kicked")

    async def unblock(self) -> None:
        self._change_membership("kicked", "member")

    def _change_membership(self, old: str, new: str) -> None:
        blocked = new == "kicked"
        if self._chat.blocked == blocked:
            return
        self._chat.blocked = blocked
        world = self._world
        world.updates.push("my_chat_member", bot_change(world, self._chat.json, self._user, old, new), self.id)
        world.events.publish(self.id, "chat")
        world.events.publish(PEOPLE, "people")

    async def pin(self, message: Json) -> Json:
        """Pins a message on both sides, which posts a service message."""
        return self._service(pinning(self._chat, self._current(message)))

    async def set_auto_delete(self, seconds: int) -> Json:
        """0 turns it off."""
        return self._service(auto_delete(seconds))

    async def set_background(self) -> Json:
        return self._service(background())

    def _service(self, content: Json) -> Json:
        return post(self._world, self._chat, {"from": self._user}, content)

    async def delete_account(self) -> None:
        """From now on the bot's messages are refused: user is deactivated."""
        self._chat.deactivated = True

    async def inline_query(self, text: str, offset: str = "") -> InlineQuery:
        """Types @bot and the text in any chat. The results are in the query once the bot has answered."""
        world = self._world
        query = InlineQuery(world.next_query_id(), self.id, text, world.clock(), world.events)
        world.inline_queries[query.id] = query
        payload = {"id": query.id, "from": self._user, "query": text, "offset": offset, "chat_type": "sender"}
        world.updates.push("inline_query", payload, self.id)
        return query

    async def choose(self, query: InlineQuery, index: int, chat: "Person | None" = None) -> Json:
        """Sends one of the results: to the chat with the bot, or to another person, who sees it in their chat.

        The bot knows of it by chosen_inline_result; it can edit it only by its inline_message_id.
        """
        results = await query.answered()
        result = results[index]
        target = (chat or self).chat
        message = self._world.stamped(target, {"from": self._user}, result["content"] | {"via_bot": self._world.bot})
        if result.get("reply_markup"):
            message["reply_markup"] = result["reply_markup"]
        inline_id = f"inline{query.id}"
        self._world.inline_messages[inline_id] = (target, message["message_id"])
        target.foreign.add(message["message_id"])
        self._world.put(target, message)
        chosen = {"result_id": result["id"], "from": self._user, "query": query.text, "inline_message_id": inline_id}
        self._world.updates.push("chosen_inline_result", chosen, self.id)
        return message
