"""A second programme beside the seeded lab, and people who hold roles: for the wall between programmes."""

from dataclasses import dataclass
from datetime import date, time

from bot.model.values import EventState, Role, Scope, Words
from handlers.shared.events import settle
from storage.activity import newest
from storage.events import EventRow
from storage.people import ActivityRow, AffiliationRow, GrantRow, OrganisationRow, PersonRow
from storage.programmes import LabRow, ProgrammeRow
from storage.tx import Tx, add
from tests.room import MONDAY
from tests.seeds import Lab


@dataclass
class Neighbours:
    """The other programme, by number. Ion Sava is `ION` there, and speaks for Casa Vecină."""

    programme: int
    lab: int
    event: int
    organisation: int
    person: int
    affiliation: int


async def neighbours(lab: Lab) -> Neighbours:
    """Make the other programme."""

    async def work(tx: Tx) -> Neighbours:
        title = Words.plain("Programul vecin", "ro")
        languages = ["ro"]
        programme = await add(
            tx, ProgrammeRow(key="other", title=title, zone="Europe/Bucharest", languages=languages, language="ro")
        )
        series = await add(tx, LabRow(programme_id=programme, key="L9", topic=Words.plain("Alt oraș", "ro")))
        organisation = await add(tx, OrganisationRow(programme_id=programme, key="VECIN", name="Casa Vecină"))
        person = await add(tx, PersonRow(programme_id=programme, key="ION", name="Ion Sava", language="ro"))
        affiliation = await add(
            tx,
            AffiliationRow(programme_id=programme, person_id=person, organisation_id=organisation, since=MONDAY),
        )
        made = event(programme, series, "V1", "Seara vecinilor")
        return Neighbours(programme, series, await add(tx, made), organisation, person, affiliation)

    made: Neighbours = await lab.room.write(work)
    return made


def event(programme: int, series: int | None, key: str, title: str) -> EventRow:
    """An open event five weeks ahead."""
    return settle(
        EventRow(
            programme_id=programme,
            lab_id=series,
            key=key,
            title=Words.plain(title, "ro"),
            day=date(2027, 2, 11),
            starts=time(17),
            zone="Europe/Bucharest",
            begins_at=MONDAY,
            ends_at=MONDAY,
            language="ro",
            state=EventState.OPEN,
        )
    )


async def holder(lab: Lab, name: str, role: Role, scope: Scope, number: int | None = None) -> int:
    """Somebody new, of the seeded programme, who holds a role; `lab.arrives(name)` lets them in."""

    async def work(tx: Tx) -> int:
        person = await add(tx, PersonRow(programme_id=lab.programme, name=name.title(), language="ro"))
        await add(tx, GrantRow(person_id=person, role=role, scope=scope, scope_id=number, since=MONDAY))
        return person

    lab.people[name] = await lab.room.write(work)
    return lab.people[name]


async def log(lab: Lab) -> list[ActivityRow]:
    """The activity log, newest first."""
    async with lab.room.read() as tx:
        found: list[ActivityRow] = await newest(tx)
    return found
