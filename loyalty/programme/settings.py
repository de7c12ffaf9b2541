"""The programme's settings, by noun, each with its kind, its limits and its default.

The owner's menu, /rules and the refusal of a wrong value are made from what stands here.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo

from annotated_types import Ge, Le, MaxLen, MinLen
from babel.numbers import list_currencies
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from loyalty.expiry.rules import ExpiryPolicy, expires_at
from loyalty.programme.links import is_web_address
from loyalty.programme.model import Kind, Rule, Setting, SettingInvalid
from loyalty.visible import visible


def _existing_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("not in the IANA list") from error
    return name


def _existing_currency(code: str) -> str:
    if code not in list_currencies():
        raise ValueError("not in ISO 4217")
    return code


def _web_address(link: str) -> str:
    if not link.startswith(("https://", "http://")):
        raise ValueError("not a web address")
    return link


Points = Annotated[int, Kind.POINTS, Field(ge=0, le=1_000_000)]
Money = Annotated[int, Kind.MINOR, Field(ge=0, le=2_000_000_000)]
Days = Annotated[int, Kind.DAYS, Field(ge=0, le=365)]
HourOfDay = Annotated[int, Kind.HOUR_OF_DAY, Field(ge=0, le=23)]
Link = Annotated[str, AfterValidator(_web_address)]


class _Group(BaseModel):
    """What it does not know, an older or newer version knew."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Earning(_Group):
    #: Of the money paid, what comes back as points.
    rate_basis_points: Annotated[int, Kind.BASIS_POINTS, Field(ge=0, le=10_000)] = 500
    point_value_minor: Annotated[int, Kind.MINOR, Field(ge=1, le=1_000_000)] = 1
    welcome_points: Points = 100
    #: Below it a purchase is recorded but earns nothing.
    minimum_purchase_minor: Money = 0
    #: Earned points wait so long before they can be spent.
    hold_days: Days = 0


class Redeeming(_Group):
    smallest_points: Annotated[int, Kind.POINTS, Field(ge=1, le=1_000_000)] = 100
    #: Of a bill, what points may pay at most.
    largest_share_percent: Annotated[int, Kind.PERCENT, Field(ge=1, le=100)] = 50
    #: So long the customer can say yes.
    hold_seconds: Annotated[int, Kind.SECONDS, Field(ge=30, le=3_600)] = 180


class Referrals(_Group):
    referrer_points: Points = 500
    friend_points: Points = 500
    minimum_purchase_minor: Money = 5_000
    hold_days: Days = 14
    #: Friends of a calendar month for whom the inviting customer gets points.
    monthly_cap: Annotated[int, Kind.PEOPLE, Field(ge=0, le=1_000)] = 10


class Expiry(_Group):
    policy: Annotated[ExpiryPolicy, Kind.CHOICE] = ExpiryPolicy.NONE
    after_months: Annotated[int, Kind.MONTHS, Field(ge=1, le=120)] = 12
    #: How long returned points last whose own day has passed meanwhile.
    refund_grace_days: Annotated[int, Kind.DAYS, Field(ge=1, le=365)] = 30


class Birthdays(_Group):
    points: Points = 0


class Complaints(_Group):
    #: So soon the customer has an answer.
    answer_hours: Annotated[int, Kind.HOURS, Field(ge=1, le=720)] = 24


class Ratings(_Group):
    #: Nobody is asked again sooner.
    cooldown_days: Annotated[int, Kind.DAYS, Field(ge=1, le=730)] = 90
    #: Where promoters may say it to everybody.
    review_links: Annotated[tuple[Link, ...], Kind.LINKS] = ()


class Team(_Group):
    invitation_hours: Annotated[int, Kind.HOURS, Field(ge=1, le=720)] = 72
    #: What staff may give or take by hand at a time.
    adjustment_limit_points: Points = 1_000


class Till(_Group):
    #: So long staff may undo their own purchase.
    undo_minutes: Annotated[int, Kind.MINUTES, Field(ge=0, le=1_440)] = 15
    largest_purchase_minor: Annotated[int, Kind.MINOR, Field(ge=1, le=2_000_000_000)] = 10_000_000


class Quiet(_Group):
    """Hours between which nothing is sent that can wait; the same hour twice: it is never quiet."""

    from_hour: HourOfDay = 21
    until_hour: HourOfDay = 9


class Programme(_Group):
    """The rules in force."""

    brand: Annotated[str, Kind.TEXT, Field(min_length=1, max_length=64)]
    currency: Annotated[str, Kind.CURRENCY, AfterValidator(_existing_currency)]
    timezone: Annotated[str, Kind.TIMEZONE, AfterValidator(_existing_zone)]
    default_language: Annotated[Literal["ru", "uk", "af", "en"], Kind.CHOICE]

    earning: Earning = Earning()
    redeeming: Redeeming = Redeeming()
    referrals: Referrals = Referrals()
    expiry: Expiry = Expiry()
    birthdays: Birthdays = Birthdays()
    complaints: Complaints = Complaints()
    ratings: Ratings = Ratings()
    team: Team = Team()
    till: Till = Till()
    quiet: Quiet = Quiet()

    @model_validator(mode="after")
    def _points_mature_before_they_expire(self) -> "Programme":
        waiting = max(self.earning.hold_days, self.referrals.hold_days)
        if self.expiry.policy is not ExpiryPolicy.NONE and waiting >= 28 * self.expiry.after_months:
            raise PydanticCustomError(Rule.MATURE_BEFORE_EXPIRY, "points must mature before they expire")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def worth_minor(self, points: int) -> int:
        return points * self.earning.point_value_minor

    def expires_at(self, earned_at: datetime) -> datetime | None:
        """The first moment at which points earned then are gone; None: never."""
        return expires_at(earned_at, self.expiry.policy, self.expiry.after_months, self.zone)

    def changed(self, changes: Mapping[str, Any]) -> "Programme":
        """These settings, but for `changes`, by name.

        Raises:
            SettingInvalid: there is no such setting, or it cannot have this value.
        """
        values = self.model_dump()
        for name, value in changes.items():
            if name not in describe():
                raise SettingInvalid(name, value, Rule.KNOWN)
            group, _, own = name.rpartition(".")
            (values[group] if group else values)[own] = value
        try:
            after = Programme.model_validate(values)
        except ValidationError as error:
            raise _refusal(error, changes) from error
        _refuse_useless(after, changes)
        return after

    def flat(self) -> dict[str, Any]:
        """Every setting by its name, fit for JSON."""
        return dict(_flat(self.model_dump(mode="json")))


def _refuse_useless(after: Programme, changes: Mapping[str, Any]) -> None:
    """Raises for a new value that nobody could see or follow. One that was stored before there was this check stays."""
    if "brand" in changes and not visible(after.brand):
        raise SettingInvalid("brand", changes["brand"], Rule.LIMITS, describe()["brand"])
    links = "ratings.review_links"
    if links in changes and not all(is_web_address(link) for link in after.ratings.review_links):
        raise SettingInvalid(links, changes[links], Rule.KIND, describe()[links])


def _flat(values: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{name}.")
        else:
            yield prefix + name, value


@cache
def describe() -> Mapping[str, Setting]:
    """Every setting there is, by name: its kind, its limits, its default."""
    return {setting.name: setting for setting in _describe(Programme)}


def _describe(group: type[BaseModel], prefix: str = "") -> Iterator[Setting]:
    for name, field in group.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, _Group):
            yield from _describe(field.annotation, f"{name}.")
        else:
            yield _setting(prefix + name, field)


def _setting(name: str, field: FieldInfo) -> Setting:
    kind = next(fact for fact in field.metadata if isinstance(fact, Kind))
    limits: dict[str, Any] = {}
    for fact in field.metadata:
        match fact:
            case Ge(limit) | MinLen(limit):
                limits["minimum"] = limit
            case Le(limit) | MaxLen(limit):
                limits["maximum"] = limit
    default = None if field.is_required() else field.default
    return Setting(name, kind, default, choices=_choices(field.annotation) if kind is Kind.CHOICE else (), **limits)


def _choices(annotation: Any) -> tuple[str, ...]:
    return get_args(annotation) or tuple(annotation)


def _refusal(error: ValidationError, changes: Mapping[str, Any]) -> SettingInvalid:
    """The first fault as facts. One that lies between settings is laid to the first that was changed."""
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"] if isinstance(part, str)) or next(iter(changes))
    setting = describe()[name]
    if first["type"] == Rule.MATURE_BEFORE_EXPIRY:
        rule = Rule.MATURE_BEFORE_EXPIRY
    elif first["type"] in _LIMITS:
        rule = Rule.LIMITS
    else:
        rule = Rule.KIND
    return SettingInvalid(name, changes.get(name), rule, setting)


#: What pydantic calls a value outside of its limits.
_LIMITS = {"greater_than_equal", "less_than_equal", "string_too_short", "string_too_long"}


def fingerprint(settings: Programme) -> str:
    """What settings are known by: the same content, the same fingerprint, in whatever database."""
    return sha256(json.dumps(settings.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()[:32]
