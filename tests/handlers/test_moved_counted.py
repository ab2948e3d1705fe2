"""Which changes ask for a confirmation and of whom, and what a confirmation leaves as it was."""

from datetime import timedelta
from typing import Any

import pytest

from bot.model.values import Going
from handlers.shared.presses import Answer
from storage.answers import RSVP, RSVP_CHANGE
from tests.handlers.calendar_steps import MAYBE, NO, YES, invited
from tests.handlers.event_steps import changes
from tests.handlers.moved_steps import ASKED, counted, invitation, moves
from tests.handlers.steps import found, local, titled
from tests.seeds import Lab

pytestmark = pytest.mark.english


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"hours": "14:00-16:00"}, True),
        ({"hours": "11:00-15:00"}, True),
        ({"day": "11.02.2027"}, True),
        ({"place": "Jitsi"}, False),
        ({"title_other": "Something else"}, False),
        ({"deadline": "08.02.2027"}, False),
    ],
)
async def test_what_is_a_move(lab: Lab, answers: dict[str, str], asked: bool) -> None:
    """Another day or other hours are to be confirmed; another place, title or deadline is not."""
    mia = await invited(lab, "mia", YES)

    await moves(lab, **answers)

    assert asked is (ASKED in invitation(mia))


@pytest.mark.parametrize("label", [MAYBE, NO])
async def test_only_a_yes_is_asked(lab: Lab, label: str) -> None:
    """Other answers stand as they were given."""
    mia = await invited(lab, "mia", label)
    ilinca = await moves(lab)

    assert (False, False) == (ASKED in invitation(mia), "not yet confirmed" in counted(ilinca))


async def test_a_yes_after_the_move(lab: Lab) -> None:
    """Who says yes to the new day has nothing to confirm."""
    mia = await invited(lab, "mia")
    ilinca = await moves(lab)

    await mia.presses(YES)

    assert ("1 person: ✅ 1 · 🤔 0 · ❌ 0 · silent 0", False) == (counted(ilinca), ASKED in mia.all_text)


async def test_moved_again(lab: Lab) -> None:
    """A confirmation is for the day it was given for."""
    mia = await invited(lab, "mia", YES)
    ilinca = await moves(lab)
    await mia.presses(YES)

    await changes(ilinca, day="18.02.2027")

    assert "1 person: ✅ 1, of them 1 not yet confirmed after the move · 🤔 0 · ❌ 0 · silent 0" == counted(ilinca)


async def test_a_later_change_of_place_keeps_the_question(lab: Lab) -> None:
    """The move is still the last one, however much else has changed since."""
    mia = await invited(lab, "mia", YES)
    ilinca = await moves(lab)

    await changes(ilinca, place="Jitsi")

    assert ASKED in invitation(mia)


async def test_confirmed_before_another_change_of_place(lab: Lab) -> None:
    """And who has confirmed is not asked again for that."""
    mia = await invited(lab, "mia", YES)
    ilinca = await moves(lab)
    await mia.presses(YES)

    await changes(ilinca, place="Jitsi")

    assert ASKED not in mia.all_text


@pytest.mark.parametrize("pause", [timedelta(0), timedelta(hours=3)])
async def test_however_the_clock_goes(lab: Lab, pause: timedelta) -> None:
    """What came first is known also when everything happens at one instant of the story, as in the try-out."""
    mia = await invited(lab, "mia", YES)
    lab.room.clock.move(lab.room.clock.now() + pause)
    ilinca = await moves(lab)
    assert "of them 1 not yet confirmed" in counted(ilinca)
    lab.room.clock.move(lab.room.clock.now() + pause)

    await mia.presses(YES)

    assert "not yet confirmed" not in counted(ilinca)


async def test_the_answer_stays_as_it_was_given(lab: Lab) -> None:
    """Exports tell when somebody answered and whether in time: a confirmation after the deadline changes neither."""
    mia = await invited(lab, "mia", YES)
    (given,) = await found(lab, RSVP)
    ilinca = await moves(lab)
    lab.room.clock.move(local(13, 9))

    await mia.presses(YES)

    (stands,) = await found(lab, RSVP)
    assert (given.answered_at, given.late) == (stands.answered_at, stands.late)
    assert [] == titled(ilinca, "after the deadline")


async def test_the_confirmation_is_in_the_history(lab: Lab) -> None:
    """With its own instant, and late when it is."""
    mia = await invited(lab, "mia", YES)
    await moves(lab)
    lab.room.clock.move(local(13, 9))

    await mia.presses(YES)

    history: list[Any] = await found(lab, RSVP_CHANGE)
    assert [(Going.YES, False), (Going.YES, True)] == [(row.answer, row.late) for row in history]
    assert local(13, 9) == history[-1].at


async def test_two_taps_confirm_once(lab: Lab) -> None:
    """The second one finds nothing to confirm."""
    mia = await invited(lab, "mia", YES)
    await moves(lab)

    await mia.presses(YES)
    await mia.presses(YES)

    assert 2 == len(await found(lab, RSVP_CHANGE))


async def test_a_confirmation_brings_no_file(lab: Lab) -> None:
    """The message of the move has brought it already."""
    mia = await invited(lab, "mia", YES)
    await moves(lab)
    before = len(mia.messages)

    await mia.presses(YES)

    assert before == len(mia.messages)


async def test_a_guest_counts_apart(lab: Lab) -> None:
    """Guests are no part of those who come, so no part of those who are to confirm; they are asked all the same."""
    zoe = lab.room.seat("zoe", language="en")
    for words in ("/start", "Zoe Pavel", "oxid"):
        await zoe.says(words)
    await zoe.forges(Answer(lab.event, Going.YES).pack())
    ilinca = await moves(lab)

    assert ("not yet confirmed" in ilinca.sees, ASKED in "\n".join(titled(zoe, "✉️ Invitation"))) == (False, True)


async def test_taken_back_before_anybody_heard(lab: Lab) -> None:
    """Moved there and back, the event stands where everybody knew it: the last move is to that day, and it is asked."""
    mia = await invited(lab, "mia", YES)
    ilinca = await moves(lab)

    await changes(ilinca, day="10.02.2027", deadline="05.02.2027")

    assert "The event has moved: Wednesday, 17 February 2027" in mia.sees
    assert "of them 1 not yet confirmed" in counted(ilinca)
