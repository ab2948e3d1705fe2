"""A pressed message becomes what its handler shows, whatever is just being done to it."""

import asyncio

import pytest

from bot.core import Ctx, Router, Show
from bot.model.card import Button, Card
from bot.model.press import Press
from bot.model.update import Command, Pressed
from bot.model.values import Role
from tests.core.hearing import envelope
from tests.core.seeing import See, Slow, router, standing, with_button
from tests.core.workshop import Board, Workshop, open_workshop, until

pytestmark = pytest.mark.usefixtures("quick")


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
