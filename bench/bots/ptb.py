"""python-telegram-bot as it comes: httpx, one update after the other; its webhook as its customwebhookbot example."""

import asyncio
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, MessageHandler, filters

from bench.bots.arguments import PATH, TOKEN, Arguments, parse


async def echo(update: Update, _context: Any) -> None:
    assert update.message is not None
    assert update.message.text is not None
    await update.message.reply_text(update.message.text)


def build(given: Arguments) -> Any:
    builder: Any = Application.builder().token(TOKEN).base_url(f"{given.api}/bot").base_file_url(f"{given.api}/file")
    if given.webhook is not None:
        builder = builder.updater(None)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    return application


async def serve_webhook(application: Any, port: int) -> None:
    async def receive(request: Request) -> Response:
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return Response()

    routes = Starlette(routes=[Route(PATH, receive, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(routes, host="127.0.0.1", port=port, log_config=None, access_log=False))
    async with application:
        await application.start()
        await application.bot.set_webhook(f"http://127.0.0.1:{port}{PATH}")
        await server.serve()
        await application.stop()


def main() -> None:
    given = parse()
    application = build(given)
    if given.webhook is None:
        application.run_polling(allowed_updates=Update.ALL_TYPES)
    else:
        asyncio.run(serve_webhook(application, given.webhook))


if __name__ == "__main__":
    main()
