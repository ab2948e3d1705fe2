"""A small lab for conversations: invented organisations, people and one event, five weeks ahead."""

from dataclasses import dataclass
from datetime import date, time

from bot.model.values import EventState, Mode, Role, Scope, Words
from handlers.shared.events import settle
from storage.events import EventRow
from storage.people import AffiliationRow, GrantRow, OrganisationRow, PersonRow
from storage.programmes import LabRow, ProgrammeRow, SectorRow
from storage.tx import Tx, add
from tests.room import MONDAY, Room, Seat


@dataclass(repr=False)
class Lab:
    """What the seed made, by number; `seats` are people who have arrived."""

    room: Room
    programme: int
    event: int
    organisations: dict[str, int]
    people: dict[str, int]

    async def arrives(self, name: str, *, native: bool = False) -> Seat:
        """The person opens their personal link on a platform."""
        from storage import linkage

        link = await self.room.write(lambda tx: linkage.personal_link(tx, self.people[name], MONDAY))
        seat = self.room.seat(name, native=native)
        await seat.says(f"/start {self.room.program.house.keys.token('p', link.id)}")
        return seat


ORGANISATIONS = {
    "nord": ("Atelierul Nord", "culture", ["cultura"]),
    "bega": ("Biroul Malul Begăi", "public", []),
    "oxid": ("Hubul Oxid & Co", "itc", ["tineri"]),
}
PEOPLE = {
    "ana": ("Ana Câmpeanu", "nord", "ro"),
    "dan": ("Dan Munteanu", "nord", "ro"),
    "mia": ("Mia Lindqvist", "bega", "en"),
    "radu": ("Radu <b>Ionescu</b>", "oxid", "ro"),
}


async def seed(room: Room) -> Lab:
    """Programme, lab, organisations, people, a manager (`ilinca`) and an open online event."""

    async def work(tx: Tx) -> Lab:
        programme = await add(
            tx,
            ProgrammeRow(
                key="lab",
                code="PX1",
                title=Words({"ro": "Programul de probă", "en": "The sample programme"}, "ro"),
                zone="Europe/Bucharest",
                languages=["ro", "en"],
                language="ro",
            ),
        )
        lab = await add(tx, LabRow(programme_id=programme, key="L1", topic=Words.plain("Orașul învață", "ro")))
        await add(tx, SectorRow(programme_id=programme, key="culture", name=Words.plain("Cultură", "ro")))
        organisations = {
            key: await add(
                tx, OrganisationRow(programme_id=programme, key=key.upper(), name=name, sector=sector, tags=tags)
            )
            for key, (name, sector, tags) in ORGANISATIONS.items()
        }
        people = {}
        for key, (name, organisation, language) in PEOPLE.items():
            people[key] = await add(
                tx, PersonRow(programme_id=programme, key=key.upper(), name=name, language=language)
            )
            await add(
                tx,
                AffiliationRow(
                    programme_id=programme,
                    person_id=people[key],
                    organisation_id=organisations[organisation],
                    lead=key != "dan",
                    since=MONDAY,
                ),
            )
        people["ilinca"] = await add(tx, PersonRow(name="Ilinca Văluranu", language="ro"))
        await add(tx, GrantRow(person_id=people["ilinca"], role=Role.MANAGER, scope=Scope.INSTALLATION, since=MONDAY))
        event = settle(
            EventRow(
                programme_id=programme,
                lab_id=lab,
                ordinal=1,
                key="E1",
                kind="lab_round",
                title=Words({"ro": "Consultare privind planul", "en": "Consultation on the plan"}, "ro"),
                day=date(2027, 2, 10),
                starts=time(11),
                ends=time(13, 30),
                zone="Europe/Bucharest",
                deadline=date(2027, 2, 5),
                begins_at=MONDAY,
                ends_at=MONDAY,
                mode=Mode.ONLINE,
                place="Zoom",
                language="ro",
                state=EventState.OPEN,
            )
        )
        return Lab(room, programme, await add(tx, event), organisations, people)

    made: Lab = await room.write(work)
    return made
