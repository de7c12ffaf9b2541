"""Every kind of notice and who makes its screen."""

from bot.notices import complaints, dates, invite, points, redemption
from bot.notices.screen import Follow, MakeScreen

SCREENS: dict[str, MakeScreen] = {
    **points.SCREENS,
    **redemption.SCREENS,
    **invite.SCREENS,
    **complaints.SCREENS,
    **dates.SCREENS,
}
#: What follows when a notice of this kind cannot reach its reader.
UNDELIVERED: dict[str, Follow] = {**redemption.UNDELIVERED, **complaints.UNDELIVERED}
