"""Two programmes use the same id for an event: a command means the one that its writer may see, or asks which."""

import pytest

from bot.model.values import Going, Role, Scope
from storage.answers import RSVP
from storage.events import EVENT
from storage.people import ACTIVITY, GRANT, GrantRow
from storage.questions import QUESTION
from storage.tx import add
from tests.handlers.neighbours import Neighbours, neighbours
from tests.handlers.steps import found, in_english
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english

OURS = "Wednesday, 10 February 2027, 11:00 · Consultation on the plan · The sample programme"
THEIRS = "Thursday, 11 February 2027, 17:00 · Seara vecinilor (in Romanian) · Programul vecin (in Romanian)"


@pytest.fixture
async def other(lab: Lab) -> Neighbours:
    """A younger programme whose event has the id E1 too, and Ion who speaks for an organisation of it."""
    made = await neighbours(lab)
    lab.people["ion"] = made.person
    await lab.room.write(lambda tx: tx.execute(EVENT.update().where(EVENT.c.id == made.event).values(key="E1")))
    await in_english(lab)
    return made


async def manages(lab: Lab, name: str, programme: int) -> Seat:
    """Somebody arrives who manages a programme."""
    grant = GrantRow(
        person_id=lab.people[name], role=Role.MANAGER, scope=Scope.PROGRAMME, scope_id=programme, since=MONDAY
    )
    await lab.room.write(lambda tx: add(tx, grant))
    return await lab.arrives(name)


@pytest.mark.both
async def test_an_answer_goes_to_ones_own(lab: Lab, other: Neighbours) -> None:
    """Each answers for the event of their own programme, the younger one too."""
    ana, ion = await lab.arrives("ana"), await lab.arrives("ion")

    await ana.says("/rsvp E1 yes")
    await ion.says("/rsvp E1 no")

    assert [(lab.event, Going.YES), (other.event, Going.NO)] == [
        (row.event_id, row.answer) for row in await found(lab, RSVP)
    ]


async def test_a_question_is_about_ones_own(lab: Lab, other: Neighbours) -> None:
    """What is asked belongs to the event of one's own programme."""
    await lab.arrives("ilinca")
    ion = await lab.arrives("ion")

    await ion.says("/ask E1 Is there parking?")

    assert [other.event] == [row.event_id for row in await found(lab, QUESTION)]


@pytest.mark.parametrize("command", ["/invite E1 all", "/report E1"])
async def test_a_manager_of_the_younger_programme(lab: Lab, other: Neighbours, command: str) -> None:
    """The command means what they manage, and is no try at what they do not."""
    ion = await manages(lab, "ion", other.programme)

    await ion.says(command)

    assert "Seara vecinilor" in ion.sees
    assert [] == [row for row in await found(lab, ACTIVITY) if row.result == "refused"]


async def test_ones_own_before_others(lab: Lab, other: Neighbours) -> None:
    """Who manages both, and belongs to one of them, means that one."""
    await manages(lab, "ion", lab.programme)
    ion = await manages(lab, "ion", other.programme)

    await ion.says("/report E1")

    assert "Seara vecinilor" in ion.sees


async def test_a_manager_of_neither(lab: Lab, other: Neighbours) -> None:
    """The try is refused and recorded."""
    ana = await manages(lab, "ana", lab.programme)
    await lab.room.write(lambda tx: tx.execute(GRANT.update().values(until=MONDAY)))

    await ana.says("/invite E1 all")

    assert "Only the organisers can do this." in ana.sees


@pytest.mark.parametrize(
    ("command", "seen"),
    [
        ("/rsvp E1", "✉️ Invitation"),
        ("/rsvp E1 poate", "not sure yet"),
        ("/ask E1", "About Seara vecinilor"),
        ("/invite E1", "Whom would you like to invite?"),
        ("/report E1", "📊 Seara vecinilor"),
    ],
)
async def test_two_remain(lab: Lab, other: Neighbours, command: str, seen: str) -> None:
    """Who belongs to no programme and may see both is asked which one by buttons, and the tap goes on."""
    await manages(lab, "ana", other.programme)
    ilinca = await lab.arrives("ilinca")
    await ilinca.says(command)
    assert [OURS, THEIRS] == ilinca.labels

    await ilinca.presses("Seara vecinilor")

    assert seen in ilinca.sees
    assert [other.event] * ("poate" in command) == [row.event_id for row in await found(lab, RSVP)]
