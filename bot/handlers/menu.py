"""The keyboard below the chat."""

from telegram import KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.i18n import Words
from loyalty.actor import PERMISSIONS, Permission
from storage.models import Role

#: Commands that have a button in the keyboard below the chat.
MENU_COMMANDS = ("purchase", "redeem", "desk", "balance", "card", "invite", "rate", "complaint", "help")


def menu_label(words: Words, command: str) -> str:
    _ = words.gettext
    return {
        # Translators: On the keyboard below the chat, two in a row: a word or two each.
        "purchase": "🧾 " + _("Add purchase"),
        "redeem": "➖ " + _("Take points"),
        "desk": "📥 " + _("Complaints desk"),
        "balance": "⭐ " + _("Balance"),
        "card": "💳 " + words.pgettext("button", "Card"),
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
