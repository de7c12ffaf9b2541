"""How the bot presents itself in Telegram: its descriptions and its command menus."""

from bot.i18n import Words
from loyalty.actor import PERMISSIONS, Permission
from loyalty.programme import Programme
from storage.models import Role


def short_description(words: Words, programme: Programme) -> str:
    return words.gettext("The loyalty card of {brand}: points, receipts, answers.").format(brand=programme.brand)


def description(words: Words, programme: Programme) -> str:
    _ = words.gettext
    return "\n".join(
        (
            _("The loyalty card of {brand}.").format(brand=programme.brand),
            _("Your card is always here, every purchase brings points, and every point is explained."),
            _("Press Start."),
        )
    )


def commands(words: Words, role: Role) -> list[tuple[str, str]]:
    """The command menu of a role: name and description."""
    _ = words.gettext
    menu = [
        ("balance", _("my points and what they are worth")),
        ("card", _("my card for the till")),
        ("history", _("every point, line by line")),
        ("invite", _("invite a friend, and what it brings")),
        ("rate", _("how likely I am to recommend you")),
        ("complaint", _("something went wrong")),
        ("offers", _("what is on for me")),
        ("settings", _("language, messages, birthday, my data")),
        ("rules", _("how points work here")),
        ("help", _("what I can do here")),
        ("stop", _("no more offers, news or surveys")),
        ("cancel", _("leave what I have begun")),
    ]
    if Permission.SERVE in PERMISSIONS[role]:
        menu = [
            ("purchase", _("add a purchase")),
            ("redeem", _("take points for a purchase")),
            ("desk", _("complaints to be answered")),
            *menu,
        ]
    if Permission.INVITE_STAFF in PERMISSIONS[role]:
        menu.insert(0, ("staff", _("the team: who works here, invite")))
    return menu
