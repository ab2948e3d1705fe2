"""Groups that open again: the cards that stand there are kept up again."""

import pytest

from bot.model.problems import Unreachable
from bot.model.update import Placed
from bot.model.values import Reason
from tests.room import Group, Seat
from tests.seeds import Lab


async def answers_meanwhile(english: Lab, north: Group, why: Reason = Reason.GONE) -> Seat:
    """Ana says yes while nothing can be written in the group, so the card there tells what was before."""
    north.adapter.trips.append((north.chat, Unreachable(why)))
    ana = await english.arrives("ana")
    await ana.presses_in(north, "✅")
    return ana


@pytest.mark.both
@pytest.mark.parametrize("over", [False, True], ids=["taken out", "archived"])
async def test_put_back_the_card_tells_what_came_meanwhile(
    english: Lab, ilinca: Seat, north: Group, over: bool
) -> None:
    """At once, and where it stood."""
    await ilinca.does(Placed(open=False, title=north.title, over=over), north)
    await answers_meanwhile(english, north)
    before = north.sees
    await ilinca.puts_us_into(north)

    assert ("Nobody has said yes so far." in before, "1 person is coming" in north.sees) == (True, True)
    assert 1 == len(north.messages)


async def test_put_back_its_buttons_change_the_card_again(english: Lab, ilinca: Seat, north: Group) -> None:
    """It is as live as before."""
    await ilinca.takes_us_out_of(north)
    await answers_meanwhile(english, north)
    await ilinca.puts_us_into(north)
    await (await english.arrives("mia")).presses_in(north, "✅")

    assert "2 people are coming" in north.sees


async def test_put_back_without_its_message_the_card_is_sent_anew_once(
    english: Lab, ilinca: Seat, north: Group
) -> None:
    """Somebody has deleted it meanwhile."""
    await ilinca.takes_us_out_of(north)
    await answers_meanwhile(english, north)
    north.messages.clear()
    await ilinca.puts_us_into(north)
    await ilinca.puts_us_into(north)

    assert ["1 person is coming" in message.text for message in north.messages] == [True]


async def test_once_it_may_be_written_to_again_the_card_changes(english: Lab, north: Group) -> None:
    """Words that we hear in a group that forbade writing say so too."""
    ana = await answers_meanwhile(english, north, Reason.BLOCKED)
    await ana.types_in(north, "/my")

    assert "1 person is coming" in north.sees
