"""What nobody has said is not answered: Telegram's own messages, changed messages, of customers and of strangers."""

from typing import Any

import pytest

from sandbox import Person
from tests.scenarios.conftest import Cafe, answer

SERVICE: dict[str, dict[str, Any]] = {
    "boost": {"boost_added": {"boost_count": 1}},
    "topic": {"forum_topic_created": {"name": "Offers", "icon_color": 7322096}},
    "chat shared": {"chat_shared": {"request_id": 1, "chat_id": -100}},
    "write access": {"write_access_allowed": {}},
    "of a day to come": {"something_new": {"value": 1}},
}


@pytest.fixture(params=["customer", "stranger", "cashier"])
async def person(cafe: Cafe, request: pytest.FixtureRequest) -> Person:
    match request.param:
        case "customer":
            return await cafe.customer("Anna")
        case "cashier":
            return await cafe.cashier(await cafe.owner())
    ben = cafe.person("Ben")
    await cafe.says(ben, "hello")
    return ben


async def test_service_messages_are_passed_over(cafe: Cafe, person: Person) -> None:
    """Pinned, a timer, a background, and what the sandbox has no word for."""
    heard = list(person.texts)
    await person.pin(person.last)
    await person.set_auto_delete(86400)
    await person.set_background()
    for content in SERVICE.values():
        person.send_content(content)
    await cafe.settled()
    assert person.texts == heard


async def test_a_changed_message_is_passed_over(cafe: Cafe, person: Person) -> None:
    """Also of somebody who has no card."""
    message = await person.send("helo")
    await cafe.settled()
    heard = list(person.texts)
    await person.edit(message, "hello")
    await cafe.settled()
    assert person.texts == heard


@pytest.mark.parametrize(
    ("language", "hello", "back"),
    [
        ("en", "Hello. This is the loyalty card of Café Zorg.", "Welcome back to Café Zorg."),
        ("ru", "Здравствуйте. Это карта лояльности Café Zorg.", "Café Zorg: с возвращением."),
        ("uk", "Вітаємо. Це картка лояльності Café Zorg.", "Café Zorg: раді бачити вас знову."),
        ("af", "Hallo. Dit is die lojaliteitskaart van Café Zorg.", "Welkom terug by Café Zorg."),
    ],
)
async def test_somebody_without_a_name_is_greeted_in_a_whole_sentence(
    cafe: Cafe, language: str, hello: str, back: str
) -> None:
    """A name of invisible characters is none."""
    nobody = await cafe.customer("\u2800\u200b", language)
    assert any(hello in text for text in nobody.texts)
    assert back in await cafe.says(nobody, "/start")


async def test_somebody_without_a_name_is_served_by_their_number(cafe: Cafe) -> None:
    """From the card to the purchase."""
    till, nobody = await cafe.cashier(await cafe.owner()), await cafe.customer("\u3164")
    number = await cafe.card_number(nobody)
    assert "a customer without a name" in await cafe.says(till, number)
    assert f"How much has {number} paid?" in await cafe.taps(till, "Add purchase")
    assert f"Add this purchase for {number}?" in await cafe.says(till, "10")
    await cafe.taps(till, "Confirm")
    assert "R10.00" in answer(till)


async def test_a_user_name_stands_in_for_a_name(cafe: Cafe) -> None:
    """And a name that comes later takes its place."""
    anna = await cafe.customer("\u2800", username="anna_k")
    assert any("Hello, @anna_k." in text for text in anna.texts)
    anna.user["first_name"] = "\u202eAnna"
    await cafe.says(anna, "/balance")
    assert (await cafe.visitor(anna)).first_name == "Anna"
