"""The assistant's way of sending by itself: limiter, request, no outbox and nothing kept."""

import asyncio

from bench.bots.arguments import TOKEN, parse
from bench.bots.assistant import hurried
from bench.bots.sending import AT_ONCE, TEXT, measured
from bench.telegram import FIRST_PERSON
from bot.engine.sending import AiohttpRequest, LeanBot


async def send(bot: LeanBot, count: int) -> None:
    left = iter(range(FIRST_PERSON, FIRST_PERSON + count))

    async def some() -> None:
        for person in left:
            await bot.send_text(person, TEXT)

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))


async def main() -> None:
    given = parse()
    bot = LeanBot(
        TOKEN,
        base_url=f"{given.api}/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
        rate_limiter=hurried(),
    )
    async with bot:
        await measured(send(bot, given.send), given.send)


if __name__ == "__main__":
    asyncio.run(main())
