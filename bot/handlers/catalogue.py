"""Every command, button and dialogue the bot answers to."""

from bot.context import Handler
from bot.handlers import aside, fallback, turns
from bot.handlers.balances import customer as balance
from bot.handlers.birthdays import customer as birthday
from bot.handlers.cards import customer as card
from bot.handlers.cards import staff as customer
from bot.handlers.complaints import customer as own_complaints
from bot.handlers.complaints import desk, unplaced
from bot.handlers.complaints import opening as complaint
from bot.handlers.family import Dialogue, Family, Press
from bot.handlers.history import customer as history
from bot.handlers.membership import language, start, team
from bot.handlers.menu import MENU_COMMANDS
from bot.handlers.offers import customer as offers
from bot.handlers.preferences import customer as settings
from bot.handlers.preferences import hours, phone
from bot.handlers.privacy import customer as privacy
from bot.handlers.programme import customer as rules
from bot.handlers.purchases import customer as receipt
from bot.handlers.purchases import recognised
from bot.handlers.purchases import staff as purchase
from bot.handlers.ratings import customer as rate
from bot.handlers.ratings import team as ratings
from bot.handlers.redemptions import customer as redemption
from bot.handlers.redemptions import staff as redeem
from bot.handlers.referrals import customer as invite


def find_dialogue(name: str) -> Dialogue | None:
    return DIALOGUES.get(name)


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
    unplaced.FAMILY,
    offers.FAMILY,
    settings.FAMILY,
    birthday.FAMILY,
    phone.FAMILY,
    hours.FAMILY,
    privacy.FAMILY,
    language.FAMILY,
    redemption.FAMILY,
    receipt.FAMILY,
    customer.FAMILY,
    purchase.FAMILY,
    recognised.FAMILY,
    redeem.FAMILY,
    desk.FAMILY,
    ratings.FAMILY,
    team.FAMILY,
    aside.family(find_dialogue),
    fallback.FAMILY,
    turns.FAMILY,
)

COMMANDS: dict[str, Handler] = {name: handler for family in FAMILIES for name, handler in family.commands.items()}
BUTTONS: dict[str, Press] = {name: press for family in FAMILIES for name, press in family.buttons.items()}
DIALOGUES: dict[str, Dialogue] = {dialogue.name: dialogue for family in FAMILIES for dialogue in family.dialogues}

#: The keyboard below the chat.
MENU: dict[str, Handler] = {name: COMMANDS[name] for name in MENU_COMMANDS if name in COMMANDS}
