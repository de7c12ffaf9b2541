"""Buttons. A callback's data is `family:action[:argument…]`, at most 64 bytes, and is never trusted."""

from telegram import InlineKeyboardButton, KeyboardButton, ReplyKeyboardMarkup, Update

from bot.i18n import Words
from loyalty.actor import PERMISSIONS, Permission
from storage.models import Role

#: Commands that have a button in the keyboard below the chat.
MENU_COMMANDS = ("purchase", "balance", "card", "help")


def button(label: str, *data: object) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=":".join(str(part) for part in data))


def argument(update: Update) -> str:
    """What follows family and action in the pressed button's data."""
    assert update.callback_query is not None
    assert update.callback_query.data is not None
    return update.callback_query.data.split(":", 2)[2]


def menu_label(words: Words, command: str) -> str:
    _ = words.gettext
    return {
        "purchase": "🧾 " + _("Add purchase"),
        "balance": "⭐ " + _("Balance"),
        "card": "💳 " + _("Card"),
        "help": "❔ " + _("Help"),
    }[command]


def main_menu(words: Words, role: Role) -> ReplyKeyboardMarkup:
    """The keyboard below the chat."""
    rows = [["balance", "card"], ["help"]]
    if Permission.SERVE in PERMISSIONS[role]:
        rows.insert(0, ["purchase"])
    labels = [[KeyboardButton(menu_label(words, command)) for command in row] for row in rows]
    return ReplyKeyboardMarkup(labels, resize_keyboard=True, is_persistent=True)
