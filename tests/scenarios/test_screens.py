"""Every screen in every language: it goes out (the sandbox refuses broken HTML) and has no gaps."""

import re

import pytest

from bot.i18n import LANGUAGES
from sandbox import Person
from tests.scenarios.conftest import Cafe, answer

GAP = re.compile(r"[{}]|%\(|\bNone\b|<\w+>")


async def forge_all(cafe: Cafe, person: Person, *datas: str) -> None:
    for data in datas:
        await cafe.forges(person, data)


async def customers_round(cafe: Cafe, anna: Person) -> None:
    for said in ("/start", "/balance", "/card", "/help", "/cancel", "/language", "what?", "/nonsense", "/purchase"):
        await cafe.says(anna, said)
    await forge_all(cafe, anna, "balance:dates", "balance:why", "balance:lots", "balance:show", "card:show", "card:ask")
    old = (await cafe.card_number(anna)).replace("-", "")
    await forge_all(
        cafe, anna, "card:keep", f"card:renew:{old}", "offers:yes", "offers:no", "stale:button", "staff:show"
    )
    await cafe.forges(anna, f"language:set:{anna.user['language_code']}")


async def team_round(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    number = await cafe.card_number(anna)
    own = await cafe.card_number(till)
    for said in ("/help", "/purchase", "1", own, "/purchase", number, "?", "0", "99999999", "10", "/cancel", number):
        await cafe.says(till, said)
    await forge_all(cafe, till, f"purchase:card:{number.replace('-', '')}")
    await cafe.says(till, "10")
    await cafe.forges(till, button_data(till, 1))
    await cafe.says(till, "x" * 65)
    await cafe.says(till, "17")
    await cafe.forges(till, button_data(till, 0))
    await cafe.forges(till, button_data(till, 0))
    await cafe.says(owner, "/staff")
    await cafe.forges(owner, "staff:invite:staff")
    await cafe.forges(owner, "staff:invite:admin")
    member = (await cafe.actor(till)).person_id
    await forge_all(cafe, owner, f"staff:end:{member}", f"staff:ended:{member}", "staff:show")


def button_data(person: Person, row: int) -> str:
    data: str = person.last["reply_markup"]["inline_keyboard"][row][0]["callback_data"]
    return data


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_goes_out_in_every_language(cafe: Cafe, language: str) -> None:
    """A walk through all of them, as customer, cashier and owner."""
    owner = await cafe.owner(language=language)
    await cafe.says(owner, "/staff")
    await cafe.forges(owner, "staff:invite:staff")
    till = cafe.person("Thabo", language)
    link = next(word for word in answer(owner).split() if word.startswith("https://t.me/"))
    await cafe.opens(till, link)
    anna = await cafe.customer("Anna", language)
    await cafe.change(owner, {"earning.hold_days": 3, "expiry.policy": "rolling"})
    await customers_round(cafe, anna)
    await team_round(cafe, owner, till, anna)
    await anna.wait_for("🧾")
    await cafe.opens(anna, cafe.link("i_0123456789abcdefghij"))
    for person in (owner, till, anna):
        assert not [text for text in person.texts if not text or GAP.search(text)]
        assert person.keyboard is not None
    refused = [(method, result) for method, _, result in cafe.sandbox.requests if isinstance(result, Exception)]
    assert [r for r in refused if "not modified" not in str(r[1])] == []
