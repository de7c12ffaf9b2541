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
    p_ = words.pgettext
    # Translators: In the list of commands, behind each, from the reader's side.
    menu = [
        ("balance", p_("command menu", "my points and what they are worth")),
        ("card", p_("command menu", "my card for the till")),
        ("history", p_("command menu", "every point, line by line")),
        ("invite", p_("command menu", "invite a friend, and what it brings")),
        ("rate", p_("command menu", "how likely I am to recommend you")),
        ("complaint", p_("command menu", "something went wrong")),
        ("offers", p_("command menu", "offers for me")),
        ("settings", p_("command menu", "language, messages, birthday, my data")),
        ("rules", p_("command menu", "how points work here")),
        ("help", p_("command menu", "what I can do here")),
        ("stop", p_("command menu", "no more offers, news or surveys")),
        ("cancel", p_("command menu", "cancel what I have begun")),
    ]
    if Permission.SERVE in PERMISSIONS[role]:
        menu = [
            ("purchase", p_("command menu", "add a purchase")),
            ("redeem", p_("command menu", "take points for a purchase")),
            ("desk", p_("command menu", "complaints to be answered")),
            *menu,
        ]
    if Permission.INVITE_STAFF in PERMISSIONS[role]:
        menu.insert(0, ("staff", p_("command menu", "the team: who works here, invite")))
    return menu
