"""The ledger as its customer reads it."""

from loyalty import history
from loyalty.history import Line, Page, Story
from loyalty.history.model import EntryUnknown
from storage.models import EntryKind
from tests.loyalty.people import Person, World


async def page(who: Person, from_id: int | None = None, size: int = 3) -> Page:
    async with who.world.database.reading() as reading:
        return await history.page(reading, await who.actor(reading), from_id, size)


async def whole(who: Person) -> list[Line]:
    async with who.world.database.reading() as reading:
        return await history.whole(reading, await who.actor(reading))


async def story(who: Person, kind: EntryKind) -> Story:
    """Of the newest line of this kind."""
    newest = [line.id for line in await whole(who) if line.kind is kind][-1]
    async with who.world.database.reading() as reading:
        return await history.story(reading, await who.actor(reading), newest)


async def test_pages_cover_every_line_once_in_both_directions(anna: Person, till: Person) -> None:
    """Newest first; a line that comes while one is turning pages shifts nothing."""
    for number in range(1, 9):
        await till.sells(anna, number * 1_000)
    newest = await page(anna)
    await till.sells(anna, 9_000)
    seen, at = list(newest.lines), newest
    while at.older_from is not None:
        at = await page(anna, at.older_from)
        seen += at.lines
    assert [line.amount_minor for line in seen] == [number * 1_000 for number in range(8, 0, -1)]
    while at.newer_from is not None:
        at = await page(anna, at.newer_from)
    assert at.lines[0].amount_minor == 9_000


async def test_an_empty_ledger_has_an_empty_page(anna: Person) -> None:
    """And nothing beside it."""
    assert await page(anna) == Page([], None, None)


async def test_a_redemption_tells_which_credits_it_ate(anna: Person, till: Person, world: World) -> None:
    """And each credit what became of it, so that the sums meet."""
    await till.gives(anna, 300)
    await till.sells(anna, 10_000)
    await anna.says_yes(await till.asks(anna, 1_000, 400))
    held = await till.asks(anna, 1_000, 100)
    used = await story(anna, EntryKind.REDEMPTION)
    assert [(lot.kind, lot.points) for lot in used.from_lots] == [
        (EntryKind.ADJUSTMENT, 300),
        (EntryKind.PURCHASE, 100),
    ]
    given = await story(anna, EntryKind.ADJUSTMENT)
    assert given.line.remaining == 0
    assert [(eater.kind, eater.points) for eater in given.went_to] == [(EntryKind.REDEMPTION, -300)]
    lines = [line for line in await whole(anna) if line.kind is EntryKind.PURCHASE]
    async with world.database.reading() as reading:
        earned = await history.story(reading, await anna.actor(reading), lines[0].id)
    assert (earned.line.remaining, earned.set_aside) == (300, 100)
    await anna.says_no(held)
    async with world.database.reading() as reading:
        earned = await history.story(reading, await anna.actor(reading), lines[0].id)
    assert (earned.line.remaining, earned.set_aside) == (400, 0)


async def test_what_a_refund_could_not_take_is_shown_until_it_is_covered(anna: Person, till: Person) -> None:
    """Owed at first, nothing any more after the next purchase."""
    purchase = await till.sells(anna, 10_000)
    await till.gives(anna, -400)
    await till.refunds(purchase, 10_000)
    refund = await story(anna, EntryKind.REFUND)
    assert (refund.line.points, refund.owed) == (-500, 400)
    assert refund.reverses is not None
    assert refund.reverses.points == 500
    await till.sells(anna, 20_000)
    assert (await story(anna, EntryKind.REFUND)).owed == 0


async def test_points_that_came_back_say_where_they_went(anna: Person, till: Person) -> None:
    """A refund of what was paid with points."""
    await till.gives(anna, 1_000)
    receipt = await anna.says_yes(await till.asks(anna, 2_000, 1_000))
    await till.refunds(receipt, 2_000)
    returned = await story(anna, EntryKind.RETURN)
    assert [(lot.kind, lot.points) for lot in returned.from_lots] == [(EntryKind.ADJUSTMENT, 1_000)]
    assert returned.owed == 0
    redemption = await story(anna, EntryKind.REDEMPTION)
    assert [(line.kind, line.points) for line in redemption.reversed_by] == [(EntryKind.RETURN, 1_000)]


async def test_a_line_is_told_to_its_customer_alone(anna: Person, till: Person, world: World) -> None:
    """And a number that is no line to nobody."""
    await till.gives(anna, 100)
    line = (await whole(anna))[0].id
    boris = await world.newcomer("Boris")
    assert isinstance(await boris.refused(history.story, line), EntryUnknown)
    assert isinstance(await anna.refused(history.story, line + 999), EntryUnknown)
