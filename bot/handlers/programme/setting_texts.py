"""Words for the settings: what each is called, what a value of its kind looks like, and what it must be."""

from collections.abc import Callable, Mapping

from bot.i18n import LANGUAGES, Words
from loyalty.expiry.rules import ExpiryPolicy
from loyalty.programme.model import Kind, Rule, Setting


def names(words: Words) -> Mapping[str, str]:
    """What each setting is called."""
    _ = words.gettext
    return {
        "brand": _("Name of the business"),
        "currency": _("Currency"),
        "timezone": _("Time zone"),
        "default_language": _("Language for those whose own we do not speak"),
        "earning.rate_basis_points": _("Share of the money paid that comes back as points"),
        "earning.point_value_minor": _("Worth of a point"),
        "earning.welcome_points": _("Points for joining"),
        "earning.minimum_purchase_minor": _("Smallest purchase that earns points"),
        "earning.hold_days": _("Days until new points can be spent"),
        "redeeming.smallest_points": _("Fewest points that can be used at a time"),
        "redeeming.largest_share_percent": _("Share of a bill that points may pay"),
        "redeeming.hold_seconds": _("Time for the customer to say yes"),
        "referrals.referrer_points": _("Points for inviting a friend"),
        "referrals.friend_points": _("Points for an invited friend"),
        "referrals.minimum_purchase_minor": _("Smallest first purchase of a friend that counts"),
        "referrals.hold_days": _("Days until points for an invitation can be spent"),
        "referrals.monthly_cap": _("Friends a month that bring points"),
        "expiry.policy": _("Whether and how points expire"),
        "expiry.after_months": _("Months that points last"),
        "expiry.refund_grace_days": _("Days that points last which come back after their expiry date"),
        "birthdays.points": _("Points for a birthday"),
        "complaints.answer_hours": _("Time in which a complaint is answered"),
        "ratings.cooldown_days": _("Days between two questions for a rating"),
        "ratings.review_links": _("Links where happy customers may leave a review"),
        "team.invitation_hours": _("Time in which an invitation to the team can be accepted"),
        "team.adjustment_limit_points": _("Most points staff may give or take by hand"),
        "till.undo_minutes": _("Time in which staff may undo their purchase"),
        "till.largest_purchase_minor": _("Largest purchase"),
        "quiet.from_hour": _("Start of the quiet hours"),
        "quiet.until_hour": _("End of the quiet hours"),
    }


def measured(words: Words, kind: Kind, number: int) -> str:
    """A number with its unit."""
    by_kind: Mapping[Kind, Callable[[int], str]] = {
        Kind.POINTS: words.points,
        Kind.MINOR: words.money,
        Kind.BASIS_POINTS: words.rate,
        Kind.PERCENT: lambda percent: words.rate(percent * 100),
        Kind.SECONDS: lambda n: words.ngettext("{n} second", "{n} seconds", n).format(n=words.number(n)),
        Kind.MINUTES: lambda n: words.ngettext("{n} minute", "{n} minutes", n).format(n=words.number(n)),
        Kind.HOURS: words.hours,
        Kind.DAYS: lambda n: words.ngettext("{n} day", "{n} days", n).format(n=words.number(n)),
        Kind.MONTHS: lambda n: words.ngettext("{n} month", "{n} months", n).format(n=words.number(n)),
        Kind.HOUR_OF_DAY: words.hour,
        Kind.TEXT: lambda n: words.ngettext("{n} character", "{n} characters", n).format(n=words.number(n)),
    }
    return by_kind.get(kind, words.number)(number)


def must_be(words: Words, rule: Rule, setting: Setting) -> str:
    """What a value that was refused ought to have been, as a sentence."""
    if rule is Rule.MATURE_BEFORE_EXPIRY:
        return words.gettext(
            "Points must be free to spend before they expire: shorten the wait, or let them last longer."
        )
    if rule is Rule.LIMITS and setting.minimum is not None and setting.maximum is not None:
        lowest, highest = (measured(words, setting.kind, limit) for limit in (setting.minimum, setting.maximum))
        return words.gettext("Allowed: {lowest} – {highest}.").format(lowest=lowest, highest=highest)
    return _of_kind(words, setting)


def _of_kind(words: Words, setting: Setting) -> str:
    _ = words.gettext
    match setting.kind:
        case Kind.TEXT:
            return _("It has to be text.")
        case Kind.CHOICE:
            return _("Choose one of these: {choices}.").format(choices=", ".join(_choices(words, setting)))
        case Kind.CURRENCY:
            return _("It has to be the three letters of a currency, such as ZAR.")
        case Kind.TIMEZONE:
            return _("It has to be a time zone such as Africa/Johannesburg.")
        case Kind.LINKS:
            return _("It has to be web addresses that begin with https://.")
        case _:
            return _("It has to be a whole number.")


def _choices(words: Words, setting: Setting) -> list[str]:
    p_ = words.pgettext
    called: Mapping[str, str] = LANGUAGES | {
        ExpiryPolicy.NONE: p_("whether and how points expire", "points do not expire"),
        ExpiryPolicy.ROLLING: p_("whether and how points expire", "some months after the day they came"),
        ExpiryPolicy.MONTH_END: p_("whether and how points expire", "at the end of a month"),
    }
    return [called[choice] for choice in setting.choices]
