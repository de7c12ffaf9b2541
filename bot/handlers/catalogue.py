"""Every command, button and dialogue the bot answers to."""

from bot.context import Handler
from bot.dialogue import Dialogue
from bot.handlers import turns
from bot.handlers.admin import team
from bot.handlers.customer import (
    balance,
    birthday,
    card,
    complaint,
    history,
    invite,
    language,
    offers,
    own_complaints,
    phone,
    privacy,
    rate,
    receipt,
    redemption,
    rules,
    settings,
    start,
)
from bot.handlers.family import Family, Press
from bot.handlers.staff import desk, purchase, redeem
from bot.keyboards import MENU_COMMANDS

FAMILIES: tuple[Family, ...] = (
    start.FAMILY,
    balance.FAMILY,
    history.FAMILY,
    card.FAMILY,
    invite.FAMILY,
    rules.FAMILY,
    rate.FAMILY,
    complaint.FAMILY,
    own_complaints.FAMILY,
    offers.FAMILY,
    settings.FAMILY,
    birthday.FAMILY,
    phone.FAMILY,
    privacy.FAMILY,
    language.FAMILY,
    redemption.FAMILY,
    receipt.FAMILY,
    purchase.FAMILY,
    redeem.FAMILY,
    desk.FAMILY,
    team.FAMILY,
    turns.FAMILY,
)

COMMANDS: dict[str, Handler] = {name: handler for family in FAMILIES for name, handler in family.commands.items()}
BUTTONS: dict[str, Press] = {name: press for family in FAMILIES for name, press in family.buttons.items()}
DIALOGUES: dict[str, Dialogue] = {dialogue.name: dialogue for family in FAMILIES for dialogue in family.dialogues}

#: The keyboard below the chat.
MENU: dict[str, Handler] = {name: COMMANDS[name] for name in MENU_COMMANDS if name in COMMANDS}
