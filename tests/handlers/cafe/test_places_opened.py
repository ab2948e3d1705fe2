"""The groups of tables hear once that the room is open: which table they are, who hosts it, from when on it counts."""

import pytest

from bot.model.problems import Unreachable
from bot.model.update import Placed, Said
from bot.model.values import Reason
from handlers.cafe.routes import OpenRoom
from tests.handlers.cafe.places_steps import bound, group_of_table, shows
from tests.handlers.cafe.steps import facilitator, guests, plans, starts
from tests.room import Seat
from tests.seeds import Lab

HEAD = "☕ Consultare privind planul: the room is open."  # the title in the language of the programme
END = "What you write here from then on is kept as an idea and gets a ✍."


@pytest.fixture
async def planner(lab: Lab) -> Seat:
    """The facilitator of a café whose room is not open yet."""
    await guests(lab, "ana", "dan", "mia", "radu")
    seat = await facilitator(lab)
    await plans(seat)
    return seat


def told(table: int, host: str = "", number: int = 1) -> str:
    """What a group is told."""
    whose = f"This is the group of table {table}" + (f"; its host is {host}." if host else ".")
    return f"{HEAD}\n{whose}\nWhen round {number} begins, you read here what is asked.\n{END}"


@pytest.mark.both
async def test_a_group_hears_that_the_room_is_open(lab: Lab, planner: Seat) -> None:
    """Once, also when two press; before that it hears nothing."""
    north = await group_of_table(lab, planner, 1)
    south = await group_of_table(lab, planner, 2, "South")
    before = north.messages[:]
    for _ in range(2):
        await planner.forges(OpenRoom(1).pack())

    assert ([], [told(1, "Ana Câmpeanu")]) == (before, [one.text for one in north.messages])
    assert [True] == [one.text.startswith(f"{HEAD}\nThis is the group of table 2") for one in south.messages]


async def test_a_group_that_comes_later_hears_it_at_once(lab: Lab, ilinca: Seat) -> None:
    """Once, however often it is chosen."""
    north = await group_of_table(lab, ilinca, 1)
    await bound(lab, ilinca, 1, north)

    assert [told(1, "Ana Câmpeanu")] == [one.text for one in north.messages]


async def test_a_group_that_comes_between_two_rounds_hears_from_which_on(lab: Lab, ilinca: Seat) -> None:
    """Once too."""
    await starts(ilinca)
    await ilinca.presses("🔔 Gong now")
    north = await group_of_table(lab, ilinca, 1)
    await bound(lab, ilinca, 1, north)

    assert [told(1, "Ana Câmpeanu", 2)] == [one.text for one in north.messages]


async def test_a_group_that_comes_when_all_is_over_hears_nothing(lab: Lab, ilinca: Seat) -> None:
    """No round is to come."""
    for number in (1, 2):
        await starts(ilinca, number)
        await ilinca.presses("🔔 Gong now")
    north = await group_of_table(lab, ilinca, 1)

    assert [] == north.messages


async def test_a_group_that_could_not_be_written_to_hears_it_when_it_can(lab: Lab, planner: Seat) -> None:
    """We were taken out of it, and put into it again after the opening."""
    north = await group_of_table(lab, planner, 1)
    seat = lab.room.seat("ilinca")
    await seat.takes_us_out_of(north)
    await planner.forges(OpenRoom(1).pack())
    before = north.messages[:]
    for _ in range(2):
        await seat.puts_us_into(north)

    assert ([], [told(1, "Ana Câmpeanu")]) == (before, [one.text for one in north.messages])


async def test_a_group_that_words_open_again_hears_what_it_has_missed(lab: Lab, planner: Seat) -> None:
    """Nothing could be sent there when the room was opened: the question of the round comes when somebody writes, once;
    and the list of the groups says nothing unusual any more."""
    north = await group_of_table(lab, planner, 1)
    north.adapter.trips.append((north.chat, Unreachable(Reason.BLOCKED)))
    await planner.presses("🚪 Open the room")
    await starts(planner)
    unusual = await shows(planner)
    before = north.messages[:]
    for number in range(2):
        await lab.room.seat("ana").does(Said("More rooms.", message=f"m{number}"), north)
    await lab.room.settle()

    assert ([], ["Round"]) == (before, [one.text.split()[0] for one in north.messages])
    assert [True, False] == ["⚠️ I can not write in North" in one for one in (unusual, planner.sees)]


@pytest.mark.parametrize("news", [Placed(True, "The North"), Placed(True, "North", hears=True)], ids=["title", "reads"])
async def test_a_group_that_changes_hears_nothing_again(lab: Lab, ilinca: Seat, news: Placed) -> None:
    """It has missed nothing: before the rounds, in one, between two."""
    north = await group_of_table(lab, ilinca, 1)
    facilitator = lab.room.seat("ilinca")
    await facilitator.does(news, north)
    await starts(ilinca)
    await facilitator.does(news, north)
    await ilinca.presses("🔔 Gong now")
    for _ in range(2):
        await facilitator.does(news, north)

    assert ["☕", "Round", "🔔"] == [one.text.split()[0] for one in north.messages]


async def test_a_group_that_becomes_another_tables_between_two_rounds_hears_that(lab: Lab, ilinca: Seat) -> None:
    """What stands there is of the table before."""
    north = await group_of_table(lab, ilinca, 2)
    await starts(ilinca)
    await ilinca.presses("🔔 Gong now")
    await bound(lab, ilinca, 2, None)
    await bound(lab, ilinca, 1, north)

    assert told(1, "Ana Câmpeanu", 2) == north.sees


async def test_that_message_follows_the_table(lab: Lab, ilinca: Seat) -> None:
    """Until the first round begins; then it stands as it is."""
    north = await group_of_table(lab, ilinca, 2)
    await bound(lab, ilinca, 1, None)
    await bound(lab, ilinca, 2, None)
    await bound(lab, ilinca, 1, north)
    await lab.room.settle()
    chosen = north.messages[-1].text
    await starts(ilinca)
    await bound(lab, ilinca, 1, north)

    assert told(1, "Ana Câmpeanu") == chosen
    assert chosen in [one.text for one in north.messages]


@pytest.mark.romanian
async def test_a_group_reads_the_language_of_the_programme(lab: Lab, ilinca: Seat) -> None:
    """Whoever opened the room."""
    north = await group_of_table(lab, ilinca, 1)

    assert north.sees.splitlines()[1:] == [
        "Acesta este grupul mesei 1; gazda este Ana Câmpeanu.",
        "Când începe runda 1, citiți aici care este întrebarea.",
        "Ce scrieți aici de atunci încolo se păstrează ca idee și primește un ✍.",
    ]
