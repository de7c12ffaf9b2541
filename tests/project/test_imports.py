"""The arrows between the rooms: bot and api ask loyalty, loyalty asks storage, and the sandbox knows none of them."""

import ast
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
WORKSHOP = {"tests", "bench", "tools"}
#: The command line opens the sandbox for whoever has no token.
COMMAND_LINE = {"bot/__main__.py", "bot/playground.py"}


def imported(module: ast.Module, package: str) -> Iterator[str]:
    """The full names of the modules it imports, inside functions too; `package` is where it stands, as in a.b."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")
            above = parents[: len(parents) - node.level + 1] if node.level else []
            yield ".".join([*above, node.module] if node.module else above)


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
    outside = [path for path in files(".py") if place(path).partition("/")[0] not in {"tests", "bench", "sandbox"}]
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
