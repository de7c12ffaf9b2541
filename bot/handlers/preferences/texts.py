"""What customers set for themselves: messages, birthday, phone, quiet hours."""

from datetime import datetime
from html import escape

from bot.i18n import LANGUAGES, Words
from loyalty.birthdays import TOLD_DAYS_BEFORE
from loyalty.preferences import Birthday, Preferences
from loyalty.preferences.quiet import quiet_hours
from loyalty.programme import Programme
from storage.models import Purpose

#: Version of the sentences of `purpose`, which are what is agreed to; a new one with every change of them.
CONSENT_WORDING = "purposes-2"


def overview(words: Words, programme: Programme, own: Preferences) -> str:
    _ = words.gettext
    granted = [purpose_name(words, purpose) for purpose in Purpose if own.allowed.get(purpose)]
    wanted = _("You get: {what}").format(what=", ".join(granted)) if granted else _("No offers, news or surveys")
    return "\n".join(
        (
            _("<b>Settings</b>"),
            "🌐 " + LANGUAGES[words.language],
            "🔔 " + wanted,
            "🎂 " + (birthday_day(words, own.birthday) if own.birthday else _("Birthday not set")),
            "📱 " + (escape(own.phone) if own.phone else _("No phone number")),
            "🌙 " + quiet_span(words, programme, own),
        )
    )


def purpose_name(words: Words, of: Purpose) -> str:
    p_ = words.pgettext
    return {
        Purpose.OFFERS: p_("what one wants to get", "offers"),
        Purpose.NEWS: p_("what one wants to get", "news"),
        Purpose.SURVEYS: p_("what one wants to get", "surveys"),
    }[of]


def switch_label(words: Words, of: Purpose, granted: bool) -> str:
    """The verb on the button: what a press would do."""
    _ = words.gettext
    # Translators: Buttons that switch messages on, and off.
    on = {Purpose.OFFERS: _("Get offers"), Purpose.NEWS: _("Get news"), Purpose.SURVEYS: _("Get surveys")}
    off = {Purpose.OFFERS: _("Stop offers"), Purpose.NEWS: _("Stop news"), Purpose.SURVEYS: _("Stop surveys")}
    return (off if granted else on)[of]


def messages(words: Words, programme: Programme, own: Preferences) -> str:
    """What one may allow us to write about, each with whether it is allowed now."""
    _ = words.gettext
    return "\n".join(
        (
            _("<b>What may we write to you about?</b>"),
            *(purpose(words, programme, one, own.allowed.get(one, False)) for one in Purpose),
            "",
            _("Receipts, answers and warnings before points expire reach you in any case."),
        )
    )


def purpose(words: Words, programme: Programme, of: Purpose, granted: bool) -> str:
    _ = words.gettext
    match of:
        case Purpose.OFFERS:
            text = _("<b>Offers</b>: what there is for you, at most one a week")
        case Purpose.NEWS:
            text = _("<b>News</b>: what is new at {brand}, now and then").format(brand=escape(programme.brand))
        case Purpose.SURVEYS:
            text = _surveys(words, programme.ratings.cooldown_days)
    return ("✅ " if granted else "➖ ") + text


def _surveys(words: Words, days: int) -> str:
    if days == 1:
        return words.gettext("<b>Surveys</b>: one short question, at most once a day")
    return words.ngettext(
        "<b>Surveys</b>: one short question, at most once in {n} day",
        "<b>Surveys</b>: one short question, at most once in {n} days",
        days,
    ).format(n=words.number(days))


def birthday_day(words: Words, birthday: Birthday) -> str:
    return words.day_of_year(birthday.month, birthday.day)


def birthday(words: Words, programme: Programme, own: Preferences, now: datetime) -> str:
    """The birthday as we know it, and whether it can be changed."""
    _ = words.gettext
    kept_until = own.birthday_kept_until(now)
    if own.birthday is None and kept_until is None:
        return ask_birthday(words, programme)
    lines = [_("🎂 You have not told us your birthday.")]
    if own.birthday is not None:
        lines = [_("🎂 Your birthday: <b>{day}</b>").format(day=birthday_day(words, own.birthday))]
    if kept_until is not None:
        lines.append(
            _("It can be changed once a year. You can change it again on {day}.").format(day=words.full_day(kept_until))
        )
    return "\n".join(lines)


def ask_birthday(words: Words, programme: Programme) -> str:
    _ = words.gettext
    lines = [
        _("🎂 When is your birthday? Type day and month, such as {example}. We do not ask for the year.").format(
            example=words.day_of_year(11, 28)
        ),
        _("You get a greeting in the morning, and nobody else sees it."),
    ]
    if programme.birthdays.points:
        gift = _("You also get {points}, if you have told us at least {days} before.")
        days = words.ngettext("{n} day", "{n} days", TOLD_DAYS_BEFORE).format(n=words.number(TOLD_DAYS_BEFORE))
        lines.append("🎁 " + gift.format(points=words.points(programme.birthdays.points), days=days))
    return "\n".join(lines)


def birthday_unreadable(words: Words) -> str:
    text = words.gettext("I cannot read that as a day. Type day and month, such as {example} or 28.11.")
    return text.format(example=words.day_of_year(11, 28))


def confirm_birthday(words: Words, birthday: Birthday) -> str:
    text = words.gettext("Is <b>{day}</b> your birthday? It can be changed once a year.")
    return text.format(day=birthday_day(words, birthday))


def birthday_saved(words: Words, birthday: Birthday) -> str:
    return words.gettext("🎂 Thank you, {day} it is.").format(day=f"<b>{birthday_day(words, birthday)}</b>")


def birthday_removed(words: Words) -> str:
    return words.gettext("Your birthday is erased; there will be no greeting.")


def phone(words: Words, own: Preferences) -> str:
    _ = words.gettext
    if own.phone:
        return _("📱 Your number: <b>{phone}</b>").format(phone=escape(own.phone))
    return _(
        "📱 With your number the team can reach you about your own purchases and complaints if Telegram fails."
        " It is used for nothing else, and you can take it back at any time."
    )


def ask_contact(words: Words) -> str:
    return words.gettext('Press "Share my number" below the chat. Telegram asks once more before it is sent.')


def contact_by_button_only(words: Words) -> str:
    return words.gettext(
        "We take numbers only from the button below, so that they are really yours. Press it, or just go on."
    )


def phone_saved(words: Words, number: str) -> str:
    return words.gettext("📱 Thank you, {phone} is noted.").format(phone=f"<b>{escape(number)}</b>")


def phone_removed(words: Words) -> str:
    return words.gettext("Your number is erased.")


def quiet_span(words: Words, programme: Programme, own: Preferences) -> str:
    _ = words.gettext
    hours = quiet_hours(programme, *(own.quiet or (None, None)))
    if hours.start == hours.end:
        return _("No quiet hours")
    return _("Quiet from {start} until {end}").format(start=words.hour(hours.start), end=words.hour(hours.end))


def quiet(words: Words, programme: Programme, own: Preferences) -> str:
    _ = words.gettext
    whose = _("These are your own hours.") if own.quiet else _("These are our usual hours.")
    return "\n".join(
        (
            f"🌙 <b>{quiet_span(words, programme, own)}</b>",
            whose,
            _("Nothing that can wait reaches you then. Receipts and answers come at once."),
            "",
            _("When should it be quiet? Tap, or type your own hours, such as 22-8."),
        )
    )


def span(words: Words, start: int, end: int) -> str:
    return f"{words.hour(start)} – {words.hour(end)}"


def ask_hours(words: Words) -> str:
    return "🌙 " + words.gettext("From when until when? Type two full hours, such as 22-8.")


def offer_hours(words: Words) -> str:
    return "🌙 " + words.gettext("Should these be your quiet hours? One tap sets them.")
