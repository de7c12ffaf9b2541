"""What both sides of a redemption are told. All of it stands with the redemption, so the id is enough.

Somebody waits for each at the till, or for a screen there to change.
"""

from dataclasses import dataclass

from loyalty.notices import Notice, Urgency


@dataclass(frozen=True, slots=True)
class RedemptionNotice(Notice):
    """What they have in common."""

    urgency = Urgency.ASKED

    hold_id: int


@dataclass(frozen=True, slots=True)
class RedemptionAsked(RedemptionNotice):
    """The question to the customer."""

    kind = "redemption_asked"


@dataclass(frozen=True, slots=True)
class RedemptionCaptured(RedemptionNotice):
    """To the member of staff: the customer said yes, and this is the purchase."""

    kind = "redemption_captured"

    purchase_id: int


@dataclass(frozen=True, slots=True)
class RedemptionReleased(RedemptionNotice):
    """To the one side: the other said no."""

    kind = "redemption_released"


@dataclass(frozen=True, slots=True)
class RedemptionExpired(RedemptionNotice):
    """To both: nobody answered in time."""

    kind = "redemption_expired"


@dataclass(frozen=True, slots=True)
class RedemptionUnreachable(RedemptionNotice):
    """To the member of staff: the question could not be brought to the customer."""

    kind = "redemption_unreachable"
