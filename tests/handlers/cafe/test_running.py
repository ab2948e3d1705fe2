"""A round in conversation: started, paused, longer, ended, closed; each once, whoever presses."""

from datetime import timedelta

import pytest

from bot.model.values import Role, RoundState, Scope
from handlers.cafe import meeting
from storage import cafe_plans
from storage.people import GrantRow
from storage.tx import add
from tests.handlers.cafe.steps import facilitator, guests, opens, plans, starts
from tests.room import MONDAY
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")


async def states(lab: Lab) -> list[RoundState]:
    """The rounds of the only café."""
    async with lab.room.read() as tx:
        return [row.state for row in await cafe_plans.rounds(tx, 1)]


def gongs(seat: object) -> int:
    """How often somebody was told that time is up."""
    return sum("🔔 Time!" in message.text for message in seat.messages)  # type: ignore[attr-defined]


@pytest.mark.both
async def test_a_round_tells_everyone_where_they_sit_and_what_is_asked(lab: Lab) -> None:
    """One message each, with table, host, end and question; writing is enough."""
    seats = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)

    said = seats[3].sees.splitlines()
    assert "Round 1 of 2 · Table" in said[0]
    assert said[1] == "⏳ Until 09:20"
    assert "Write one idea per message. A voice message or a photo is fine too." in said
    assert [1, 1, 1, 1] == [sum("Round 1 of 2" in one.text for one in seat.messages) for seat in seats]


async def test_of_many_new_people_some_are_named(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A card is no list of the whole room."""
    monkeypatch.setattr(meeting, "MOST_MET", 0)
    seats = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    await ilinca.presses("🔔 Gong now")

    assert "🔔 Time! Please move to table 1.\nYou will meet 1 new person: …" == seats[1].sees


async def test_the_gong_goes_once_and_says_where_to_move(lab: Lab) -> None:
    """At the end of its time: hosts stay, the others hear their table and how many new people they meet."""
    seats = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=21))

    assert [1, 1, 1, 1] == [gongs(seat) for seat in seats]
    assert seats[0].sees.startswith("🔔 Time! You are the host: please stay at table 1.")
    assert "🔔 Time! Please move to table 1.\nYou will meet 1 new person: Ana Câmpeanu" == seats[1].sees


async def test_nobody_is_told_to_move_to_where_they_sit(lab: Lab) -> None:
    """With one table everybody stays."""
    seats = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca, tables="1")
    await starts(ilinca)
    await ilinca.presses("🔔 Gong now")

    assert "🔔 Time! Please stay at table 1." == seats[1].sees


async def test_two_minutes_before_the_end_everyone_is_warned(lab: Lab) -> None:
    """Once."""
    seats = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=19))

    assert ["⏰ 2 minutes left."] * 4 == [seat.sees for seat in seats]


async def test_a_pause_shifts_the_end(lab: Lab) -> None:
    """Ten minutes of pause: the gong goes ten minutes later, and everyone hears of both."""
    (ana, *_) = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    await ilinca.presses("⏸ Pause")
    paused = ana.sees
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=10))
    await ilinca.presses("▶️ Go on")
    goes_on = ana.sees
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=15))
    before = gongs(ana)
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=6))

    assert ("⏸ The round is paused.", "▶️ The round goes on until 09:30.") == (paused, goes_on)
    assert (0, 1) == (before, gongs(ana))


async def test_five_minutes_more_asked_for_by_two_are_five(lab: Lab) -> None:
    """Two who press the same button together mean the same five minutes."""
    (ana, *_) = await guests(lab, *EVERYBODY)
    ilinca, dan = await facilitator(lab), lab.room.seat("dan")
    at_the_event = {"role": Role.FACILITATOR, "scope": Scope.EVENT, "scope_id": lab.event, "since": MONDAY}
    grant = GrantRow(person_id=lab.people["dan"], **at_the_event)  # type: ignore[arg-type]
    await lab.room.write(lambda tx: add(tx, grant))
    await opens(ilinca)
    await starts(ilinca)
    await dan.says("/cafe E1")
    button = dan.messages[-1].data("+5 min")
    await ilinca.presses("+5 min")
    await dan.forges(button, dan.messages[-1].id)

    assert "▶️ The round goes on until 09:25." == ana.sees
    assert "▶️ Round 1 of 2 runs until 09:25." in dan.sees


async def test_a_gong_pressed_by_two_goes_once(lab: Lab) -> None:
    """Whoever comes second is told that it was done."""
    (ana, *_) = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    button = ilinca.messages[-1].data("🔔 Gong now")
    await ilinca.presses("🔔 Gong now")
    await ilinca.forges(button, ilinca.messages[-1].id)

    assert (1, "That had been done already.") == (gongs(ana), ilinca.told.toast)


async def test_an_ended_round_can_be_opened_again_within_the_grace(lab: Lab) -> None:
    """Five more minutes; after the grace there is no such button."""
    (ana, *_) = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    await ilinca.presses("🔔 Gong now")
    await ilinca.presses("↩️ Not yet")
    again = ana.sees
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=8))

    assert "▶️ The round goes on until 09:05." == again
    assert [RoundState.ENDED, RoundState.WAITING] == await states(lab)
    assert "↩️ Not yet: 5 more minutes" not in ilinca.labels


async def test_the_end_asks_once_more_and_thanks_everyone(lab: Lab) -> None:
    """Nothing runs afterwards."""
    seats = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    await ilinca.presses("🏁 End the café")
    asked = ilinca.sees
    await ilinca.presses("🏁 End it")

    assert asked == (
        "End the café?\nNo idea has been written yet.\n"
        "⚠️ Round 1 still runs; it ends with the café.\n⚠️ 1 round has not begun.\n"
        "This can not be undone. Nothing that is written afterwards is kept: the grace after the gong ends too."
    )
    assert [RoundState.ENDED, RoundState.WAITING] == await states(lab)
    assert {"Thank you for taking part! You will hear from us what becomes of your ideas."} == {
        seat.sees for seat in seats
    }


async def test_hosts_are_asked_for_nothing_when_the_cafe_ends_in_the_middle_of_a_round(lab: Lab) -> None:
    """It could not be kept any more."""
    (ana, *_) = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    await ilinca.presses("🏁 End the café")
    await ilinca.presses("🏁 End it")

    assert "main ideas" not in ana.all_text


async def test_no_card_offers_what_the_end_has_closed(lab: Lab) -> None:
    """Neither that of a round nor that of a gong."""
    (ana, *_) = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    await ilinca.presses("🔔 Gong now")
    before = {label for one in ana.messages for label in one.labels}
    await ilinca.presses("🏁 End the café")
    await ilinca.presses("🏁 End it")
    offers = {"🚪 I have to go", "➕ An idea from someone without a phone"}

    assert offers <= before
    assert set() == offers & {label for one in ana.messages for label in one.labels}


async def test_a_silent_table_is_noticed(lab: Lab) -> None:
    """No idea for six minutes of running time; a pause does not count."""
    (ana, *_) = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    await ilinca.presses("⏸ Pause")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=10))
    await ilinca.presses("▶️ Go on")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=3))
    await ana.says("More rooms.")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=4))
    await ilinca.says("/cafe E1")

    assert ilinca.sees.splitlines()[3:5] == [
        "Table 1, question 1: 1 idea",
        "Table 2, question 2: 0 ideas · ⚠️ silent for 7 minutes",
    ]


async def test_a_round_that_was_opened_again_ends_with_a_gong(lab: Lab) -> None:
    """Its own one: people had been told to move, and then to stay."""
    (ana, *_) = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    await ilinca.presses("🔔 Gong now")
    await ilinca.presses("↩️ Not yet")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=6))

    assert 2 == gongs(ana)


async def test_every_change_is_told_while_the_clock_stands_still(lab: Lab) -> None:
    """As in the try-out, where several things are done in one instant of the story."""
    (ana, *_) = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    before = len(ana.messages)
    for label in 2 * ("🔔 Gong now", "↩️ Not yet", "+5 min", "⏸ Pause", "▶️ Go on"):
        await ilinca.presses(label)

    assert [2, 2, 4, 2] == [
        sum(told in message.text for message in ana.messages[before:])
        for told in ("🔔 Time!", "goes on until 09:05", "goes on until 09:10", "⏸")
    ]


async def test_who_said_yes_after_the_plan_was_made_is_expected_when_it_is_looked_at(lab: Lab) -> None:
    """Also in a plan that came with a file, which knows nobody: nobody has to open the room to see who sits where."""
    (*_, radu) = await guests(lab, *EVERYBODY)
    await radu.presses("❌ I cannot come")
    ilinca = await facilitator(lab)
    await plans(ilinca)
    before = ilinca.sees
    await radu.presses("✅ I am coming")
    await ilinca.says("/cafe E1")
    await lab.room.settle()

    assert (True, True) == ("3 people are expected" in before, "4 people are expected" in ilinca.sees)
    assert "Who sits where is being worked out…" not in ilinca.sees
