"""People are called and write whatever they like."""

import pytest

from loyalty.visible import visible
from tests.scenarios.conftest import Cafe, answer

NAMES = {
    "html": '<b>&"',
    "template": "{name} %s %(x)s",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈",
    "right to left": "\u202eمحمد علي\u202c",
    "combining": "Z" + "\u0334\u0353" * 20,
    "long": "М" * 64,
    "line": "a\nb",
    "blank": "\u2800",
}
WORDS = {
    "longest": "ы" * 4096,
    "longest emoji": "👩‍👩‍👧‍👦" * 500,
    "html": '</b><a href="x">&amp;<script>',
    "template": "{points} %(n)s %s {0.__class__}",
    "right to left": "\u202eكم نقطة لدي؟",
    "control": "a\x00b\x07c",
    "digits": "٤٨٢١٠٩٣٧",
    "number": "9" * 4000,
    "superscript": "²³",
    "slash": "/",
    "double": "//balance",
    "sql": "'; DROP TABLE person; --",
    "half a pair": "\ud83d",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_any_name_is_greeted_served_and_listed(cafe: Cafe, name: str) -> None:
    """As a customer, on the cashier's screen, in the team."""
    owner = await cafe.owner()
    till = await cafe.cashier(owner, name)
    anna = await cafe.customer(name, last_name=name)
    name = visible(name)
    assert (f"Hello, {name}." if name else "Hello. ") in anna.texts[0]
    assert name in await cafe.says(till, await cafe.card_number(anna))
    await cafe.buys(anna, till)
    assert name in await cafe.says(owner, "/staff")
    await cafe.taps(owner, f"End access: {name}")
    assert name in await cafe.taps(owner, "End access")


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
async def test_any_words_are_answered_wherever_they_are_written(cafe: Cafe, words: str) -> None:
    """Out of the blue, as an answer about offers, a card, an amount, at the preview, a receipt number, in a link."""
    till, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    number = await cafe.card_number(anna)
    for person, before in [
        (anna, []),
        (till, []),
        (till, ["/purchase"]),
        (till, ["/purchase", number]),
        (till, ["/purchase", number, "10"]),
        (till, ["/purchase", number, "10", "receipt number"]),
    ]:
        for said in before:
            await cafe.says(person, said)
        seen = len(person.texts)
        await cafe.says(person, words)
        assert len(person.texts) > seen
        seen = len(person.texts)
        await cafe.says(person, f"/start {words}"[:4096])
        assert len(person.texts) > seen


@pytest.mark.parametrize(
    "data", ["", ":", "::", "balance", "balance:", "balance:show:1", "purchase:ok:", "purchase:undo:٣"]
)
async def test_a_button_of_no_screen_of_ours_is_explained(cafe: Cafe, data: str) -> None:
    """A modified client can send anything."""
    anna = await cafe.customer("Anna")
    assert "something that has ended" in await cafe.forges(anna, data)


async def test_a_button_under_a_message_that_is_gone_is_served(cafe: Cafe) -> None:
    """The screen was deleted or is too old to be edited: the answer comes as a new message."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/balance")
    await anna.press_data("balance:why", {"message_id": 999_999})
    await cafe.settled()
    assert "Why 100?" in answer(anna)


async def test_a_new_name_is_noticed(cafe: Cafe) -> None:
    """Somebody who changes their name in Telegram is called by the new one at the till."""
    till, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    number = await cafe.card_number(anna)
    anna.user["first_name"] = "Annelie"
    await cafe.says(anna, "/balance")
    assert "Annelie" in await cafe.says(till, number)
