"""An announcement on its way: progress, pause, cancel, what did not arrive, and once more to those."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.model.address import Place
from bot.model.problems import TryLater, Unknown
from bot.model.values import Reason
from storage import preferences
from storage.deliveries import DELIVERY
from tests.handlers.announce_steps import announcements, card, crowd, drafts, manager, taps
from tests.room import MONDAY, Room, Seat
from tests.seeds import Lab

TEXT = "Sala s-a schimbat."
MANY = 130  # more than are taken from the table at once
FREE = 20  # so many chats take their message at once; the others ask for patience


async def deliveries(room: Room) -> set[tuple[str, str | None]]:
    """State and reason of the announcement's messages."""
    async with room.read() as tx:
        found = select(DELIVERY.c.state, DELIVERY.c.reason).where(DELIVERY.c.cause == "announce:1")
        rows: Any = (await tx.execute(found)).all()
    return {(row.state, row.reason) for row in rows}


def reached(room: Room, chats: list[str]) -> list[int]:
    """How many announcements stand in each chat."""
    return [len(announcements(room, chat)) for chat in chats]


async def begins(lab: Lab) -> tuple[Seat, list[str]]:
    """An announcement to many is being sent, and most of it is held up for a while."""
    chats = await crowd(lab, MANY)
    ilinca = await manager(lab)
    await drafts(ilinca, TEXT, to="OXID")
    for chat in chats[FREE:]:
        lab.room.memory.trips.append((chat, TryLater(1, Place("memory", "m1", chat))))
    await taps(ilinca, "📤 Send")
    async with asyncio.timeout(5):
        while "⏸ Pause" not in [label for message in ilinca.messages for label in message.labels]:
            await asyncio.sleep(0.005)
        while sum(reached(lab.room, chats)) < FREE:
            await asyncio.sleep(0.005)
    return ilinca, chats


async def resumes(ilinca: Seat, lab: Lab) -> None:
    """She goes on when the chats ask for no more patience."""
    lab.room.memory.trips.clear()
    await ilinca.presses("Resume")


async def test_the_progress_moves_by_itself(lab: Lab) -> None:
    """Nobody presses anything: who comes later is counted on the author's card."""
    ilinca = await manager(lab)
    await drafts(ilinca, TEXT)
    await ilinca.presses("📤 Send")
    before = card(ilinca)

    await lab.arrives("ana")

    assert ("Sent: 0 of 4" in before, "Sent: 1 of 4" in card(ilinca)) == (True, True)


@pytest.mark.both
async def test_pause_holds_all_that_is_not_out(lab: Lab) -> None:
    """After a pause nothing goes out, neither from the table nor what was taken from it already."""
    ilinca, chats = await begins(lab)

    await taps(ilinca, "⏸ Pause")
    await lab.room.settle()

    assert FREE == sum(reached(lab.room, chats))
    assert f"Held back: {MANY - FREE}" in card(ilinca)


@pytest.mark.both
async def test_resume_reaches_the_rest_once_each(lab: Lab) -> None:
    """After pause and resume everybody has exactly one message."""
    ilinca, chats = await begins(lab)
    await taps(ilinca, "⏸ Pause")
    await lab.room.settle()

    await resumes(ilinca, lab)

    assert [1] * MANY == reached(lab.room, chats)


async def test_who_arrives_during_a_pause_gets_it_after(lab: Lab) -> None:
    """First contact does not break a pause."""
    ilinca, _ = await begins(lab)
    await taps(ilinca, "⏸ Pause")

    await lab.arrives("radu")
    before = announcements(lab.room, "radu")
    await resumes(ilinca, lab)

    assert ([], 1) == (before, len(announcements(lab.room, "radu")))


@pytest.mark.both
async def test_cancel_keeps_the_rest_in(lab: Lab) -> None:
    """What is out stands; nothing else goes out, not even to those who arrive later, and the reason is kept."""
    ilinca, chats = await begins(lab)

    await taps(ilinca, "✖ Cancel the rest")
    await lab.room.settle()
    await lab.arrives("radu")

    assert (FREE, []) == (sum(reached(lab.room, chats)), announcements(lab.room, "radu"))
    withdrawn = {("cancelled", Reason.WITHDRAWN), ("skipped", Reason.WITHDRAWN)}
    assert {("sent", None), *withdrawn} == await deliveries(lab.room)


async def test_what_is_out_is_corrected_after_a_cancel(lab: Lab) -> None:
    """Cancelling the rest does not freeze a wrong text in the chats that have it."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, TEXT)
    await ilinca.presses("📤 Send")
    await ilinca.presses("✖ Cancel the rest")

    await ilinca.presses("Correct")
    await ilinca.fills(ro="Sala e aceeași.")

    assert "Sala e aceeași." in announcements(lab.room, "ana")[0].text


@pytest.mark.both
async def test_an_unknown_outcome_stays_unknown(lab: Lab) -> None:
    """Without an answer of the platform it is not sent again by itself, and the author sees it."""
    await lab.arrives("ana"), await lab.arrives("mia")
    ilinca = await manager(lab)
    await drafts(ilinca, TEXT, to="NORD BEGA")
    lab.room.memory.trips.append(("ana", Unknown()))

    await ilinca.presses("📤 Send")

    assert "Not known whether it arrived: 1" in card(ilinca)
    assert ("unknown", None) in await deliveries(lab.room)


async def test_repeat_reaches_the_rest_and_nobody_twice(lab: Lab) -> None:
    """Who perhaps did not get it gets it once more; who has it does not."""
    await lab.arrives("ana"), await lab.arrives("mia")
    ilinca = await manager(lab)
    await drafts(ilinca, TEXT, to="NORD BEGA")
    lab.room.memory.trips.append(("ana", Unknown()))
    await ilinca.presses("📤 Send")

    await ilinca.presses("Recipients")
    await ilinca.presses("Repeat to the rest (1 person)")

    assert [1, 1] == reached(lab.room, ["ana", "mia"])


async def test_who_wants_no_messages_is_skipped_and_not_repeated_to(lab: Lab) -> None:
    """An opt-out is kept by the announcement and by its repetition."""
    await lab.arrives("ana")
    await lab.room.write(lambda tx: preferences.stop(tx, lab.people["ana"], MONDAY))
    ilinca = await manager(lab)
    await drafts(ilinca, TEXT, to="NORD")
    assert "Want no messages: 1" in ilinca.sees

    await ilinca.presses("📤 Send")
    await ilinca.presses("Recipients")

    assert "Ana Câmpeanu (Atelierul Nord) – skipped: wants no messages" in ilinca.sees
    assert ["‹ Back"] == ilinca.labels


async def test_the_recipients_come_in_pages(lab: Lab) -> None:
    """Long lists are behind buttons, and back again leads to the progress."""
    await crowd(lab, 20)
    ilinca = await manager(lab)
    await drafts(ilinca, TEXT, to="OXID")
    await ilinca.presses("📤 Send")

    await ilinca.presses("Recipients")
    first = ilinca.sees
    await ilinca.presses("More")
    second = ilinca.sees
    await ilinca.presses("‹ Back")

    shown = [line.split(" – ")[0] for page in (first, second) for line in page.splitlines() if " – " in line]
    assert (21, 21, True) == (len(shown), len(set(shown)), "Sent: 20 of 21" in ilinca.sees)


async def test_a_correction_during_a_pause_is_what_the_rest_reads(lab: Lab) -> None:
    """Messages that are out are edited once; the others go out once, with the new text from the start."""
    ilinca, chats = await begins(lab)
    await taps(ilinca, "⏸ Pause")
    await lab.room.settle()
    await ilinca.presses("Correct")
    await ilinca.fills(ro="Sala e aceeași.")

    await resumes(ilinca, lab)

    edits = [announcements(lab.room, chat)[0].edits for chat in chats]
    assert [1] * FREE + [0] * (MANY - FREE) == edits


async def test_who_had_blocked_us_before_is_counted_as_failed(lab: Lab) -> None:
    """As in the export: nobody waits for somebody who has closed their account."""
    ilinca, ana = await manager(lab), await lab.arrives("ana")
    await ana.blocks()
    await drafts(ilinca, TEXT, to="NORD")
    await ilinca.presses("📤 Send")
    progress = card(ilinca)
    await ilinca.presses("👥 Recipients")

    assert "Failed: 1" in progress
    assert "Ana Câmpeanu (Atelierul Nord) – failed: has blocked me" in ilinca.sees
