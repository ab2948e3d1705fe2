"""How a calendar entry follows the answer and the event, and which file is the newest."""

import pytest

from storage.people import MARK
from tests.handlers.calendar_steps import MAYBE, NO, YES, cancels, invited
from tests.handlers.event_steps import changes, manager
from tests.handlers.ics import files, newest, read
from tests.room import Room, Seat
from tests.seeds import Lab, seed

pytestmark = pytest.mark.english

OLD = "This file for Consultation on the plan is out of date: a newer one was sent to you."


def versions(seat: Seat) -> list[tuple[str, str, str]]:
    """METHOD, STATUS and DTSTART of every file in a chat, the oldest first."""
    calendars = [read(document.content) for document in files(seat)]
    return [(one.one("METHOD"), one.event.one("STATUS"), one.event.one("DTSTART")) for one in calendars]


@pytest.mark.parametrize("between", [(), (MAYBE,)])
async def test_a_no_takes_it_back(lab: Lab, between: tuple[str, ...]) -> None:
    """After a yes a no brings the file that cancels it; a maybe in between had left it where it was."""
    mia = await invited(lab, "mia", YES, *between, NO)

    assert ("CANCEL", "CANCELLED", "20270210T110000") == versions(mia)[-1]
    assert "📆 Open the file to take Consultation on the plan out of your calendar." in mia.sees


async def test_what_was_taken_back_says_so(lab: Lab) -> None:
    """Some calendars show nothing of a status: the title tells."""
    mia = await invited(lab, "mia", YES, NO)

    assert "Not coming: Consultation on the plan" == newest(mia).event.text("SUMMARY")


async def test_a_cancelled_event_says_so(lab: Lab) -> None:
    """The same for an event that does not take place."""
    mia = await invited(lab, "mia", YES)

    await cancels(await manager(lab))

    assert "Cancelled: Consultation on the plan" == newest(mia).event.text("SUMMARY")


async def test_each_change_of_mind_is_a_later_version(lab: Lab) -> None:
    """Yes, no, yes again, with the same identity: else a calendar would keep the cancelled one."""
    mia = await invited(lab, "mia", YES)
    numbers = [int(newest(mia).event.one("SEQUENCE"))]
    for label in (NO, MAYBE, YES):
        await mia.presses(label)
        numbers.append(int(newest(mia).event.one("SEQUENCE")))

    assert [0, 1, 2, 3] == numbers


async def test_an_old_file_is_called_old(lab: Lab) -> None:
    """A file stays where it was sent; its message says that there is a newer one."""
    mia = await invited(lab, "mia", YES)
    message = mia.messages[-1]

    await mia.presses(NO)

    assert (f"📆 {OLD}", True) == (message.text, bool(mia.messages[-1].drawn.documents))


async def test_a_file_is_old_when_the_event_has_moved(lab: Lab) -> None:
    """The message that it moved has the newer one."""
    mia = await invited(lab, "mia", YES)
    message = mia.messages[-1]

    await changes(await manager(lab), day="17.02.2027")

    assert (OLD in message.text, "20270217T110000") == (True, newest(mia).event.one("DTSTART"))


async def test_a_maybe_makes_the_entry_tentative(lab: Lab) -> None:
    """Whoever is no longer sure has no confirmed entry: it comes as a later version, and the message says so."""
    mia = await invited(lab, "mia", YES)
    first = newest(mia).event

    await mia.presses(MAYBE)

    event = newest(mia).event
    assert ("PUBLISH", "TENTATIVE", "20270210T110000") == versions(mia)[-1]
    assert (first.one("UID"), "1") == (event.one("UID"), event.one("SEQUENCE"))
    assert [
        "Noted: not sure yet. You can change it until Wednesday, 10 February 2027, 11:00.",
        "",
        "📆 Open the file to mark Consultation on the plan as tentative in your calendar.",
    ] == mia.sees.splitlines()


async def test_a_maybe_makes_the_confirmed_file_old(lab: Lab) -> None:
    """A platform keeps the file that was sent, which says that its person comes: its message does not."""
    mia = await invited(lab, "mia", YES)
    message = mia.messages[-1]

    await mia.presses(MAYBE)

    assert f"📆 {OLD}" == message.text


async def test_a_yes_after_a_maybe_confirms_it(lab: Lab) -> None:
    """The entry that was tentative is certain again."""
    mia = await invited(lab, "mia", YES, MAYBE, YES)

    assert ("PUBLISH", "CONFIRMED", "20270210T110000") == versions(mia)[-1]
    assert "📆 Open the file to put Consultation on the plan into your calendar." in mia.sees


async def test_a_tentative_entry_moves_along(lab: Lab) -> None:
    """With a change it comes as it is, and the older file is called old."""
    mia = await invited(lab, "mia", YES, MAYBE)
    message = mia.messages[-1]

    await changes(await manager(lab), day="17.02.2027")

    assert ("PUBLISH", "TENTATIVE", "20270217T110000") == versions(mia)[-1]
    assert f"📆 {OLD}" == message.text


@pytest.mark.romanian
async def test_a_tentative_entry_in_romanian(room: Room) -> None:
    """What the file is for, for who reads Romanian."""
    lab = await seed(room)
    ana = await invited(lab, "ana", "✅ Vin", "🤔 Nu știu încă")

    assert "📆 Deschideți fișierul ca să marcați Consultare privind planul ca provizoriu în calendarul dvs." in ana.sees


async def test_a_maybe_after_a_no_brings_nothing_back(lab: Lab) -> None:
    """The message with the file that takes the entry out of the calendar stays true."""
    mia = await invited(lab, "mia", YES, NO)
    message = mia.messages[-1]

    await mia.presses(MAYBE)

    told = "📆 Open the file to take Consultation on the plan out of your calendar."
    assert (told, "CANCEL") == (message.text.splitlines()[-1], newest(mia).one("METHOD"))


async def test_a_second_no_leaves_the_file_true(lab: Lab) -> None:
    """A no, a maybe and a no again bring one file: nothing was in the calendar any more, so it is not called old."""
    mia = await invited(lab, "mia", YES, NO)
    message, brought = mia.messages[-1], len(files(mia))

    await mia.presses(MAYBE)
    await mia.presses(NO)

    told = "📆 Open the file to take Consultation on the plan out of your calendar."
    assert (told, brought) == (message.text.splitlines()[-1], len(files(mia)))


async def test_who_has_no_entry_gets_none_with_a_change(lab: Lab) -> None:
    """The silent, and those who said maybe or no, hear that the event moved and that it is cancelled without a file."""
    seats = [await invited(lab, "ana"), await invited(lab, "dan", MAYBE), await invited(lab, "radu", NO)]
    ilinca = await manager(lab)
    await changes(ilinca, day="17.02.2027")
    await cancels(ilinca)

    assert [[], [], []] == [files(seat) for seat in seats]


async def test_after_a_no_a_change_brings_nothing(lab: Lab) -> None:
    """What was taken out of the calendar does not come back."""
    mia = await invited(lab, "mia", YES, NO)
    before = len(files(mia))

    await changes(await manager(lab), day="17.02.2027")

    assert before == len(files(mia))


async def test_a_change_is_one_message(lab: Lab) -> None:
    """The newer file comes with the message that the event moved, not in one of its own."""
    mia = await invited(lab, "mia", YES)
    before = len(mia.messages)

    await changes(await manager(lab), day="17.02.2027")

    assert (before + 1, 1) == (len(mia.messages), len(mia.messages[-1].drawn.documents))


async def test_another_place_renews_it(lab: Lab) -> None:
    """Not only the hour: the entry says where."""
    mia = await invited(lab, "mia", YES)

    await changes(await manager(lab), place="Jitsi")

    assert "online, on Jitsi" == newest(mia).event.text("LOCATION")


async def test_a_moved_entry_asks_to_confirm(lab: Lab) -> None:
    """As long as nobody has tapped yes again, the entry says so."""
    mia = await invited(lab, "mia", YES)

    await changes(await manager(lab), day="17.02.2027")

    assert "Please tell us whether you are still coming." in newest(mia).event.text("DESCRIPTION")


async def test_before_anybody_has_an_entry(lab: Lab) -> None:
    """Answers from before there were entries: the change is told without a file, and nothing breaks."""
    mia = await invited(lab, "mia", YES)
    await lab.room.write(lambda tx: tx.execute(MARK.delete()))

    await changes(await manager(lab), day="17.02.2027")

    assert ("has moved" in mia.sees, ()) == (True, mia.messages[-1].drawn.documents)


async def test_after_a_cancellation_no_answer_is_said_to_be_open(lab: Lab) -> None:
    """Nobody can change an answer to an event that does not take place."""
    mia = await invited(lab, "mia", YES, NO)

    await cancels(await manager(lab))

    assert [] == [message.text for message in mia.messages if "You can change it" in message.text]
