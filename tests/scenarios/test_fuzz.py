"""A long day with people who do anything in any order."""

import random
from typing import Any

import pytest

from bot.handlers.catalogue import BUTTONS, COMMANDS
from sandbox import Person
from tests.scenarios.conftest import Cafe

#: Things anybody may write, every command among them; {card} is a card's number.
COMMAND_LINES = [f"/{name}" for name in COMMANDS]
LINKS = ["/start s_poster", "/start c_AAAAAAAAAAAAAAAAAAAA", "/start i_nobodys", "/start o_nobodys", "/nonsense"]
ANSWERS = ["confirm", "receipt number", "cancel", "yes", "no", "yes please", "balance", "card"]
AMOUNTS = ["10", "125,50", "0", "-1", "1 250.5", "99999999999", "50", "17"]
ODDITIES = ["/language uk", '<b>&"', "{points}", "\u202e", "👩‍👩‍👧‍👦", "ы" * 4096]
WORDS = [*COMMAND_LINES, *LINKS, *ANSWERS, *AMOUNTS, *ODDITIES, *["{card}"] * 5]
#: Arguments that a modified client may put behind any button's name.
ARGUMENTS = ["", ":1", ":2", ":999999999", ":{card}", ":nothing", ":staff", ":owner", ":xx", ":"]


def buttons_of(message: dict[str, Any]) -> list[str]:
    """What the buttons under a message send to the bot."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


class Crowd:
    """People and the chance by which they act."""

    def __init__(self, cafe: Cafe, people: list[Person], cards: list[str], chance: random.Random) -> None:
        self.cafe = cafe
        self.people = people
        self.cards = cards
        self.chance = chance

    async def act(self) -> None:
        """One of them does one thing, perhaps delivered twice."""
        person = self.chance.choice(self.people)
        if person.chat.blocked:
            await person.unblock()
            return
        if self.chance.random() < 0.03:
            self.cafe.sandbox.duplicate_next_update()
        doing = self.chance.choices(
            [self.writes, self.presses, self.presses_old, self.forges, self.sends, self.edits, self.blocks],
            [40, 35, 8, 6, 6, 2, 1],
        )[0]
        await doing(person)

    def filled(self, text: str) -> str:
        return text.replace("{card}", self.chance.choice(self.cards))

    async def writes(self, person: Person) -> None:
        await person.send(self.filled(self.chance.choice(WORDS)))

    async def presses(self, person: Person) -> None:
        """A button of the newest screen that has any."""
        shown = [message for message in person.from_bot if buttons_of(message)]
        await self.press_any(person, shown[-1])

    async def presses_old(self, person: Person) -> None:
        """A button of any screen there ever was."""
        await self.press_any(person, self.chance.choice([m for m in person.from_bot if buttons_of(m)]))

    async def press_any(self, person: Person, message: dict[str, Any]) -> None:
        await person.press_data(self.chance.choice(buttons_of(message)), message)

    async def forges(self, person: Person) -> None:
        data = self.chance.choice(list(BUTTONS)) + self.filled(self.chance.choice(ARGUMENTS)).replace("-", "")
        await person.press_data(data, self.chance.choice(person.from_bot))

    async def sends(self, person: Person) -> None:
        match self.chance.randrange(5):
            case 0:
                await person.send_photo(b"\x89PNG\r\n\x1a\n", self.filled("{card}"))
            case 1:
                await person.send_sticker()
            case 2:
                await person.send_voice(b"OggS")
            case 3:
                await person.send_contact()
            case 4:
                await person.send_location()

    async def edits(self, person: Person) -> None:
        own = [message for message in person.messages if message["from"]["id"] == person.id and "text" in message]
        await person.edit(self.chance.choice(own), "10")

    async def blocks(self, person: Person) -> None:
        await person.block()


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_nothing_people_do_in_any_order_is_an_error_or_breaks_the_books(cafe: Cafe, seed: int) -> None:
    """Two thousand steps each: nobody reads an apology, and every account adds up."""
    owner = await cafe.owner()
    staff = [await cafe.cashier(owner, name) for name in ("Thabo", "Sipho")]
    tongues = {"Anna": "en", "Віра": "uk", "Jan": "af"}
    customers = [await cafe.customer(name, language) for name, language in tongues.items()]
    everybody = [owner, *staff, *customers]
    cards = [await cafe.card_number(person) for person in everybody]
    crowd = Crowd(cafe, everybody, cards, random.Random(seed))
    for step in range(2000):
        await crowd.act()
        if step % 10 == 9:  # some at once, not so many as to be taken for a flood
            await cafe.settled()
    await cafe.settled()
    assert cafe.unforeseen() == []
    assert not any("Something went wrong" in text for person in everybody for text in person.texts)
    assert await cafe.differences() == []
    await everybody_is_answered(cafe, everybody)


async def everybody_is_answered(cafe: Cafe, people: list[Person]) -> None:
    """Whatever state they were left in, a command is answered."""
    for person in people:
        if person.chat.blocked:
            await person.unblock()
        seen = len(person.texts)
        await cafe.says(person, "/help")
        assert len(person.texts) > seen
