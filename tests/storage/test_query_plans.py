"""No statement on the way of an update, a delivery or a deadline reads a table that grows from one end to the other.

Small tables hide it: such a statement is quick in every test, and makes everybody wait in a lab that runs for a year.
"""

import asyncio
import re
import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.core import outcome
from bot.model.update import Edited, Said
from storage import inbox, views
from storage.views import Wanted
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.handlers.steps import in_english, keep_link, local
from tests.room import MONDAY, Room
from tests.seeds import seed
from tests.storage.plans import scans, statements

ONLY_THE_TRY_OUT = "asked by the try-out's played clock and by tests, never by a running Sfat"
THE_HARVEST = "a file with everything that was said; one of more than 400 ideas is made beside everything else"

MAY_SCAN = {
    r"^SELECT count\(\*\) AS count_1 FROM delivery WHERE delivery.state IN": ONLY_THE_TRY_OUT,
    r"^SELECT idea.id, event\.\S+ AS event, event.zone, cafe.naming": THE_HARVEST,
}
"""Patterns of statements that may, and why. Nothing on the way of an update, a delivery or a deadline belongs here."""


@pytest.fixture(scope="module")
def found(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The scans of a start, of conversations, and the hourly tidying; played once for all that is asked of it."""
    path = tmp_path_factory.mktemp("plans") / "sfat.db"
    shutil.copy(sqlite_template, path)
    evening = Path(shutil.copy(sqlite_template, path.with_name("cafe.db")))
    with statements() as heard, pytest.MonkeyPatch.context() as patch:
        patch.setattr(outcome, "EDIT_REST", timedelta(milliseconds=5))  # the same statements, without the waiting
        asyncio.run(played(path))
        asyncio.run(cafe_played(evening))
    return scans(path, heard)


async def played(path: Path) -> None:
    """From the start to the hourly tidying."""
    room = await Room.open(f"sqlite:///{path}")
    await conversation(room)
    await room.write(partial(inbox.forget, before=MONDAY))
    await room.close()


async def conversation(room: Room) -> None:
    """What people and the clock do in the life of an event, and what its manager does and looks at."""
    lab = await in_english(await seed(room))
    await keep_link(lab, local(9, 11))
    ilinca, ana, mia, radu = [await lab.arrives(name) for name in ("ilinca", "ana", "mia", "radu")]
    await ilinca.says("/invite E1 all")
    await ilinca.presses("📤 Send")
    for seat in (ana, mia, radu):
        await seat.presses("✅ I am coming")
    await ana.says("no")
    await ana.says("yes")
    for words in (
        "/my",
        "/events",
        "/data",
        "/rsvp",
        "/rsvp E1 maybe",
        "/ask Is there parking?",
        "Thank you!",
        "/help",
    ):
        await mia.says(words)
    await radu.says("stop")
    for words in ("/events", "/report E1"):
        await ilinca.says(words)
    await ilinca.says("/announce")
    for words in ("Altă sală.", "Another room."):
        await ilinca.says(words)
    for label in ("All organisations", "Now", "📤 Send"):
        await ilinca.presses(label)
    await room.until(local(6, 9))
    dan = await lab.arrives("dan")
    await dan.presses("❌ I cannot come")
    await room.until(local(10, 10, 30))
    await room.program.intake.recover()


async def cafe_played(path: Path) -> None:
    """What people do and look at in the evening of a world café, and afterwards."""
    room = await Room.open(f"sqlite:///{path}")
    room.program.house.links.public_url = "https://sfat.example.org"
    lab = await seed(room)
    ana, dan, mia, radu = await guests(lab, "ana", "dan", "mia", "radu")
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    for seat, text in (
        (ana, "More rooms."),
        (mia, "More light."),
        (ana, "1. A park\n2. A bench"),
        (dan, "No."),
        (radu, "Yes."),
    ):
        await seat.does(Said(text, message=f"m{text}"))
        await room.until(room.clock.now() + timedelta(seconds=30))
    await ana.does(Edited("Many more rooms.", "mMore rooms."))
    for seat, label in ((mia, "It was for another question"), (mia, "1."), (ana, "✂️ Split"), (dan, "🗑 Withdraw")):
        await seat.presses(label)
    for label in ("🙈 Without my name", "🙈 Take my name away"):
        await radu.presses(label)
    await ana.presses("➕ A")
    await ana.says("A shelter.")
    await ana.presses("Skip")
    await ana.presses("✅ Done")
    for wanted in (Wanted(40), Wanted(40, 1), Wanted(words=True)):
        async with room.read() as tx:
            await views.wall(tx, 1, 1, wanted)
    await ilinca.says("/cafe E1")
    for label in ("📺 Wall", "🧹 Hide or pin", "rooms", "📌 Pin", "↩️ Back", "light", "🙈 Hide"):
        await ilinca.presses(label)
    await room.until(room.clock.now() + timedelta(minutes=25))
    await ilinca.says("/cafe E1")
    await starts(ilinca, 2)
    await dan.presses("🚪 I have to go")
    await dan.says("Is it over?")
    for words in ("/my", "/data", "/cafe E1"):
        await ana.says(words)
    await ilinca.says("/harvest E1")
    await ilinca.presses("CSV")
    await ilinca.says("/cafe E1")
    await ilinca.presses("👥 Room")
    await ilinca.says("/cafe E1")
    await ilinca.presses("🏁 End the café")
    await ilinca.presses("🏁 End it")
    await room.close()


def test_no_statement_reads_a_growing_table_from_end_to_end(found: dict[str, list[str]]) -> None:
    """Of all that runs in the life of an event, only what is named above may."""
    unexpected = {one: how for one, how in found.items() if not any(re.search(known, one) for known in MAY_SCAN)}

    assert {} == unexpected


@pytest.mark.parametrize("pattern", MAY_SCAN)
def test_what_may_scan_still_does(found: dict[str, list[str]], pattern: str) -> None:
    """A statement that was mended is taken off the list."""
    assert any(re.search(pattern, one) for one in found)
