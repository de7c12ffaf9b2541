"""Groups over HTTP, beside the people of the page: who makes them, who is in them, and what members do there."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.groups import Group
from sandbox.local_http import Handler, as_json, guarded, json_body
from sandbox.people import Person
from sandbox.view import NotPossible

if TYPE_CHECKING:
    from sandbox.server import Sandbox

Json = dict[str, Any]
Act = Callable[[Group, Person, Json], Awaitable[Any]]


async def _send(group: Group, by: Person, body: Json) -> Json:
    reply_to = group.chat.messages.get(body.get("reply_to_message_id", 0))
    return await group.send(by, str(body.get("text", "")), reply_to, body.get("message_thread_id"))


async def _press(group: Group, by: Person, body: Json) -> Json:
    message = {"message_id": body["message_id"]} if "message_id" in body else None
    return {"callback_query_id": (await group.press(by, str(body.get("label", "")), message)).id}


async def _upgrade(group: Group, by: Person, _: Json) -> Json:
    return _described(await group.upgrade(by))


#: What a member does, by the last part of the address; `by` in the body says who.
ACTS: Mapping[str, Act] = {
    "messages": _send,
    "press": _press,
    "pin": lambda group, by, body: group.pin(by, body),
    "join": lambda group, by, _: group.join(by),
    "leave": lambda group, by, _: group.leave(by),
    "add_bot": lambda group, by, _: group.add_bot(by),
    "remove_bot": lambda group, by, _: group.remove_bot(by),
    "promote_bot": lambda group, by, _: group.promote_bot(by),
    "demote_bot": lambda group, by, _: group.demote_bot(by),
    "mute_bot": lambda group, by, _: group.mute_bot(by),
    "promote": lambda group, by, body: group.promote(by, anonymous=body.get("anonymous") is True),
    "demote": lambda group, by, _: group.demote(by),
    "auto_delete": lambda group, by, body: group.set_auto_delete(by, int(body.get("seconds", 0))),
    "background": lambda group, by, _: group.set_background(by),
    "boost": lambda group, by, body: group.boost(by, int(body.get("count", 1))),
    "title": lambda group, by, body: group.rename(by, str(body.get("title", ""))),
    "topics": lambda group, by, body: group.open_topic(by, str(body.get("name", ""))),
    "upgrade": _upgrade,
}


class GroupsApi:
    """Routes for one sandbox."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    def add_routes(self, app: web.Application) -> None:
        one = "/sandbox/groups/{id:-[0-9]+}"
        routes: list[tuple[str, str, Handler]] = [
            ("GET", "/sandbox/groups", self.list_groups),
            ("POST", "/sandbox/groups", self.create_group),
            ("GET", one + "/chat", self.show_chat),
            ("POST", one + "/{act}", self.act),
        ]
        for method, path, handler in routes:
            app.router.add_route(method, path, guarded(handler))

    async def list_groups(self, _: web.Request) -> web.Response:
        return as_json({"groups": [_described(group) for group in self._sandbox.groups.values()]})

    async def create_group(self, request: web.Request) -> web.Response:
        """`kind`: group, supergroup or forum."""
        body = await json_body(request)
        title, kind = str(body.get("title", "")).strip(), body.get("kind", "group")
        members = [self._person(number) for number in body.get("members", [])]
        if not title:
            raise NotPossible("A group needs a title.")
        if kind == "group":
            return as_json(_described(self._sandbox.add_group(title, members)))
        if kind not in ("supergroup", "forum"):
            raise NotPossible("A group is a group, a supergroup or a forum.")
        return as_json(_described(self._sandbox.add_supergroup(title, members, forum=kind == "forum")))

    async def show_chat(self, request: web.Request) -> web.Response:
        group = self._group(request)
        return as_json({"group": _described(group), "messages": group.messages})

    async def act(self, request: web.Request) -> web.Response:
        group, body = self._group(request), await json_body(request)
        act = ACTS.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound(text="Nobody can do that in a group.")
        return as_json(await act(group, self._person(body.get("by")), body))

    def _group(self, request: web.Request) -> Group:
        group = self._sandbox.groups.get(int(request.match_info["id"]))
        if group is None:
            raise web.HTTPNotFound(text="There is no such group.")
        return group

    def _person(self, number: Any) -> Person:
        person = self._sandbox.people.get(number)
        if person is None:
            raise NotPossible("There is no such person.")
        return person


def _described(group: Group) -> Json:
    chat = group.chat
    topics = [{"message_thread_id": thread, **topic} for thread, topic in chat.topics.items()]
    return chat.json | {"bot_status": chat.bot_status, "members": list(chat.members), "topics": topics}
