"""Buttons. A callback's data is `family:action[:argument…]`, at most 64 bytes, and is never trusted."""

from telegram import InlineKeyboardButton, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove, Update

from bot.i18n import Words
from loyalty.actor import PERMISSIONS, Permission
from storage.models import Role

#: Commands that have a button in the keyboard below the chat.
MENU_COMMANDS = ("purchase", "redeem", "desk", "balance", "card", "invite", "rate", "complaint", "help")


def button(label: str, *data: object) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=":".join(str(part) for part in data))


def cancel_button(words: Words) -> InlineKeyboardButton:
    """Leaves the dialogue under way."""
    return button(words.gettext("Cancel"), "dialogue", "cancel")


def page_buttons(words: Words, page: int, pages: int, *data: object) -> list[list[InlineKeyboardButton]]:
    """Buttons to the pages beside this one; behind `data` comes the number of the page, from 0 on."""
    _ = words.gettext
    row = []
    if page > 0:
        row.append(button(_("« Earlier"), *data, page - 1))
    if page < pages - 1:
        row.append(button(_("Later »"), *data, page + 1))
    return [row] if row else []


def argument(update: Update) -> str:
    """What follows family and action in the pressed button's data."""
    assert update.callback_query is not None
    assert update.callback_query.data is not None
    return update.callback_query.data.split(":", 2)[2]


def menu_label(words: Words, command: str) -> str:
    _ = words.gettext
    return {
        "purchase": "🧾 " + _("Add purchase"),
        "redeem": "➖ " + _("Take points"),
        "desk": "📥 " + _("Complaints desk"),
        "balance": "⭐ " + _("Balance"),
        "card": "💳 " + _("Card"),
        "invite": "👥 " + _("Invite a friend"),
        "rate": "💬 " + _("Rate us"),
        "complaint": "🛎 " + _("Complaint"),
        "help": "❔ " + _("Help"),
    }[command]


def main_menu(words: Words, role: Role) -> ReplyKeyboardMarkup:
    """The keyboard below the chat."""
    rows = [["balance", "card"], ["invite", "rate"], ["complaint", "help"]]
    if Permission.SERVE in PERMISSIONS[role]:
        rows = [["purchase", "redeem"], ["desk", "help"], ["balance", "card"]]
    labels = [[KeyboardButton(menu_label(words, command)) for command in row] for row in rows]
    return ReplyKeyboardMarkup(labels, resize_keyboard=True, is_persistent=True)


def no_menu() -> ReplyKeyboardRemove:
    """Takes the keyboard below the chat away."""
    return ReplyKeyboardRemove()
