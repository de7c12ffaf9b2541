"""Something else is looked at in the middle: what was begun is kept, offered back, and ended only by its owner."""

import pytest

from sandbox import Person
from sandbox.view import inline_rows
from storage.tables import dialogues
from tests.scenarios.complaints.test_complaint import said
from tests.scenarios.conftest import Cafe, answer


@pytest.fixture
async def till(cafe: Cafe) -> Person:
    return await cafe.cashier(await cafe.owner())


@pytest.fixture
async def anna(cafe: Cafe, till: Person) -> Person:
    return await cafe.customer("Anna")


async def begins(cafe: Cafe, person: Person, words: str = "An hour for a tea") -> None:
    await cafe.says(person, "/complaint")
    await cafe.taps(person, person.buttons[0][0])
    await cafe.says(person, words)


@pytest.mark.parametrize("look", ["/balance", "Balance", "/rate"])
async def test_a_complaint_is_kept_while_something_else_is_looked_at(cafe: Cafe, anna: Person, look: str) -> None:
    """By a command, by the menu, by a question with an answer of its own; over a restart; and is sent as it was."""
    await begins(cafe, anna)
    assert "Your complaint is kept as it is" in await cafe.says(anna, look)
    offer = anna.last
    if look == "/rate":
        await cafe.says(anna, "9")
    await cafe.restart()
    await anna.press("Continue", offer)
    await cafe.settled()
    assert any("An hour for a tea" in text for text in anna.texts)
    assert "And cold" in await cafe.says(anna, "And cold")
    await cafe.taps(anna, "Send")
    assert [text for _, text, _ in await said(cafe)] == ["An hour for a tea", "And cold"]


@pytest.mark.parametrize(
    ("language", "kept", "word"),
    [
        ("en", "Your complaint is kept", "continue"),
        ("ru", "Ваша жалоба сохранена", "Продолжить"),
        ("uk", "Вашу скаргу збережено", "далі"),
        ("af", "Jou klagte is gebêre", "gaan voort"),
    ],
)
async def test_continue_can_be_typed(cafe: Cafe, language: str, kept: str, word: str) -> None:
    """In each language, and sends nothing."""
    anna = await cafe.customer("Anna", language)
    await begins(cafe, anna, "Cold")
    assert kept in await cafe.says(anna, "/balance")
    assert "Cold" in await cafe.says(anna, word)
    assert not await said(cafe)


async def test_continue_pressed_twice_and_dropped_twice(cafe: Cafe, anna: Person) -> None:
    """The second press of each changes nothing; what was dropped does not come back."""
    await begins(cafe, anna)
    await cafe.says(anna, "/balance")
    go_on, drop = (one["callback_data"] for one in inline_rows(anna.last)[0])
    for _ in range(2):
        assert "An hour for a tea" in await cafe.forges(anna, go_on)
    await cafe.says(anna, "/card")
    drop = inline_rows(anna.last)[0][1]["callback_data"]
    assert "it is dropped" in await cafe.forges(anna, drop)
    assert "has ended" in await cafe.forges(anna, drop)
    assert "has ended" in await cafe.forges(anna, go_on)
    boris = await cafe.customer("Boris")
    assert "has ended" in await cafe.forges(boris, go_on)


async def test_the_old_send_button_sends_what_is_kept(cafe: Cafe, anna: Person) -> None:
    """Whoever scrolls up to the draft need not look for 'Continue'."""
    await begins(cafe, anna)
    data = inline_rows(anna.last)[0][0]["callback_data"]
    await cafe.says(anna, "/balance")
    assert "no. 1 has reached us" in await cafe.forges(anna, data)
    assert "no. 1 has reached us" in await cafe.forges(anna, data)
    assert len(await said(cafe)) == 1


async def test_complaint_goes_on_with_what_is_kept(cafe: Cafe, anna: Person) -> None:
    """Nobody who wants to complain has to begin anew."""
    await begins(cafe, anna)
    await cafe.says(anna, "/balance")
    assert "An hour for a tea" in await cafe.says(anna, "/complaint")


async def test_cancel_ends_what_is_kept_and_its_buttons(cafe: Cafe, anna: Person) -> None:
    """When nothing else is open, /cancel means it; a further one finds nothing."""
    await begins(cafe, anna)
    await cafe.says(anna, "/balance")
    assert "cancelled" in await cafe.says(anna, "/cancel")
    assert "nothing to cancel" in await cafe.says(anna, "/cancel")
    assert "What went wrong?" in await cafe.says(anna, "/complaint")


async def test_a_second_complaint_begun_meanwhile_takes_nothing_away(cafe: Cafe, till: Person, anna: Person) -> None:
    """'Not me' under a receipt begins a draft of its own; both are sent."""
    await cafe.buys(anna, till)
    receipt = await anna.wait_for("+627 points")
    await begins(cafe, anna)
    await anna.press("Not me", receipt)
    await cafe.settled()
    assert "Your complaint is kept as it is" in answer(anna)
    await cafe.taps(anna, "Send")
    assert "An hour for a tea" in await cafe.says(anna, "continue")
    await cafe.taps(anna, "Send")
    assert [text for _, text, _ in await said(cafe)] == ["This purchase was not mine.", "An hour for a tea"]


async def test_an_edit_reaches_what_is_kept(cafe: Cafe, anna: Person) -> None:
    """A message of a draft that is set aside says what stands there now."""
    await cafe.forges(anna, "complaint:about:price")
    message = await anna.send("Two rand")
    await cafe.settled()
    await cafe.says(anna, "/balance")
    await anna.edit(message, "Twenty rand")
    await cafe.settled()
    assert "Twenty rand" in await cafe.says(anna, "continue")


async def test_a_purchase_is_kept_at_the_till(cafe: Cafe, till: Person, anna: Person) -> None:
    """The preview comes back with its amount, over a restart, and adds one purchase."""
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.taps(till, "Add purchase")
    await cafe.says(till, "45.50")
    assert "The purchase is kept as it is" in await cafe.says(till, "/balance")
    await cafe.restart()
    assert "Add this purchase for Anna?" in await cafe.taps(till, "Continue")
    assert "R45.50" in answer(till)
    await cafe.taps(till, "Confirm")
    assert len((await cafe.books())["purchase"]) == 1


async def test_a_purchase_kept_names_nobody_who_is_forgotten(cafe: Cafe, till: Person, anna: Person) -> None:
    """What is set aside holds no name; gone on with, it is refused."""
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.taps(till, "Add purchase")
    await cafe.says(till, "45.50")
    await cafe.says(till, "/balance")
    offer = till.last
    await cafe.says(anna, "delete me")
    await cafe.taps(anna, "Go on")
    await cafe.taps(anna, "Delete everything")
    async with cafe.database.reading() as reading:
        rows = [str(row.data) for row in await reading.run(dialogues.select())]
    assert "Anna" not in "".join(rows)
    await till.press("Continue", offer)
    await cafe.settled()
    assert "no such card" in answer(till)


async def test_a_customer_who_is_forgotten_takes_nobody_elses_words_along(
    cafe: Cafe, till: Person, anna: Person
) -> None:
    """Their purchase ends; the cashier's complaint and another's purchase can be gone on with."""
    ben = await cafe.customer("Ben")
    await begins(cafe, till, "The boss shouted")
    for customer, amount in ((ben, "50"), (anna, "60"), (anna, "77")):
        number = await cafe.card_number(customer)
        await cafe.forges(till, f"purchase:card:{number.replace('-', '')}")
        await cafe.says(till, amount)
        if amount != "77":
            await cafe.says(till, "/help")
    assert "Add this purchase for Anna?" in answer(till)
    await cafe.says(anna, "delete me")
    await cafe.taps(anna, "Go on")
    await cafe.taps(anna, "Delete everything")
    assert "has ended" in await cafe.taps(till, "Confirm")
    assert "Add this purchase for Ben?" in await cafe.says(till, "continue")
    await cafe.taps(till, "Confirm")
    assert len((await cafe.books())["purchase"]) == 1
    assert "The boss shouted" in await cafe.says(till, "continue")
    assert await cafe.differences() == []


@pytest.mark.parametrize("ending", ["forgotten", "renewed"])
async def test_what_nobody_can_go_on_with_bars_no_way(cafe: Cafe, till: Person, anna: Person, ending: str) -> None:
    """Said once why it cannot be served, it is dropped, and what was set aside before it is offered."""
    ben = await cafe.customer("Ben")
    for customer, amount in ((ben, "50"), (anna, "60")):
        await cafe.says(till, await cafe.card_number(customer))
        await cafe.taps(till, "Add purchase")
        await cafe.says(till, amount)
        await cafe.says(till, "/help")
    if ending == "forgotten":
        await cafe.says(anna, "delete me")
        await cafe.taps(anna, "Go on")
        await cafe.taps(anna, "Delete everything")
    else:
        await cafe.says(anna, "/card")
        await cafe.taps(anna, "New card")
        await cafe.taps(anna, "New card")
    assert "The purchase is kept as it is" in await cafe.says(till, "continue")
    assert ("no such card" if ending == "forgotten" else "renewed") in till.texts[-2]
    assert "Add this purchase for Ben?" in await cafe.says(till, "continue")


async def test_cancel_leaves_no_dead_button(cafe: Cafe, till: Person, anna: Person) -> None:
    """Pressed or typed: the preview that it ends has no 'Confirm' any more."""
    for typed in (False, True):
        await cafe.says(till, await cafe.card_number(anna))
        await cafe.taps(till, "Add purchase")
        await cafe.says(till, "45.50")
        preview = till.last["message_id"]
        await (cafe.says(till, "cancel") if typed else cafe.taps(till, "Cancel"))
        assert not inline_rows(next(one for one in till.from_bot if one["message_id"] == preview))
    assert not (await cafe.books())["purchase"]
