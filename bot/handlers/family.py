"""A family of screens and what it answers to. A new one is one more file, and one more line in `catalogue`."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from telegram import Message, Update

from bot.context import Context, Handler
from bot.engine.dialogue import DialogueState
from bot.i18n import LANGUAGES
from loyalty.actor import Permission
from storage.models import Role


class Press(NamedTuple):
    """What a button does, and what its argument must look like; anything else is not from a button of ours."""

    handler: Handler
    argument: re.Pattern[str] | None = None


#: Takes the message as the step's answer; False: it is none, try what else it could be.
Step = Callable[[Update, Context, DialogueState, Message], Awaitable[bool]]


#: Puts the question of the step once more, as it stands in the dialogue's row.
Again = Callable[[Update, Context, DialogueState], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Dialogue:
    name: str
    #: What answers a message at each step.
    steps: Mapping[str, Step]
    #: Shows where the dialogue is, when Telegram delivers again what brought it there: the question may have got lost.
    again: Again | None = None
    #: A question that need not be answered: left without a word when something else is asked for.
    casual: bool = False
    #: Who may give the answers; it can be taken away between two of them.
    permission: Permission = Permission.USE_OWN_CARD
    #: The command that goes on with it; every other one leaves it.
    command: str | None = None
    #: A card's number is an answer here; in every other dialogue it means that the next customer is at the till.
    takes_cards: bool = False
    #: Whatever is typed belongs to it: somebody writes to somebody, and 'stop' is what they write.
    takes_words: bool = False


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
NUMBER_AND_KEY = re.compile(r"[1-9]\d{0,8}:[A-Za-z0-9_-]{1,40}", re.ASCII)
KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
CARD = re.compile(r"\d{8}", re.ASCII)
LANGUAGE = re.compile("|".join(LANGUAGES))
STAFF_ROLE = re.compile(f"{Role.STAFF}|{Role.ADMIN}")
