"""What people do in front of the camera, scene by scene. The names of the pictures are those of docs/images."""

from collections.abc import Awaitable, Callable

from tools.shots import past
from tools.shots.phones import IMAGES, Studio

ANNA, ANNELIE, OKSANA = "Anna Kruger", "Annelie van Wyk", "Оксана Мельник"
THABO, ZOLA = "Thabo Nkosi", "Zola Zorg"

#: (picture, whose phone, what they write, what they tap then)
SCREENS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("balance", "Grace Adams", "/balance", ()),
    ("why", "Liam Botha", "/balance", ("Why this number?",)),
    ("card", "Naledi Mokoena", "/card", ()),
    ("history", "Aisha Khan", "/history", ()),
    ("history-line", "Tom Reid", "/history", ("1",)),
    ("invite", "Zanele Zulu", "/invite", ()),
    ("friends", "Grace Adams", "/invite", ("My friends",)),
    ("rules", "Ben Cole", "/rules", ()),
    ("language", "Peter Hall", "/language", ()),
    ("settings", "Tom Reid", "/settings", ()),
    ("offers", "Liam Botha", "/offers", ()),
    ("stop", "Aisha Khan", "/stop", ()),
    ("my-data", "Naledi Mokoena", "/settings", ("My data",)),
    ("delete-me", "Ben Cole", "/settings", ("Delete me",)),
    ("complaints", "Zanele Zulu", "/complaint", ("My complaints",)),
    ("staff-desk", THABO, "/desk", ()),
    ("staff-team", ZOLA, "/staff", ()),
    ("invite-ru", "Мария Иванова", "/invite", ()),
    ("balance-af", "Elsabé Theron", "/balance", ()),
)


async def first_purchase(studio: Studio) -> None:
    """The picture of README.md: a customer joins, a cashier enters her purchase, her receipt is there."""
    async with studio.looking(ANNA, THABO) as (page, (anna, thabo)):
        await anna.start()
        await anna.photograph("start")
        await anna.taps("Yes, please")
        await anna.says("/card")
        await thabo.says(await anna.card_number())
        await thabo.photograph("staff-customer")
        await thabo.taps("Add purchase")
        await thabo.says("125.50")
        await thabo.photograph("staff-purchase")
        await thabo.taps("Confirm")
        await anna.hears("+627")
        await anna.photograph("receipt")
        await page.screenshot(path=IMAGES / "sandbox.png", animations="disabled")


async def a_newcomer_in_ukrainian(studio: Studio) -> None:
    async with studio.looking(OKSANA) as (_page, (oksana,)):
        await oksana.start()
        await oksana.photograph("start-uk")


async def screens(studio: Studio) -> None:
    """Single screens, each on the phone of somebody who has been coming for months."""
    for picture, person, command, labels in SCREENS:
        async with studio.looking(person) as (_page, (phone,)):
            await phone.says(command)
            await phone.taps(*labels)
            await phone.photograph(picture)


async def points_for_a_part_of_the_bill(studio: Studio) -> None:
    """Points are asked for at the till and given on the customer's own phone."""
    async with studio.looking("Grace Adams", THABO) as (_page, (grace, thabo)):
        await grace.says("/card")
        await thabo.says(await grace.card_number())
        await thabo.taps("Take points")
        await thabo.says("40")
        await thabo.says("1000")
        await thabo.photograph("staff-redemption")
        await grace.hears("for this purchase of")
        await grace.photograph("redemption")


async def a_rating(studio: Studio) -> None:
    """The question, why, and thanks that fit."""
    async with studio.looking(ANNELIE) as (_page, (annelie,)):
        await annelie.start()
        await annelie.taps("Nee, dankie")
        await annelie.says("/language")
        await annelie.taps("English")
        await annelie.says("/rate")
        await annelie.photograph("rate")
        await annelie.taps("6", "Taste, quality")
        await annelie.photograph("rate-why")
        await annelie.says("The cake was dry.")
        await annelie.photograph("rate-thanks")


async def a_complaint(studio: Studio) -> None:
    """From the first word until it is solved, on both phones."""
    async with studio.looking(ANNA, THABO) as (_page, (anna, thabo)):
        await anna.says("/complaint")
        await anna.taps("Taste, quality")
        await anna.says("My coffee was cold, and nobody had time to make a new one.")
        await anna.photograph("complaint")
        await anna.taps("Send")
        await thabo.hears("Complaint 6")
        await thabo.taps("Take it")
        await thabo.photograph("staff-complaint")
        await thabo.taps("Answer")
        await thabo.says("I am sorry. Your next coffee is on us: just show this message.")
        await thabo.photograph("staff-answer")
        await anna.hears("Your next coffee is on us")
        await anna.photograph("complaint-answer")
        await anna.taps("It is solved")
        await anna.photograph("complaint-closed")


async def what_the_calendar_brings(studio: Studio) -> None:
    """A round number, a birthday, and points that will expire."""
    name = await past.happens(studio.database, past.round_purchase)
    async with studio.looking(name) as (_page, (phone,)):
        await phone.hears("Thank you for coming back")
        await phone.photograph("milestone")
    await past.happens(studio.database, past.birthday_and_expiry, ANNA)
    async with studio.looking(ANNA) as (_page, (anna,)):
        await anna.hears("Happy birthday")
        await anna.hears("until")
        await anna.photograph("dates")


SCENES: tuple[Callable[[Studio], Awaitable[None]], ...] = (
    first_purchase,
    a_newcomer_in_ukrainian,
    screens,
    points_for_a_part_of_the_bill,
    a_rating,
    a_complaint,
    what_the_calendar_brings,
)
