"""Every kind of notice and who makes its screen."""

from bot.handlers.adjustments import notices as adjustments
from bot.handlers.birthdays import notices as birthdays
from bot.handlers.complaints import notices as complaints
from bot.handlers.expiry import notices as expiry
from bot.handlers.notice import Follow, MakeScreen
from bot.handlers.purchases import notices as purchases
from bot.handlers.redemptions import notices as redemptions
from bot.handlers.referrals import notices as referrals

SCREENS: dict[str, MakeScreen] = {
    **purchases.SCREENS,
    **adjustments.SCREENS,
    **redemptions.SCREENS,
    **referrals.SCREENS,
    **complaints.SCREENS,
    **birthdays.SCREENS,
    **expiry.SCREENS,
}
#: What follows when a notice of this kind cannot reach its reader.
UNDELIVERED: dict[str, Follow] = {**redemptions.UNDELIVERED, **complaints.UNDELIVERED}
