"""Doing what a plan says: in few statements, however many records there are, in the caller's transaction."""

from collections.abc import Mapping
from typing import Any

from bot.core import Desk
from handlers.imports.planning import Part, Plan
from storage import affiliations, imported, personal_links
from storage.changes import Changes, Journal, digest, insert_all, write_changes
from storage.importing import imported_people, values_of
from storage.people import AFFILIATION, ORGANISATION, PERSON, AffiliationRow, OrganisationRow, PersonRow
from storage.programmes import ProgrammeRow
from storage.standing import Standing, StandingAffiliation

# What a row must still hold to be the one that was imported.
OF_ORGANISATION = ("name", "sector", "tags")
OF_PERSON = ("name", "language", "channel", "email")
OF_AFFILIATION = ("lead", "confirmed", "until")


async def carry_out(desk: Desk, programme: ProgrammeRow, standing: Standing, plan: Plan) -> Journal:
    """Write what is new and what has changed, and a personal link for everybody who has none; what was done."""
    journal = Journal()
    organisations = await _organisations(desk, programme, plan.organisations, journal)
    people = await _people(desk, programme, plan.people, journal)
    organisations |= {key: row.id for key, row in standing.organisations.items()}
    people |= {key: row.id for key, row in standing.people.items()}
    journal.changed["rsvp"] = await _confirm(desk, programme, plan.confirmed)
    await _affiliations(desk, programme, plan, (people, organisations), journal)
    await personal_links.make_links(desk.db, imported_people(programme.id or 0), desk.now)
    await _touch(desk, standing, plan, (people, organisations))
    return journal


async def _organisations(desk: Desk, programme: ProgrammeRow, part: Part, journal: Journal) -> dict[str, int]:
    blank = values_of(OrganisationRow(programme_id=programme.id or 0, key="", name=""))
    rows = [{**blank, **values} for values in part.new]
    numbers = await insert_all(desk.db, ORGANISATION, rows, ORGANISATION.c.key)
    journal.made["organisation"] = _made(part, numbers, OF_ORGANISATION)
    journal.changed["organisation"] = part.changed
    await write_changes(desk.db, ORGANISATION, part.changed)
    return numbers


async def _people(desk: Desk, programme: ProgrammeRow, part: Part, journal: Journal) -> dict[str, int]:
    blank = values_of(PersonRow(programme_id=programme.id, name="", language="", zone=programme.zone))
    rows = [{**blank, **values} for values in part.new]
    numbers = await insert_all(desk.db, PERSON, rows, PERSON.c.key)
    journal.made["person"] = _made(part, numbers, OF_PERSON)
    journal.changed["person"] = part.changed
    await write_changes(desk.db, PERSON, part.changed)
    return numbers


def _made(part: Part, numbers: Mapping[str, int], columns: tuple[str, ...]) -> dict[int, str]:
    return {numbers[values["key"]]: digest([values[name] for name in columns]) for values in part.new}


async def _affiliations(
    desk: Desk,
    programme: ProgrammeRow,
    plan: Plan,
    numbers: tuple[Mapping[str, int], Mapping[str, int]],
    journal: Journal,
) -> None:
    people, organisations = numbers
    row = AffiliationRow(
        programme_id=programme.id or 0, person_id=0, organisation_id=0, confirmed=True, imported=True, since=desk.now
    )
    blank = values_of(row)
    rows: list[dict[str, Any]] = [
        {
            **blank,
            "person_id": people[one["person"]],
            "organisation_id": organisations[one["organisation"]],
            "lead": one["lead"],
        }
        for one in plan.affiliations.new
    ]
    if rows:
        made = await imported.add_affiliations(desk.db, rows)
        journal.made["affiliation"] = {row.id: digest([bool(row.lead), True, None]) for row in made}
    changed = plan.affiliations.changed | plan.quiet
    journal.changed["affiliation"] = changed
    await write_changes(desk.db, AFFILIATION, changed)


async def _confirm(desk: Desk, programme: ProgrammeRow, guests: list[StandingAffiliation]) -> Changes:
    """Guests whom the file confirms: their answers count with the others from now on. What changed in these."""
    changed: Changes = {}
    for guest in guests:
        row = AffiliationRow(
            id=guest.id,
            programme_id=programme.id or 0,
            person_id=guest.person_id,
            organisation_id=guest.organisation_id,
            since=desk.now,
        )
        for answer in await imported.answers_in(desk.db, guest.person_id, programme.id or 0):
            after = {"guest": (answer.guest, False), "organisation_id": (answer.organisation_id, guest.organisation_id)}
            changed[answer.id] = {name: change for name, change in after.items() if change[0] != change[1]}
        await affiliations.decide(desk.db, row, desk.now, yes=True)
    return changed


async def _touch(
    desk: Desk, standing: Standing, plan: Plan, numbers: tuple[Mapping[str, int], Mapping[str, int]]
) -> None:
    """Cards of people and organisations that are not what they were."""
    people, organisations = numbers
    affiliated = [
        one for of_person in standing.affiliations.values() for one in of_person.values()
        if one.id in plan.affiliations.changed
    ]  # fmt: skip
    new = plan.affiliations.new
    persons = (
        {one.person_id for one in affiliated} | {people[one["person"]] for one in new} | plan.people.changed.keys()
    )
    at = {one.organisation_id for one in affiliated} | {organisations[one["organisation"]] for one in new}
    await desk.touch_all("person", persons)
    await desk.touch_all("organisation", at | plan.organisations.changed.keys())
