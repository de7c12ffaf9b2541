"""aiogram-broadcaster without a storage: one message after the other, nothing kept."""

import asyncio

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram_broadcaster import Broadcaster
from aiogram_broadcaster.contents import TextContent

from bench.bots.arguments import TOKEN, parse
from bench.bots.sending import TEXT, measured
from bench.telegram import FIRST_PERSON


async def broadcast(bot: Bot, count: int) -> None:
    people = range(FIRST_PERSON, FIRST_PERSON + count)
    mailer = await Broadcaster(bot).create_mailer(chats=people, content=TextContent(text=TEXT, parse_mode="HTML"))
    await mailer.start()


async def main() -> None:
    given = parse()
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(given.api)))
    await bot.get_me()
    await measured(broadcast(bot, given.send), given.send)
    await bot.session.close()


if __name__ == "__main__":
    asyncio.run(main())
