"""Who takes part: people, their cards, the shops, invitations of staff, consents."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Column, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from storage.models.types import UtcDateTime


class Role(StrEnum):
    """What a person may do, each including the one before."""

    CUSTOMER = "customer"
    STAFF = "staff"
    ADMIN = "admin"
    OWNER = "owner"


class Purpose(StrEnum):
    """What a customer may allow us to write about, apart from their own business with us."""

    OFFERS = "offers"
    NEWS = "news"
    SURVEYS = "surveys"


class Shop(SQLModel, table=True):
    """A place where purchases are made; a receipt number is unique within it."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    created_at: datetime = Field(sa_type=UtcDateTime)


class Person(SQLModel, table=True):
    """Anyone who has started the bot. Staff are customers too: they have an account of their own."""

    __table_args__ = (
        Index(
            "person_birthday",
            "birth_month",
            "birth_day",
            "birthday_greeted_year",
            sqlite_where=text("birth_month IS NOT NULL"),
            postgresql_where=text("birth_month IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    #: None once the person has asked to be forgotten.
    telegram_id: int | None = Field(default=None, sa_column=Column(BigInteger, unique=True))
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language: str
    role: str = Role.CUSTOMER
    shop_id: int | None = Field(default=None, foreign_key="shop.id")
    #: The word after `s_` in the link that brought them.
    source: str | None = None
    joined_at: datetime = Field(sa_type=UtcDateTime)
    #: Since when the bot cannot write to them (they blocked it); None: it can.
    blocked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: As they told us; the year is nobody's business. Changeable once a year.
    birth_month: int | None = None
    birth_day: int | None = None
    birthday_told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: The year of the last birthday that was greeted.
    birthday_greeted_year: int | None = None
    #: Shared by Telegram's contact button, so it is their own.
    phone: str | None = None
    #: The customer's own quiet hours, local time; None: the programme's.
    quiet_from: int | None = None
    quiet_until: int | None = None
    #: When they asked to be forgotten; what could tell who they were is gone from this row.
    forgotten_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Card(SQLModel, table=True):
    """A loyalty card. A renewed card leaves its predecessor behind with `revoked_at` set."""

    __table_args__ = (
        Index(
            "card_current",
            "account_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(sa_column=Column(ForeignKey("account.id"), nullable=False))
    #: What follows `c_` in the link behind the QR code; random, at least 16 characters.
    token: str = Field(unique=True)
    #: Eight digits, the last a check digit, for a cashier without a camera.
    number: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Invitation(SQLModel, table=True):
    """A one-time link that gives a role (`i_` staff and admins, `o_` the owner)."""

    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(unique=True)
    role: str
    shop_id: int | None = Field(default=None, foreign_key="shop.id")
    #: None: printed on the console for the first owner.
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_by: int | None = Field(default=None, foreign_key="person.id")
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Consent(SQLModel, table=True):
    """One answer to 'may we?'; the latest per purpose is what holds. Never changed or deleted."""

    __table_args__ = (Index("consent_latest", "person_id", "purpose", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    purpose: str
    granted: bool
    at: datetime = Field(sa_type=UtcDateTime)
    #: The version of the wording that was agreed to, and the screen it stood on.
    wording: str
    place: str
