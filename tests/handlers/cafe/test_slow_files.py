"""Photos that take long to fetch: what was sent in time counts, for the round in which it was sent, whatever has begun
or ended meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.model.press import Press
from bot.model.update import Envelope, FileHandle, Pressed, Said
from handlers.cafe.routes import EndNow, GongNow, StartRound
from storage.cafes import CAFE_SEAT
from storage.files import FILE
from storage.ideas import IDEA
from tests.handlers.cafe.places_steps import group_of_table
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.handlers.steps import found
from tests.memory import MemoryAdapter
from tests.room import Group, Room, Seat
from tests.seeds import Lab, seed

SHEET = b"\xff\xd8 a sheet"
GRACE = timedelta(minutes=2)
SECOND = timedelta(seconds=1)
GONG, NEXT, END = GongNow(1, 1), StartRound(1, 2), EndNow(1)
MEANWHILE: dict[str, list[Press | timedelta]] = {
    "gong": [SECOND, GONG],
    "grace over": [SECOND, GONG, GRACE],
    "next round": [SECOND, GONG, GRACE, NEXT],
    "next round within the grace": [SECOND, GONG, NEXT],
    "next round over": [SECOND, GONG, GRACE, NEXT, GongNow(1, 2), GRACE],
    "café over": [SECOND, END],
}


@pytest.fixture(params=["in private", "in a group"])
async def here(lab: Lab, ilinca: Seat, request: pytest.FixtureRequest) -> Group | None:
    """Where Ana, who sits at table 1, sends her photo: at table 1 both times."""
    return None if request.param == "in private" else await group_of_table(lab, ilinca, 1)


async def heard(room: Room, envelope: Envelope) -> None:
    """Something happens, and nobody waits until all have been told."""
    (future,) = await room.program.intake.hear([envelope])
    await future


async def passes(lab: Lab, *steps: Press | timedelta) -> None:
    """Buttons that the facilitator presses, and time that passes."""
    ilinca = lab.room.seat("ilinca", native=True)
    for step in steps:
        if isinstance(step, Press):
            await heard(lab.room, ilinca.envelope(Pressed(step.pack())))
        else:
            lab.room.clock.move(lab.room.clock.now() + step)
            await lab.room.program.schedule.fire(lab.room.clock.now())


def slow(lab: Lab, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], Awaitable[None]]) -> None:
    """While a file is fetched something else happens."""
    fetch = lab.room.memory.fetch

    async def slowly(handle: FileHandle, limit: int) -> bytes:
        await meanwhile()
        return await fetch(handle, limit)

    monkeypatch.setattr(lab.room.memory, "fetch", slowly)


async def kept(lab: Lab) -> list[tuple[str, int, int, bool]]:
    """What was said, with its round, its question, and whether it came after the gong."""
    return [(row.text, row.round_number, row.question, row.late) for row in await found(lab, IDEA)]


@pytest.mark.parametrize("meanwhile", MEANWHILE.values(), ids=MEANWHILE)
async def test_what_was_sent_in_a_round_belongs_to_it(
    lab: Lab, ilinca: Seat, here: Group | None, monkeypatch: pytest.MonkeyPatch, meanwhile: list[Press | timedelta]
) -> None:
    """And it did not come after the gong."""
    await starts(ilinca)
    slow(lab, monkeypatch, lambda: passes(lab, *meanwhile))
    await lab.room.seat("ana").sends_file("photo-7.jpg", SHEET, caption="Our sheet", group=here)

    assert [("Our sheet", 1, 1, False)] == await kept(lab)


@pytest.mark.both
async def test_what_was_sent_within_the_grace_came_late(
    lab: Lab, ilinca: Seat, here: Group | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For the round that had ended, though another runs."""
    await starts(ilinca)
    await ilinca.presses("🔔 Gong now")
    slow(lab, monkeypatch, lambda: passes(lab, SECOND, GRACE, NEXT))
    await lab.room.seat("ana").sends_file("photo-7.jpg", SHEET, caption="Our sheet", group=here)

    assert [("Our sheet", 1, 1, True)] == await kept(lab)


async def test_what_was_sent_after_the_grace_is_not_fetched(lab: Lab, ilinca: Seat, here: Group | None) -> None:
    """It did not come in time."""
    await starts(ilinca)
    await passes(lab, GONG, GRACE)
    await lab.room.seat("ana").sends_file("photo-7.jpg", SHEET, group=here)

    assert ([], [], []) == (lab.room.memory.fetches, await kept(lab), await found(lab, FILE))


async def test_nor_is_what_was_sent_after_the_cafe(lab: Lab, ilinca: Seat, here: Group | None) -> None:
    """Though the grace of its last round would last on."""
    await starts(ilinca)
    await passes(lab, GONG, SECOND, END)
    await lab.room.seat("ana").sends_file("photo-7.jpg", SHEET, group=here)

    assert ([], []) == (lab.room.memory.fetches, await kept(lab))


async def test_words_that_wait_behind_a_photo_belong_to_their_round_too(
    lab: Lab, ilinca: Seat, here: Group | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one person everything is worked in the order in which it was sent."""
    await starts(ilinca)
    ana, words = lab.room.seat("ana"), []

    async def meanwhile() -> None:
        envelope = ana.envelope(Said("More rooms.", message="m9"), here)
        words.extend(await lab.room.program.intake.hear([envelope]))
        await passes(lab, SECOND, GONG, GRACE, NEXT)

    slow(lab, monkeypatch, meanwhile)
    await ana.sends_file("photo-7.jpg", SHEET, caption="Our sheet", group=here)
    await words[0]

    assert [("Our sheet", 1, 1, False), ("More rooms.", 1, 1, False)] == await kept(lab)


@pytest.mark.both
async def test_what_a_restart_has_interrupted_belongs_to_its_round(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next process fetches it, when the grace is over."""
    room = await Room.open(url)
    lab = await seed(room)
    ana, *_ = await guests(lab, "ana", "dan", "mia", "radu")
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    begun = asyncio.Event()

    async def never(_adapter: MemoryAdapter, _handle: FileHandle, _limit: int) -> bytes:
        begun.set()
        await asyncio.Event().wait()
        return b""

    async def at_once(_adapter: MemoryAdapter, _handle: FileHandle, _limit: int) -> bytes:
        return SHEET

    monkeypatch.setattr(MemoryAdapter, "fetch", never)
    photo = Said("Our sheet", "photo", FileHandle("f1", "photo-7.jpg"), "m7")
    await room.program.intake.hear([ana.envelope(photo)])
    await begun.wait()
    await passes(lab, SECOND, GONG, GRACE)
    await room.close()
    monkeypatch.setattr(MemoryAdapter, "fetch", at_once)
    lab.room = await Room.open(url, starts=room.clock.now() + SECOND)
    await lab.room.settle()
    said = await kept(lab)
    await lab.room.close()

    assert [("Our sheet", 1, 1, False)] == said


async def test_who_has_no_seat_any_more_when_it_comes_hears_so(
    lab: Lab, ilinca: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It belongs to no table."""
    await starts(ilinca)
    ana = lab.room.seat("ana")
    slow(lab, monkeypatch, lambda: lab.room.write(lambda tx: tx.execute(CAFE_SEAT.delete())))
    await ana.sends_file("photo-7.jpg", SHEET)

    assert ("You have no seat in that round any more, so I did not keep it.", []) == (ana.sees, await kept(lab))
