"""A purchase at the till: whose, how much, is that right?"""

import pytest

from sandbox import Person
from sandbox.view import inline_rows
from storage.tables import purchases
from tests.scenarios.conftest import Cafe, answer


@pytest.fixture
async def anna(cafe: Cafe) -> Person:
    return await cafe.customer("Anna")


@pytest.fixture
async def owner(cafe: Cafe) -> Person:
    return await cafe.owner()


@pytest.fixture
async def till(cafe: Cafe, owner: Person) -> Person:
    """A cashier."""
    return await cafe.cashier(owner)


async def amounts(cafe: Cafe) -> list[int]:
    """Every purchase in the books, in minor units, oldest first."""
    async with cafe.database.reading() as reading:
        return [row.amount_minor for row in await reading.run(purchases.select().order_by(purchases.c.id))]


async def asks_amount(cafe: Cafe, till: Person, anna: Person) -> None:
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.taps(till, "Add purchase")


async def preview(cafe: Cafe, till: Person, anna: Person, amount: str = "100") -> str:
    await asks_amount(cafe, till, anna)
    return await cafe.says(till, amount)


@pytest.mark.parametrize(
    ("language", "typed", "minor"),
    [
        ("en", "125.50", 12550),
        ("en", "R1,250.50", 125050),
        ("en", "R 80", 8000),
        ("ru", "1 250,50", 125050),
        ("ru", "125,5", 12550),
        ("uk", "1\u00a0250,50", 125050),
        ("uk", "80,-", 8000),
        ("af", "R1\u202f250,50", 125050),
        ("af", "1.250,50", 125050),
    ],
)
async def test_an_amount_is_understood_as_people_write_it(
    cafe: Cafe, owner: Person, anna: Person, language: str, typed: str, minor: int
) -> None:
    """With point or comma, with or without the currency, as in each language."""
    till = await cafe.cashier(owner, language=language)
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.forges(till, f"purchase:card:{(await cafe.card_number(anna)).replace('-', '')}")
    await cafe.says(till, typed)
    await till.press_data(confirm_data(till), till.last)
    await cafe.settled()
    assert await amounts(cafe) == [minor]


def confirm_data(till: Person) -> str:
    """What the button under the newest preview sends."""
    (button, *_), *_rest = till.last["reply_markup"]["inline_keyboard"]
    data: str = button["callback_data"]
    return data


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("a coffee", "cannot read that as an amount"),
        ("12.345.6", "cannot read that as an amount"),
        ("-5", "cannot read that as an amount"),
        ("12 and 13", "cannot read that as an amount"),
        ("0", "more than zero"),
        ("0,00", "more than zero"),
        ("100000.01", "at most R100"),
        ("99999999999999999999999", "at most R100"),
    ],
)
async def test_a_wrong_amount_is_refused_with_words_and_asked_for_again(
    cafe: Cafe, till: Person, anna: Person, typed: str, said: str
) -> None:
    """Nothing is added, and the next amount is taken."""
    await asks_amount(cafe, till, anna)
    assert said in await cafe.says(till, typed)
    assert "+50 points" in await cafe.says(till, "10")
    assert await amounts(cafe) == []


@pytest.mark.parametrize("kind", ["photo", "sticker", "voice", "document", "contact", "location"])
async def test_a_picture_or_a_voice_is_no_amount(cafe: Cafe, till: Person, anna: Person, kind: str) -> None:
    """It is said how an amount is typed, and the question stays."""
    await asks_amount(cafe, till, anna)
    match kind:
        case "photo":
            await till.send_photo(b"\x89PNG\r\n\x1a\n", "12.50")
        case "document":
            await till.send_document(b"%PDF", "receipt.pdf")
        case "voice":
            await till.send_voice(b"OggS")
        case "sticker":
            await till.send_sticker()
        case "contact":
            await till.send_contact()
        case "location":
            await till.send_location()
    await cafe.settled()
    assert "cannot read that as an amount" in answer(till)
    assert "+50 points" in await cafe.says(till, "10")


async def test_the_preview_says_what_confirming_will_do(cafe: Cafe, till: Person, anna: Person) -> None:
    """Nothing is in the books before it is confirmed."""
    shown = await preview(cafe, till, anna, "125.50")
    assert "for Anna" in shown
    assert "R125.50" in shown
    assert "+627 points" in shown
    assert await amounts(cafe) == []


async def test_another_amount_typed_at_the_preview_takes_its_place(cafe: Cafe, till: Person, anna: Person) -> None:
    """What is confirmed is what was shown last."""
    await preview(cafe, till, anna, "100")
    assert "R200.00" in await cafe.says(till, "200")
    await cafe.taps(till, "Confirm")
    assert await amounts(cafe) == [20000]


async def test_the_button_of_an_old_preview_adds_nothing(cafe: Cafe, till: Person, anna: Person) -> None:
    """What says 100 loses its buttons when 200 is typed, and pressed all the same it adds nothing."""
    await preview(cafe, till, anna, "100")
    old, data = till.last["message_id"], inline_rows(till.last)[0][0]["callback_data"]
    await cafe.says(till, "200")
    new = till.last
    assert not inline_rows(next(message for message in till.from_bot if message["message_id"] == old))
    assert "something that has ended" in await cafe.forges(till, data)
    assert await amounts(cafe) == []
    await till.press("Confirm", new)
    await cafe.settled()
    assert await amounts(cafe) == [20000]


async def test_a_preview_of_an_earlier_purchase_does_not_add_a_second_one(
    cafe: Cafe, till: Person, anna: Person
) -> None:
    """The first customer's button, pressed while the second one is served, shows what came of it."""
    await preview(cafe, till, anna, "100")
    first = till.last
    await cafe.taps(till, "Confirm")
    ben = await cafe.customer("Ben")
    await preview(cafe, till, ben, "30")
    await till.press_data(confirm_data_of(first), first)
    await cafe.settled()
    assert await amounts(cafe) == [10000]
    await cafe.taps(till, "Confirm")
    assert await amounts(cafe) == [10000, 3000]


def confirm_data_of(message: dict[str, object]) -> str:
    markup = message["reply_markup"]
    assert isinstance(markup, dict)
    return str(markup["inline_keyboard"][0][0]["callback_data"])


async def test_confirm_can_be_typed(cafe: Cafe, till: Person, anna: Person) -> None:
    """A typed word is as good as the button."""
    await preview(cafe, till, anna)
    assert "+500 points" in await cafe.says(till, "confirm")
    assert await amounts(cafe) == [10000]


async def test_confirm_pressed_twice_adds_once(cafe: Cafe, till: Person, anna: Person) -> None:
    """An impatient thumb: one purchase, one receipt."""
    await preview(cafe, till, anna)
    shown, data = till.last, confirm_data(till)
    await till.press_data(data, shown)
    await till.press_data(data, shown)
    await cafe.settled()
    assert await amounts(cafe) == [10000]
    await anna.wait_for("R100.00")
    assert sum("R100.00" in text for text in anna.texts) == 1
    assert "+500 points" in answer(till)


async def test_a_receipt_number_goes_with_the_purchase(cafe: Cafe, till: Person, anna: Person) -> None:
    """Asked for by its button, shown in the preview, and kept."""
    await preview(cafe, till, anna)
    await cafe.taps(till, "Receipt number")
    assert "Receipt no. A<17>" in await cafe.says(till, "A<17>")
    await cafe.taps(till, "Confirm")
    async with cafe.database.reading() as reading:
        (row,) = await reading.run(purchases.select())
    assert row.receipt_number == "A<17>"


async def test_a_receipt_is_entered_once(cafe: Cafe, till: Person, anna: Person) -> None:
    """The same number again is refused by name as soon as it is typed; the next one typed is the number."""
    await preview(cafe, till, anna, "100")
    await cafe.says(till, "receipt number")
    await cafe.says(till, "17")
    await cafe.taps(till, "Confirm")
    await preview(cafe, till, anna, "40")
    await cafe.says(till, "receipt number")
    assert "Receipt no. 17 has already been entered" in await cafe.says(till, "17")
    assert await amounts(cafe) == [10000]
    assert "Receipt no. 18" in await cafe.says(till, "18")
    await cafe.taps(till, "Confirm")
    assert await amounts(cafe) == [10000, 4000]


@pytest.mark.parametrize("typed", ["x" * 65, "two\nlines"])
async def test_what_is_no_receipt_number_is_asked_for_again(cafe: Cafe, till: Person, anna: Person, typed: str) -> None:
    """Too long, or more than one line."""
    await preview(cafe, till, anna)
    await cafe.taps(till, "Receipt number")
    assert "at most 64 characters" in await cafe.says(till, typed)
    await till.send_sticker()
    await cafe.settled()
    assert "at most 64 characters" in answer(till)
    assert "Receipt no. 7" in await cafe.says(till, "7")


@pytest.mark.parametrize("step", ["card", "amount", "confirm", "receipt"])
async def test_cancel_leaves_a_purchase_at_any_step(cafe: Cafe, till: Person, anna: Person, step: str) -> None:
    """By button, by command or by the typed word; nothing is added."""
    for leave in ("button", "/cancel", "cancel"):
        await reach(cafe, till, anna, step)
        said = await (cafe.taps(till, "Cancel") if leave == "button" else cafe.says(till, leave))
        assert "cancelled" in said, leave
    assert await amounts(cafe) == []


async def reach(cafe: Cafe, till: Person, anna: Person, step: str) -> None:
    await cafe.says(till, "/purchase")
    if step != "card":
        await cafe.says(till, await cafe.card_number(anna))
    if step in ("confirm", "receipt"):
        await cafe.says(till, "10")
    if step == "receipt":
        await cafe.taps(till, "Receipt number")


async def test_a_command_in_the_middle_adds_nothing(cafe: Cafe, till: Person, anna: Person) -> None:
    """The cashier looks at something else; an amount typed later is previewed for the card that was shown last."""
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.says(till, "/balance")
    assert "Add this purchase for Anna?" in await cafe.says(till, "125.50")
    assert await amounts(cafe) == []


async def test_purchase_asks_for_the_card_first(cafe: Cafe, till: Person, anna: Person) -> None:
    """By the command or the menu's button; a wrong number is asked for again, a scanned card is taken."""
    number = await cafe.card_number(anna)
    assert "Whose purchase" in await cafe.says(till, "/purchase")
    assert "no such card" in await cafe.says(till, "hello")
    await till.send_sticker()
    await cafe.settled()
    assert "no such card" in answer(till)
    assert "How much has Anna paid" in await cafe.says(till, number)


@pytest.mark.parametrize("dash", ["-", " ", ""])
async def test_the_next_customers_card_at_the_amount_begins_with_them(
    cafe: Cafe, till: Person, anna: Person, dash: str
) -> None:
    """The cashier types the next card instead of an amount, however: no bill is as high as its number."""
    ben = await cafe.customer("Ben")
    await asks_amount(cafe, till, anna)
    assert "How much has Ben paid" in await cafe.says(till, (await cafe.card_number(ben)).replace("-", dash))


async def test_staff_do_not_serve_themselves(cafe: Cafe, till: Person) -> None:
    """The own card is refused, scanned, typed or forged."""
    number = await cafe.card_number(till)
    assert "your own card" in await cafe.says(till, number)
    assert "your own card" in await cafe.opens(till, await cafe.card_link(till))
    assert "your own card" in await cafe.forges(till, f"purchase:card:{number.replace('-', '')}")


async def test_two_cashiers_serve_one_customer_at_once(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    """Both purchases count, and the sums are right."""
    sipho = await cafe.cashier(owner, "Sipho")
    await preview(cafe, till, anna, "100")
    await preview(cafe, sipho, anna, "50")
    await till.press("Confirm")
    await sipho.press("Confirm")
    await cafe.settled()
    assert sorted(await amounts(cafe)) == [5000, 10000]
    await anna.wait_for("R100.00")
    await anna.wait_for("R50.00")
    assert "850 points" in await cafe.says(anna, "/balance")
    assert await cafe.differences() == []


async def test_a_card_renewed_at_the_preview_is_refused(cafe: Cafe, till: Person, anna: Person) -> None:
    """A lost card stops working at once, also for what is under way."""
    await preview(cafe, till, anna)
    await cafe.card_number(anna)
    await cafe.taps(anna, "New card")
    await cafe.taps(anna, "New card")
    assert "was renewed" in await cafe.taps(till, "Confirm")
    assert await amounts(cafe) == []


@pytest.mark.parametrize("language", ["ru", "uk", "af", "en"])
async def test_the_receipt_comes_in_the_customers_language(
    cafe: Cafe, owner: Person, till: Person, language: str
) -> None:
    """Whatever the cashier speaks: the money is written as the customer writes it."""
    vera = await cafe.customer("Vera", language)
    await cafe.buys(vera, till, "1250.50")
    receipt = (await vera.wait_for("🧾"))["text"]
    assert {"ru": "1\u00a0250,50", "uk": "1\u00a0250,50", "af": "1\u00a0250,50", "en": "1,250.50"}[language] in receipt
    assert "11:00" in receipt or "12:00" in receipt


async def test_a_purchase_too_small_to_earn_is_still_recorded(cafe: Cafe, till: Person, anna: Person) -> None:
    """Five cents at five percent."""
    assert "rings no points" in await preview(cafe, till, anna, "0.05")
    await cafe.taps(till, "Confirm")
    await anna.wait_for("rings no points")
    assert await amounts(cafe) == [5]
