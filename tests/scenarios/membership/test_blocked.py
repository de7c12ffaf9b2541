"""Customers who block the bot, and those who come back."""

from sandbox import Person
from storage.tables import people
from tests.scenarios.conftest import Cafe, answer


async def blocked(cafe: Cafe, person: Person) -> bool:
    async with cafe.database.reading() as reading:
        row = (await reading.run(people.select().where(people.c.telegram_id == person.id))).one()
        return row.blocked_at is not None


async def test_a_customer_who_blocks_the_bot_is_marked_and_unmarked_on_return(cafe: Cafe) -> None:
    """Telegram tells of both."""
    anna = await cafe.customer("Anna")
    await anna.block()
    await cafe.settled()
    assert await blocked(cafe, anna)
    await anna.unblock()
    await cafe.settled()
    assert not await blocked(cafe, anna)


async def test_a_purchase_of_a_customer_who_blocked_the_bot_counts_and_the_next_receipt_arrives(cafe: Cafe) -> None:
    """The points are there after the return; the receipt of then is not sent late."""
    till, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    number = await cafe.card_number(anna)
    await anna.block()
    await serve(cafe, till, number, "10")
    assert "+50 points" in answer(till)
    await anna.unblock()
    assert "150 points" in await cafe.says(anna, "/balance")
    await serve(cafe, till, number, "20")
    await anna.wait_for("R20.00")


async def serve(cafe: Cafe, till: Person, number: str, amount: str) -> None:
    await cafe.says(till, number)
    await cafe.taps(till, "Add purchase")
    await cafe.says(till, amount)
    await cafe.taps(till, "Confirm")


async def test_a_message_is_a_return_too(cafe: Cafe) -> None:
    """Should Telegram's word of the return get lost: whoever writes has come back."""
    anna = await cafe.customer("Anna")
    await anna.block()
    await cafe.settled()
    anna.chat.blocked = False
    assert "100 points" in await cafe.says(anna, "/balance")
    assert not await blocked(cafe, anna)


async def test_a_block_found_out_by_an_answer_is_kept(cafe: Cafe) -> None:
    """Somebody asks and blocks the bot before it has answered: marked, and no error for anybody."""
    anna = await cafe.customer("Anna")
    await anna.send("/balance")
    anna.chat.blocked = True
    await cafe.settled()
    assert await blocked(cafe, anna)


async def test_a_block_found_out_by_a_refusal_is_kept(cafe: Cafe) -> None:
    """The same where the answer would have been a refusal."""
    anna = await cafe.customer("Anna")
    await anna.send("/purchase")
    anna.chat.blocked = True
    await cafe.settled()
    assert await blocked(cafe, anna)


async def test_a_stranger_who_blocks_the_bot_is_nobody_to_remember(cafe: Cafe) -> None:
    """Blocked from the start screen, without ever having written."""
    ben = cafe.person("Ben")
    await ben.block()
    await ben.unblock()
    await cafe.settled()
    assert ben.texts == []


async def test_a_block_told_of_twice_is_a_block(cafe: Cafe) -> None:
    """Nothing is written to somebody who has just come back without a word."""
    anna = await cafe.customer("Anna")
    seen = len(anna.texts)
    cafe.sandbox.duplicate_next_update()
    await anna.block()
    cafe.sandbox.duplicate_next_update()
    await anna.unblock()
    await cafe.settled()
    assert not await blocked(cafe, anna)
    assert len(anna.texts) == seen
