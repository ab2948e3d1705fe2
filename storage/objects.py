"""What the activity log calls an object, in words that mean something outside: our own numbers do not."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, select

from storage.announcements import ANNOUNCEMENT
from storage.events import EVENT
from storage.exporting import key_of
from storage.people import ACCOUNT, AFFILIATION, GRANT, ORGANISATION, PERSON
from storage.programmes import LAB, PROGRAMME
from storage.questions import QUESTION
from storage.tx import Tx

_KEYED = {"event": EVENT, "lab": LAB, "organisation": ORGANISATION, "programme": PROGRAMME}
_WHO = PERSON.alias()  # behind a number: the person, or the one they turned out to be
_PEOPLE = select(PERSON.c.id, key_of(_WHO).label("key")).join(
    _WHO, _WHO.c.id == func.coalesce(PERSON.c.joined_to_id, PERSON.c.id)
)
_ACCOUNTS = select(ACCOUNT.c.id, ACCOUNT.c.platform, ACCOUNT.c.person_id)
_AFFILIATIONS = select(AFFILIATION.c.id, AFFILIATION.c.person_id, ORGANISATION.c.key).join(
    ORGANISATION, ORGANISATION.c.id == AFFILIATION.c.organisation_id
)
_GRANTS = select(GRANT.c.id, GRANT.c.role, GRANT.c.person_id)
_QUESTIONS = select(QUESTION.c.id, EVENT.c.key).outerjoin(EVENT, EVENT.c.id == QUESTION.c.event_id)
_ANNOUNCEMENTS = select(ANNOUNCEMENT.c.id, PROGRAMME.c.key).join(
    PROGRAMME, PROGRAMME.c.id == ANNOUNCEMENT.c.programme_id
)


async def names(tx: Tx) -> Mapping[str, str]:
    """By what the log holds (`event 7`, `account 3`) what is exported: `event E1`, `account A#3 (telegram, ANA)`.

    What has no external key keeps its number behind `#`, which no imported key can contain.
    """
    people = {row.id: row.key for row in await _all(tx, _PEOPLE)}
    found = {f"person {number}": f"person {key}" for number, key in people.items()} | {"installation 0": "installation"}
    for kind, table in _KEYED.items():
        found |= {f"{kind} {row.id}": f"{kind} {row.key}" for row in await _all(tx, select(table.c.id, table.c.key))}
    for row in await _all(tx, _ACCOUNTS):
        whose = ", ".join(part for part in (row.platform, people.get(row.person_id)) if part)
        found[f"account {row.id}"] = f"account A#{row.id} ({whose})"
    for row in await _all(tx, _AFFILIATIONS):
        found[f"affiliation {row.id}"] = f"affiliation {people[row.person_id]} {row.key}"
    for row in await _all(tx, _GRANTS):
        found[f"grant {row.id}"] = f"grant {row.role.value} {people[row.person_id]}"
    for row in await _all(tx, _QUESTIONS):
        found[f"question {row.id}"] = f"question Q#{row.id}" + (f" ({row.key})" if row.key else "")
    for row in await _all(tx, _ANNOUNCEMENTS):
        found[f"announcement {row.id}"] = f"announcement N#{row.id} ({row.key})"
    return found


async def _all(tx: Tx, statement: Select[Any]) -> Any:
    return (await tx.execute(statement)).all()
