"""What is kept about a customer, and being forgotten."""

from datetime import datetime

from bot.i18n import Words
from loyalty.privacy import Farewell
from storage.models import Role


def data_caption(words: Words, now: datetime) -> str:
    text = words.gettext("Everything we keep about you, as of {day}, {time}. The other file is for programs.")
    return text.format(day=words.day(now, now), time=words.time(now))


def data_for_programs(words: Words) -> str:
    return words.gettext("The same and every detail, as JSON.")


def explanation(words: Words, farewell: Farewell) -> str:
    """First what goes and what has to stay."""
    _ = words.gettext
    lines = [
        _("<b>Delete everything about you?</b>"),
        "",
        _(
            "<b>Erased for good:</b> your name, phone, birthday and settings, your card and your invitation code,"
            " all you have written to us and what we have written to you."
        ),
        "",
        _(
            "<b>Kept, without you:</b> dates and figures of purchases and points, because the shop has to prove"
            " its books. Nothing in them says whose they were."
        ),
        "",
        *_losses(words, farewell),
        _("If you come back one day, you start from the beginning."),
    ]
    return "\n".join(lines)


def _losses(words: Words, farewell: Farewell) -> list[str]:
    _, n_ = words.gettext, words.ngettext
    lines = []
    if farewell.points:
        lines.append(
            _("⚠ You lose <b>{points}</b>, worth {money}.").format(
                points=words.points(farewell.points), money=words.money(farewell.worth_minor)
            )
        )
    if farewell.open_complaints:
        closed = n_(
            "⚠ {n} complaint of yours is still open; it will be closed unanswered.",
            "⚠ {n} complaints of yours are still open; they will be closed unanswered.",
            farewell.open_complaints,
        )
        lines.append(closed.format(n=words.number(farewell.open_complaints)))
    if farewell.role is not Role.CUSTOMER:
        lines.append(_("⚠ You leave the team: your access ends with it."))
    return lines


def last_question(words: Words, farewell: Farewell) -> str:
    _ = words.gettext
    lines = [_("<b>Delete everything now?</b> Nobody can undo it."), *_losses(words, farewell)]
    return "\n".join(lines)


def kept(words: Words) -> str:
    return words.gettext("All right, your card and your points stay as they are.")


def forgotten(words: Words) -> str:
    return words.gettext("It is done: we no longer know who you are.")


def goodbye(words: Words) -> str:
    _ = words.gettext
    return "\n".join(
        (
            _("Thank you for having been with us. This chat is on your phone: delete it yourself if you like."),
            begin_again(words),
        )
    )


def begin_again(words: Words) -> str:
    return words.gettext("To begin again one day: /start")


def nobody_here(words: Words) -> str:
    """To somebody without a card who did not ask for one."""
    return words.gettext("You have no card yet.")
