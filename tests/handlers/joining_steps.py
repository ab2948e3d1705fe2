"""What conversations about joined accounts begin with."""

import csv
import io
import re
from datetime import datetime

from bot.core import House, Terms
from bot.model.card import card
from bot.model.update import Profile
from handlers.exports import Asked, export
from storage.tx import Tx
from tests.handlers.steps import desk, out
from tests.room import MONDAY, Seat
from tests.seeds import Lab

CODE = re.compile(r"/start ([A-Z2-9]{8})")
OVER = "This code opens nothing any more."
CLOSED = "This link or code does not open anything (any more)."


def stranger(lab: Lab, user: str = "other", *, native: bool = True, email: str = "", zone: str = "") -> Seat:
    """Somebody we do not know, and what their platform vouches for."""
    seat = lab.room.seat(user, native=native, language="en")
    seat.profile = Profile(email, zone)
    return seat


async def joins_as_guest(lab: Lab) -> Seat:
    """Somebody has come without a link and said they are Ana Pop."""
    guest = stranger(lab)
    await guest.says("/start")
    await guest.fills(name="Ana Pop", organisation="nord")
    return guest


async def code_of(seat: Seat) -> str:
    """A code for another account, taken on this one."""
    await seat.says("/data")
    await seat.presses("🔗 Join another account")
    shown = CODE.search(seat.sees)
    assert shown is not None, f"no code in {seat.sees!r}"
    return shown[1]


async def types(seat: Seat, code: str) -> str:
    """Write a code; what is answered."""
    return await seat.says(f"/start {code}")


async def joins(lab: Lab, seat: Seat, other: Seat | None = None) -> Seat:
    """Join another account (a stranger's on the other platform, unless one is given) to the person of a seat."""
    joined = other or stranger(lab)
    await types(joined, await code_of(seat))
    await seat.presses("✅ Yes, it is me")
    return joined


async def say(lab: Lab, words: str, names: list[str], due: datetime = MONDAY) -> None:
    """The same sentence to each of these people, once for its cause."""

    async def work(tx: Tx) -> None:
        for name in names:
            terms = Terms(due=due, vital=True)
            await desk(lab, tx).say(card(words), to=lab.people[name], cause=f"say:{words}", terms=terms)

    await lab.room.write(work)
    await out(lab.room)


async def pair(lab: Lab) -> tuple[Seat, Seat]:
    """Ana on one platform, Dan on the other: two people of Atelierul Nord, until they turn out to be one."""
    return await lab.arrives("ana"), await lab.arrives("dan", native=True)


async def table(lab: Lab, what: str) -> list[dict[str, str]]:
    """An export's rows."""
    house: House = lab.room.program.house

    async def work(tx: Tx) -> bytes:
        return await export(what, "csv", Asked(tx, house, lab.room.clock.now()))

    text = (await lab.room.write(work)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


async def organisations(seat: Seat) -> list[str]:
    """For whom a person speaks, by their own card."""
    await seat.says("/data")
    (line,) = [line for line in seat.sees.splitlines() if line.startswith("Organisation: ")]
    return line.removeprefix("Organisation: ").split(", ")
