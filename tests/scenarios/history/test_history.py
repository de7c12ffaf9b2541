"""Every point, line by line: pages, the story of a line, and the whole as a file."""

import csv
from io import StringIO

from loyalty import adjustments
from sandbox import Person
from tests.scenarios.conftest import Cafe, answer


async def regular(cafe: Cafe, owner: Person, purchases: int = 10) -> Person:
    """A customer with a welcome and so many purchases of R11, R12, … at the till."""
    thabo = await cafe.cashier(owner)
    anna = await cafe.customer("Anna")
    for number in range(purchases):
        await cafe.buys(anna, thabo, str(11 + number))
        await anna.wait_for(f"R{11 + number}.00")
    return anna


async def test_a_newcomer_without_points_reads_how_to_get_some(cafe: Cafe) -> None:
    """An empty history is no dead end."""
    owner = await cafe.owner()
    await cafe.change(owner, {"earning.welcome_points": 0})
    anna = await cafe.customer()
    assert "Nothing has happened on your card yet" in await cafe.says(anna, "/history")
    assert anna.buttons == [["Card", "« Balance"]]


async def test_pages_turn_in_place(cafe: Cafe) -> None:
    """Six lines at a time, newest first, older and newer in the same message."""
    anna = await regular(cafe, await cafe.owner())
    first = await cafe.says(anna, "/history")
    bills = [line for line in first.splitlines() if "purchase" in line]
    assert len(bills) == 6
    assert "R20.00" in bills[0]
    assert "R15.00" in bills[-1]
    assert anna.buttons == [["1", "2", "3", "4", "5", "6"], ["Next »"], ["As a file", "« Balance"]]
    count = len(anna.texts)
    second = await cafe.taps(anna, "Next »")
    assert "welcome" in second
    assert anna.buttons == [["1", "2", "3", "4", "5"], ["« Previous"], ["As a file", "« Balance"]]
    assert await cafe.taps(anna, "« Previous") == first
    assert len(anna.texts) == count


async def test_a_line_tells_its_story_and_leads_back_to_its_page(cafe: Cafe) -> None:
    """A tap on a number: what, where, by which rule; then back to where one was."""
    anna = await regular(cafe, await cafe.owner())
    await cafe.says(anna, "/history")
    page = await cafe.taps(anna, "Next »")
    story = await cafe.taps(anna, "1")
    assert "+70 points · purchase" in story
    assert "R14.00 at Café Zorg" in story
    assert "5% of R14.00, not counting points" in story
    assert "70 points of this are left" in story
    assert await cafe.taps(anna, "« History") == page


async def test_a_refund_and_its_purchase_name_each_other(cafe: Cafe) -> None:
    """What was taken back, by what, and out of which points."""
    owner = await cafe.owner()
    thabo = await cafe.cashier(owner)
    anna = await cafe.customer()
    await cafe.change(owner, {"earning.hold_days": 14})  # so that the refund finds the purchase's own points first
    await cafe.buys(anna, thabo, "100")
    await anna.wait_for("R100.00")
    assert "yours from 5 December" in await cafe.says(anna, "/history")
    await cafe.taps(thabo, "Undo")
    await anna.wait_for("is undone")
    await cafe.says(anna, "/history")
    refund = await cafe.taps(anna, "1")
    assert "−500 points · taken back after a refund" in refund
    assert "This reverses:\n• +500 · purchase" in refund
    await cafe.taps(anna, "« History")
    purchase = await cafe.taps(anna, "2")
    assert "This was reversed by:\n• −500 · taken back after a refund" in purchase
    assert "Nothing of this is left" in purchase


async def test_the_whole_history_comes_as_a_file(cafe: Cafe) -> None:
    """UTF-8 with its mark, columns in the reader's language, sums that end at the balance, formulas made harmless."""
    owner = await cafe.owner()
    anna = await regular(cafe, owner, purchases=2)
    async with cafe.database.transaction() as transaction:
        account_id = (await cafe.actor(anna)).account_id
        await adjustments.adjust(
            transaction,
            await cafe.actor(owner),
            account_id,
            -15,
            '=HYPERLINK("http://x")',
            key="k",
            now=cafe.clock.now(),
        )
    await cafe.says(anna, "/history")
    await cafe.taps(anna, "As a file")
    document = anna.last["document"]
    assert document["file_name"] == "points-2026-11-21.csv"
    stored = cafe.sandbox.world.files.get(document["file_id"])
    assert stored is not None
    content = stored.content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert [row["Running total"] for row in rows] == ["100", "155", "215", "200"]
    assert rows[1]["Bill, ZAR"] == "11,00"
    assert rows[3]["Points"] == "-15"
    assert rows[3]["Why"] == '\'=HYPERLINK("http://x")'
    assert "Every line of your points" in answer(anna)


async def test_somebody_elses_line_stays_theirs(cafe: Cafe) -> None:
    """A forged button opens nothing of another customer's."""
    anna = await cafe.customer("Anna")
    boris = await cafe.customer("Boris")
    await cafe.says(anna, "/history")
    forged = anna.last["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await cafe.says(boris, "/history")
    assert "There is no such line in your history" in await cafe.forges(boris, forged)
    for data in ("history:line:0.0", "history:line:1", "history:from:-1", "history:line:1.1:2"):
        assert "That button belongs to something that has ended" in await cafe.forges(boris, data)


async def test_a_restart_between_list_and_line_changes_nothing(cafe: Cafe) -> None:
    """The buttons carry all they need."""
    anna = await regular(cafe, await cafe.owner(), purchases=1)
    await cafe.says(anna, "/history")
    await cafe.restart()
    assert "+55 points · purchase" in await cafe.taps(anna, "1")
    await cafe.restart()
    assert "line by line" in await cafe.taps(anna, "« History")
