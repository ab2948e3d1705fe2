"""Setting the stage: a database of the try-out's own, the sample lab, personas who have arrived."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from bot.core.desk import Desk, House
from bot.core.ports import Clock, Inbox, Unusable
from bot.core.program import Program
from bot.demo.crowd import CAFE, come_tonight
from bot.demo.people import MANAGER, PERSONAS, REPRESENTATIVES, account_of
from bot.model.address import Place
from bot.model.update import Command, Envelope, Pressed, Update
from bot.model.values import Role
from handlers.imports import apply_import, read_import
from handlers.shared.presses import Manage
from storage import events, linkage, marks
from storage.database import Database
from storage.people import PERSON, LinkRow
from storage.tx import Tx, add, scalar

STORY_STARTS = datetime(2027, 3, 1, 7, 0, tzinfo=UTC)  # Monday, 1 March 2027, 09:00 in Bucharest
SAMPLE = Path(__file__).parent / "sample.yaml"
MARK, CLOCK_MARK, EVENT = "try-out", "story clock", "E-2027-03-29"


async def story_now(db: Database) -> datetime:
    """Where the story stands; its beginning on a new stage. Raises Unusable on a database that is not ours."""
    async with db.read() as tx:
        ours = await marks.mark(tx, MARK)
        stands = await marks.mark(tx, CLOCK_MARK)
        people = await scalar(tx, select(PERSON.c.id).limit(1))
    if ours is None and people is not None:
        raise Unusable(f"{db.url} was not made by the try-out, so it is left alone; set another SFAT_DATA_DIR")
    return STORY_STARTS if stands is None else datetime.fromisoformat(stands["at"])


async def keep_story(db: Database, clock: Clock) -> None:
    """Remember where the story stands."""
    await db.write(lambda tx: marks.set_mark(tx, CLOCK_MARK, {"at": clock.now().isoformat()}))


async def set_stage(db: Database, house: House, clock: Clock) -> bool:
    """Import the sample lab into an empty database and mark it; False when it stands already."""
    content = read_import(SAMPLE.name, SAMPLE.read_bytes())

    async def work(tx: Tx) -> bool:
        if await marks.mark(tx, MARK) is not None:
            return False
        await marks.set_mark(tx, MARK, {"made": True})
        await apply_import(Desk(tx, clock.now(), house), content)
        return True

    return await db.write(work)


async def bring_in(program: Program) -> None:
    """The personas come as anybody would: by their links, the manager by a claim; she looks at the plan of
    tonight's café, and opens her event."""
    house, inbox = program.house, program.intake

    async def tokens(tx: Tx) -> dict[str, str]:
        claim = LinkRow(kind="claim", role=Role.MANAGER, made_at=program.clock.now())
        found = {MANAGER: house.links.token("c", await add(tx, claim))}
        for persona, key in REPRESENTATIVES.items():
            person = await scalar(tx, select(PERSON.c.id).where(PERSON.c.key == key))
            link = await linkage.personal_link(tx, person, program.clock.now())
            found[persona] = house.links.token("p", link.id or 0, link.generation)
        return found

    for persona, token in (await program.db.write(tokens)).items():
        await _does(inbox, persona, Command("start", (token,)))
    await come_tonight(program)
    await _does(inbox, MANAGER, Command("cafe", (CAFE,)))
    async with program.db.read() as tx:
        event = await events.event_by_key(tx, EVENT)
    if event is not None:
        await _does(inbox, MANAGER, Pressed(Manage(event.id or 0).pack()))


async def _does(inbox: Inbox, persona: str, update: Update) -> None:
    name, _, language = PERSONAS[persona]
    what = update.name if isinstance(update, Command) else type(update).__name__
    source = f"stage:{persona}:{what}"
    envelope = Envelope(source, account_of(persona), Place("web", "web", persona), update, name, language)
    (told,) = await inbox.hear([envelope])
    await told
