"""The first impression, the return, the languages, help."""

from html import escape

from bot.i18n import Words
from loyalty.actor import Actor, Permission
from loyalty.programme import Programme


def newcomer(
    words: Words, programme: Programme, first_name: str, welcome_points: int, owners_own: str | None = None
) -> str:
    """`owners_own` is what the owner says to those who join."""
    _ = words.gettext
    hello = _("Hello. This is the loyalty card of <b>{brand}</b>.")
    if first_name:
        hello = _("Hello, {name}. This is the loyalty card of <b>{brand}</b>.")
    lines = [
        hello.format(name=escape(first_name), brand=escape(programme.brand)),
        *([escape(owners_own)] if owners_own else []),
        *_rate(words, programme),
        "💳 " + _("Your card is always here: show it at the till"),
        "🔎 " + _("Every point is explained: when it came, why, and until when it is good"),
    ]
    if welcome_points:
        lines.append(
            words.ngettext(
                "We have put <b>{n} welcome point</b> ({money}) on your card.",
                "We have put <b>{n} welcome points</b> ({money}) on your card.",
                welcome_points,
            ).format(n=words.number(welcome_points), money=words.money(programme.worth_minor(welcome_points)))
        )
    return "\n".join(lines)


def _rate(words: Words, programme: Programme) -> list[str]:
    if not programme.earning.rate_basis_points:
        return []
    text = words.gettext("{rate} of every purchase comes back as points")
    return ["☕ " + text.format(rate=words.rate(programme.earning.rate_basis_points))]


def returning(words: Words, programme: Programme, first_name: str, available: int) -> str:
    _ = words.gettext
    hello = _("Welcome back to <b>{brand}</b>, {name}.") if first_name else _("Welcome back to <b>{brand}</b>.")
    hello = hello.format(brand=escape(programme.brand), name=escape(first_name))
    balance = words.ngettext(
        "You have <b>{n} point</b>, worth {money}.", "You have <b>{n} points</b>, worth {money}.", available
    ).format(n=words.number(available), money=words.money(programme.worth_minor(available)))
    return f"{hello}\n{balance}"


def offers_question(words: Words) -> str:
    return words.gettext("May we send you offers, at most one a week? One tap stops them.")


def offers_answer(words: Words, granted: bool) -> str:
    _ = words.gettext
    if granted:
        return _(
            "Thank you. You will get our offers here, at most one a week. Write <b>stop</b> at any time to end them."
        )
    return _("All right, no offers. Receipts and answers still reach you.")


def language_question(words: Words) -> str:
    return words.gettext("Which language do you prefer?")


def language_changed(words: Words) -> str:
    return words.gettext("From now on we speak English.")


def help_text(words: Words, programme: Programme, actor: Actor) -> str:
    _ = words.gettext
    lines = [
        _("This is the loyalty card of <b>{brand}</b>. What you can do here:").format(brand=escape(programme.brand))
    ]
    lines += _commands(words, _for_everybody(words))
    if actor.may(Permission.SERVE):
        lines += ["", _("<b>For the team</b>"), *_commands(words, _for_the_team(words))]
    if actor.may(Permission.INVITE_STAFF):
        people = words.pgettext("help", "who works here; invite somebody or end their access")
        lines += _commands(words, {"/staff": people})
    return "\n".join(lines)


def _commands(words: Words, commands: dict[str, str]) -> list[str]:
    # Translators: /balance – your points
    text = words.gettext("{command} – {what}")
    return [text.format(command=command, what=what) for command, what in commands.items()]


def _for_everybody(words: Words) -> dict[str, str]:
    p_ = words.pgettext
    # Translators: What a command does, behind it and a dash.
    return {
        "/balance": p_("help", "your points, what they are worth and until when they are good"),
        "/history": p_("help", "every point, line by line"),
        "/invite": p_("help", "invite a friend, and what it brings"),
        "/card": p_("help", "your card, to show at the till"),
        "/rate": p_("help", "how likely you are to recommend us, and why"),
        "/complaint": p_("help", "something went wrong: you get an answer, and see how it stands"),
        "/offers": p_("help", "offers for you, and what you want to hear about"),
        "/settings": p_("help", "language, messages, birthday, phone, your data"),
        "/stop": p_("help", "no more offers, news or surveys"),
        "/rules": p_("help", "how points work here"),
        "/language": p_("help", "another language"),
        "/cancel": p_("help", "cancel what you have begun"),
    }


def _for_the_team(words: Words) -> dict[str, str]:
    p_ = words.pgettext
    return {
        "/purchase": p_(
            "help",
            "add a purchase: scan the customer's card with your phone's camera, or type the card's number here",
        ),
        "/redeem": p_("help", "take points for a purchase; the customer says yes on their own phone"),
        "/desk": p_("help", "complaints to be taken and answered"),
    }


def group_refusal(words: Words) -> str:
    return words.gettext("I am a loyalty card and work in private chats only: write to me there.")


def source_unknown(words: Words) -> str:
    return words.gettext("I do not know this link any more, but you are in the right place.")
