"""The terms of the programme in plain words, written from the settings in force: what is said here is what happens."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from bot.handlers.referrals import texts as invite
from bot.i18n import Words
from loyalty import birthdays, referrals
from loyalty.expiry.rules import WARNED_BEFORE, ExpiryPolicy
from loyalty.programme import Programme

#: So many sentences are shown as they are.
UNFOLDED = 2


def rules(words: Words, programme: Programme, now: datetime) -> str:
    """Every section under its headline."""
    _ = words.gettext
    sections = [
        ("☕", _("Earning points"), _earning(words, programme)),
        ("🧾", _("Using points"), _using(words, programme)),
        ("📅", _("How long points last"), _expiry(words, programme, now)),
        ("↩️", _("Refunds"), _refunds(words, programme)),
        ("🎁", _("Welcome and birthday"), _gifts(words, programme)),
        ("👥", _("Inviting friends"), _invitations(words, programme)),
        ("🛎", _("When something goes wrong"), _complaints(words, programme)),
        ("🔒", _("Your card and your data"), _privacy(words, programme)),
    ]
    title = _("<b>The rules of {brand}</b>, as they are on {day}")
    lines = [title.format(brand=escape(programme.brand), day=words.day(now, now))]
    lines += [_section(sign, headline, sentences) for sign, headline, sentences in sections]
    return "\n".join(lines)


def _section(sign: str, headline: str, sentences: Sequence[str]) -> str:
    """Folded where it is long."""
    fold = " expandable" if len(sentences) > UNFOLDED else ""
    return f"\n{sign} <b>{headline}</b>\n<blockquote{fold}>" + "\n".join(sentences) + "</blockquote>"


def _earning(words: Words, programme: Programme) -> list[str]:
    _ = words.gettext
    if not programme.earning.rate_basis_points:
        return [_("At the moment purchases bring no points.")]
    sentences = [
        _("{rate} of what you pay in money comes back as points, rounded down to whole points.").format(
            rate=words.rate(programme.earning.rate_basis_points)
        )
    ]
    if minimum := programme.earning.minimum_purchase_minor:
        sentences.append(_("A purchase below {money} brings none.").format(money=words.money(minimum)))
    if days := programme.earning.hold_days:
        wait = words.ngettext("New points can be spent after {n} day.", "New points can be spent after {n} days.", days)
        sentences.append(wait.format(n=words.number(days)))
    else:
        sentences.append(_("New points can be spent at once."))
    return sentences


def _using(words: Words, programme: Programme) -> list[str]:
    _, n_ = words.gettext, words.ngettext
    smallest, share = programme.redeeming.smallest_points, programme.redeeming.largest_share_percent * 100
    worth = _("{points} are worth {money}.")
    part = _("They can pay up to {share} of a bill.") if share < 10_000 else _("They can pay a whole bill.")
    seconds = programme.redeeming.hold_seconds
    return [
        worth.format(points=words.points(100), money=words.money(programme.worth_minor(100))),
        n_("You need at least {n} point to use them.", "You need at least {n} points to use them.", smallest).format(
            n=words.number(smallest)
        ),
        part.format(share=words.rate(share)),
        _("You say yes on your own phone first, within {time}; without your yes nothing is taken.").format(
            time=_duration(words, seconds)
        ),
        _("What you pay with points brings no new points."),
    ]


def _duration(words: Words, seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if rest:
        return words.ngettext("{n} second", "{n} seconds", seconds).format(n=words.number(seconds))
    return words.ngettext("{n} minute", "{n} minutes", minutes).format(n=words.number(minutes))


def _expiry(words: Words, programme: Programme, now: datetime) -> list[str]:
    _, n_ = words.gettext, words.ngettext
    months = programme.expiry.after_months
    gone_at = programme.expires_at(now)
    if gone_at is None:
        return [_("Points do not expire.")]
    if programme.expiry.policy is ExpiryPolicy.ROLLING:
        rule = n_(
            "Points last {n} month from the day they came.", "Points last {n} months from the day they came.", months
        )
    else:
        rule = n_(
            "Points last {n} month, and until the end of that month.",
            "Points last {n} months, and until the end of the last one.",
            months,
        )
    example = _("For example: what you earn today is good until {day}.")
    last, first = (_days(words, days) for days in WARNED_BEFORE)
    return [
        rule.format(n=words.number(months)),
        example.format(day=words.last_day(gone_at, now)),
        _("We tell you {first} and {last} before. Those that expire soonest are used first.").format(
            first=first, last=last
        ),
    ]


def _days(words: Words, n: int) -> str:
    return words.ngettext("{n} day", "{n} days", n).format(n=words.number(n))


def _refunds(words: Words, programme: Programme) -> list[str]:
    _ = words.gettext
    sentences = [
        _("When a purchase is refunded, the points it brought go back too, in proportion."),
        _("Points you had paid with come back to you."),
        _("If the points were spent already, the next ones make up for them."),
    ]
    if programme.expiry.policy is not ExpiryPolicy.NONE:
        grace = words.ngettext(
            "Points that come back after their expiry date last {n} day more.",
            "Points that come back after their expiry date last {n} days more.",
            programme.expiry.refund_grace_days,
        )
        sentences.append(grace.format(n=words.number(programme.expiry.refund_grace_days)))
    return sentences


def _gifts(words: Words, programme: Programme) -> list[str]:
    _ = words.gettext
    joining, birthday = programme.earning.welcome_points, programme.birthdays.points
    return [
        _("Whoever joins gets {points}.").format(points=words.points(joining))
        if joining
        else _("Joining costs nothing and brings no points."),
        _birthday(words, birthday) if birthday else _("For birthdays there are no points at the moment."),
    ]


def _birthday(words: Words, points: int) -> str:
    days = birthdays.TOLD_DAYS_BEFORE
    return words.ngettext(
        "On your birthday you get {points}, if you have told us the day in /settings at least {n} day before.",
        "On your birthday you get {points}, if you have told us the day in /settings at least {n} days before.",
        days,
    ).format(points=words.points(points), n=words.number(days))


def _invitations(words: Words, programme: Programme) -> list[str]:
    _, n_ = words.gettext, words.ngettext
    days = referrals.NEWCOMER_DAYS
    return [
        invite.both_get(words, programme),
        *invite.conditions(words, programme),
        n_(
            "A friend is somebody who has no card yet, or has had it for {n} day at most and not bought anything.",
            "A friend is somebody who has no card yet, or has had it for {n} days at most and not bought anything.",
            days,
        ).format(n=words.number(days)),
        _("You see your friend's first name and whether they have bought something, not what."),
    ]


def _complaints(words: Words, programme: Programme) -> list[str]:
    answered = words.ngettext(
        "Tell us with /complaint: we answer here within {n} hour.",
        "Tell us with /complaint: we answer here within {n} hours.",
        programme.complaints.answer_hours,
    )
    return [answered.format(n=words.number(programme.complaints.answer_hours))]


def _privacy(words: Words, programme: Programme) -> list[str]:
    _ = words.gettext
    sentences = [
        _("With /card you take a new card at any time: the old one stops working at once, your points stay."),
        _("In /settings you see all we keep about you, and can have it deleted."),
        _("Offers come only if you have said yes to them, and /stop ends them."),
    ]
    evening, morning = programme.quiet.from_hour, programme.quiet.until_hour
    if evening != morning:
        quiet = _(
            "Between {evening} and {morning} we send only what cannot wait; in /settings you choose your own hours."
        )
        sentences.append(quiet.format(evening=words.hour(evening), morning=words.hour(morning)))
    return sentences
