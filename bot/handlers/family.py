"""A family of screens and what it answers to. A new one is one more file, and one more line in `catalogue`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.context import Handler
from bot.dialogue import Dialogue
from bot.i18n import LANGUAGES
from storage.models import Role


class Press(NamedTuple):
    """What a button does, and what its argument must look like; anything else is not from a button of ours."""

    handler: Handler
    argument: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Family:
    #: By the command's name, without the slash.
    commands: Mapping[str, Handler] = field(default_factory=dict)
    #: By `family:action`, the beginning of the button's data.
    buttons: Mapping[str, Press] = field(default_factory=dict)
    dialogues: tuple[Dialogue, ...] = ()


#: Shapes of arguments.
NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)
#: Where in a list: lines passed over, or a page counted from 0.
PLACE = re.compile(r"\d{1,5}", re.ASCII)
KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
CARD = re.compile(r"\d{8}", re.ASCII)
LANGUAGE = re.compile("|".join(LANGUAGES))
STAFF_ROLE = re.compile(f"{Role.STAFF}|{Role.ADMIN}")
