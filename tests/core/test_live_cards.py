"""A message that stands is its own placement: it is redrawn when what it shows has changed, and not for nothing."""

import asyncio
import math
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.core import Ctx, Router, Show, courier, outcome
from bot.model.address import Place
from bot.model.card import Button, Card, Drawn
from bot.model.press import Press
from bot.model.problems import Lost, Refused
from bot.model.text import T
from bot.model.update import Command, Pressed
from bot.model.values import Role, Sending
from storage.people import PLACE
from tests.core.hearing import envelope
from tests.core.workshop import Board, Workshop, open_workshop, until
from tests.memory import MemoryAdapter


class See(Press, name="t.live.see"):
    """Show a note in place of this message."""

    note: int


router = Router("seeing")


@router.press(See, who=Role.ANYONE)
async def see(_ctx: Ctx, press: See) -> Show:
    """The pressed message becomes the note."""
    return Show("note", press.note)


@router.command("see", who=Role.ANYONE, help=T("a note"))
async def see_new(_ctx: Ctx, words: tuple[str, ...]) -> Show:
    """The note as a new message."""
    return Show("note", int(words[0]))


@dataclass
class Slow(MemoryAdapter):
    """A platform whose every call waits at a gate, once it is shut."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    calls: int = 0
    shut: bool = False

    async def _wait(self) -> None:
        self.calls += 1
        if self.shut:
            await self.gate.wait()

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """A new message."""
        await self._wait()
        return await super().send(place, drawn, key)

    async def edit(self, place: Place, message: str, drawn: Drawn) -> None:
        """Another content."""
        await self._wait()
        await super().edit(place, message, drawn)

    async def freeze(self, place: Place, message: str) -> None:
        """No buttons."""
        await self._wait()
        await super().freeze(place, message)


def with_button(text: str, note: int = 2) -> Card:
    """A card that leads to a note."""
    return Card((text,), ((Button("See", See(note)),),))


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards may be redrawn after a tenth of a second, except where that is what is measured."""
    if "second" not in request.node.name:
        monkeypatch.setattr(outcome, "EDIT_REST", timedelta(seconds=0.1))
        monkeypatch.setattr(courier, "LOOK_AGAIN_SECONDS", 0.05)


async def standing(workshop: Workshop, *notes: int) -> int:
    """Notes that stand in Ana's chat; her number."""
    (ana,) = await workshop.people("ana")
    for note in notes:
        await workshop.send(note, ana)
    await workshop.settle()
    return ana


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


async def test_other_people_keep_theirs(workshop: Workshop) -> None:
    """Copies are counted for each person."""
    workshop.board.notes[1] = with_button("one")
    ana, dan = await workshop.people("ana", "dan")
    await workshop.send(1, dan, ana, ana, ana)
    await workshop.settle()

    assert [["See"]] == [message.labels for message in workshop.memory.chats["dan"]]


@pytest.fixture
async def seeing(url: str, workshop: Workshop) -> Workshop:
    """A workshop whose notes have buttons."""
    await workshop.close()
    return await open_workshop(url, router)


@pytest.mark.both
async def test_a_pressed_message_becomes_the_view(seeing: Workshop) -> None:
    """In private the pressed message itself is what the handler shows, and is live."""
    seeing.board.notes[1] = with_button("press me")
    await standing(seeing, 1)
    await seeing.seat("ana").presses("See")
    await seeing.change(2, "later")
    await seeing.settle()

    assert ["later"] == seeing.texts("ana")
    await seeing.close()


async def test_a_pressed_card_is_one_of_the_two_copies(seeing: Workshop) -> None:
    """The oldest of three reminders, pressed, becomes a card; it is not the one that loses its buttons."""
    for number in (1, 3, 4):
        seeing.board.notes[number] = with_button(f"reminder {number}")
    seeing.board.notes[2] = Card(("the card",), ((Button("Again", See(2)),),))
    await standing(seeing, 1, 3, 4)
    for number in (2, 1, 0):
        message = seeing.memory.chats["ana"][number]
        await seeing.seat("ana").does(Pressed(message.data("See"), message.id))

    labels = [message.labels for message in seeing.memory.chats["ana"]]
    assert (["Again"], 2) == (labels[0], sum(label == ["Again"] for label in labels))
    await seeing.close()


async def test_a_press_while_the_message_is_changed_is_not_lost(url: str) -> None:
    """Pressed just while its buttons are taken away, the message becomes what the handler shows."""
    memory = Slow()
    workshop = await open_workshop(url, router, memory=memory)
    workshop.board.notes[1] = with_button("press me")
    await standing(workshop, 1)
    (message,) = memory.chats["ana"]
    payload = message.data("See")
    memory.shut = True
    before = memory.calls
    await workshop.change(1, None)
    await until(lambda: memory.calls > before)
    (told,) = await workshop.program.intake.hear([envelope("ana", Pressed(payload, message.id))])
    await told
    memory.gate.set()
    await workshop.settle()
    await workshop.change(2, "still live")
    await workshop.settle()

    assert ["still live"] == workshop.texts("ana")
    await workshop.close()


async def test_a_press_while_the_message_is_redrawn_stays_live(url: str) -> None:
    """Pressed just while it is edited, the message becomes the new view, and follows its changes."""
    memory = Slow()
    workshop = await open_workshop(url, router, memory=memory)
    workshop.board.notes[1] = with_button("press me")
    await standing(workshop, 1)
    (message,) = memory.chats["ana"]
    memory.shut = True
    before = memory.calls
    await workshop.change(1, with_button("press me now"))
    await until(lambda: memory.calls > before)
    (told,) = await workshop.program.intake.hear([envelope("ana", Pressed(See(2).pack(), message.id))])
    await told
    memory.gate.set()
    await workshop.settle()
    await workshop.change(2, "still live")
    await workshop.settle()

    assert ["still live"] == workshop.texts("ana")
    await workshop.close()


async def test_a_press_while_the_message_is_redrawn_does_not_wait_a_second(url: str) -> None:
    """Who presses a card that is just being redrawn sees what it becomes at once, not at the next redraw."""
    memory = Slow()
    workshop = await open_workshop(url, router, memory=memory)
    workshop.board.notes[1] = with_button("press me")
    await standing(workshop, 1)
    (message,) = memory.chats["ana"]
    await asyncio.sleep(1.05)
    memory.shut = True
    before = memory.calls
    await workshop.change(1, with_button("press me now"))
    await until(lambda: memory.calls > before)
    (told,) = await workshop.program.intake.hear([envelope("ana", Pressed(See(2).pack(), message.id))])
    await told
    memory.shut = False
    memory.gate.set()

    await until(lambda: workshop.texts("ana") == ["note 2"], 0.5)
    await workshop.settle()
    await workshop.close()


async def test_a_stranger_who_became_known_gets_their_own_card(url: str) -> None:
    """A message that was sent before we knew the person, pressed afterwards, is drawn for that person."""
    board = Board()
    seen: list[int | None] = []
    draw = board.note

    async def note(look: object, number: int) -> Card | None:
        seen.append(look.person_id)  # type: ignore[attr-defined]
        return await draw(look, number)  # type: ignore[arg-type, return-value]

    board.router.view("whose")(note)
    asking = Router("asking")

    @asking.press(Whose, who=Role.ANYONE)
    async def whose(_ctx: Ctx, _press: Whose) -> Show:
        return Show("whose", 1)

    workshop = await open_workshop(url, router, asking, board=board)
    seat = workshop.seat("ana", language="en")
    await seat.does(Command("see", ("1",)))

    async def known(tx: object) -> int:
        from storage.people import ACCOUNT, PERSON

        row = await tx.execute(PERSON.insert().values(name="ana", language="en"))  # type: ignore[attr-defined]
        number = row.inserted_primary_key[0]
        await tx.execute(ACCOUNT.update().values(person_id=number))  # type: ignore[attr-defined]
        return int(number)

    number = await workshop.write(known)
    await seat.forges(Whose().pack(), seat.messages[0].id)

    assert number == seen[-1]
    await workshop.close()


class Whose(Press, name="t.live.whose"):
    """For whom is this drawn?"""
