"""Taking an import back: exactly what it did, where nobody has built on it since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, delete, exists, or_, select

from bot.core import Desk
from handlers.imports.writing import OF_AFFILIATION, OF_ORGANISATION, OF_PERSON
from storage import dialogues, erasure
from storage.answers import INVITATION, RSVP
from storage.changes import Journal, in_statements, referenced, restore, untouched
from storage.people import AFFILIATION, LINK, ORGANISATION, PERSON
from storage.tx import Tx

KINDS: dict[str, tuple[Table, tuple[str, ...]]] = {
    "organisation": (ORGANISATION, OF_ORGANISATION),
    "person": (PERSON, OF_PERSON),
    "affiliation": (AFFILIATION, OF_AFFILIATION),
}


@dataclass
class TakenBack:
    """What is as it was before, by kind: numbers of records gone and restored; and those that stay as they are."""

    gone: dict[str, set[int]] = field(default_factory=dict)
    restored: dict[str, set[int]] = field(default_factory=dict)
    kept: dict[str, set[int]] = field(default_factory=dict)


async def take_back(desk: Desk, journal: Journal) -> TakenBack:
    """Take back what a journal says was done, in the caller's transaction.

    A person stays who has an account, an invitation, an answer, an opened link, or whom somebody has corrected; an
    organisation stays that anything points to, or that was corrected; a value stays that is another by now.
    """
    tx = desk.db
    made = {kind: journal.made.get(kind, {}) for kind in KINDS}
    same = {kind: await untouched(tx, table, made[kind], columns) for kind, (table, columns) in KINDS.items()}
    people = same["person"] - await _built_on(tx, same["person"], same["affiliation"])
    concerned = await _organisations_of(tx, journal)
    affiliations = await _loose(tx, same["affiliation"], made["person"].keys() - people)
    await _delete(tx, AFFILIATION, affiliations)
    await erasure.empty_people(tx, people, desk.now)
    back = TakenBack({"person": people, "affiliation": affiliations})
    for kind, (table, _) in {**KINDS, "rsvp": (RSVP, ())}.items():
        back.restored[kind], back.kept[kind] = await restore(tx, table, journal.changed.get(kind, {}))
    back.gone["organisation"] = await _organisations(desk, same["organisation"])
    for kind in KINDS:
        back.kept[kind] |= made[kind].keys() - back.gone[kind]
    await desk.touch_all("person", people | back.restored["person"])
    await desk.touch_all("organisation", concerned | back.gone["organisation"] | back.restored["organisation"])
    return back


async def _built_on(tx: Tx, people: Collection[int], affiliations: Collection[int]) -> set[int]:
    """Those to whom more points than the import made: their affiliations, and links that nobody has opened."""
    links: set[int] = set()
    for some in in_statements(people):
        unopened = select(LINK.c.id).where(LINK.c.person_id.in_(some), LINK.c.opened_at.is_(None))
        links |= set((await tx.execute(unopened)).scalars())
    return await referenced(tx, PERSON, people, {"affiliation": affiliations, "link": links})


async def _loose(tx: Tx, affiliations: Collection[int], staying: Collection[int]) -> set[int]:
    """Affiliations that can go: not of those who stay, and nobody was invited or has answered for them since."""
    found: set[int] = set()
    spoken = or_(
        *(
            exists().where(
                table.c.person_id == AFFILIATION.c.person_id,
                table.c.organisation_id == AFFILIATION.c.organisation_id,
            )
            for table in (INVITATION, RSVP)
        )
    )
    for some in in_statements(affiliations):
        loose = select(AFFILIATION.c.id, AFFILIATION.c.person_id).where(AFFILIATION.c.id.in_(some), ~spoken)
        rows: Sequence[Any] = (await tx.execute(loose)).all()
        found |= {row.id for row in rows if row.person_id not in staying}
    return found


async def _organisations(desk: Desk, made: Collection[int]) -> set[int]:
    """Organisations to which nothing points go; questions that stand open about them are closed."""
    gone = set(made) - await referenced(desk.db, ORGANISATION, made, {})
    forms = [name for name, route in desk.house.routes.forms.items() if route.about == "organisation"]
    await dialogues.close_about(desk.db, forms, gone)
    await _delete(desk.db, ORGANISATION, gone)
    return gone


async def _organisations_of(tx: Tx, journal: Journal) -> set[int]:
    """Those whose people the import has changed."""
    found: set[int] = set()
    for some in in_statements({*journal.made.get("affiliation", {}), *journal.changed.get("affiliation", {})}):
        theirs = select(AFFILIATION.c.organisation_id).where(AFFILIATION.c.id.in_(some))
        found |= set((await tx.execute(theirs)).scalars())
    return found


async def _delete(tx: Tx, table: Table, numbers: Collection[int]) -> None:
    for some in in_statements(numbers):
        await tx.execute(delete(table).where(table.c.id.in_(some)))
