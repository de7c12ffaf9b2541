"""Command menus, the bot's profile, and what can be learnt of chats."""

import pytest

from sandbox import Person, Sandbox
from tests.sandbox.support import Api, Json


def menu(*names: str) -> list[Json]:
    return [{"command": name, "description": name} for name in names]


async def test_everybody_sees_the_narrowest_menu_in_their_language(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """Own chat before private chats before default; the language before none; a tag is cut to two letters."""
    rita = sandbox.add_person("Rita", language_code="ru-RU")
    await api("setMyCommands", commands=menu("start"))
    await api("setMyCommands", commands=menu("begin"), language_code="ru")
    assert (anna.commands, rita.commands) == (menu("start"), menu("begin"))
    await api("setMyCommands", commands=menu("help"), scope={"type": "all_private_chats"})
    assert (anna.commands, rita.commands) == (menu("help"), menu("help"))
    own = {"type": "chat", "chat_id": rita.id}
    await api("setMyCommands", commands=menu("purchase"), scope=own)
    await api("setMyCommands", commands=menu("sale"), scope=own, language_code="ru")
    assert (anna.commands, rita.commands) == (menu("help"), menu("sale"))
    assert (await api("getMyCommands", scope=own))["result"] == menu("purchase")
    await api("deleteMyCommands", scope=own, language_code="ru")
    await api("setMyCommands", commands=[], scope=own)
    assert rita.commands == menu("help")
    await api("deleteMyCommands", scope={"type": "all_private_chats"})
    await api("deleteMyCommands")
    assert anna.commands == []


async def test_a_slash_and_spaces_are_trimmed(api: Api, anna: Person) -> None:
    """As TDLib does."""
    await api("setMyCommands", commands=[{"command": " /start ", "description": " Begin "}])
    assert anna.commands == [{"command": "start", "description": "Begin"}]


@pytest.mark.parametrize(
    ("commands", "more", "description"),
    [
        ([{"command": "a"}], {}, "can't parse BotCommand: Can't find field \"description\""),
        (menu("Start"), {}, "BOT_COMMAND_INVALID"),
        ([{"command": "/", "description": "a"}], {}, "command must be non-empty"),
        (menu("a" * 33), {}, "command length must not exceed 32"),
        ([{"command": "a", "description": " "}], {}, "command description must be non-empty"),
        ([{"command": "a", "description": "a" * 257}], {}, "command description length must not exceed 256"),
        (menu(*["a"] * 101), {}, "BOT_COMMANDS_TOO_MUCH"),
        (menu("a"), {"language_code": "ru-RU"}, "invalid language code specified"),
        (menu("a"), {"scope": {"type": "planet"}}, "can't parse BotCommandScope: Unsupported type specified"),
        (menu("a"), {"scope": {"type": "chat"}}, "can't parse BotCommandScope: Can't find field \"chat_id\""),
        (menu("a"), {"scope": {"type": "chat", "chat_id": 1}}, "chat not found"),
        (
            menu("a"),
            {"scope": {"type": "chat_member", "chat_id": 5000001, "user_id": 5000001}},
            "can't use specified scope in private chats",
        ),
    ],
)
async def test_a_bad_menu_is_refused(
    api: Api, anna: Person, commands: list[Json], more: Json, description: str
) -> None:
    """And the old one stays."""
    answer = await api("setMyCommands", commands=commands, **more)
    assert answer["description"] == f"Bad Request: {description}"
    assert anna.commands == []


async def test_menus_of_groups(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """One member may have a menu of their own."""
    group = sandbox.add_group("Team", members=[anna])
    scope = {"type": "chat_member", "chat_id": group.id, "user_id": anna.id}
    assert (await api("setMyCommands", commands=menu("a"), scope=scope))["ok"]
    assert (await api("getMyCommands", scope=scope))["result"] == menu("a")


@pytest.mark.parametrize(
    ("name", "parameter", "longest"),
    [("MyName", "name", 64), ("MyDescription", "description", 512), ("MyShortDescription", "short_description", 120)],
)
async def test_the_bot_speaks_of_itself_in_each_language(api: Api, name: str, parameter: str, longest: int) -> None:
    """A language without a text of its own gets the general one; an empty text takes it away."""
    await api(f"set{name}", **{parameter: "Zorg"})
    await api(f"set{name}", **{parameter: "Зорг"}, language_code="ru")
    assert (await api(f"get{name}", language_code="ru"))["result"] == {parameter: "Зорг"}
    assert (await api(f"get{name}", language_code="uk"))["result"] == {parameter: "Zorg"}
    await api(f"set{name}", **{parameter: ""}, language_code="ru")
    assert (await api(f"get{name}", language_code="ru"))["result"] == {parameter: "Zorg"}
    answer = await api(f"set{name}", **{parameter: "x" * (longest + 1)})
    assert "must not exceed" in answer["description"]
    answer = await api(f"set{name}", language_code="english")
    assert answer["description"] == "Bad Request: invalid language code specified"


async def test_the_bots_name_is_everywhere_the_new_one(api: Api, anna: Person) -> None:
    """In getMe and on new messages; it cannot be taken away."""
    await api("setMyName", name="Salon Zorg")
    assert (await api("getMe"))["result"]["first_name"] == "Salon Zorg"
    await api("sendMessage", chat_id=anna.id, text="x")
    assert anna.last["from"]["first_name"] == "Salon Zorg"
    assert not (await api("setMyName"))["ok"]


async def test_the_menu_button(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """One for all, or one for a chat."""
    app = {"type": "web_app", "text": "Open", "web_app": {"url": "https://x.org/"}}
    assert (await api("getChatMenuButton"))["result"] == {"type": "commands"}
    await api("setChatMenuButton", menu_button=app)
    assert (await api("getChatMenuButton"))["result"] == app
    assert (await api("getChatMenuButton", chat_id=anna.id))["result"] == {"type": "default"}
    await api("setChatMenuButton", chat_id=anna.id, menu_button={"type": "commands"})
    assert (await api("getChatMenuButton", chat_id=anna.id))["result"] == {"type": "commands"}
    await api("setChatMenuButton", chat_id=anna.id)
    assert (await api("getChatMenuButton", chat_id=anna.id))["result"] == {"type": "default"}
    bad = app | {"web_app": {"url": "http://x.org"}}
    assert "Only HTTPS" in (await api("setChatMenuButton", menu_button=bad))["description"]
    group = sandbox.add_group("Team")
    assert not (await api("setChatMenuButton", chat_id=group.id))["ok"]


async def test_chats_and_members(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """A person is known only after they have written."""
    stranger = sandbox.add_person("Boris")
    group = sandbox.add_group("Team", members=[anna])
    await group.add_bot(by=anna)
    assert (await api("getChat", chat_id=group.id))["result"]["title"] == "Team"
    assert (await api("getChat", chat_id=stranger.id))["description"] == "Bad Request: chat not found"
    for chat_id, user_id, status in (
        (anna.id, anna.id, "member"),
        (anna.id, 1000000, "member"),
        (group.id, anna.id, "member"),
        (group.id, 1000000, "member"),
    ):
        member = (await api("getChatMember", chat_id=chat_id, user_id=user_id))["result"]
        assert (member["status"], member["user"]["id"]) == (status, user_id)
    answer = await api("getChatMember", chat_id=group.id, user_id=stranger.id)
    assert answer["description"] == "Bad Request: member not found"


async def test_leaving_a_group(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """Out of it, the bot cannot write there; a private chat cannot be left."""
    group = sandbox.add_group("Team", members=[anna])
    refused = await api("sendMessage", chat_id=group.id, text="x")
    assert refused["description"] == "Forbidden: bot is not a member of the group chat"
    await group.add_bot(by=anna)
    assert (await api("leaveChat", chat_id=group.id))["ok"]
    assert (await api("leaveChat", chat_id=group.id))["error_code"] == 403
    await group.add_bot(by=anna)
    await group.remove_bot(by=anna)
    refused = await api("sendMessage", chat_id=group.id, text="x")
    assert refused["description"] == "Forbidden: bot was kicked from the group chat"
    member = (await api("getChatMember", chat_id=group.id, user_id=1000000))["result"]
    assert member["status"] == "kicked"
    assert not (await api("leaveChat", chat_id=anna.id))["ok"]
