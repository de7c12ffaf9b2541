"""The command line."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from telegram.error import InvalidToken

from bot.application import Assistant
from bot.engine import garbage, logs
from bot.engine.clock import SystemClock
from bot.settings import Settings
from bot.signals import stop_on_signals
from storage import Database, DBAPIError, Unavailable, fitness, schema
from storage.timeouts import UNHURRIED

#: What to do about a database with which no start can go well.
_UNFIT: dict[type[fitness.Unfit], str] = {
    fitness.Damaged: "the file is damaged, or no database at all; put back a backup, or name another file",
    fitness.Foreign: "this database belongs to another programme; name one that is empty",
    fitness.Newer: "this database was used by a newer version of the bot; run that one, or put back an older backup",
    fitness.NoFolder: "the folder of the database does not exist; make it, or name another",
    fitness.Refused: "the database cannot be used: {}; check the address, the password and who may write there",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Exit status: 0 all is well, 1 `verify` has found differences, 2 wrong settings, arguments or database."""
    given = _parser().parse_args(arguments)
    settings = Settings.load()
    logs.configure(settings.log_level, settings.log_format, settings.secrets())
    commands = {"run": _run, "sandbox": _sandbox, "migrate": _migrate, "verify": _verify}
    command = given.command or ("run" if settings.bot_token else "sandbox")
    try:
        status = asyncio.run(commands[command](settings, given))
    except (fitness.Unfit, Unavailable, DBAPIError) as error:
        print(f"DATABASE_URL: {_what_to_do(error)}", file=sys.stderr)
        status = 2
    sys.exit(status)


def _what_to_do(error: Exception) -> str:
    """One line; an error that says nothing of the database itself is raised again."""
    if unfit := fitness.judged(error):
        return _UNFIT[type(unfit)].format(*unfit.args)
    if isinstance(error, Unavailable):
        return f"the database does not answer now: {error.reason}; try again later"
    raise error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python bot.py", description="A loyalty card for your customers, in Telegram."
    )
    parser.add_argument(
        "command",
        nargs="?",
        choices=("run", "sandbox", "migrate", "verify"),
        help="run: serve on Telegram; sandbox: a local Telegram in the browser; without either: run if BOT_TOKEN is "
        "set, else sandbox; migrate: bring the database up to date; verify: check every account's sums",
    )
    parser.add_argument("--demo", action="store_true", help="in the sandbox: thirty customers with months of purchases")
    return parser


async def _run(settings: Settings, given: argparse.Namespace) -> int:
    if settings.bot_token is None:
        print("BOT_TOKEN: is required to run on Telegram; @BotFather gives one", file=sys.stderr)
        return 2
    garbage.freeze()
    try:
        assistant = Assistant(settings, SystemClock())
        stop_on_signals(assistant)
        async with assistant:
            if assistant.owner_link:
                link = assistant.owner_link
                print(f"Open this link in Telegram to become the owner (it works once): {link}", flush=True)
            await assistant.run()
    except InvalidToken:  # at the start only: a token that was good before is waited for
        print("BOT_TOKEN: Telegram does not know this token; ask @BotFather for the right one", file=sys.stderr)
        return 2
    return 0


async def _sandbox(settings: Settings, given: argparse.Namespace) -> int:
    from bot.playground import play  # the sandbox is no part of a bot in service

    return await play(settings, with_demo=given.demo)


async def _migrate(settings: Settings, given: argparse.Namespace) -> int:
    database = Database(settings.database_url)
    try:
        await schema.bring_up_to_date(database)
    finally:
        await database.close()
    print("The database is up to date.")
    return 0


async def _verify(settings: Settings, given: argparse.Namespace) -> int:
    from loyalty.ledger.verification import verify

    database = Database(settings.database_url, UNHURRIED)
    try:
        if await schema.pending(database):
            print("The database is not up to date: run `python bot.py migrate` first.", file=sys.stderr)
            return 2
        async with database.reading() as reading:
            differences = await verify(reading)
    finally:
        await database.close()
    for difference in differences:
        print(
            f"account {difference.account_id}: {difference.what} should be {difference.expected}, is {difference.found}"
        )
    print(f"{len(differences)} differences." if differences else "Every account adds up.")
    return 1 if differences else 0


if __name__ == "__main__":
    main()
