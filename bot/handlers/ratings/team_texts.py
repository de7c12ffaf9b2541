"""Ratings as the team reads them: the words as they were said, and no name."""

from collections.abc import Sequence
from html import escape

from bot.handlers.balances.texts import and_more
from bot.handlers.complaints import desk_texts
from bot.handlers.complaints.texts import category, shortened
from bot.handlers.ratings.texts import reason_for
from bot.i18n import Words
from loyalty.complaints import ComplaintView
from loyalty.ratings import Heard

#: So much is shown of the words of one who is unhappy, and of each of a day's: a message holds 4,096 characters.
SHOWN, SHOWN_OF_DAY = 3_000, 240
#: Ratings of a day's message.
MOST_OF_DAY = 12


def heard(words: Words, rating: Heard, was: int | None, case: ComplaintView | None) -> str:
    """One rating; `was` is the score that it takes the place of."""
    _ = words.gettext
    text = (
        _("📊 A rating: <b>{n}</b> out of 10")
        if was is None or was == rating.score
        else _("📊 A rating has been corrected from {was} to <b>{n}</b> out of 10")
    )
    lines = [text.format(n=words.number(rating.score), was=words.number(was or 0)), *_said(words, rating, SHOWN)]
    if rating.person_id is None:
        lines.append(_("The customer has asked to be forgotten: what they wrote is deleted."))
    elif not rating.reasons and not rating.comment:
        lines.append(_("They did not say why."))
    if case is not None:
        title = _("<b>Complaint {number}</b> · {category} · {state}")
        about, state = category(words, case.category), desk_texts.state(words, case)
        lines.append("📥 " + title.format(number=case.number, category=about, state=state))
    return "\n".join(lines)


def of_day(words: Words, ratings: Sequence[Heard]) -> str:
    """What all the others said, the best first."""
    _ = words.gettext
    lines = [_("💬 <b>What customers wrote with good ratings since yesterday</b>")]
    for rating in ratings[:MOST_OF_DAY]:
        lines.append(_("<b>{n}</b> out of 10").format(n=words.number(rating.score)))
        lines += _said(words, rating, SHOWN_OF_DAY)
    if (more := len(ratings) - MOST_OF_DAY) > 0:
        lines.append(and_more(words, more))
    return "\n".join(lines)


def of_day_gone(words: Words) -> str:
    """In the place of a day's words that are all gone by now."""
    return words.gettext("💬 What customers wrote here has been deleted or changed since.")


def _said(words: Words, rating: Heard, length: int) -> list[str]:
    lines = [" · ".join(reason_for(words, reason) for reason in rating.reasons)] if rating.reasons else []
    if rating.comment:
        lines.append(f"<blockquote>{escape(shortened(rating.comment, length))}</blockquote>")
    return lines
