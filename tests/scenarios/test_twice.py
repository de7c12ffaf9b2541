"""Telegram delivers an update again when our acknowledgement got lost: nothing is done twice."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from sandbox import Person, Sandbox
from tests.clock import FixedClock
from tests.scenarios.conftest import Cafe, answer, link_in, opened, opened_for_calls

Story = Callable[[Cafe, Person, Person, Person], Awaitable[None]]


async def joins(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    ben = cafe.person("Ben")
    cafe.sandbox.duplicate_next_update()
    assert any("Hello, Ben" in text for text in [await cafe.says(ben, "/start"), *ben.texts])


async def answers_offers(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    cafe.sandbox.duplicate_next_update()
    await cafe.taps(anna, "Yes, please")


async def types_answer_about_offers(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    cafe.sandbox.duplicate_next_update()
    await cafe.says(anna, "no thanks")


async def changes_language(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    cafe.sandbox.duplicate_next_update()
    await cafe.says(anna, "/language af")


async def renews_card(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    await cafe.card_number(anna)
    await cafe.taps(anna, "New card")
    cafe.sandbox.duplicate_next_update()
    assert "Here is your new card" in await cafe.taps(anna, "New card")


async def invites(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    await cafe.says(owner, "/staff")
    cafe.sandbox.duplicate_next_update()
    await cafe.taps(owner, "Invite a staff member")


async def accepts_invitation(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    await cafe.says(owner, "/staff")
    link = link_in(await cafe.taps(owner, "Invite a staff member"))
    cafe.sandbox.duplicate_next_update()
    assert "is now: staff member" in await cafe.opens(anna, link)


async def ends_access(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    await cafe.says(owner, "/staff")
    await cafe.taps(owner, "End access: Thabo")
    cafe.sandbox.duplicate_next_update()
    await cafe.taps(owner, "End access")


async def previews(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.taps(till, "Add purchase")
    cafe.sandbox.duplicate_next_update()
    await cafe.says(till, "100")


async def confirms(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.taps(till, "Add purchase")
    await cafe.says(till, "100")
    cafe.sandbox.duplicate_next_update()
    assert "+500 points" in await cafe.taps(till, "Confirm")
    await anna.wait_for("R100.00")


async def types_confirm(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.taps(till, "Add purchase")
    await cafe.says(till, "100")
    cafe.sandbox.duplicate_next_update()
    await cafe.says(till, "confirm")
    assert "Scan a customer's card" not in answer(till)
    await anna.wait_for("R100.00")


async def undoes(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    await cafe.buys(anna, till, "100")
    cafe.sandbox.duplicate_next_update()
    await cafe.taps(till, "Undo")
    await anna.wait_for("is undone")


#: What each leaves in the books more than before.
EFFECTS: list[tuple[Story, dict[str, int]]] = [
    (joins, {"person": 1, "account": 1, "card": 1, "entry": 1, "lot": 1}),
    (answers_offers, {"consent": 1}),
    (types_answer_about_offers, {"consent": 1}),
    (changes_language, {}),
    (renews_card, {"card": 1, "audit_record": 1}),
    (invites, {"invitation": 1, "audit_record": 1}),
    (accepts_invitation, {"invitation": 1, "audit_record": 2}),
    (ends_access, {"audit_record": 1}),
    (previews, {}),
    (confirms, {"purchase": 1, "entry": 1, "lot": 1, "outbox_message": 1, "audit_record": 1}),
    (types_confirm, {"purchase": 1, "entry": 1, "lot": 1, "outbox_message": 1, "audit_record": 1}),
    (undoes, {"purchase": 1, "entry": 2, "lot": 1, "lot_use": 1, "refund": 1, "outbox_message": 2, "audit_record": 2}),
]


@pytest.mark.parametrize(("story", "more"), EFFECTS, ids=[story.__name__ for story, _ in EFFECTS])
async def test_an_update_delivered_twice_has_its_effect_once(cafe: Cafe, story: Story, more: dict[str, int]) -> None:
    """Both copies in one poll."""
    await lives_through(cafe, story, more)


@pytest.mark.parametrize(("story", "more"), EFFECTS, ids=[story.__name__ for story, _ in EFFECTS])
async def test_an_update_called_out_twice_has_its_effect_once(
    empty: Path, clock: FixedClock, story: Story, more: dict[str, int]
) -> None:
    """By webhook the second copy comes when the first is done with."""
    async with opened_for_calls(empty, clock) as cafe:
        await lives_through(cafe, story, more)


async def lives_through(cafe: Cafe, story: Story, more: dict[str, int]) -> None:
    owner = await cafe.owner()
    till, anna = await cafe.cashier(owner), await cafe.customer("Anna")
    before = await cafe.books()
    await story(cafe, owner, till, anna)
    after = await cafe.books()
    assert {name: len(rows) - len(before[name]) for name, rows in after.items() if rows[len(before[name]) :]} == more
    assert await cafe.differences() == []


async def test_another_bot_on_the_same_database_drops_nothing(empty: Path, clock: FixedClock) -> None:
    """A new token, whose updates are counted anew: none of them is taken for one that the old bot has handled."""
    async with opened(empty, clock) as cafe:
        owner = await cafe.owner()
        till, anna = await cafe.cashier(owner), await cafe.customer("Anna")
        await cafe.buys(anna, till)

    def same_people(sandbox: Sandbox) -> None:
        for person in (till, anna):
            sandbox.add_person(person.first_name, id=person.id, started=True)

    async with opened(empty, clock, same_people, token="2000000:another-token") as cafe:
        anna_again, till_again = (cafe.sandbox.people[person.id] for person in (anna, till))
        await cafe.buys(anna_again, till_again)
        assert len((await cafe.books())["purchase"]) == 2


async def asked_for_card(cafe: Cafe, till: Person, anna: Person) -> None:
    await twice(cafe, till.send("/purchase"))


async def asked_for_amount(cafe: Cafe, till: Person, anna: Person) -> None:
    await cafe.says(till, await cafe.card_number(anna))
    await twice(cafe, till.press("Add purchase"))


async def asked_to_confirm(cafe: Cafe, till: Person, anna: Person) -> None:
    await asked_for_amount(cafe, till, anna)
    await twice(cafe, till.send("100"))


async def asked_for_receipt_number(cafe: Cafe, till: Person, anna: Person) -> None:
    await asked_to_confirm(cafe, till, anna)
    await twice(cafe, till.press("Receipt number"))


async def asked_to_confirm_with_number(cafe: Cafe, till: Person, anna: Person) -> None:
    await asked_for_receipt_number(cafe, till, anna)
    await twice(cafe, till.send("A-17"))


async def asked_whose_points(cafe: Cafe, till: Person, anna: Person) -> None:
    await twice(cafe, till.send("/redeem"))


async def asked_for_bill(cafe: Cafe, till: Person, anna: Person) -> None:
    await cafe.buys(anna, till, "160")
    await asked_whose_points(cafe, till, anna)
    number = await cafe.card_number(anna)
    await twice(cafe, till.send(number))


async def asked_how_many_points(cafe: Cafe, till: Person, anna: Person) -> None:
    await asked_for_bill(cafe, till, anna)
    await twice(cafe, till.send("100"))


async def asked_for_number_of_bill(cafe: Cafe, till: Person, anna: Person) -> None:
    await asked_how_many_points(cafe, till, anna)
    await twice(cafe, till.press("Receipt number"))


async def asked_what_happened(cafe: Cafe, till: Person, anna: Person) -> None:
    await cafe.says(till, "/complaint")
    await twice(cafe, till.press("Waiting"))


async def asked_whether_to_send(cafe: Cafe, till: Person, anna: Person) -> None:
    await asked_what_happened(cafe, till, anna)
    await twice(cafe, till.send("Half an hour"))


async def asked_how_likely(cafe: Cafe, till: Person, anna: Person) -> None:
    await twice(cafe, till.send("/rate"))


async def asked_why(cafe: Cafe, till: Person, anna: Person) -> None:
    await asked_how_likely(cafe, till, anna)
    await twice(cafe, till.send("9"))


async def asked_for_birthday(cafe: Cafe, till: Person, anna: Person) -> None:
    await cafe.says(till, "/settings")
    await twice(cafe, till.press_data("birthday:ask", till.last))


async def asked_whether_that_day(cafe: Cafe, till: Person, anna: Person) -> None:
    await asked_for_birthday(cafe, till, anna)
    await twice(cafe, till.send("3 May"))


async def twice(cafe: Cafe, doing: Awaitable[object]) -> None:
    await cafe.quiet()
    cafe.sandbox.duplicate_next_update()
    await doing
    await cafe.settled()


#: How people come to a question, and a word of it.
QUESTIONS = [
    (asked_for_card, "card"),
    (asked_for_amount, "How much has Anna paid"),
    (asked_to_confirm, "R100.00"),
    (asked_for_receipt_number, "Type the number"),
    (asked_to_confirm_with_number, "A-17"),
    (asked_whose_points, "card"),
    (asked_for_bill, "Anna"),
    (asked_how_many_points, "points"),
    (asked_for_number_of_bill, "Type the number"),
    (asked_what_happened, "happened"),
    (asked_whether_to_send, "Half an hour"),
    (asked_how_likely, "likely"),
    (asked_why, "9"),
    (asked_for_birthday, "birthday"),
    (asked_whether_that_day, "3 May"),
]


@pytest.mark.parametrize(("story", "question"), QUESTIONS, ids=[story.__name__ for story, _ in QUESTIONS])
async def test_a_question_whose_answer_got_lost_is_put_again(
    empty: Path, clock: FixedClock, story: Callable[[Cafe, Person, Person], Awaitable[None]], question: str
) -> None:
    """After a crash 'That was done already' stood where the next question should be."""
    async with opened_for_calls(empty, clock) as cafe:
        till, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
        await story(cafe, till, anna)
        assert question in answer(till)
        assert not [text for text in till.texts if "done already" in text or "cannot be read" in text]
