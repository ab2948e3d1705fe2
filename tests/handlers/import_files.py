"""Small programme files, and importing them into a room."""

from bot.core import Desk
from handlers.imports import ImportedCounts, apply_import, read_import
from storage.tx import Tx
from tests.room import Room

PROGRAMME = """
programme:
  id: river
  title_en: The river programme
  title_ro: Programul râului
  timezone: Europe/Bucharest
  languages: [ro, en]
  default_language: ro
contact_person: {name: Ioana Radu, role_ro: manager de proiect, role_en: project manager, email: ioana@example.org}
labs:
  - id: L1
    topic_en: Banks and bridges
    topic_ro: Maluri și poduri
    rounds:
      - {id: L1-R1, date: 2026-10-01, mode: physical}
      - {id: L1-R2, date: 2027-02-10, mode: online, event: E1}
venues:
  - {id: V1, name: Casa de pe mal, address: str. Podului nr. 1}
sectors:
  - {id: culture, en: Culture, ro: Cultură}
events:
  - id: E1
    round: L1-R2
    title_en: Consultation
    title_ro: Consultare
    start: "2027-02-10T11:00"
    end: "2027-02-10T13:30"
    mode: online
    online: {platform: Zoom, url: "https://meet.example.org/j/1", passcode: "1234"}
    rsvp_deadline: 2027-02-05
organisations:
  - {id: ORG-1, name: Atelierul Nord, sector: culture, tags: [tineri]}
  - {id: ORG-2, name: Hubul Oxid, sector: culture}
representatives:
  - {id: REP-1, org: ORG-1, name: Ana Câmpeanu, language: ro, channel: telegram, lead: true}
  - {id: REP-2, org: ORG-1, also_for: [ORG-2], name: Mia Lindqvist, language: en, email: mia@example.org}
"""


async def bring_in(room: Room, text: str | bytes = PROGRAMME, name: str = "programme.yaml") -> ImportedCounts:
    """Read and apply a file; an import that is refused leaves nothing."""
    content = read_import(name, text.encode() if isinstance(text, str) else text)

    async def work(tx: Tx) -> ImportedCounts:
        return await apply_import(Desk(tx, room.clock.now(), room.program.house), content)

    counts: ImportedCounts = await room.write(work)
    return counts
