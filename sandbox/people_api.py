"""What the browser page asks for: people, their chats, and what they do. JSON over HTTP, for this machine only."""

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.events import PEOPLE
from sandbox.local_http import Handler, as_json, guarded, json_body
from sandbox.people import Person
from sandbox.view import NotPossible, inline_rows, text_of
from sandbox.world import Profile, World

Json = dict[str, Any]
PAGE = Path(__file__).parent / "page"
PING_SECONDS = 15.0


class PeopleApi:
    """Routes of the page."""

    def __init__(self, world: World, people: Mapping[int, Person], add_person: Callable[..., Person]) -> None:
        self._world = world
        self._people = people
        self._add_person = add_person

    def add_routes(self, app: web.Application) -> None:
        one = "/sandbox/people/{id:[0-9]+}"
        routes: list[tuple[str, str, Handler]] = [
            ("GET", "/", self.index),
            ("GET", "/page/{file:[a-z0-9_.-]+}", self.page_file),
            ("GET", "/sandbox/people", self.list_people),
            ("POST", "/sandbox/people", self.create_person),
            ("GET", one + "/chat", self.show_chat),
            ("POST", one + "/messages", self.send_message),
            ("POST", one + "/messages/{message_id:[0-9]+}", self.edit_message),
            ("POST", one + "/press", self.press),
            ("POST", one + "/contact", self.send_contact),
            ("POST", one + "/open", self.open_link),
            ("POST", one + "/block", self.block),
            ("POST", one + "/pin", self.pin),
            ("POST", one + "/auto_delete", self.auto_delete),
            ("POST", one + "/background", self.background),
            ("POST", one + "/inline", self.inline_query),
            ("POST", one + "/inline/choose", self.choose),
            ("GET", "/sandbox/events", self.watch),
            ("GET", "/sandbox/files/{file_id}", self.file),
        ]
        for method, path, handler in routes:
            app.router.add_route(method, path, guarded(handler))

    # The page itself

    async def index(self, _: web.Request) -> web.StreamResponse:
        return _page("index.html")

    async def page_file(self, request: web.Request) -> web.StreamResponse:
        return _page(request.match_info["file"])

    # People

    async def list_people(self, _: web.Request) -> web.Response:
        bot = {key: self._world.bot[key] for key in ("id", "first_name", "username")}
        return as_json({"bot": bot, "people": [self._person_json(person) for person in self._people.values()]})

    async def create_person(self, request: web.Request) -> web.Response:
        body = await json_body(request)
        wanted = ("first_name", "last_name", "language_code", "username", "phone_number", "role_hint")
        facts = {key: str(body[key]).strip() for key in wanted if body.get(key)}
        if not facts.get("first_name"):
            raise NotPossible("A person needs a first name.")
        return as_json(self._person_json(self._add_person(**facts)))

    def _person_json(self, person: Person) -> Json:
        user, chat = person.user, person.chat
        newest = person.messages[-1] if person.messages else None
        return {
            **{key: user.get(key) for key in ("id", "first_name", "last_name", "username", "language_code")},
            "phone_number": chat.phone_number,
            "blocked": chat.blocked,
            "role_hint": chat.role_hint,
            "last_message": {"text": text_of(newest), "date": newest["date"]} if newest else None,
            "unread": chat.unread,
        }

    async def show_chat(self, request: web.Request) -> web.Response:
        """Opening a chat reads it."""
        person = self._person(request)
        chat = person.chat
        if chat.unread:
            chat.unread = 0
            self._world.events.publish(PEOPLE, "people")
        language = person.user.get("language_code") or ""
        return as_json(
            {
                "person": self._person_json(person),
                "messages": person.messages,
                "keyboard": chat.keyboard,
                "commands": person.commands,
                "description": Profile.pick(self._world.profile.description, language),
                "started": chat.started,
                "blocked": chat.blocked,
                "menu_button": chat.menu_button or self._world.menu_button,
            }
        )

    def _person(self, request: web.Request) -> Person:
        person = self._people.get(int(request.match_info["id"]))
        if person is None:
            raise web.HTTPNotFound(text="There is no such person.")
        return person

    # What they do

    async def send_message(self, request: web.Request) -> web.Response:
        person = self._person(request)
        if request.content_type == "multipart/form-data":
            return as_json(await _send_upload(person, await request.post()))
        body = await json_body(request)
        reply_to = person.chat.messages.get(body.get("reply_to_message_id", 0))
        return as_json(await person.send(str(body.get("text", "")), reply_to))

    async def edit_message(self, request: web.Request) -> web.Response:
        body = await json_body(request)
        message = {"message_id": int(request.match_info["message_id"])}
        return as_json(await self._person(request).edit(message, str(body.get("text", ""))))

    async def press(self, request: web.Request) -> web.Response:
        person, body = self._person(request), await json_body(request)
        message = person.chat.messages.get(body.get("message_id", 0))
        try:
            row, column = int(body["row"]), int(body["column"])
            data = inline_rows(message or {})[row][column]["callback_data"] if min(row, column) >= 0 else ""
        except (KeyError, IndexError, TypeError, ValueError):
            data = ""
        if not message or not data:
            raise NotPossible("There is no such button any more.")
        return as_json({"callback_query_id": (await person.press_data(data, message)).id})

    async def send_contact(self, request: web.Request) -> web.Response:
        return as_json(await self._person(request).send_contact())

    async def open_link(self, request: web.Request) -> web.Response:
        return as_json(await self._person(request).open(str((await json_body(request)).get("link", ""))))

    async def block(self, request: web.Request) -> web.Response:
        person, body = self._person(request), await json_body(request)
        await (person.block() if body.get("blocked") else person.unblock())
        return as_json({"blocked": person.chat.blocked})

    async def pin(self, request: web.Request) -> web.Response:
        return as_json(await self._person(request).pin(await json_body(request)))

    async def auto_delete(self, request: web.Request) -> web.Response:
        return as_json(await self._person(request).set_auto_delete(int((await json_body(request)).get("seconds", 0))))

    async def background(self, request: web.Request) -> web.Response:
        return as_json(await self._person(request).set_background())

    async def inline_query(self, request: web.Request) -> web.Response:
        body = await json_body(request)
        query = await self._person(request).inline_query(str(body.get("query", "")), str(body.get("offset", "")))
        return as_json({"inline_query_id": query.id, "results": await query.answered()})

    async def choose(self, request: web.Request) -> web.Response:
        person, body = self._person(request), await json_body(request)
        query = self._world.inline_queries.get(str(body.get("inline_query_id")))
        target = self._people.get(body.get("chat_id", person.id))
        numbers = (
            [index for index, r in enumerate(query.results or []) if r["id"] == body.get("result_id")] if query else []
        )
        if query is None or target is None or not numbers:
            raise NotPossible("There is no such result.")
        return as_json(await person.choose(query, numbers[0], target))

    # What they see

    async def watch(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events of one person's chat, or of the list of people."""
        person = request.query.get("person", "")
        channel = int(person) if person.isdigit() else PEOPLE
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        queue = self._world.events.watch(channel)
        try:
            await response.prepare(request)
            await response.write(b": connected\n\n")
            while event := await _next_event(queue):
                await response.write(event)
        except ConnectionResetError:
            pass  # the page is gone
        finally:
            self._world.events.leave(channel, queue)
        return response

    async def file(self, request: web.Request) -> web.Response:
        stored = self._world.files.get(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound(text="There is no such file.")
        return web.Response(body=stored.content, headers={"Content-Type": stored.mime_type, **SAFE_FILE})


# A file that somebody sent must not run as a page of this server.
SAFE_FILE = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}


def _page(name: str) -> web.StreamResponse:
    path = PAGE / name
    if not path.is_file():
        raise web.HTTPNotFound(text="There is no such page.")
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})


async def _send_upload(person: Person, form: Mapping[str, Any]) -> Json:
    caption = form.get("caption") or None
    send = {"photo": person.send_photo, "voice": person.send_voice, "video": person.send_video}
    for kind, upload in form.items():
        if isinstance(upload, web.FileField) and kind in (*send, "document"):
            content = upload.file.read()
            if kind == "document":
                return await person.send_document(content, upload.filename, caption)
            return await send[kind](content, caption)
    raise NotPossible("The request has no file.")


async def _next_event(queue: asyncio.Queue[Json]) -> bytes:
    """The next event as a server-sent event; a comment when nothing happens for a while, to notice who has gone;
    nothing when the sandbox stops."""
    try:
        event = await asyncio.wait_for(queue.get(), PING_SECONDS)
    except TimeoutError:
        return b": nothing new\n\n"
    return b"" if not event else f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()
