"""The people of the café, each of whom does one thing after another and waits for its answer, as people do."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import count

from hardship.record import Deed, Record, Step
from sandbox import NotPossible, Person, Sandbox
from sandbox.view import as_read, text_of

#: Seconds without an answer after which somebody counts as left in silence: longer than any stall, and than the
#: minute up to which Telegram lets pass between two calls of a webhook that does not answer.
PATIENCE = 90.0
#: Seconds for which the answer hoped for may still come behind another one, such as to an update delivered twice.
AFTERTHOUGHT = 5.0
TRY_AGAIN = ("Something went wrong on our side", "That was a lot at once")
OTHER_ANSWERS = ("That was done already", "That button belongs to something that has ended")
#: What one redemption takes: as many points as everybody is welcomed with.
POINTS = 100


class People:
    """Customers with their card numbers, and cashiers."""

    def __init__(self, sandbox: Sandbox, record: Record) -> None:
        self._sandbox = sandbox
        self._record = record
        self._numbers = count(1)
        self._closing = asyncio.Event()
        self.cards: dict[int, str] = {}
        self.customers: list[Person] = []
        self.cashiers: list[Person] = []
        #: Points that a customer certainly has.
        self._points: dict[int, int] = {}

    async def gather(self, owner_link: str, *, customers: int, cashiers: int) -> None:
        """Everybody joins, the team by links, before anything bad happens."""
        owner = self._sandbox.add_person("Zola")
        await owner.open(owner_link)
        await owner.wait_for(lambda _: True, 30)
        for number in range(cashiers):
            await self._hire(owner, f"Thabo {number + 1}")
        await asyncio.gather(*(self._join(f"Anna {number + 1}") for number in range(customers)))

    async def _hire(self, owner: Person, name: str) -> None:
        known = set(_links(owner))
        await owner.send("/staff")
        await self._sandbox.settled(30)
        await owner.press(owner.buttons[0][0])
        await self._sandbox.settled(30)
        (link,) = set(_links(owner)) - known
        cashier = self._sandbox.add_person(name)
        await cashier.open(link)
        await cashier.wait_for(lambda _: True, 30)
        self.cashiers.append(cashier)

    async def _join(self, name: str) -> None:
        customer = self._sandbox.add_person(name)
        await customer.send("/start")
        await customer.wait_for(lambda _: True, 30)
        await customer.send("/card")
        shown = as_read(text_of(await customer.wait_for("Show it at the till", 30)))
        self.cards[customer.id] = next(word for word in shown.split() if word[:4].isdigit() and "-" in word)
        self._points[customer.id] = POINTS
        self.customers.append(customer)

    async def work(self) -> None:
        """Until `close`; everybody finishes what they have begun."""
        async with asyncio.TaskGroup() as everybody:
            for cashier in self.cashiers:
                everybody.create_task(self._serve(cashier))
            for customer in self.customers:
                everybody.create_task(self._visit(customer))

    def close(self) -> None:
        self._closing.set()

    async def _serve(self, till: Person) -> None:
        while not self._closing.is_set():
            rich = [customer for customer in self.customers if self._points[customer.id] >= POINTS]
            with suppress(NotPossible):  # the screen with that button never came: its step has been counted
                if rich and random.random() < 0.3:
                    await self._redemption(till, random.choice(rich))
                else:
                    await self._purchase(till, random.choice(self.customers))
            await asyncio.sleep(random.uniform(0.1, 0.4))

    async def _visit(self, customer: Person) -> None:
        while not self._closing.is_set():
            await asyncio.sleep(random.uniform(0.3, 2.0))
            with suppress(NotPossible):
                if random.random() < 0.15:
                    await self._complaint(customer)
                else:
                    await self._step(customer, "/balance", lambda: customer.send("/balance"), "point")

    async def _purchase(self, till: Person, customer: Person) -> None:
        money = self._amount()
        typed = f"{self.cards[customer.id]} {money}"
        if not await self._step(till, "card and amount", lambda: till.send(typed), "Add this purchase for"):
            return
        # Whoever goes on without an answer presses what belongs to something else.
        if random.random() < 0.5 and not await self._receipt_number(till, f"K-{money}"):
            return
        deed = Deed("purchase", money, customer)

        async def confirm() -> None:
            await till.press("Confirm")
            if random.random() < 0.3:  # an impatient finger
                await till.press("Confirm")

        if await self._step(till, "Confirm", confirm, "the receipt is on its way", deed=deed):
            self._points[customer.id] += POINTS  # five percent of any amount here are more

    async def _receipt_number(self, till: Person, number: str) -> bool:
        asked = await self._step(till, "receipt number", lambda: till.press("Receipt number"), "Type the number")
        return asked and await self._step(till, "its number", lambda: till.send(number), f"Receipt no. {number}")

    async def _redemption(self, till: Person, customer: Person) -> None:
        money = self._amount()
        self._points[customer.id] -= POINTS
        if not await self._step(till, "card", lambda: till.send(self.cards[customer.id]), customer.first_name):
            return
        if not await self._step(till, "Take points", lambda: till.press("Take points"), "bill", "Bill"):
            return
        if not await self._step(till, "the bill", lambda: till.send(money), "How many"):
            return
        asked = f"Take {POINTS} points (R1.00) for this purchase of R{money}"
        if not await self._step(till, "so many points", lambda: till.send(str(POINTS)), "Waiting for", "Left to pay"):
            return
        try:
            question = await customer.wait_for(asked, PATIENCE)
        except NotPossible:
            self._record.steps.append(Step(customer.first_name, "the question never came", time.monotonic()))
            return
        deed = Deed("redemption", money, customer)
        yes = f"Yes, take {POINTS}"
        await self._step(customer, yes, lambda: customer.press(yes, question), "is left to pay", deed=deed)

    async def _complaint(self, customer: Person) -> None:
        words = f"My coffee no. {next(self._numbers)} was cold"
        if not await self._step(customer, "/complaint", lambda: customer.send("/complaint"), "within 24 hours"):
            return
        if not await self._step(customer, "Waiting", lambda: customer.press("Waiting"), "Tell us what happened"):
            return
        if not await self._step(customer, "the words", lambda: customer.send(words), words):
            return
        deed = Deed("complaint", words, customer)
        await self._step(customer, "Send", lambda: customer.press("Send"), "has reached us", deed=deed)

    def _amount(self) -> str:
        """A new one each time, so that it says which purchase it was."""
        minor = 20_000 + 7 * next(self._numbers)
        return f"{minor // 100}.{minor % 100:02}"

    async def _step(
        self,
        who: Person,
        what: str,
        push: Callable[[], Awaitable[object]],
        *expected: str,
        deed: Deed | None = None,
    ) -> bool:
        """Does it until it is answered as expected, three times at most when asked to try again.

        `deed`: what has to be in the books after it.
        """
        for _ in range(3):
            answer = await self._pushed(who, what, push, expected, deed)
            if answer not in TRY_AGAIN:
                return answer in expected
            self._record.apologies += 1
        if deed:
            deed.excused = True
        return False

    async def _pushed(
        self,
        who: Person,
        what: str,
        push: Callable[[], Awaitable[object]],
        expected: tuple[str, ...],
        deed: Deed | None,
    ) -> str | None:
        """The words by which the answer was known; None: there was none."""
        before = {message["message_id"]: as_read(text_of(message)) for message in who.from_bot}
        await push()
        step = Step(who.first_name, what, time.monotonic())
        self._record.steps.append(step)
        if deed and deed not in self._record.deeds:
            self._record.deeds.append(deed)

        def found(*wanted: str) -> str | None:
            new = [text for m in who.from_bot if (text := as_read(text_of(m))) != before.get(m["message_id"])]
            return next((words for words in wanted if any(words in text for text in new)), None)

        async def seen(seconds: float, *wanted: str) -> str | None:
            await self._sandbox.world.events.signal(who.id).until(lambda: found(*wanted) is not None, seconds)
            return found(*wanted)

        answer = await seen(PATIENCE, *expected, *TRY_AGAIN, *OTHER_ANSWERS)
        if answer in OTHER_ANSWERS:
            answer = await seen(AFTERTHOUGHT, *expected, *TRY_AGAIN) or answer
        if answer is not None:
            step.answered_at = time.monotonic()
        return answer


def _links(person: Person) -> list[str]:
    return [word for text in person.texts for word in text.split() if word.startswith("https://t.me/")]
