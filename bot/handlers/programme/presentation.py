"""How the bot presents itself in Telegram: name, descriptions, command menus; set where they differ from what is there.

Telegram answers long waits when these are set often, so each is compared first.
"""

from collections.abc import Sequence
from contextlib import suppress

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden

from bot.handlers.programme import presentation_texts as texts
from bot.i18n import LANGUAGES, Words
from loyalty.membership import Colleague, Visitor
from loyalty.programme import Programme
from storage.models import Role


async def present(bot: Bot, programme: Programme, team: Sequence[Colleague]) -> None:
    """Bring name, descriptions and the customers' menu up to date, in four languages and for all others; then the
    menus of the team, each in its own language: a new version may have taught them something."""
    everyone = BotCommandScopeAllPrivateChats()
    if (await bot.get_my_name()).name != programme.brand:
        await bot.set_my_name(programme.brand)
    for code in (None, *LANGUAGES):
        words = Words(code or programme.default_language, programme.currency, programme.zone)
        short = texts.short_description(words, programme)
        if (await bot.get_my_short_description(code)).short_description != short:
            await bot.set_my_short_description(short, code)
        long = texts.description(words, programme)
        if (await bot.get_my_description(code)).description != long:
            await bot.set_my_description(long, code)
        menu = _menu(words, Role.CUSTOMER)
        if list(await bot.get_my_commands(everyone, code)) != menu:
            await bot.set_my_commands(menu, everyone, code)
    for colleague in team:
        with suppress(BadRequest, Forbidden):  # one who has left Telegram keeps nobody from working
            await _present_to(bot, programme, colleague)


async def _present_to(bot: Bot, programme: Programme, colleague: Colleague) -> None:
    menu = _menu(Words(colleague.language, programme.currency, programme.zone), colleague.role)
    chat = BotCommandScopeChat(colleague.telegram_id)
    if list(await bot.get_my_commands(chat)) != menu:
        await bot.set_my_commands(menu, chat)


def _menu(words: Words, role: Role) -> list[BotCommand]:
    return [BotCommand(name, description) for name, description in texts.commands(words, role)]


async def set_commands(bot: Bot, visitor: Visitor, words: Words) -> None:
    """The command menu in one person's chat: of their role, in the language they chose."""
    await bot.set_my_commands(_menu(words, visitor.role), BotCommandScopeChat(visitor.telegram_id))


async def forget_commands(bot: Bot, telegram_id: int) -> None:
    """Back to the customers' menu, if the chat is still there."""
    with suppress(BadRequest, Forbidden):
        await bot.delete_my_commands(BotCommandScopeChat(telegram_id))
