"""The phone number in the settings: one's own, by Telegram's contact button, and taken back at any time."""

from telegram import KeyboardButton, Message, ReplyKeyboardMarkup, Update

from bot import dialogue
from bot.context import Context
from bot.dialogue import Dialogue, DialogueState
from bot.handlers import turns
from bot.handlers.customer.settings import back, load
from bot.handlers.family import Family, Press
from bot.keyboards import button, main_menu
from bot.screens import Screen, send, show
from bot.texts import settings as texts
from bot.typed import chosen
from loyalty import preferences


async def phone(update: Update, context: Context) -> None:
    own = await load(context)
    _ = context.words.gettext
    action = button(_("Erase it"), "phone", "remove") if own.phone else button(_("Share my number"), "phone", "ask")
    await show(update, context, Screen(texts.phone(context.words, own), [[action], [back(context)]]))


async def ask(update: Update, context: Context) -> None:
    """Only a button of the keyboard below the chat can share a number."""
    async with context.db.transaction() as session:
        await dialogue.begin(session, context, PHONE.name, "contact")
    await send(update, context, Screen(texts.ask_contact(context.words), menu=_contact_menu(context)))


def _contact_menu(context: Context) -> ReplyKeyboardMarkup:
    _ = context.words.gettext
    rows = [[KeyboardButton("📱 " + _("Share my number"), request_contact=True)], [KeyboardButton(_("Leave it"))]]
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, is_persistent=True)


async def answered(update: Update, context: Context, _state: DialogueState, message: Message) -> bool:
    _ = context.words.gettext
    if message.contact is not None:
        await _save(update, context, message.contact.phone_number, message.contact.user_id)
    elif chosen(message.text, {_("Leave it"): True}):
        await turns.cancel(update, context)
    else:
        text = texts.contact_by_button_only(context.words)
        await send(update, context, Screen(text, menu=_contact_menu(context)))
    return True


async def _save(update: Update, context: Context, number: str, owner_telegram_id: int | None) -> None:
    async with context.db.transaction() as session:
        kept = await preferences.set_phone(session, context.actor, number, owner_telegram_id)
        await dialogue.end(session, context)
    text = texts.phone_saved(context.words, kept)
    await send(update, context, Screen(text, menu=main_menu(context.words, context.actor.role)))


async def remove(update: Update, context: Context) -> None:
    async with context.db.transaction() as session:
        await preferences.remove_phone(session, context.actor)
    await show(update, context, Screen(texts.phone_removed(context.words), [[back(context)]]))


PHONE = Dialogue("phone", {"contact": answered}, casual=True)

FAMILY = Family(
    buttons={"phone:show": Press(phone), "phone:ask": Press(ask), "phone:remove": Press(remove)},
    dialogues=(PHONE,),
)
