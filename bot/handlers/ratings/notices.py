"""Notices of ratings, to the team."""

from bot.engine.keyboards import button
from bot.engine.screens import Screen
from bot.handlers.notice import AnyKind, Kind, Spot, Wording
from bot.handlers.ratings import team_texts as texts
from loyalty import complaints, ratings
from loyalty.ratings.notices import RatingHeard, RatingsOfDay, day_key, heard_key
from storage import sent_messages


async def heard(wording: Wording, notice: RatingHeard) -> Screen | None:
    """The rating as it is now. Whoever has not been told of it is not told that it has become a good one, or that it
    has become a complaint: of that they are told anyway."""
    rating = await ratings.heard(wording.reading, wording.person_id, notice.rating_id)
    if rating is None:
        return None
    case = await complaints.about_rating(wording.reading, rating.rating_id)
    told = await sent_messages.find(wording.reading, _heard_spot(notice, wording.person_id).key) is not None
    if not told and (case is not None or not rating.detractor):
        return None
    _ = wording.words.gettext
    buttons = []
    if case is not None:
        buttons.append([button(_("Read"), "desk", "show", case.number)])
    elif rating.detractor and rating.person_id is not None:
        buttons.append([button(_("Open a case"), "ratings", "case", rating.rating_id)])
    return Screen(texts.heard(wording.words, rating, notice.was, case), buttons)


async def of_day(wording: Wording, notice: RatingsOfDay) -> Screen | None:
    """What was said on that day, as it stands now."""
    said = await ratings.heard_between(wording.reading, wording.person_id, notice.since, notice.until)
    if said:
        return Screen(texts.of_day(wording.words, said))
    told = await sent_messages.find(wording.reading, _day_spot(notice, wording.person_id).key) is not None
    return Screen(texts.of_day_gone(wording.words)) if told else None


def _heard_spot(notice: RatingHeard, person_id: int | None) -> Spot:
    return Spot(heard_key(notice.rating_id, person_id or 0))


def _day_spot(notice: RatingsOfDay, person_id: int | None) -> Spot:
    return Spot(day_key(notice.until, person_id or 0))


KINDS: tuple[AnyKind, ...] = (
    Kind(RatingHeard, heard, _heard_spot),
    Kind(RatingsOfDay, of_day, _day_spot),
)
