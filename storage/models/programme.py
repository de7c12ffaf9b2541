"""The programme's settings through time, and who did what."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from storage.models.types import Document, UtcDateTime


class ProgrammeVersion(SQLModel, table=True):
    """The whole settings. Of those whose moment has come, the newest version is in force."""

    __tablename__ = "programme_version"

    id: int | None = Field(default=None, primary_key=True)
    settings: dict[str, Any] = Field(sa_column=Column(Document, nullable=False))
    #: Of the settings' content: the same settings, the same fingerprint, in whatever database.
    fingerprint: str
    at: datetime = Field(sa_type=UtcDateTime)
    #: None: at once, from its commit on.
    holds_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: None: the first version, from the environment.
    changed_by: int | None = Field(default=None, foreign_key="person.id")


class ProgrammeText(SQLModel, table=True):
    """A sentence of the owner's own, in one language."""

    __tablename__ = "programme_text"

    name: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    text: str
    at: datetime = Field(sa_type=UtcDateTime)
    changed_by: int = Field(foreign_key="person.id")


class AuditRecord(SQLModel, table=True):
    """Who did what to whom. Append-only."""

    __tablename__ = "audit_record"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    #: None: the programme itself.
    actor_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    action: str
    #: What it was done to, such as `purchase:12`.
    subject: str = Field(index=True)
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Document, nullable=False))
