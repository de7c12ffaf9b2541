"""Every setting has a name, and every refusal of a value its words, in four languages."""

from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bot.handlers.programme.refusals import setting_invalid
from bot.handlers.programme.setting_texts import must_be, names
from bot.i18n import LANGUAGES, Words
from loyalty.programme import describe
from loyalty.programme.model import Kind, Rule, Setting, SettingInvalid

#: What a value of an existing setting can break.
WITH_SETTING = [rule for rule in Rule if rule is not Rule.KNOWN]


def words(language: str) -> Words:
    return Words(language, "ZAR", ZoneInfo("Africa/Johannesburg"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_has_a_name_of_its_own(language: str) -> None:
    """One without words fails here; those of other languages are no English ones."""
    said = names(words(language))
    assert said.keys() == describe().keys()
    assert len(set(said.values())) == len(said)
    if language != "en":
        assert not set(said.values()) & set(names(words("en")).values())


@pytest.mark.parametrize(("language", "rule"), list(product(LANGUAGES, WITH_SETTING)))
def test_every_refusal_has_words(language: str, rule: Rule) -> None:
    """A whole sentence, whatever the setting, with its name."""
    for setting in describe().values():
        text = setting_invalid(words(language), SettingInvalid(setting.name, None, rule, setting))
        assert names(words(language))[setting.name] in text
        assert text.endswith(".")
    assert setting_invalid(words(language), SettingInvalid("colour", "blue", Rule.KNOWN))


@pytest.mark.parametrize(
    ("name", "rule", "said"),
    [
        ("earning.rate_basis_points", Rule.LIMITS, "Allowed: 0% – 100%."),
        ("redeeming.largest_share_percent", Rule.LIMITS, "Allowed: 1% – 100%."),
        ("redeeming.hold_seconds", Rule.LIMITS, "Allowed: 30 seconds – 3,600 seconds."),
        ("complaints.answer_hours", Rule.LIMITS, "Allowed: 1 hour – 720 hours."),
        ("quiet.from_hour", Rule.LIMITS, "Allowed: 00:00 – 23:00."),
        ("brand", Rule.LIMITS, "Allowed: 1 character – 64 characters."),
        ("brand", Rule.KIND, "It has to be text."),
        ("earning.hold_days", Rule.KIND, "It has to be a whole number."),
        ("default_language", Rule.KIND, "Choose one of these: Русский, Українська, Afrikaans, English."),
    ],
)
def test_limits_come_with_their_unit(name: str, rule: Rule, said: str) -> None:
    """As people say it."""
    assert must_be(words("en"), rule, describe()[name]).replace("\N{NO-BREAK SPACE}", " ") == said


def test_a_kind_nobody_has_words_for_is_a_number() -> None:
    """So that a new kind of number does not fail."""
    assert (
        must_be(words("en"), Rule.LIMITS, Setting("x", Kind.PEOPLE, 0, 0, 7)).replace("\N{NO-BREAK SPACE}", " ")
        == "Allowed: 0 – 7."
    )
