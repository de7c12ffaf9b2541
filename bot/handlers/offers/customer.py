"""/offers: what is on for this customer and what they want to hear of; /stop: an end to all of it at once."""

import re

from telegram import InlineKeyboardButton, Update

from bot.context import Context
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, send, show
from bot.handlers.family import Family, Press
from bot.handlers.offers import texts
from bot.handlers.preferences import texts as settings_texts
from bot.handlers.preferences.texts import CONSENT_WORDING
from loyalty import membership, preferences
from loyalty.preferences import Preferences
from storage.models import Purpose

#: `offers-yes`: a button says what it switches to, so a second press switches nothing.
SWITCH = re.compile(f"(?:{'|'.join(Purpose)})-(?:yes|no)")


async def offers(update: Update, context: Context) -> None:
    async with context.db.reading() as reading:
        own = await preferences.load(reading, context.actor)
    _ = context.words.gettext
    buttons = [*switches(context, own, "offers"), [button(_("All settings"), "settings", "menu")]]
    await show(update, context, Screen(texts.offers(context.words, context.programme, own), buttons))


def switches(context: Context, own: Preferences, family: str) -> list[list[InlineKeyboardButton]]:
    """A button for each purpose, answered by the family's `switch`."""
    rows = []
    for purpose in Purpose:
        granted = own.allowed.get(purpose, False)
        label = settings_texts.switch_label(context.words, purpose, granted)
        rows.append([button(label, family, "switch", f"{purpose}-{'no' if granted else 'yes'}")])
    return rows


async def record_switch(update: Update, context: Context, place: str) -> None:
    """Keeps what the pressed switch says."""
    purpose, _, answer = argument(update).partition("-")
    async with context.db.transaction() as transaction:
        await membership.record_consent(
            transaction, context.actor, Purpose(purpose), answer == "yes", CONSENT_WORDING, place, context.now
        )


async def switched(update: Update, context: Context) -> None:
    await record_switch(update, context, "offers")
    await offers(update, context)


async def stop(update: Update, context: Context) -> None:
    async with context.db.transaction() as transaction:
        was_new = await membership.withdraw_consents(transaction, context.actor, CONSENT_WORDING, "stop", context.now)
    _ = context.words.gettext
    row = [button(_("Choose what you get"), "settings", "messages")]
    await send(update, context, Screen(texts.stopped(context.words, was_new), [row]))


FAMILY = Family(
    commands={"offers": offers, "stop": stop},
    buttons={"offers:show": Press(offers), "offers:switch": Press(switched, SWITCH)},
)
