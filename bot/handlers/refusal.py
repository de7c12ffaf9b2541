"""What a noun says when it refuses: its errors and the words for each."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.i18n import Words
from loyalty.refusal import LoyaltyError

#: One clear sentence or two for an error of the domain, with its facts.
Refusal = Callable[[Words, Any], str]
Refusals = Mapping[type[LoyaltyError], Refusal]
