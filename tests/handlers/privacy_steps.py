"""Zvonimira, who leaves traces wherever a person can, and what is still to be found of her."""

import json
from datetime import timedelta
from typing import Any

from storage import linkage
from storage.columns import metadata
from storage.people import PERSON
from storage.tables import people
from tests.room import MONDAY, Seat
from tests.seeds import Lab

CHAT, OTHER_CHAT = "770011223", "880011223"
NAME, EMAIL, WORDS = "Zvonimira Quaranta", "zvonimira@example.org", "nepovestita"
NEEDLES = ("Zvonimira", "Quaranta", EMAIL, WORDS, CHAT, OTHER_CHAT)
MINUTES = timedelta(minutes=5)


async def opens_link(lab: Lab, name: str, user: str, *, native: bool = False) -> Seat:
    """The person opens their personal link with an account of this id, as if it were the first time."""
    link = await lab.room.write(lambda tx: linkage.personal_link(tx, lab.people[name], MONDAY))
    await lab.room.write(lambda tx: tx.execute(people.LINK.update().values(opened_at=None)))
    seat = lab.room.seat(user, native=native, language="en")
    await seat.says(f"/start {await lab.room.token('p', link.id)}")
    return seat


async def at_home(lab: Lab) -> tuple[Seat, Seat]:
    """Zvonimira has arrived and said yes; Ilinca manages."""
    called = {"name": NAME, "email": EMAIL}
    await lab.room.write(lambda tx: tx.execute(PERSON.update().where(PERSON.c.id == lab.people["ana"]).values(called)))
    ilinca = await lab.arrives("ilinca")
    seat = await opens_link(lab, "ana", CHAT)
    await seat.says("/rsvp E1 da")
    return seat, ilinca


async def with_traces(lab: Lab) -> tuple[Seat, Seat]:
    """Zvonimira has two accounts, and has left words in every way a person can."""
    first, ilinca = await at_home(lab)
    second = await opens_link(lab, "ana", OTHER_CHAT, native=True)
    await first.says(f"/rsvp {WORDS}")
    await first.says("/ask E1")
    await first.says(f"Prima întrebare {WORDS}")
    await second.says(f"Ciornă {WORDS}")
    await second.says("/ask E1")
    await second.fills(text=f"A doua întrebare {WORDS}")
    await ilinca.presses("✍️ Answer")
    await ilinca.says(f"Răspuns cu {WORDS}")
    await second.says("/data")
    await second.presses("⬇️ Download")
    await first.says("/data")
    await first.presses("✏️ Correct")
    await first.says(f"{NAME} {WORDS}")
    return first, ilinca


async def deletes(seat: Seat, how: str) -> None:
    """Ask to be forgotten, and wait until the chat itself is taken away."""
    await seat.says("/data")
    await seat.presses("🗑 Delete my data")
    await seat.presses(how)
    await seat.room.until(seat.room.clock.now() + MINUTES)


async def everything(lab: Lab) -> list[str]:
    """Every value of every row of every table as text, with where it stands."""
    found: list[str] = []
    async with lab.room.read() as tx:
        for name, table in metadata.tables.items():
            for row in (await tx.execute(table.select())).all():
                found += [f"{name}.{column}: {_text(value)}" for column, value in row._mapping.items()]
    return found


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


async def traces(lab: Lab) -> list[str]:
    """Where anything still tells of Zvonimira."""
    return [one for one in await everything(lab) if any(needle.casefold() in one.casefold() for needle in NEEDLES)]


async def rows(lab: Lab, table: Any) -> int:
    """How many rows a table has about Zvonimira."""
    async with lab.room.read() as tx:
        mine = table.select().where(table.c.person_id == lab.people["ana"])
        return len((await tx.execute(mine)).all())
