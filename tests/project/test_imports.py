"""The arrows between the rooms: bot and api ask loyalty, loyalty asks storage, and the sandbox knows none of them."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.project.support import ROOT, files, place, syntax

#: The rooms, and which others each may ask.
ARROWS: dict[str, set[str]] = {
    "bot": {"loyalty", "storage"},
    "api": {"loyalty", "storage"},
    "loyalty": {"storage"},
    "storage": set(),
    "sandbox": set(),
}
#: Nothing in service leans on what is there for development.
WORKSHOP = {"tests", "bench", "hardship", "tools"}
#: The command line opens the sandbox for whoever has no token.
COMMAND_LINE = {"bot/__main__.py", "bot/playground.py"}

#: Inside the face: what a part of it must not know.
CLOSED_TO = {
    "bot/engine": {"bot.handlers", "bot.application", "bot.context", "loyalty"},
    "bot/handlers": {"bot.application"},
}

#: Whoever imports one of these words statements; it is done in storage and in queries alone.
SQL = {"sqlalchemy", "sqlmodel", "storage.tables", "storage.statements"}
_QUERIES = re.compile(r"storage/.+|loyalty/\w+/queries(\.py|/\w+\.py)")

#: What Telegram numbers, by any name that ends so.
_TELEGRAM_NUMBER = re.compile(r"(\w+_)?(message_id|chat_id)")
#: Where storage keeps for the face what stands in which chat, and to whom something is owed; and who has to know of it.
OF_CHATS = {
    "storage/dialogues.py",
    "storage/models/delivery.py",
    "storage/outbox.py",
    "storage/sent_messages.py",
    # A visitor is one in a chat: a dialogue is theirs there.
    "loyalty/membership/people.py",
    "loyalty/membership/queries/people.py",
    # Whoever asks what is kept of them gets this too.
    "loyalty/privacy/queries/sections.py",
}


def imported(module: ast.Module, package: str) -> Iterator[str]:
    """The full names of the modules it imports, inside functions too; `package` is where it stands, as in a.b."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")
            above = parents[: len(parents) - node.level + 1] if node.level else []
            source = ".".join([*above, node.module] if node.module else above)
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)


def knows(file: str, module: ast.Module, rooms: set[str]) -> bool:
    """Whether it imports one of the rooms, or something out of them."""
    package = ".".join(file.split("/")[:-1])
    return any(name == room or name.startswith(f"{room}.") for name in imported(module, package) for room in rooms)


def sources_of(file: str, module: ast.Module) -> set[str]:
    """The packages at the top that a file leans on."""
    package = ".".join(file.split("/")[:-1])
    return {name.partition(".")[0] for name in imported(module, package)}


def trespasses(file: str, module: ast.Module) -> set[str]:
    """What a file of a room imports against the arrows."""
    room = file.partition("/")[0]
    closed = (ARROWS.keys() | WORKSHOP) - ARROWS[room] - {room}
    return {source for source in sources_of(file, module) & closed if source != "sandbox" or file not in COMMAND_LINE}


def all_files(*folders: str) -> dict[str, ast.Module]:
    return {place(path): syntax(path) for folder in folders for path in files(".py", under=folder)}


def test_arrows_go_one_way() -> None:
    """Every room asks only those behind it."""
    against = {file: found for file, module in all_files(*ARROWS).items() if (found := trespasses(file, module))}
    assert against == {}


def test_only_the_command_line_opens_the_sandbox() -> None:
    """A bot in service runs without the sandbox being there at all."""
    guests_by_trade = {"tests", "bench", "hardship", "sandbox"}
    outside = [path for path in files(".py") if place(path).partition("/")[0] not in guests_by_trade]
    guests = {place(path) for path in outside if "sandbox" in sources_of(place(path), syntax(path))}
    assert guests <= COMMAND_LINE


def test_the_programme_knows_no_telegram() -> None:
    """What the programme decides and keeps would serve any other face as well."""
    rooms = all_files("loyalty", "storage")
    assert {file for file, module in rooms.items() if "telegram" in sources_of(file, module)} == set()


def test_what_follows_a_purchase_is_listed_in_one_place() -> None:
    """Neither the ledger nor purchases know by name what lives by them."""
    followers = {"loyalty.referrals", "loyalty.ratings", "loyalty.birthdays", "loyalty.complaints"}
    naming = {
        file
        for file, module in all_files("loyalty/purchases", "loyalty/ledger").items()
        if any(name.startswith(tuple(followers)) for name in imported(module, file.replace("/", ".")))
    }
    assert naming == {"loyalty/purchases/followers.py"}


def test_arrows_inside_the_face_go_one_way() -> None:
    """The engine knows Telegram and nothing of points; handlers do not know who put them together."""
    against = {
        file
        for folder, closed in CLOSED_TO.items()
        for file, module in all_files(folder).items()
        if knows(file, module, closed)
    }
    assert against == set()


def test_sql_stands_in_queries() -> None:
    """Whoever looks for a statement knows where it is, and a use case reads like the sentence it is."""
    elsewhere = {
        file
        for file, module in all_files("bot", "api", "loyalty", "sandbox").items()
        if not _QUERIES.fullmatch(file) and knows(file, module, SQL)
    }
    assert elsewhere == set()


def names(module: ast.Module) -> Iterator[str]:
    """What it calls things: variables, arguments, attributes, and words that are the keys of something."""
    for node in ast.walk(module):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.Constant(value=str(name)):
                yield name
            case ast.keyword(arg=str(name)) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case _:
                pass


def test_the_programme_speaks_of_no_messages() -> None:
    """What was sent where is the face's own memory."""
    speaking = {
        file
        for file, module in all_files("loyalty", "storage").items()
        if not file.startswith("storage/migrations/") and any(map(_TELEGRAM_NUMBER.fullmatch, names(module)))
    }
    assert speaking == OF_CHATS


_IMPORT_EACH = """
import importlib, sys
for name in sys.argv[1:]:
    for known in [known for known in sys.modules if known.partition(".")[0] == "loyalty"]:
        del sys.modules[known]
    importlib.import_module(name)
"""


def test_every_module_of_the_programme_opens_by_itself() -> None:
    """No circle of imports that goes well only when somebody else has come in first."""
    modules = [file.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for file in all_files("loyalty")]
    done = subprocess.run([sys.executable, "-c", _IMPORT_EACH, *modules], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_every_room_is_looked_at() -> None:
    """A package nobody gave a place among the arrows is noticed."""
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages <= ARROWS.keys() | WORKSHOP
    assert all_files("bot")
    assert all_files("loyalty")


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("loyalty/purchases/recording.py", "from bot.texts import notices"),
        ("loyalty/rules.py", "def late() -> None:\n    import bot.texts"),
        ("loyalty/purchases/refunds.py", "from ...bot import texts"),
        ("storage/tables.py", "import loyalty"),
        ("bot/application.py", "from sandbox import Sandbox"),
        ("sandbox/server.py", "import storage.models"),
        ("bot/money.py", "from tests.scenarios import conftest"),
    ],
)
def test_a_trespass_is_seen(file: str, line: str) -> None:
    """An import against the arrows does not hide in a function or behind dots."""
    assert trespasses(file, ast.parse(line))


@pytest.mark.parametrize(
    ("file", "line", "closed"),
    [
        ("loyalty/cards/holding.py", "from sqlalchemy import select", SQL),
        ("loyalty/cards/holding.py", "from storage import tables as t", SQL),
        ("bot/demo/cafe.py", "def late() -> None:\n    import sqlalchemy.exc", SQL),
        ("bot/engine/intake/work.py", "from bot import context", CLOSED_TO["bot/engine"]),
        ("bot/engine/screens.py", "from ..handlers.cards import texts", CLOSED_TO["bot/engine"]),
        ("bot/handlers/turns.py", "from bot.application import Assistant", CLOSED_TO["bot/handlers"]),
    ],
)
def test_knowing_too_much_is_seen(file: str, line: str, closed: set[str]) -> None:
    """Nor does what one imports out of a room hide."""
    assert knows(file, ast.parse(line), closed)
    assert not knows(file, ast.parse("from storage import Reading\nfrom bot.engine.screens import Screen"), closed)


@pytest.mark.parametrize(
    "line",
    ["said.message_id", "save(chat_id=1)", "def f(edit_message_id: int) -> None: ...", "{'staff_message_id': 1}"],
)
def test_a_message_is_heard_of(line: str) -> None:
    """By whatever name it comes in."""
    assert any(map(_TELEGRAM_NUMBER.fullmatch, names(ast.parse(line))))
