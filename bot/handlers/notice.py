"""What every notice is made of."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from bot.engine.screens import Screen
from bot.i18n import Words
from loyalty.notices import Notice
from loyalty.programme import Programme
from storage import Reading, Transaction

N = TypeVar("N", bound=Notice)


@dataclass(frozen=True, slots=True)
class Wording:
    """With what a notice is put into words: for whom, in which language, and where names and words are read."""

    reading: Reading
    words: Words
    programme: Programme
    #: None: a chat.
    person_id: int | None


class Spot(NamedTuple):
    """What a notice stands for in its chat (a key of `storage.sent_messages`)."""

    key: str
    #: It takes the place of the message that stands for that already, if there is one.
    in_place: bool = True


@dataclass(frozen=True, slots=True)
class Kind(Generic[N]):
    """One kind of notice, and what the face does with it."""

    notice: type[N]
    #: None: nothing is left to tell this reader, and nothing is sent.
    word: Callable[[Wording, N], Awaitable[Screen | None]]
    #: For those whose message is changed later. Given the notice and its reader.
    spot: Callable[[N, int | None], Spot] | None = None
    #: What follows when it cannot reach its reader.
    undelivered: Callable[[Transaction, N, datetime], Awaitable[None]] | None = None


AnyKind = Kind[Any]
