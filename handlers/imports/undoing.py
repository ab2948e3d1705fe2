"""Taking an import back: exactly what it did, where nobody has built on it since."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Table

from bot.core import Desk
from handlers.imports.writing import OF_AFFILIATION, OF_ORGANISATION, OF_PERSON
from storage import dialogues, erasure, imported
from storage.answers import RSVP
from storage.changes import Journal, referenced, restore, untouched
from storage.people import AFFILIATION, ORGANISATION, PERSON

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
    expected = {"affiliation": same["affiliation"], "link": await imported.unopened_links(tx, same["person"])}
    people = same["person"] - await referenced(tx, PERSON, same["person"], expected)
    concerned = await imported.organisations_of(
        tx, {*journal.made.get("affiliation", {}), *journal.changed.get("affiliation", {})}
    )
    affiliations = await imported.loose_affiliations(tx, same["affiliation"], made["person"].keys() - people)
    await imported.delete_rows(tx, AFFILIATION, affiliations)
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


async def _organisations(desk: Desk, made: Collection[int]) -> set[int]:
    """Organisations to which nothing points go; questions that stand open about them are closed."""
    gone = set(made) - await referenced(desk.db, ORGANISATION, made, {})
    forms = [name for name, route in desk.house.routes.forms.items() if route.about == "organisation"]
    await dialogues.close_about(desk.db, forms, gone)
    await imported.delete_rows(desk.db, ORGANISATION, gone)
    return gone
