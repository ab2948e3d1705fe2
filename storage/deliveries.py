"""Deliveries: who should see which view. Once sent, a delivery is its own placement.

States: waiting (for first contact) · held (paused) · queued → sending → sent → stale → sending … · skipped, failed,
unknown, cancelled. A touch raises `version`; a mark sets `sent` only when the version drawn is still the version.
`due` and `until` are story time; `not_before` is real time. What is `sending` is in the hands of the
process `holder_id`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from bot.model.values import Reason, Sending
from storage.columns import BigKey, Coded, Json, Utc, table

_READY = text("state IN ('queued', 'stale')")
_SUSPECT = text("crashes >= 2 AND state IN ('queued', 'stale')")
_IN_FLIGHT = text("state = 'sending'")


class DeliveryRow(SQLModel, table=True):
    """One view for one recipient: a person (their account is chosen when it is sent) or a place.

    `once` is unique: the same cause never reaches the same recipient twice. `card` holds a literal sentence (JSON),
    never a secret. `looks` is the fingerprint of what stands there.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_ready", "lane", "due", "id", sqlite_where=_READY, postgresql_where=_READY),
        Index("ix_delivery_suspect", "id", sqlite_where=_SUSPECT, postgresql_where=_SUSPECT),
        Index("ix_delivery_in_flight", "holder_id", sqlite_where=_IN_FLIGHT, postgresql_where=_IN_FLIGHT),
        Index("ix_delivery_message", "place_id", "message"),
        Index("ix_delivery_subject", "kind", "subject"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    programme_id: int | None = Field(default=None, foreign_key="programme.id")
    event_id: int | None = Field(default=None, foreign_key="event.id")
    kind: str = Field(max_length=48)
    subject: str = Field(default="", max_length=64)
    card: dict[str, Any] | None = Field(default=None, sa_type=Json)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    place_id: int | None = Field(default=None, foreign_key="place.id")
    lane: int
    due: datetime = Field(sa_type=Utc)
    until: datetime | None = Field(default=None, sa_type=Utc)
    not_before: datetime | None = Field(default=None, sa_type=Utc)
    state: Sending = Field(default=Sending.QUEUED, sa_type=Coded(Sending))
    reason: Reason | None = Field(default=None, sa_type=Coded(Reason))
    cause: str = Field(default="", max_length=64, index=True)
    once: str | None = Field(default=None, max_length=96, unique=True)
    vital: bool = False
    quiet: bool = False
    live: bool = False
    version: int = 1
    drawn: int = 0
    looks: str = Field(default="", max_length=64)
    message: str = Field(default="", max_length=64)
    attempts: int = 0
    crashes: int = 0
    doubts: int = 0
    holder_id: int | None = None
    sent_at: datetime | None = Field(default=None, sa_type=Utc)


DELIVERY = table(DeliveryRow)
