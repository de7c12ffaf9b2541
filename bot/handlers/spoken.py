"""Words that mean the same wherever they are typed, in every language of ours: people mix them.

They are recognised, not said: what the bot says stands in the texts modules.
"""

import re
from enum import Enum
from functools import cache

from babel import Locale

from bot.engine.choices import plain
from bot.i18n import LANGUAGES

YES = {
    *("да", "ага", "угу", "конечно", "хорошо", "ладно", "давай", "давайте", "согласен", "согласна", "ок", "окей"),
    *("так", "авжеж", "звісно", "добре", "гаразд", "згода", "згоден", "згодна"),
    *("ja", "ja asseblief", "ja dankie", "goed", "reg so", "natuurlik", "seker"),
    *("yes", "yes please", "y", "yep", "yeah", "yup", "ok", "okay", "sure", "of course", "please do"),
}
NO = {
    *("нет", "не надо", "не нужно", "нет спасибо", "неа", "не хочу"),
    *("ні", "не треба", "ні дякую", "нє", "не потрібно"),
    *("nee", "nee dankie", "nie nou nie"),
    *("no", "no thanks", "no thank you", "nope", "n", "nah"),
}


class Wish(Enum):
    """What can be asked for in a word at any time."""

    STOP = "stop"
    FORGET = "forget"
    CONTINUE = "continue"
    UNDO = "undo"


_WISHES = {
    Wish.STOP: {
        *("stop", "unsubscribe", "stop offers", "no more offers", "opt out"),
        *("стоп", "отписаться", "отпишите", "отпишите меня", "отписка", "хватит"),
        *("відписатися", "відпишіть", "відпишіть мене", "досить"),
        *("teken uit", "teken my uit", "uitteken", "hou op"),
    },
    Wish.FORGET: {
        *("delete me", "delete my data", "delete everything", "forget me", "erase me", "delete my account"),
        *("удалить меня", "удалите меня", "удали меня", "удалить мои данные", "удалите мои данные", "забудьте меня"),
        *("видалити мене", "видаліть мене", "видали мене", "видаліть мої дані", "видалити мої дані", "забудьте мене"),
        *("skrap my", "vee my uit", "verwyder my", "skrap my data", "vergeet my", "vee my data uit"),
    },
    Wish.CONTINUE: {
        *("continue", "go on", "продолжить", "продолжай", "дальше", "продовжити", "далі", "gaan voort", "gaan aan"),
    },
    Wish.UNDO: {
        *("undo", "отменить", "отмени", "отмена покупки", "скасувати", "скасуй", "maak ongedaan", "ontdoen"),
    },
}


def answer(text: str | None) -> bool | None:
    """Yes or no; None: neither."""
    said = plain(text or "")
    return True if said in YES else False if said in NO else None


def begins_with_yes(text: str | None) -> bool:
    """Whether it may be the word of a button such as 'Yes, take 300'."""
    return plain(text or "").partition(" ")[0] in YES


def wish(text: str | None) -> Wish | None:
    said = plain(text or "")
    return next((one for one, words in _WISHES.items() if said in words), None)


def language(text: str | None) -> str | None:
    """The language of ours that is called so, in itself or in any other of ours."""
    return _language_names().get(plain(text or ""))


@cache
def _language_names() -> dict[str, str]:
    names = {plain(name): code for code, name in LANGUAGES.items()}
    for code in LANGUAGES:
        for reader in LANGUAGES:
            if name := Locale.parse(code).get_display_name(reader):
                names[plain(name)] = code
    return names


_HOUR = r"(?P<{0}>[01]?[0-9]|2[0-4])(?:[:.]00)?(?: ?(?:h|uur|ч|год))?"
_BETWEEN = r" ?(?:-|–|—|to|until|till|до|по|tot) ?"
_SPAN = re.compile(rf"(?:(?:from|с|со|з|із|від|van) )?{_HOUR.format('start')}{_BETWEEN}{_HOUR.format('end')}", re.ASCII)


def hours(text: str | None) -> tuple[int, int] | None:
    """Two full hours as people type a span of a day: `22-8`, `22:00–8:00`, `from 22 to 8`, `с 22 до 8`."""
    found = _SPAN.fullmatch(" ".join((text or "").casefold().split()))
    return (int(found["start"]) % 24, int(found["end"]) % 24) if found else None
