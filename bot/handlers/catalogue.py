"""Every command, button and dialogue the bot answers to, in the order in which they are tried."""

import re
from typing import NamedTuple

from bot.context import Handler
from bot.dialogue import Dialogue
from bot.handlers import turns
from bot.handlers.admin import team
from bot.handlers.customer import balance, card, language, start
from bot.handlers.staff import purchase
from bot.i18n import LANGUAGES
from bot.keyboards import MENU_COMMANDS
from storage.models import Role

COMMANDS: dict[str, Handler] = {
    "start": start.start,
    "balance": balance.balance,
    "card": card.card,
    "language": language.language,
    "help": turns.help_,
    "cancel": turns.cancel,
    "purchase": purchase.purchase,
    "staff": team.team,
}


class Press(NamedTuple):
    """What a button does, and what its argument must look like; anything else is not from a button of ours."""

    handler: Handler
    argument: re.Pattern[str] | None = None


NUMBER = re.compile(r"[1-9]\d{0,9}", re.ASCII)
KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
CARD = re.compile(r"\d{8}", re.ASCII)
LANGUAGE = re.compile("|".join(LANGUAGES))
ROLE = re.compile(f"{Role.STAFF}|{Role.ADMIN}")

#: Buttons by family and action.
BUTTONS: dict[str, Press] = {
    "balance:show": Press(balance.balance),
    "balance:dates": Press(balance.dates),
    "balance:why": Press(balance.why),
    "balance:lots": Press(balance.lots),
    "card:show": Press(card.card),
    "card:ask": Press(card.ask_renewal),
    "card:renew": Press(card.renew, CARD),
    "card:keep": Press(card.keep),
    "dialogue:cancel": Press(turns.cancel),
    "language:set": Press(language.pressed, LANGUAGE),
    "offers:yes": Press(start.offers_pressed),
    "offers:no": Press(start.offers_pressed),
    "purchase:card": Press(purchase.card_pressed, CARD),
    "purchase:receipt": Press(purchase.receipt_pressed, KEY),
    "purchase:ok": Press(purchase.confirmed, KEY),
    "purchase:undo": Press(purchase.undo, NUMBER),
    "staff:show": Press(team.team),
    "staff:invite": Press(team.invite, ROLE),
    "staff:end": Press(team.ask_end, NUMBER),
    "staff:ended": Press(team.end, NUMBER),
}

#: The keyboard below the chat.
MENU: dict[str, Handler] = {name: COMMANDS[name] for name in MENU_COMMANDS}

DIALOGUES: dict[str, Dialogue] = {dialogue.name: dialogue for dialogue in (start.OFFERS, purchase.PURCHASE)}
