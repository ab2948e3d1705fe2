"""Calendar entries of two people who turn out to be one: each file stays as true as it was, or a newer one comes."""

from datetime import timedelta

import pytest

from tests.handlers.calendar_steps import MAYBE, NO, YES
from tests.handlers.event_steps import changes, manager
from tests.handlers.ics import files, newest, read
from tests.handlers.joining_steps import joins, pair
from tests.handlers.steps import invite, titled
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english

OLD = "is out of date: a newer one was sent to you."
PUT = "📆 Open the file to put Consultation on the plan into your calendar."


async def answering(lab: Lab, *answers: tuple[str, str]) -> tuple[Seat, Seat]:
    """Ana and Dan, both invited, after each has given these answers in this order."""
    ana, dan = await pair(lab)
    await invite(lab, "ana", "dan")
    seats = {"ana": ana, "dan": dan}
    for minutes, (name, label) in enumerate(answers, 1):
        lab.room.clock.move(MONDAY + timedelta(minutes=minutes))
        await seats[name].presses(label)
    return ana, dan


def told(seat: Seat) -> list[tuple[str, str, str]]:
    """METHOD, STATUS and SEQUENCE of every file in a chat, the oldest first."""
    calendars = [read(document.content) for document in files(seat)]
    return [(one.one("METHOD"), one.event.one("STATUS"), one.event.one("SEQUENCE")) for one in calendars]


@pytest.mark.both
@pytest.mark.parametrize(
    "answers",
    [
        [("ana", YES)],
        [("dan", MAYBE), ("ana", YES)],
        [("dan", NO), ("ana", YES)],
        [("dan", YES), ("ana", YES)],
        [("ana", YES), ("dan", YES)],
        [("ana", YES), ("dan", NO), ("ana", YES)],
    ],
)
async def test_a_file_that_says_the_same_stays(lab: Lab, answers: list[tuple[str, str]]) -> None:
    """The yes of the account that is joined stands, so does its file, and nobody is told of a newer one."""
    ana, dan = await answering(lab, *answers)
    brought = len(files(ana)) + len(files(dan))

    await joins(lab, dan, ana)

    assert 1 == len(titled(ana, PUT))
    assert "PUBLISH" == newest(ana).one("METHOD")
    assert (False, brought) == (OLD in ana.all_text + dan.all_text, len(files(ana)) + len(files(dan)))


@pytest.mark.parametrize(
    ("answers", "brought"),
    [
        ([("dan", YES), ("ana", NO)], ("CANCEL", "CANCELLED", "1")),
        ([("dan", YES), ("ana", MAYBE)], ("PUBLISH", "TENTATIVE", "1")),
        ([("dan", YES), ("dan", NO), ("ana", YES)], ("PUBLISH", "CONFIRMED", "2")),
    ],
)
async def test_a_file_that_says_something_else_is_renewed(
    lab: Lab, answers: list[tuple[str, str]], brought: tuple[str, str, str]
) -> None:
    """The newest answer stands, and the chat whose file it contradicts gets a later version of the same entry."""
    ana, dan = await answering(lab, *answers)
    before = len(files(dan))

    await joins(lab, dan, ana)

    assert (before + 1, brought) == (len(files(dan)), told(dan)[-1])
    assert before == len(titled(dan, OLD))


@pytest.mark.parametrize("asks", ["ana", "dan"])
async def test_whichever_account_asked(lab: Lab, asks: str) -> None:
    """The file comes to the chat that has the old one, not to both."""
    ana, dan = await answering(lab, ("dan", YES), ("ana", NO))

    await (joins(lab, ana, dan) if asks == "ana" else joins(lab, dan, ana))

    assert ([], "CANCEL") == (files(ana), newest(dan).one("METHOD"))


async def test_an_answer_after_the_join(lab: Lab) -> None:
    """The entry goes on from there: a later version of the same, and the file that stands is called old."""
    ana, dan = await answering(lab, ("dan", MAYBE), ("ana", YES))
    first = newest(ana).event
    await joins(lab, dan, ana)

    await ana.presses(NO)

    event = newest(ana).event
    assert (first.one("UID"), True) == (event.one("UID"), event.one("SEQUENCE") > first.one("SEQUENCE"))
    assert 1 == len(titled(ana, OLD))


async def test_a_move_after_the_join(lab: Lab) -> None:
    """Whoever holds an entry from before the join gets one newer file, with the change."""
    ana, dan = await answering(lab, ("dan", MAYBE), ("ana", YES))
    await joins(lab, dan, ana)

    await changes(await manager(lab), day="17.02.2027")

    moved = [message for seat in (ana, dan) for message in seat.messages if "has moved" in message.text]
    (content,) = [document.content for message in moved for document in message.drawn.documents]
    assert ("20270217T110000", 1) == (read(content).event.one("DTSTART"), len(titled(ana, OLD)))
