"""The birthday in the settings: told in words, confirmed by a tap, changeable once a year, taken back at any time."""

import re

from telegram import Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.choices import chosen
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, send, show
from bot.handlers import spoken
from bot.handlers.birthdays.reading import parse_birthday
from bot.handlers.family import Dialogue, Family, Press
from bot.handlers.preferences import texts
from bot.handlers.preferences.customer import back, load
from loyalty import preferences
from loyalty.preferences import Birthday
from loyalty.preferences.model import BirthdayKept

#: Month and day.
DAY = re.compile(r"(?:1[0-2]|[1-9])-(?:[12]?[0-9]|3[01])", re.ASCII)


async def birthday(update: Update, context: Context) -> None:
    """What is known; who has told nothing yet is asked at once."""
    own = await load(context)
    kept = own.birthday_kept_until(context.now) is not None
    if own.birthday is None and not kept:
        await ask(update, context)
        return
    _ = context.words.gettext
    buttons = [] if kept else [[button(_("Change it"), "birthday", "ask")]]
    if own.birthday is not None:
        buttons.append([button(_("Erase it"), "birthday", "remove")])
    text = texts.birthday(context.words, context.programme, own, context.now)
    await show(update, context, Screen(text, [*buttons, [back(context)]]))


async def ask(update: Update, context: Context) -> None:
    own = await load(context)
    if (until := own.birthday_kept_until(context.now)) is not None:
        raise BirthdayKept(until)
    async with context.db.transaction() as transaction:
        await dialogue.begin(transaction, context, BIRTHDAY.name, "day")
    await show(update, context, _question(context))


def _question(context: Context) -> Screen:
    return Screen(texts.ask_birthday(context.words, context.programme), [[back(context)]])


async def typed(update: Update, context: Context, state: DialogueState, message: Message) -> bool:
    """A day; or, once one is to be confirmed, yes and no in words."""
    _ = context.words.gettext
    answer = None
    if "day" in state.data:
        answer = chosen(message.text, {_("Yes, that is it"): True, _("Another day"): False})
        answer = spoken.answer(message.text) if answer is None else answer
    told = parse_birthday(message.text or "", context.words.language)
    if answer:
        await _save(update, context, Birthday(state.data["month"], state.data["day"]))
    elif answer is False:
        await ask(update, context)
    elif told is None:
        await send(update, context, Screen(texts.birthday_unreadable(context.words), [[back(context)]]))
    else:
        await _confirm(update, context, state, told)
    return True


async def _confirm(update: Update, context: Context, state: DialogueState, told: Birthday) -> None:
    async with context.db.transaction() as transaction:
        await dialogue.go(transaction, context, state, "day", month=told.month, day=told.day)
    await send(update, context, _confirmation(context, told))


def _confirmation(context: Context, told: Birthday) -> Screen:
    _ = context.words.gettext
    buttons = [
        [button(_("Yes, that is it"), "birthday", "save", f"{told.month}-{told.day}")],
        [button(_("Another day"), "birthday", "ask"), back(context)],
    ]
    return Screen(texts.confirm_birthday(context.words, told), buttons)


async def confirmed(update: Update, context: Context) -> None:
    month, _, day = argument(update).partition("-")
    await _save(update, context, Birthday(int(month), int(day)))


async def _save(update: Update, context: Context, told: Birthday) -> None:
    async with context.db.transaction() as transaction:
        await preferences.set_birthday(transaction, context.actor, told, context.now)
        if await dialogue.current(transaction, context, BIRTHDAY.name):
            await dialogue.end(transaction, context)
    await show(update, context, Screen(texts.birthday_saved(context.words, told), [[back(context)]]))


async def remove(update: Update, context: Context) -> None:
    async with context.db.transaction() as transaction:
        await preferences.remove_birthday(transaction, context.actor)
    await show(update, context, Screen(texts.birthday_removed(context.words), [[back(context)]]))


async def again(update: Update, context: Context, state: DialogueState) -> None:
    told = Birthday(state.data["month"], state.data["day"]) if "day" in state.data else None
    await show(update, context, _confirmation(context, told) if told else _question(context))


BIRTHDAY = Dialogue("birthday", {"day": typed}, again=again, casual=True)

FAMILY = Family(
    buttons={
        "birthday:show": Press(birthday),
        "birthday:ask": Press(ask),
        "birthday:save": Press(confirmed, DAY),
        "birthday:remove": Press(remove),
    },
    dialogues=(BIRTHDAY,),
)
