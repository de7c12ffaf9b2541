"""The same café with Telegram calling by webhook."""

import json
from pathlib import Path

from aiohttp import ClientSession

from tests.clock import FixedClock
from tests.scenarios.conftest import Cafe, opened_for_calls


async def test_the_first_day_by_webhook(empty: Path, clock: FixedClock) -> None:
    """From the owner's link to the explained balance, each update called out to the assistant's own port."""
    async with opened_for_calls(empty, clock) as cafe:
        thabo, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
        assert "+627 points" in await cafe.buys(anna, thabo, "125.50")
        assert "727 points" in await cafe.says(anna, "/balance")
        assert "+627" in await cafe.taps(anna, "Why this number?")
        assert {method for method, *_ in cafe.sandbox.requests} & {"getUpdates", "deleteWebhook"} == set()
        assert await cafe.differences() == []


async def test_whoever_does_not_know_the_secret_is_nobody(empty: Path, clock: FixedClock) -> None:
    """A forged call is refused, and changes nothing."""
    async with opened_for_calls(empty, clock) as cafe:
        before = await cafe.books()
        eve = cafe.person("Eve", started=True)
        message = {"message_id": 1, "date": 0, "text": "/start", "from": eve.user, "chat": eve.chat.json}
        update = {"update_id": 1, "message": message}
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}):
            assert await _call(cafe, update, headers) == 403
        assert await cafe.books() == before
        assert await _call(cafe, update, {"X-Telegram-Bot-Api-Secret-Token": "knock-knock"}) == 200
        assert len((await cafe.books())["person"]) == 1


async def _call(cafe: Cafe, update: dict[str, object], headers: dict[str, str]) -> int:
    (set_webhook,) = [values for method, values, _ in cafe.sandbox.requests if method == "setWebhook"]
    async with (
        ClientSession() as client,
        client.post(set_webhook["url"], data=json.dumps(update), headers=headers) as response,
    ):
        return response.status


async def test_the_oldest_unfinished_update_is_among_the_figures(empty: Path, clock: FixedClock) -> None:
    """What /metrics shows of the whole assistant."""
    async with (
        opened_for_calls(empty, clock) as cafe,
        ClientSession() as client,
        client.get(f"http://127.0.0.1:{cafe.assistant.http.port}/metrics") as response,
    ):
        assert "bot_oldest_update_seconds 0.0" in await response.text()


async def test_a_restart_between_two_calls_loses_none(empty: Path, clock: FixedClock) -> None:
    """While nobody answers at the port, Telegram keeps the update and calls again."""
    async with opened_for_calls(empty, clock) as cafe:
        anna = await cafe.customer("Anna")
        await cafe.close()
        await anna.send("/balance")
        await cafe.restart()
        await cafe.settled()
        await anna.wait_for("worth R1.00")
