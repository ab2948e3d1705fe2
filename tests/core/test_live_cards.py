"""A message that stands is its own placement: it is redrawn when what it shows has changed, and not for nothing."""

import asyncio
import math

import pytest

from bot.core import Terms
from bot.core.ports import Rates
from bot.model.problems import Lost, Refused
from bot.model.values import Lane, Sending
from storage.people import PLACE
from storage.tx import Tx
from tests.core.seeing import Slow, standing, with_button
from tests.core.workshop import Board, Workshop, open_workshop, until
from tests.memory import MemoryAdapter

pytestmark = pytest.mark.usefixtures("quick")


@pytest.mark.both
async def test_what_changes_is_redrawn_in_place(workshop: Workshop) -> None:
    """The same message says what is so now."""
    await standing(workshop, 1)
    await workshop.change(1, "new")
    await workshop.settle()

    assert ["new"] == workshop.texts("ana")
    assert 1 == workshop.memory.chats["ana"][0].edits


async def test_nothing_visible_is_no_edit(workshop: Workshop) -> None:
    """A change that does not show costs the platform nothing."""
    await standing(workshop, 1)
    await workshop.change(1, "note 1")
    await workshop.settle()

    assert 0 == workshop.memory.chats["ana"][0].edits


async def test_only_those_who_mind_are_redrawn(workshop: Workshop) -> None:
    """What concerns one person redraws only their card."""
    ana, dan = await workshop.people("ana", "dan")
    await workshop.send(1, ana, dan)
    await workshop.settle()
    await workshop.change(1, "yours", person=dan)
    await workshop.settle()

    assert (["note 1"], ["yours"]) == (workshop.texts("ana"), workshop.texts("dan"))


async def test_a_hundred_changes_within_a_second_are_two_edits(workshop: Workshop) -> None:
    """A card is redrawn at most once a second; the last state is what stands."""
    await standing(workshop, 1)
    await asyncio.sleep(1.05)
    began = asyncio.get_running_loop().time()
    for number in range(100):
        await workshop.change(1, f"change {number}")
    seconds = asyncio.get_running_loop().time() - began
    await workshop.settle()

    (message,) = workshop.memory.chats["ana"]
    assert ("change 99", True) == (message.text, message.edits <= 1 + math.ceil(seconds))


async def test_a_card_in_a_group_is_redrawn_every_four_seconds(workshop: Workshop) -> None:
    """In a group four seconds of real time pass between two edits."""
    values = {"platform": "memory", "installation": "m1", "chat": "group", "thread": "", "private": False}
    place = (await workshop.write(lambda tx: tx.execute(PLACE.insert().values(values)))).inserted_primary_key[0]
    from storage import outbox

    row = {"kind": "note", "subject": "1", "lane": 0, "due": workshop.clock.now(), "place_id": place, "live": True}
    await workshop.write(lambda tx: outbox.stage(tx, row))
    workshop.program.courier.wake()
    await workshop.settle()
    (delivery,) = await workshop.deliveries()

    assert 3.0 < (delivery.not_before - workshop.clock.real()).total_seconds() <= 4.0


@pytest.mark.parametrize(
    ("rate", "broadcast", "expected"),
    [(8, True, 5.0), (30, True, 5.0), (60, True, 2.5), (1000, True, 1.0), (30, False, 1.0)],
)
async def test_for_how_many_seconds_a_card_that_counts_messages_rests(
    url: str, rate: int, broadcast: bool, expected: float
) -> None:
    """At thirty messages a second an edit each second would take the place of one of them; not when none goes out."""
    board = Board()
    board.router.progress("drive:", "board")
    workshop = await open_workshop(url, board=board, memory=MemoryAdapter(rates=Rates(rate)))
    ana, dan = await workshop.people("ana", "dan")
    if broadcast:
        await workshop.write(lambda tx: workshop.desk(tx).send("flyer", 1, to=dan, cause="drive:7"))
        workshop.program.courier.wake()
        await workshop.settle()
    await workshop.send(1, ana)
    await workshop.settle()
    card = next(row for row in await workshop.deliveries() if row.kind == "note")
    rests = (card.not_before - workshop.clock.real()).total_seconds()
    await workshop.close()

    assert expected - 0.5 < rests <= expected


async def test_a_change_while_it_is_sent_is_not_lost(url: str) -> None:
    """What changes between drawing and arriving is drawn again."""
    memory = Slow()
    workshop = await open_workshop(url, memory=memory)
    (ana,) = await workshop.people("ana")
    memory.shut = True
    await workshop.send(1, ana)
    await until(lambda: memory.calls)
    await workshop.change(1, "newer")
    memory.gate.set()
    await workshop.settle()

    assert ["newer"] == workshop.texts("ana")
    await workshop.close()


async def test_a_view_that_is_over_loses_its_buttons(workshop: Workshop) -> None:
    """A standing card whose view says nothing any more keeps its text, loses its buttons, and is never redrawn."""
    workshop.board.notes[1] = with_button("answer me")
    await standing(workshop, 1)
    await workshop.change(1, None)
    await workshop.settle()
    await workshop.change(1, "back again")
    await workshop.settle()

    (message,) = workshop.memory.chats["ana"]
    assert ("answer me", [], 0) == (message.text, message.labels, message.edits)


async def test_what_can_not_be_edited_is_sent_anew(workshop: Workshop) -> None:
    """A message that is lost is sent once more with what is so now, and edited there from then on."""
    await standing(workshop, 1)
    workshop.memory.trips.append(("ana", Lost("1")))
    await workshop.change(1, "anew")
    await workshop.settle()
    await workshop.change(1, "edited")
    await workshop.settle()

    assert ["note 1", "edited"] == workshop.texts("ana")


async def test_an_edit_that_is_refused_is_left(workshop: Workshop) -> None:
    """A message that can not be changed any more stands as it is; it still counts as sent."""
    await standing(workshop, 1)
    workshop.memory.trips.append(("ana", Refused("too old")))
    await workshop.change(1, "new")
    await workshop.settle()

    assert (["note 1"], Sending.SENT) == (workshop.texts("ana"), (await workshop.delivery()).state)


async def test_a_person_keeps_two_live_cards_of_one_view(workshop: Workshop) -> None:
    """When the third copy is sent the first loses its buttons, and only two follow what changes."""
    workshop.board.notes[1] = with_button("one")
    await standing(workshop, 1, 1, 1)
    await workshop.change(1, with_button("two"))
    await workshop.settle()

    messages = workshop.memory.chats["ana"]
    assert [("one", []), ("two", ["See"]), ("two", ["See"])] == [(one.text, one.labels) for one in messages]


@pytest.mark.both
async def test_a_copy_that_was_just_being_redrawn_loses_its_buttons_too(workshop: Workshop) -> None:
    """Whoever changes something and is shown it anew has both at once: edits of what stands, and a third copy."""
    ana = await standing(workshop, 1, 1)
    await asyncio.sleep(0.15)  # they may be redrawn again
    workshop.board.notes[1] = with_button("new")

    async def both(tx: Tx) -> None:
        await workshop.desk(tx).touch("board", 1)
        await workshop.desk(tx).send("note", 1, to=ana, cause=None, terms=Terms(lane=Lane.INTERACTIVE))

    await workshop.write(both)
    workshop.program.courier.wake()
    await workshop.settle()

    assert [[], ["See"], ["See"]] == [message.labels for message in workshop.memory.chats["ana"]]


async def test_other_people_keep_theirs(workshop: Workshop) -> None:
    """Copies are counted for each person."""
    workshop.board.notes[1] = with_button("one")
    ana, dan = await workshop.people("ana", "dan")
    await workshop.send(1, dan, ana, ana, ana)
    await workshop.settle()

    assert [["See"]] == [message.labels for message in workshop.memory.chats["dan"]]
