"""Organisations and the people who speak for them."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.model.values import Role, Scope
from storage.columns import Coded, Json, Utc, table


class OrganisationRow(SQLModel, table=True):
    """A stakeholder. `key` is the external id of imports, the only thing they match on."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    key: str = Field(max_length=64)
    name: str
    sector: str = ""
    tags: list[str] = Field(default_factory=list, sa_type=Json)


UNKEYED = "P#"
"""Before our number, the exported id of a person without an external key; no imported key can hold a `#`."""


class PersonRow(SQLModel, table=True):
    """Somebody, before and after they have an account. People are never merged by name.

    `channel` is the platform they chose (or email, paper); quiet hours are wall times in their zone.
    `stopped_at` set: they asked not to be written to. `erased_at` set: the name is gone, the counts stay.
    `joined_to_id` set as well: they turned out to be that other person, who has everything that was theirs. The key
    stays, so that a later import of it finds that other person.
    `represents` is what a guest says they speak for, as written, while it is not among our organisations and nobody
    has decided about it.
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int | None = Field(default=None, foreign_key="programme.id", index=True)
    key: str | None = Field(default=None, max_length=64)
    name: str
    language: str
    zone: str = ""
    email: str = ""
    channel: str = ""
    quiet_from: time = time(21)
    quiet_until: time = time(8)
    welcomed_at: datetime | None = Field(default=None, sa_type=Utc)
    stopped_at: datetime | None = Field(default=None, sa_type=Utc)
    erased_at: datetime | None = Field(default=None, sa_type=Utc)
    joined_to_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    represents: str | None = None


class AffiliationRow(SQLModel, table=True):
    """A person speaks for an organisation. Not confirmed: a guest, until a manager says so.

    `imported`: a file said so, and a later file that says otherwise ends it; what people did by hand, no file ends.
    """

    __tablename__ = "affiliation"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    lead: bool = False
    confirmed: bool = True
    imported: bool = False
    since: datetime = Field(sa_type=Utc)
    until: datetime | None = Field(default=None, sa_type=Utc)


class PlaceRow(SQLModel, table=True):
    """A chat in which messages stand. `state` is open, or why nothing can be written there any more.

    `title` is what a group or channel is called, as far as its platform has told. `programme_id` is the programme of
    the manager who put us there; unset when somebody else did.
    """

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("platform", "installation", "chat", "thread"),)

    id: int | None = Field(default=None, primary_key=True)
    platform: str = Field(max_length=16)
    installation: str = Field(max_length=64)
    chat: str = Field(max_length=64)
    thread: str = Field(default="", max_length=64)
    private: bool = True
    title: str = Field(default="", sa_column_kwargs={"server_default": ""})
    state: str = Field(default="open", max_length=16, sa_column_kwargs={"server_default": "open"})
    programme_id: int | None = Field(default=None, foreign_key="programme.id")


class PendingRow(SQLModel, table=True):
    """A press in a group by somebody we do not know yet: kept until they have said who they are."""

    __tablename__ = "pending"
    __table_args__ = (UniqueConstraint("account_id", "payload"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    place_id: int = Field(foreign_key="place.id")
    payload: str = Field(max_length=64)
    at: datetime = Field(sa_type=Utc)


class AccountRow(SQLModel, table=True):
    """A person's account on a platform; `person_id` is unset until we know whose it is.

    `state` is open, or the lasting reason why it can not be written to (blocked, deactivated, gone).
    """

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("platform", "installation", "user"),)

    id: int | None = Field(default=None, primary_key=True)
    platform: str = Field(max_length=16)
    installation: str = Field(max_length=64)
    user: str = Field(max_length=64)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    place_id: int | None = Field(default=None, foreign_key="place.id")
    name: str = ""
    language: str = ""
    state: str = "open"
    used_at: datetime = Field(sa_type=Utc)


class GrantRow(SQLModel, table=True):
    """A role that a person holds, as far as its scope reaches. Ended, never deleted."""

    __tablename__ = "role_grant"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=Coded(Role))
    scope: Scope = Field(sa_type=Coded(Scope))
    scope_id: int | None = None
    since: datetime = Field(sa_type=Utc)
    until: datetime | None = Field(default=None, sa_type=Utc)
    by_id: int | None = Field(default=None, foreign_key="person.id")


class LinkRow(SQLModel, table=True):
    """A personal link, a claim, or a code that joins accounts. Tokens are derived, never stored; a typed code is kept
    as its digest.

    Of a join, `account_id` is the account that asked for the code, and is asked back; `joins_id` the one that typed it.
    """

    __tablename__ = "link"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=16)
    programme_id: int | None = Field(default=None, foreign_key="programme.id")
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    joins_id: int | None = Field(default=None, foreign_key="account.id")
    generation: int = 1
    role: Role | None = Field(default=None, sa_type=Coded(Role))
    digest: str = Field(default="", index=True, max_length=64)
    made_at: datetime = Field(sa_type=Utc)
    expires_at: datetime | None = Field(default=None, sa_type=Utc)
    opened_at: datetime | None = Field(default=None, sa_type=Utc)
    revoked_at: datetime | None = Field(default=None, sa_type=Utc)


class ConsentRow(SQLModel, table=True):
    """What a person agreed to or took back, and when (append-only)."""

    __tablename__ = "consent"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str = Field(max_length=32)
    given: bool
    at: datetime = Field(sa_type=Utc)


class ActivityRow(SQLModel, table=True):
    """Who, as what role, did what to which object (append-only); never message text."""

    __tablename__ = "activity"

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int | None = Field(default=None, foreign_key="programme.id")
    at: datetime = Field(sa_type=Utc)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    role: str = Field(default="", max_length=16)
    action: str = Field(max_length=64)
    object: str = Field(default="", max_length=96)
    result: str = Field(default="done", max_length=16)


class MarkRow(SQLModel, table=True):
    """A fact about the installation itself: that the try-out made it, where its story clock stands."""

    __tablename__ = "mark"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=64, unique=True)
    value: dict[str, Any] = Field(sa_type=Json)


ORGANISATION = table(OrganisationRow)
PERSON = table(PersonRow)
AFFILIATION = table(AffiliationRow)
PLACE = table(PlaceRow)
PENDING = table(PendingRow)
ACCOUNT = table(AccountRow)
GRANT = table(GrantRow)
LINK = table(LinkRow)
CONSENT = table(ConsentRow)
ACTIVITY = table(ActivityRow)
MARK = table(MarkRow)
