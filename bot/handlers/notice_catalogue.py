"""Every kind of notice, what it is made of and who words it."""

from bot.handlers.adjustments import notices as adjustments
from bot.handlers.birthdays import notices as birthdays
from bot.handlers.cards import notices as cards
from bot.handlers.complaints import notices as complaints
from bot.handlers.expiry import notices as expiry
from bot.handlers.notice import AnyKind
from bot.handlers.purchases import notices as purchases
from bot.handlers.ratings import notices as ratings
from bot.handlers.redemptions import notices as redemptions
from bot.handlers.referrals import notices as referrals

KINDS: dict[str, AnyKind] = {
    kind.notice.kind: kind
    for kinds in (
        purchases.KINDS,
        adjustments.KINDS,
        cards.KINDS,
        redemptions.KINDS,
        referrals.KINDS,
        complaints.KINDS,
        ratings.KINDS,
        birthdays.KINDS,
        expiry.KINDS,
    )
    for kind in kinds
}
