"""The documentation says what there is: settings, commands, targets, files and code."""

import re
from pathlib import Path

import pytest

from bot.handlers.catalogue import COMMANDS
from bot.settings import Settings
from loyalty.programme import describe
from tests.project.support import ROOT, files, place

README = (ROOT / "README.md").read_text("utf-8")
SETTINGS = (ROOT / "docs/settings.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
#: `name` and default of each row of the tables in docs/settings.md.
ROWS = dict(re.findall(r"^\| `([\w.]+)` \| (.+?) \|", SETTINGS, re.MULTILINE))
#: What may not stand anywhere: a folder of somebody's machine, the host of a package registry.
OURS_ALONE = re.compile(
    r"(?<![\w.$}])/(?:wor[k]|hom[e]|User[s]|roo[t])/|(?:pytho[n]hosted|pyp[i]|npmj[s])\.(?:org|com)"
)


def default_of(value: object) -> str:
    """As the tables write it."""
    return "none" if value in (None, ()) else f"`{value}`"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_variable_is_explained(name: str) -> None:
    """In the table with its default, and in .env.example ready to copy."""
    assert ROWS.get(name.upper()) == default_of(Settings.model_fields[name].default)
    assert re.search(rf"^#?{name.upper()}=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", describe())
def test_every_rule_of_the_programme_is_explained(name: str) -> None:
    """With its default, or the variable it comes from."""
    default = describe()[name].default
    assert ROWS.get(name) == (f"`{name.upper()}`" if default is None else default_of(default))


def test_no_setting_is_explained_that_is_not_there() -> None:
    """What was removed is not promised any longer."""
    assert ROWS.keys() == {name.upper() for name in Settings.model_fields} | describe().keys()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_explained(command: str) -> None:
    """A command nobody wrote about is found by nobody."""
    assert any(re.search(rf"/{command}\b", page.read_text("utf-8")) for page in PAGES)


def test_the_commands_of_the_readme_are_targets() -> None:
    """The two commands a newcomer types, and every other one in the pages."""
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    blocks = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert [block.strip() for block in blocks] == ["make run", "make test"]
    for page in PAGES:
        named = set(re.findall(r"(?:^|`)make ([a-z-]+)\b", page.read_text("utf-8"), re.MULTILINE))
        assert named <= targets, page.name


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_links_lead_somewhere(page: Path) -> None:
    """To a file of the project, seen from the page; other hosts are not asked."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    inside = [link.partition("#")[0] for link in links if "://" not in link and not link.startswith("#")]
    assert [link for link in inside if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_pictures_are_small(page: Path) -> None:
    """A page opens quickly on a phone, too."""
    pictures = {page.parent / name for name in re.findall(r"[\w/-]+\.png", page.read_text("utf-8"))}
    assert [place(picture) for picture in pictures if picture.stat().st_size > 300_000] == []


EXCERPTS = re.findall(r"\[([\w/]+\.py)\]\([^)]*\)[^`]*(?:`[^`]+`[^`]*)*?```python\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize(("file", "excerpt"), EXCERPTS, ids=[file for file, _ in EXCERPTS])
def test_excerpts_are_of_the_code(file: str, excerpt: str) -> None:
    """What the README shows as a file's lines are its lines, in their order; `...` leaves some out."""
    code = "".join((ROOT / file).read_text("utf-8").split())
    position = 0
    for part in excerpt.split("..."):
        position = code.find("".join(part.split()), position)
        assert position >= 0, part


def test_the_readme_follows_an_update_through_four_files() -> None:
    """All four excerpts are looked at."""
    assert len(EXCERPTS) == 4


def test_nothing_names_a_machine_of_ours() -> None:
    """No folder of somebody's computer and no host of a package registry, in no file."""
    named = []
    for path in files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:  # a picture
            continue
        named += [f"{place(path)}: {found}" for found in OURS_ALONE.findall(text)]
    assert named == []
