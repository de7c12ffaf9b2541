"""/rules is written from the settings: it changes with each of them, so it can never differ from what happens."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.handlers.programme.texts import rules
from bot.i18n import LANGUAGES, Words
from loyalty.programme import Programme, describe
from sandbox.view import as_read

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
#: Terms in which every section has something to say.
SETTINGS = Programme(brand="Café Zorg", currency="ZAR", timezone="Africa/Johannesburg", default_language="en").changed(
    {
        "earning.minimum_purchase_minor": 2_000,
        "earning.hold_days": 3,
        "expiry.policy": "rolling",
        "birthdays.points": 250,
    }
)
#: Each setting customers live by, another value for it, and what they read then.
CHANGES: list[tuple[dict[str, Any], str]] = [
    ({"brand": "Salon <Nel>"}, "Salon &lt;Nel&gt;"),
    ({"currency": "EUR"}, "worth 1.00 €"),
    ({"timezone": "Pacific/Kiritimati"}, "as they are on 22 November"),
    ({"earning.rate_basis_points": 750}, "7.5% of what you pay"),
    ({"earning.rate_basis_points": 0}, "At the moment purchases bring no points."),
    ({"earning.point_value_minor": 5}, "100 points are worth R5.00."),
    ({"redeeming.smallest_points": 1}, "at least 1 point to use them"),
    ({"redeeming.largest_share_percent": 30}, "up to 30% of a bill"),
    ({"redeeming.largest_share_percent": 100}, "They can pay a whole bill."),
    ({"earning.welcome_points": 0}, "Joining costs nothing and brings no points."),
    ({"earning.welcome_points": 7}, "Whoever joins gets 7 points."),
    ({"earning.minimum_purchase_minor": 3_000}, "A purchase below R30.00 brings none."),
    ({"earning.hold_days": 1}, "after 1 day."),
    ({"earning.hold_days": 0}, "New points can be spent at once."),
    ({"referrals.referrer_points": 400}, "400 points (R4.00) for you, 500 points (R5.00) for your friend."),
    ({"referrals.friend_points": 400}, "500 points (R5.00) for you, 400 points (R4.00) for your friend."),
    ({"referrals.minimum_purchase_minor": 12_345}, "at least R123.45"),
    ({"referrals.hold_days": 21}, "21 days later"),
    ({"referrals.monthly_cap": 3}, "At most 3 friends a month"),
    ({"referrals.monthly_cap": 0}, "500 points (R5.00) for your friend, none for you."),
    ({"expiry.policy": "none"}, "Points do not expire."),
    ({"expiry.policy": "month_end"}, "is good until 30 November 2027"),
    (
        {"expiry.after_months": 6},
        "Points last 6 months from the day they came.\nFor example: what you earn today is good",
    ),
    ({"expiry.refund_grace_days": 10}, "last 10 days more"),
    ({"redeeming.hold_seconds": 90}, "within 90 seconds"),
    ({"complaints.answer_hours": 48}, "within 48 hours"),
    ({"birthdays.points": 99}, "On your birthday you get 99 points"),
    ({"birthdays.points": 0}, "For birthdays there are no points at the moment."),
    ({"quiet.from_hour": 20}, "Between 20:00 and 09:00"),
    ({"quiet.until_hour": 8}, "Between 21:00 and 08:00"),
]
#: What concerns the team alone, or is shown where it is asked for.
NOT_TERMS = {
    "default_language",
    "till.largest_purchase_minor",
    "till.undo_minutes",
    "team.adjustment_limit_points",
    "team.invitation_hours",
    "ratings.cooldown_days",
    "ratings.review_links",
}


def terms(language: str = "en", changes: Mapping[str, Any] | None = None) -> str:
    programme = SETTINGS.changed(changes or {})
    return as_read(rules(Words(language, programme.currency, programme.zone), programme, NOW))


@pytest.mark.parametrize(("change", "words"), CHANGES, ids=lambda value: str(value) if isinstance(value, dict) else "")
def test_the_words_follow_the_setting(change: dict[str, Any], words: str) -> None:
    """They say it once it is so, and did not say it before."""
    assert words in terms(changes=change)
    assert words not in terms()


def test_no_setting_is_forgotten() -> None:
    """Whoever adds a setting has to say whether customers live by it."""
    tried = {name for change, _words in CHANGES for name in change}
    assert tried | NOT_TERMS == set(describe())


def test_where_it_is_never_quiet_no_quiet_hours_are_promised() -> None:
    """The same hour twice."""
    assert "What can wait" not in terms(changes={"quiet.from_hour": 9, "quiet.until_hour": 9})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_fit_into_one_message(language: str) -> None:
    """Telegram cuts nothing off, whatever the language."""
    assert len(terms(language)) < 4_096
