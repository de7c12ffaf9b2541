"""The programme's settings: data with defaults, kept with who changed what and when."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from babel.numbers import list_currencies
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy import String, bindparam, cast, func, insert, select, update

from loyalty import audit
from loyalty.actor import Actor, Permission
from loyalty.expiry.rules import ExpiryPolicy, expires_at
from loyalty.programme.model import SettingInvalid
from storage import Reading, Transaction
from storage.locks import lock_table
from storage.tables import LOT_PENDING, accounts, lots, people, programme_versions, shops


def _existing_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("a time zone of the IANA list, such as Africa/Johannesburg") from error
    return name


def _existing_currency(code: str) -> str:
    if code not in list_currencies():
        raise ValueError("an ISO 4217 currency code, such as ZAR")
    return code


def _web_address(link: str) -> str:
    if not link.startswith(("https://", "http://")):
        raise ValueError("a web address that begins with https://")
    return link


Points = Annotated[int, Field(ge=0, le=1_000_000)]
Hour = Annotated[int, Field(ge=0, le=23)]
Link = Annotated[str, AfterValidator(_web_address)]


class Programme(BaseModel):
    """The rules in force. Points, minor units of the currency, and times whose unit is in the name."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    brand: str = Field(min_length=1, max_length=64)
    currency: Annotated[str, AfterValidator(_existing_currency)]
    timezone: Annotated[str, AfterValidator(_existing_zone)]
    default_language: str = Field(pattern=r"^(ru|uk|af|en)$")

    #: Hundredths of a percent of the money paid that come back as points.
    earn_rate_basis_points: int = Field(500, ge=0, le=10_000)
    point_value_minor: int = Field(1, ge=1, le=1_000_000)
    smallest_redemption_points: int = Field(100, ge=1, le=1_000_000)
    largest_share_percent: int = Field(50, ge=1, le=100)
    welcome_points: Points = 100
    #: Below it a purchase is recorded but earns nothing.
    minimum_purchase_minor: int = Field(0, ge=0)
    largest_purchase_minor: int = Field(10_000_000, ge=1, le=2_000_000_000)
    #: Earned points wait so long before they can be spent.
    purchase_hold_days: int = Field(0, ge=0, le=365)

    referrer_points: Points = 500
    referred_points: Points = 500
    referral_minimum_purchase_minor: int = Field(5_000, ge=0)
    referral_hold_days: int = Field(14, ge=0, le=365)
    referral_monthly_cap: int = Field(10, ge=0, le=1_000)

    expiry_policy: ExpiryPolicy = ExpiryPolicy.NONE
    expiry_after_months: int = Field(12, ge=1, le=120)
    #: How long returned points last whose own day has passed meanwhile.
    refund_grace_days: int = Field(30, ge=1, le=365)

    redemption_hold_seconds: int = Field(180, ge=30, le=3_600)
    undo_minutes: int = Field(15, ge=0, le=1_440)
    complaint_answer_hours: int = Field(24, ge=1, le=720)
    adjustment_limit_points: Points = 1_000
    invitation_hours: int = Field(72, ge=1, le=720)
    birthday_points: Points = 0
    survey_cooldown_days: int = Field(90, ge=1, le=730)
    review_links: tuple[Link, ...] = ()
    #: Local hours between which nothing is sent that can wait.
    quiet_from: Hour = 21
    quiet_until: Hour = 9

    @model_validator(mode="after")
    def _points_mature_before_they_expire(self) -> "Programme":
        waiting = max(self.purchase_hold_days, self.referral_hold_days)
        if self.expiry_policy is not ExpiryPolicy.NONE and waiting >= 28 * self.expiry_after_months:
            raise ValueError("points must mature before they expire")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def worth_minor(self, points: int) -> int:
        return points * self.point_value_minor

    def expires_at(self, earned_at: datetime) -> datetime | None:
        """The first moment at which points earned then are gone; None: never."""
        return expires_at(earned_at, self.expiry_policy, self.expiry_after_months, self.zone)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the settings: when, by whom (None: the first start), and old and new value by name."""

    at: datetime
    who: str | None
    values: dict[str, tuple[Any, Any]]


#: The settings in force, as text; to be selected along with other things.
NEWEST_SETTINGS = (
    select(cast(programme_versions.c.settings, String))
    .order_by(programme_versions.c.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("programme")
)
_LOAD = select(NEWEST_SETTINGS)


@lru_cache(maxsize=16)
def parse(settings: str) -> Programme:
    """The settings out of their stored form."""
    return Programme.model_validate_json(settings)


async def load(reading: Reading) -> Programme:
    """The settings in force."""
    return parse((await reading.run(_LOAD)).scalar_one())


async def ensure(transaction: Transaction, first: Programme, now: datetime) -> None:
    """At the first start, writes the first version of the settings and the first shop, named after the brand."""
    await lock_table(transaction, programme_versions)  # replicas that start at once
    if not (await transaction.run(select(func.count()).select_from(programme_versions))).scalar_one():
        await transaction.run(insert(programme_versions), {"settings": first.model_dump(mode="json"), "at": now})
    if not (await transaction.run(select(func.count()).select_from(shops))).scalar_one():
        await transaction.run(insert(shops), {"name": first.brand, "created_at": now})


async def change(transaction: Transaction, actor: Actor, now: datetime, **changes: Any) -> Programme:
    """Puts a new version in force.

    Switching expiry on gives every point that had no end one full period from now, or from when it can be spent if that
    is later than its end would be; switching it off takes the end from every point still there. A change of the period
    holds for points earned from now on.

    Raises:
        Forbidden: not one who manages the programme.
        SettingInvalid: there is no such setting, or it cannot have this value.
    """
    actor.require(Permission.MANAGE_PROGRAMME)
    # Whoever books has locked an account and read the settings with it: nobody books by the old rules from here on.
    await lock_table(transaction, accounts)
    before = await load(transaction)
    after = _changed(before, changes)
    if after == before:
        return before
    row = {"settings": after.model_dump(mode="json"), "at": now, "changed_by": actor.person_id}
    await transaction.run(insert(programme_versions), row)
    await audit.record(transaction, actor, "programme_changed", "programme", now, _differences(before, after))
    await _switch_expiry(transaction, before, after, now)
    return after


def _changed(before: Programme, changes: dict[str, Any]) -> Programme:
    for name, value in changes.items():
        if name not in Programme.model_fields:
            raise SettingInvalid(name, value, "a setting of the programme")
    try:
        return Programme.model_validate(before.model_dump() | changes)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else next(iter(changes))
        raise SettingInvalid(name, changes.get(name), first["msg"].removeprefix("Value error, ")) from error


async def _switch_expiry(transaction: Transaction, before: Programme, after: Programme, now: datetime) -> None:
    was_on, is_on = (p.expiry_policy is not ExpiryPolicy.NONE for p in (before, after))
    if is_on and not was_on:
        ends = after.expires_at(now)
        waiting = select(lots.c.id, lots.c.matures_at).where(LOT_PENDING, lots.c.matures_at >= ends)
        later_ends = [
            {"lot_id": lot_id, "ends": after.expires_at(matures_at)}
            for lot_id, matures_at in await transaction.run(waiting.where(lots.c.expires_at.is_(None)))
        ]
        endless = update(lots).where(lots.c.expires_at.is_(None))
        await transaction.run(endless.values(warned_days=None, expires_at=ends))
        if later_ends:
            one = update(lots).where(lots.c.id == bindparam("lot_id"))
            await transaction.run(one.values(expires_at=bindparam("ends", type_=lots.c.expires_at.type)), later_ends)
    elif was_on and not is_on:
        still_there = (lots.c.expires_at > now) | (lots.c.remaining > 0)
        await transaction.run(update(lots).where(still_there).values(warned_days=None, expires_at=None))


def _differences(before: Programme, after: Programme) -> dict[str, tuple[Any, Any]]:
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return {name: (old[name], new[name]) for name in new if old[name] != new[name]}


async def history(reading: Reading, actor: Actor) -> list[Change]:
    """Every change of the settings, newest first.

    Raises:
        Forbidden: not one who manages the programme.
    """
    actor.require(Permission.MANAGE_PROGRAMME)
    statement = (
        select(programme_versions.c.at, programme_versions.c.settings, people.c.first_name)
        .outerjoin(people, people.c.id == programme_versions.c.changed_by)
        .order_by(programme_versions.c.id)
    )
    versions = [(at, Programme.model_validate(settings), who) for at, settings, who in await reading.run(statement)]
    changes = [Change(at, who, _differences(before, after)) for (_, before, _), (at, after, who) in pairwise(versions)]
    return changes[::-1]
