"""Languages: the first one, another one, and everything that changes with it at once."""

import pytest

from bot.i18n import LANGUAGES
from sandbox import Person
from tests.scenarios.conftest import Cafe


def in_own_chat(cafe: Cafe, person: Person) -> list[dict[str, str]]:
    """The newest menu the bot has set for this person's chat, as Telegram was asked."""
    menu: list[dict[str, str]]
    for method, values, _result in reversed(cafe.sandbox.requests):
        if method == "setMyCommands" and values.get("scope", {}).get("chat_id") == person.id:
            menu = values["commands"]
            return menu
    raise AssertionError("no menu was set for this chat")


@pytest.mark.parametrize(
    ("telegram", "spoken"), [("uk", "uk"), ("ru-RU", "ru"), ("af", "af"), ("en-GB", "en"), ("de", "en"), ("", "en")]
)
async def test_the_first_language_is_telegrams_or_else_the_programmes(cafe: Cafe, telegram: str, spoken: str) -> None:
    """`uk-UA` is Ukrainian; whoever speaks none of the four is spoken to in the default language."""
    anna = await cafe.customer("Anna", telegram)
    assert (await cafe.visitor(anna)).language == spoken


async def test_a_tapped_language_changes_words_and_menus_at_once(cafe: Cafe) -> None:
    """The next answer, the keyboard below and the command menu of this chat are in it; nobody else's are."""
    anna, ben = await cafe.customer("Anna"), await cafe.customer("Ben")
    await cafe.says(anna, "/language")
    await cafe.taps(anna, "Українська")
    assert (await cafe.visitor(anna)).language == "uk"
    assert (await cafe.visitor(ben)).language == "en"
    assert in_own_chat(cafe, anna)
    assert anna.keyboard is not None


@pytest.mark.parametrize(("code", "name"), LANGUAGES.items())
async def test_a_language_can_be_named_behind_the_command(cafe: Cafe, code: str, name: str) -> None:
    """By its own name or its two letters, in any case."""
    anna = await cafe.customer("Anna", "af" if code == "en" else "en")
    await cafe.says(anna, f"/language {name.upper()}")
    assert (await cafe.visitor(anna)).language == code
    await cafe.says(anna, "/language en")
    assert (await cafe.visitor(anna)).language == "en"


async def test_a_language_we_do_not_speak_brings_the_choice(cafe: Cafe) -> None:
    """/language Klingon shows the four there are."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/language Klingon")
    assert [row[0] for row in anna.buttons] == list(LANGUAGES.values())


async def test_a_menu_tapped_in_the_language_of_before_still_works(cafe: Cafe) -> None:
    """An old keyboard stays on the screen; its words are known in every language."""
    anna = await cafe.customer("Anna")
    old = anna.keyboard
    await cafe.says(anna, "/language ru")
    assert old is not None
    await anna.send(old[0][0])
    await cafe.settled()
    assert "100" in anna.texts[-1]


async def test_telegram_shows_the_commands_in_four_languages(cafe: Cafe) -> None:
    """Before anybody writes, the menu and the descriptions are set for each language and for all others."""
    asked = [
        values.get("language_code", "") for method, values, _ in cafe.sandbox.requests if method == "setMyCommands"
    ]
    assert sorted(asked) == sorted(["", *LANGUAGES])


async def test_a_restart_sets_nothing_that_is_set_already(cafe: Cafe) -> None:
    """Telegram answers long waits to a bot that sets its profile often."""
    before = len(cafe.sandbox.requests)
    await cafe.restart()
    later = [method for method, *_ in list(cafe.sandbox.requests)[before:]]
    assert not [method for method in later if method.startswith("setMy")]
