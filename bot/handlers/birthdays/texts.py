"""The birthday greeting."""

from html import escape

from bot.i18n import Words
from loyalty.birthdays.notices import BirthdayGreeting
from loyalty.programme import Programme


def birthday(words: Words, programme: Programme, told: BirthdayGreeting) -> str:
    _ = words.gettext
    if told.late:
        wish = _("🎂 We hope you had a lovely birthday. All the best from <b>{brand}</b>, if a little late.")
    else:
        wish = _("🎂 Happy birthday! All the best from <b>{brand}</b>.")
    lines = [wish.format(brand=escape(programme.brand))]
    if points := told.points:
        gift = words.ngettext(
            "🎁 <b>{n} point</b> is on your card as a present, worth {money}.",
            "🎁 <b>{n} points</b> are on your card as a present, worth {money}.",
            points,
        )
        lines.append(gift.format(n=words.number(points), money=words.money(programme.worth_minor(points))))
    return "\n".join(lines)
