"""Every kind of notice and who makes its screen."""

from bot.notices import points
from bot.notices.screen import MakeScreen

SCREENS: dict[str, MakeScreen] = {**points.SCREENS}
