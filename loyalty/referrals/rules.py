"""What can be said of referrals without looking anything up."""

from datetime import date, datetime, time

from loyalty.programme import Programme

#: No two of these look alike, and without vowels they make no words.
ALPHABET = "CDFGHJKMNPQRTVWX34679"
LENGTH = 6
#: Cyrillic letters that look like ours: whoever hears the code may well type these.
_LOOK_ALIKES = str.maketrans("СНКМРТХ", "CHKMPTX")


def parse_code(text: str) -> str | None:
    """The code that was meant, whatever its case, blanks and dashes; None: none."""
    code = "".join(sign for sign in text.upper() if sign.isalnum()).translate(_LOOK_ALIKES)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def format_code(code: str) -> str:
    """As it is shown: KMP-347."""
    return f"{code[:3]}-{code[3:]}"


def inviter_points(programme: Programme) -> int:
    """What a friend brings whoever invited them, as long as the month's cap is not reached: nothing if that is 0."""
    return programme.referrals.referrer_points if programme.referrals.monthly_cap else 0


def month_of(programme: Programme, now: datetime) -> tuple[datetime, datetime]:
    """When the calendar month began in the programme's zone, and when the next one begins."""
    today = now.astimezone(programme.zone)
    first = date(today.year, today.month, 1)
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    begin, end = (datetime.combine(day, time(), tzinfo=programme.zone) for day in (first, following))
    return begin, end
