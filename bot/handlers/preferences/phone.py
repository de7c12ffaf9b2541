"""The phone number in the settings: one's own, by Telegram's contact button, and taken back at any time."""

from telegram import Contact, KeyboardButton, Message, ReplyKeyboardMarkup, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import button
from bot.engine.screens import Screen, send, show
from bot.handlers.family import Dialogue, Family, Press
from bot.handlers.menu import main_menu
from bot.handlers.preferences import texts
from bot.handlers.preferences.customer import back, load
from loyalty import preferences


async def phone(update: Update, context: Context) -> None:
    own = await load(context)
    _ = context.words.gettext
    action = button(_("Erase it"), "phone", "remove") if own.phone else button(_("Share my number"), "phone", "ask")
    await show(update, context, Screen(texts.phone(context.words, own), [[action], [back(context)]]))


async def ask(update: Update, context: Context) -> None:
    """Only a button of the keyboard below the chat can share a number."""
    async with context.db.transaction() as transaction:
        await dialogue.begin(transaction, context, PHONE.name, "contact")
    await send(update, context, Screen(texts.ask_contact(context.words), menu=_contact_menu(context)))


def _contact_menu(context: Context) -> ReplyKeyboardMarkup:
    """The button on top of the usual ones: whoever thinks better of it just goes on."""
    _ = context.words.gettext
    share = KeyboardButton("📱 " + _("Share my number"), request_contact=True)
    usual = main_menu(context.words, context.visitor.role)
    return ReplyKeyboardMarkup([[share], *usual.keyboard], resize_keyboard=True, is_persistent=True)


async def answered(update: Update, context: Context, _state: DialogueState, message: Message) -> bool:
    if message.contact is not None:
        await shared(update, context, message.contact)
    else:
        text = texts.contact_by_button_only(context.words)
        await send(update, context, Screen(text, menu=_contact_menu(context)))
    return True


async def shared(update: Update, context: Context, contact: Contact) -> None:
    """The button was pressed; also long after it was offered."""
    async with context.db.transaction() as transaction:
        kept = await preferences.set_phone(transaction, context.actor, contact.phone_number, contact.user_id)
        if await dialogue.current(transaction, context, PHONE.name):
            await dialogue.end(transaction, context)
    text = texts.phone_saved(context.words, kept)
    await send(update, context, Screen(text, menu=main_menu(context.words, context.visitor.role)))


async def remove(update: Update, context: Context) -> None:
    async with context.db.transaction() as transaction:
        await preferences.remove_phone(transaction, context.actor)
    await show(update, context, Screen(texts.phone_removed(context.words), [[back(context)]]))


PHONE = Dialogue("phone", {"contact": answered}, casual=True)

FAMILY = Family(
    buttons={"phone:show": Press(phone), "phone:ask": Press(ask), "phone:remove": Press(remove)},
    dialogues=(PHONE,),
)
