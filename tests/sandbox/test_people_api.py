"""What the browser page asks for over HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, FormData

from sandbox import Person, Sandbox
from tests.sandbox.support import Api, Json


class Page:
    """The page's requests for one sandbox."""

    def __init__(self, sandbox: Sandbox, http: ClientSession) -> None:
        self.url = sandbox.url
        self.http = http

    async def get(self, path: str, **more: Any) -> tuple[int, Any]:
        async with self.http.get(self.url + path, **more) as response:
            return response.status, await response.json()

    async def post(self, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
        async with self.http.post(self.url + path, json=body, **more) as response:
            return response.status, await response.json()


@pytest.fixture
def page(sandbox: Sandbox, http: ClientSession) -> Page:
    return Page(sandbox, http)


async def test_people_are_listed_and_added(page: Page, api: Api, anna: Person) -> None:
    """With what the list shows of each."""
    await api("sendMessage", chat_id=anna.id, text="Welcome")
    status, rita = await page.post("/sandbox/people", {"first_name": "Rita", "language_code": "ru", "last_name": ""})
    assert (status, rita["language_code"], rita["last_message"]) == (200, "ru", None)
    _, listed = await page.get("/sandbox/people")
    assert listed["bot"] == {"id": 1000000, "first_name": "Café Zorg", "username": "zorg_bot"}
    first = listed["people"][0]
    assert (first["first_name"], first["unread"], first["last_message"]["text"]) == ("Anna", 1, "Welcome")
    assert await page.post("/sandbox/people", {}) == (400, {"error": "A person needs a first name."})


async def test_opening_a_chat_reads_it(page: Page, api: Api, anna: Person) -> None:
    """Messages, keyboard, commands, description and menu button in one answer."""
    await api("setMyDescription", description="The card of Zorg")
    await api("setMyCommands", commands=[{"command": "start", "description": "Begin"}])
    keyboard = {"keyboard": [[{"text": "Card"}]]}
    await api("sendMessage", chat_id=anna.id, text="Welcome", reply_markup=keyboard)
    status, chat = await page.get(f"/sandbox/people/{anna.id}/chat")
    assert status == 200
    assert chat["messages"] == anna.messages
    assert chat["person"]["unread"] == 0
    assert {key: chat[key] for key in chat if key not in ("messages", "person")} == {
        "keyboard": keyboard,
        "commands": anna.commands,
        "description": "The card of Zorg",
        "started": True,
        "blocked": False,
        "menu_button": {"type": "commands"},
    }
    assert await page.get("/sandbox/people/1/chat") == (404, {"error": "There is no such person."})


async def test_writing_editing_and_sharing(page: Page, api: Api, anna: Person) -> None:
    """What a person does on the page is what a person does in a test."""
    base = f"/sandbox/people/{anna.id}"
    _, sent = await page.post(f"{base}/messages", {"text": "hi", "reply_to_message_id": 1})
    assert sent["reply_to_message"]["text"] == "/start"
    _, edited = await page.post(f"{base}/messages/{sent['message_id']}", {"text": "hello"})
    assert edited["text"] == "hello"
    assert (await page.post(f"{base}/messages", {"text": " "}))[0] == 400
    _, contact = await page.post(f"{base}/contact")
    assert contact["contact"]["user_id"] == anna.id
    _, opened = await page.post(f"{base}/open", {"link": "https://t.me/zorg_bot?start=c_1"})
    assert opened["text"] == "/start c_1"
    assert "does not lead" in (await page.post(f"{base}/open", {"link": "https://x.org"}))[1]["error"]
    assert await page.post(f"{base}/block", {"blocked": True}) == (200, {"blocked": True})
    assert await page.post(f"{base}/messages", {"text": "x"}) == (400, {"error": "Anna has blocked the bot"})
    assert await page.post(f"{base}/block", {"blocked": False}) == (200, {"blocked": False})


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "video"])
async def test_files_go_both_ways(page: Page, anna: Person, kind: str) -> None:
    """With a caption; and they cannot run as pages of the sandbox."""
    form = FormData()
    form.add_field("caption", "look")
    form.add_field(kind, b"<script>", filename="a.html", content_type="text/html")
    async with page.http.post(f"{page.url}/sandbox/people/{anna.id}/messages", data=form) as response:
        sent = await response.json()
    assert sent["caption"] == "look"
    file = sent[kind][0] if kind == "photo" else sent[kind]
    async with page.http.get(f"{page.url}/sandbox/files/{file['file_id']}") as response:
        assert await response.read() == b"<script>"
        assert response.headers["Content-Security-Policy"] == "sandbox"


async def test_a_file_that_is_not_there(page: Page, anna: Person) -> None:
    """Neither to show nor to send."""
    assert (await page.get("/sandbox/files/x"))[0] == 404
    form = FormData({"caption": "no file"}, default_to_multipart=True)
    async with page.http.post(f"{page.url}/sandbox/people/{anna.id}/messages", data=form) as response:
        assert await response.json() == {"error": "The request has no file."}


async def test_pressing_by_place(page: Page, api: Api, anna: Person) -> None:
    """Row and column of a callback button; anything else is no button."""
    rows = [[{"text": "Yes", "callback_data": "y"}, {"text": "Site", "url": "https://x.org"}]]
    await api("sendMessage", chat_id=anna.id, text="x", reply_markup={"inline_keyboard": rows})
    path, number = f"/sandbox/people/{anna.id}/press", anna.last["message_id"]
    _, query = await page.post(path, {"message_id": number, "row": 0, "column": 0})
    assert (await api("answerCallbackQuery", callback_query_id=query["callback_query_id"]))["ok"]
    for row, column in ((0, 1), (0, 2), (1, 0), (-1, 0), (None, None)):
        status, body = await page.post(path, {"message_id": number, "row": row, "column": column})
        assert (status, body) == (400, {"error": "There is no such button any more."})


async def test_inline_results_on_the_page(page: Page, api: Api, anna: Person) -> None:
    """The answer waits for the bot; the choice lands in a chat."""
    base = f"/sandbox/people/{anna.id}/inline"
    asking = asyncio.create_task(page.post(base, {"query": "invite"}))
    query = (await api("getUpdates", offset=-1, timeout=5))["result"][0].get("inline_query")
    while query is None:
        query = (await api("getUpdates", offset=-1, timeout=5))["result"][0].get("inline_query")
    article = {"type": "article", "id": "1", "title": "a", "input_message_content": {"message_text": "Join"}}
    await api("answerInlineQuery", inline_query_id=query["id"], results=[article])
    _, answer = await asking
    assert answer["results"][0]["title"] == "a"
    choice = {"inline_query_id": answer["inline_query_id"], "result_id": "1", "chat_id": anna.id}
    assert (await page.post(f"{base}/choose", choice))[1]["text"] == "Join"
    for wrong in ({"inline_query_id": "9"}, {"result_id": "9"}, {"chat_id": 9}):
        assert (await page.post(f"{base}/choose", choice | wrong))[0] == 400


async def events(response: ClientResponse) -> AsyncIterator[Json]:
    async for line in response.content:
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


async def test_a_chat_is_live(page: Page, api: Api, anna: Person) -> None:
    """Every kind of event reaches the page that watches, in order."""
    async with page.http.get(f"{page.url}/sandbox/events?person={anna.id}") as response:
        assert await response.content.readline() == b": connected\n"
        number = (await api("sendMessage", chat_id=anna.id, text="x"))["result"]["message_id"]
        await api("sendMessage", chat_id=anna.id, text="y", reply_markup={"keyboard": [[{"text": "Card"}]]})
        await api("editMessageText", chat_id=anna.id, message_id=number, text="z")
        await api("deleteMessage", chat_id=anna.id, message_id=number)
        await api("sendChatAction", chat_id=anna.id, action="typing")
        query = await anna.press_data("a", anna.last)
        await api("answerCallbackQuery", callback_query_id=query.id, text="ok")
        await api("setMyCommands", commands=[{"command": "start", "description": "Begin"}])
        await anna.block()
        expected = ["keyboard", "message", "edited", "deleted", "typing", "callback_answer", "commands", "chat"]
        seen = []
        async for event in events(response):
            seen.append(event)
            if event["type"] == "chat":
                break
    assert [event["type"] for event in seen] == ["message", *expected]
    assert seen[3]["message"]["text"] == "z"
    assert seen[4]["message_id"] == number
    assert (seen[6]["callback_query_id"], seen[6]["text"], seen[6]["url"]) == (query.id, "ok", "")
    assert seen[7]["commands"][0]["command"] == "start"


async def test_the_list_of_people_is_live(sandbox: Sandbox, page: Page) -> None:
    """A newcomer shows up; a page that went away is forgotten when the next event comes."""
    async with page.http.get(f"{page.url}/sandbox/events") as response:
        await response.content.readline()
        sandbox.add_person("Boris")
        async for event in events(response):
            assert event == {"type": "people"}
            break


async def test_the_page_and_its_files(page: Page) -> None:
    """Served from the package and never cached; nothing else of the disk is."""
    async with page.http.get(page.url) as response:
        assert response.status == 200
        assert response.headers["Cache-Control"] == "no-cache"
    async with page.http.get(f"{page.url}/page/main.js") as response:
        assert response.status == 200
    assert (await page.get("/page/none.js"))[0] == 404
    async with page.http.get(f"{page.url}/page/..%2Fserver.py") as response:
        assert response.status == 404


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
async def test_other_sites_are_refused(page: Page, headers: dict[str, str]) -> None:
    """Against DNS rebinding and forged requests."""
    status, body = await page.get("/sandbox/people", headers=headers)
    assert status == 403
    assert "only on the address" in body["error"]


@pytest.mark.parametrize("body", [b"{", b"[]"])
async def test_a_request_that_is_no_object(page: Page, body: bytes) -> None:
    """400 with a sentence."""
    async with page.http.post(f"{page.url}/sandbox/people", data=body) as response:
        assert response.status == 400
        assert "JSON" in (await response.json())["error"]
