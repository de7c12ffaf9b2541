"""The least bot that shows every kind of thing the page can show; it speaks plain HTTP, without any library."""

from types import TracebackType
from typing import Any, Self

import aiohttp

from sandbox import Sandbox

Json = dict[str, Any]
CHOICES = [
    [{"text": "Save", "callback_data": "toast"}, {"text": "Terms", "callback_data": "alert"}],
    [{"text": "Next", "callback_data": "edit"}],
]
REPLIES = {
    "keyboard": [[{"text": "Balance"}, {"text": "Share my number", "request_contact": True}]],
    "resize_keyboard": True,
    "input_field_placeholder": "Ask us anything",
}


class TinyBot:
    def __init__(self, sandbox: Sandbox) -> None:
        self._base = f"{sandbox.url}/bot{sandbox.token}"
        self._link = f"https://t.me/{sandbox.world.bot['username']}?start=c_card1"
        self._http = aiohttp.ClientSession()

    async def __aenter__(self) -> Self:
        await self.call("setMyDescription", description="A card that is never at home.")
        await self.call("setMyCommands", commands=[{"command": "card", "description": "Your card"}])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.close()

    async def call(self, method: str, **parameters: Any) -> Any:
        async with self._http.post(f"{self._base}/{method}", json=parameters) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def run(self) -> None:
        """Answers until it is cancelled."""
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=10):
                offset = update["update_id"] + 1
                if message := update.get("message"):
                    await self._answer(message)
                elif press := update.get("callback_query"):
                    await self._pressed(press)
                elif query := update.get("inline_query"):
                    await self._found(query)

    async def _answer(self, message: Json) -> None:
        chat, name = message["chat"]["id"], message["from"]["first_name"]
        match message:
            case {"text": "/start"}:
                await self.call(
                    "sendMessage",
                    chat_id=chat,
                    text=f"Welcome, {name}",
                    entities=[{"type": "bold", "offset": 0, "length": 7}],
                    reply_markup={"inline_keyboard": CHOICES},
                )
            case {"text": "/card"}:
                button = {"text": "Open the card", "url": self._link}
                await self.call(
                    "sendMessage",
                    chat_id=chat,
                    text=f"Your card: {self._link}",
                    reply_markup={"inline_keyboard": [[button]]},
                )
            case {"text": "menu"}:
                await self.call("sendMessage", chat_id=chat, text="At your service", reply_markup=REPLIES)
            case {"text": text}:
                await self.call("sendMessage", chat_id=chat, text=f"{name} said: {text}")
            case {"photo": sizes}:
                await self.call("sendPhoto", chat_id=chat, photo=sizes[-1]["file_id"], caption="Your picture")
            case {"contact": contact}:
                await self.call("sendMessage", chat_id=chat, text=f"Thank you, {contact['phone_number']}")

    async def _pressed(self, press: Json) -> None:
        message = press["message"]
        place = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
        match press["data"]:
            case "toast":
                await self.call("answerCallbackQuery", callback_query_id=press["id"], text="Saved")
            case "alert":
                await self.call("answerCallbackQuery", callback_query_id=press["id"], text="Be kind", show_alert=True)
            case "edit":
                await self.call("editMessageText", text="The next page", **place)
                await self.call("answerCallbackQuery", callback_query_id=press["id"])

    async def _found(self, query: Json) -> None:
        content = {"message_text": f"Come along: {query['query']}"}
        result = {"type": "article", "id": "1", "title": "Invitation", "input_message_content": content}
        await self.call("answerInlineQuery", inline_query_id=query["id"], results=[result])
