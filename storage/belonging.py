"""What belongs to a person: every column of every table that names one, and what becomes of it when two are one.

A new column that names a person is put down here once; a test asks for it.
"""

from typing import Any

from sqlalchemy import Column, update

from storage.announcements import ANNOUNCEMENT
from storage.answers import INVITATION, RSVP, RSVP_CHANGE
from storage.cafes import CAFE, CAFE_GUEST, CAFE_SEAT, CAFE_TABLE
from storage.deliveries import DELIVERY
from storage.events import EVENT
from storage.files import FILE
from storage.ideas import IDEA
from storage.inviting import INVITE_DRAFT
from storage.jobs import JOB
from storage.people import ACCOUNT, ACTIVITY, AFFILIATION, CONSENT, GRANT, LINK, PERSON
from storage.questions import QUESTION
from storage.tx import Tx

MOVES: tuple[Column[Any], ...] = (
    ACCOUNT.c.person_id,
    ACTIVITY.c.person_id,
    ANNOUNCEMENT.c.author_id,
    CAFE.c.by_id,
    CAFE.c.run_by_id,
    CAFE_TABLE.c.host_id,
    CONSENT.c.person_id,
    EVENT.c.organiser_id,
    GRANT.c.person_id,
    FILE.c.by_id,
    GRANT.c.by_id,
    IDEA.c.person_id,
    IDEA.c.by_id,
    INVITE_DRAFT.c.by_id,
    JOB.c.by_id,
    LINK.c.person_id,
    PERSON.c.joined_to_id,
    QUESTION.c.person_id,
    QUESTION.c.answer_by_id,
    RSVP.c.by_id,
    RSVP_CHANGE.c.person_id,
    RSVP_CHANGE.c.by_id,
)
"""Whose rows are the other person's from then on, just as they are."""

UNITED: tuple[Column[Any], ...] = (
    AFFILIATION.c.person_id,
    CAFE_GUEST.c.person_id,
    CAFE_SEAT.c.person_id,
    DELIVERY.c.person_id,
    INVITATION.c.person_id,
    RSVP.c.person_id,
)
"""Of which a person has one for each organisation, event or cause: `storage.uniting` makes one of two."""


async def move(tx: Tx, before: int, after: int) -> None:
    """Everything in `MOVES` that names `before` names `after`."""
    for column in MOVES:
        await tx.execute(update(column.table).where(column == before).values({column.name: after}))
