"""How likely one is to recommend us, and why."""

from datetime import datetime
from html import escape
from urllib.parse import urlsplit

from bot.handlers.complaints.texts import category, shortened
from bot.i18n import Words
from loyalty.complaints import Category
from loyalty.programme import Programme
from loyalty.ratings import HIGHEST, LOWEST, Rating

#: Which wording of the question was answered; a new one with every change of the sentence.
WORDING = "nps-2"
#: So much of a comment is shown again; the rest is kept.
SHOWN = 600


def question(words: Words, programme: Programme) -> str:
    _ = words.gettext
    asked = _("How likely are you to recommend <b>{brand}</b> to a friend?").format(brand=escape(programme.brand))
    return asked + "\n" + _("0 not at all … 10 very likely")


def number_unreadable(words: Words) -> str:
    text = words.gettext("Tap a number, or type one from {lowest} to {highest}.")
    return text.format(lowest=words.number(LOWEST), highest=words.number(HIGHEST))


def why(words: Words, rating: Rating) -> str:
    _ = words.gettext
    if rating.promoter:
        asked = _("Thank you, that is good to hear. What did you like best? (You chose {n}.)")
    elif rating.detractor:
        asked = _("We are sorry. What went wrong? (You chose {n}.)")
    else:
        asked = _("Thank you. What would make it a ten? (You chose {n}.)")
    lines = [asked.format(n=words.number(rating.score)), _("Tap what fits, or write it in your own words.")]
    return "\n".join(lines + _comment(rating))


def words_wanted(words: Words) -> str:
    return words.gettext("You can only add words to a rating. Type them, or tap what fits.")


def thanks(words: Words, programme: Programme, rating: Rating) -> str:
    _ = words.gettext
    if rating.detractor:
        return _("Thank you for being frank. Would you like an answer? Make it a complaint: your words are in it.")
    if not rating.promoter:
        return _("Thank you. We read every answer, and yours tells us what to work on.")
    if rewards_friends(programme):
        return _("Thank you. Would a friend like it here too? Invite them, and there are points for both of you.")
    return _("Thank you. Tell your friends, if you like.")


def rewards_friends(programme: Programme) -> bool:
    return programme.referrals.referrer_points > 0 and programme.referrals.friend_points > 0


def review(words: Words, link: str) -> str:
    """The label of a button that leads to a page where people write what they think of us."""
    site = (urlsplit(link).hostname or link).removeprefix("www.")
    return words.gettext("Review us on {site}").format(site=site)


def reason_for(words: Words, reason: Category) -> str:
    """A reason that can be praise as well as blame."""
    return words.gettext("Speed") if reason is Category.WAITING else category(words, reason)


def answered(words: Words, rating: Rating, now: datetime) -> str:
    """What one has answered, while the question is not open anew."""
    _ = words.gettext
    gave = _("You gave us <b>{n}</b> out of 10 on {day}.")
    lines = [gave.format(n=words.number(rating.score), day=words.day(rating.at, now))]
    if rating.reasons:
        lines.append(" · ".join(reason_for(words, reason) for reason in rating.reasons))
    lines += _comment(rating)
    again = _("You can correct it until {day}; after that you can rate us again.")
    lines.append(again.format(day=words.day(rating.open_until, now)))
    return "\n".join(lines)


def _comment(rating: Rating) -> list[str]:
    return [f"<blockquote>{escape(shortened(rating.comment, SHOWN))}</blockquote>"] if rating.comment else []
