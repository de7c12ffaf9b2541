"""aiogram 3 as it comes: an echo by polling or webhook, and messages sent with nothing kept."""

import asyncio
from collections.abc import Sequence

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from bench.bots.arguments import PATH, TOKEN, parse
from bench.bots.sending import AT_ONCE, TEXT, measured
from bench.telegram import FIRST_PERSON


async def echo(message: Message) -> None:
    await message.answer(message.text or "")


async def set_webhook(bot: Bot, url: str) -> None:
    await bot.set_webhook(url)


async def send(bot: Bot, people: Sequence[int]) -> None:
    """As many at once as our own dispatcher has under way."""
    left = iter(people)

    async def some() -> None:
        for person in left:
            await bot.send_message(person, TEXT, parse_mode="HTML")

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))


async def send_all(bot: Bot, count: int) -> None:
    await bot.get_me()
    await measured(send(bot, range(FIRST_PERSON, FIRST_PERSON + count)), count)
    await bot.session.close()


def main() -> None:
    given = parse()
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(given.api)))
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    if given.send:
        asyncio.run(send_all(bot, given.send))
    elif given.webhook is None:
        dispatcher.run_polling(bot)
    else:
        dispatcher.startup.register(set_webhook)
        dispatcher["url"] = f"http://127.0.0.1:{given.webhook}{PATH}"
        application = web.Application()
        SimpleRequestHandler(dispatcher, bot).register(application, path=PATH)
        setup_application(application, dispatcher, bot=bot)
        web.run_app(application, host="127.0.0.1", port=given.webhook, print=None, access_log=None)


if __name__ == "__main__":
    main()
