"""Tables with a group of their own: bound by those who run the café, and told there what is asked and how long."""

from datetime import timedelta

import pytest

from bot.model.update import Continues, Said
from handlers.cafe.places import Bind
from storage.cafes import CAFE_TABLE
from storage.people import PLACE
from tests.handlers.cafe.places_steps import bound, group_of_table, shows
from tests.handlers.cafe.steps import facilitator, guests, opens, plans, starts
from tests.handlers.steps import found
from tests.room import Group, Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")


async def places_of(lab: Lab) -> list[int | None]:
    """The group of each table."""
    return [row.place_id for row in await found(lab, CAFE_TABLE)]


async def number_of(lab: Lab, group: Group) -> int:
    """The number of a group."""
    return next(int(row.id) for row in await found(lab, PLACE) if row.chat == group.chat)


async def test_a_table_gets_a_group_and_loses_it(lab: Lab, ilinca: Seat) -> None:
    """By buttons, from the card of the room too; the list says which."""
    north = lab.room.group("North")
    await lab.room.seat("ilinca").puts_us_into(north)
    await ilinca.presses("👥")
    await ilinca.presses("💬 Table groups")
    before = ilinca.labels
    await ilinca.presses("Table 1")
    await ilinca.presses("North")
    after = ilinca.labels
    await bound(lab, ilinca, 1, None)

    assert ["Table 1: no group", "Table 2: no group", "‹ Back"] == before
    assert ["Table 1: North (memory)", "Table 2: no group", "‹ Back"] == after
    assert [None, None] == await places_of(lab)


async def test_the_plan_leads_there_before_the_room_is_open(lab: Lab) -> None:
    """And the way back leads to the plan."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca)
    await ilinca.presses("💬 Table groups")
    said = ilinca.sees
    await ilinca.presses("‹ Back")

    assert "I am in no group or channel yet. Add me to a Telegram group" in said
    assert "🚪 Open the room" in ilinca.labels


@pytest.mark.both
async def test_one_group_is_one_tables(lab: Lab, ilinca: Seat) -> None:
    """It is not offered for another one, and a button of before is refused."""
    north = await group_of_table(lab, ilinca, 1)
    await ilinca.presses("Table 2")
    offered = ilinca.labels
    await ilinca.forges(Bind(1, 2, await number_of(lab, north)).pack())

    assert ["No group", "‹ Back"] == offered
    assert "North (memory) is the group of another table already." == ilinca.sees
    assert [await number_of(lab, north), None] == await places_of(lab)


async def test_only_those_who_run_the_cafe_choose(lab: Lab, ilinca: Seat) -> None:
    """A button is no proof."""
    north = await group_of_table(lab, ilinca, 1)
    ana = lab.room.seat("ana")
    await ana.forges(Bind(1, 1, 0).pack())
    await shows(ana)

    assert [await number_of(lab, north), None] == await places_of(lab)
    assert "Table groups" not in ana.all_text


@pytest.mark.parametrize(("table", "place"), [(9, 0), (1, 999)])
async def test_what_is_not_there_is_not_bound(lab: Lab, ilinca: Seat, table: int, place: int) -> None:
    """No such table; no such group."""
    await group_of_table(lab, ilinca, 2)
    await ilinca.forges(Bind(1, table, place).pack())

    assert "(any more)" in ilinca.sees
    assert None is (await places_of(lab))[0]


@pytest.mark.parametrize("naming", ["facilitator", "anonymous"])
async def test_where_names_are_not_shown_no_table_has_a_group(lab: Lab, naming: str) -> None:
    """All who sit in it would read who wrote what."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca, naming=naming)
    await shows(ilinca)

    assert ilinca.sees.startswith("In this café names are not shown to everybody.")


async def test_a_cafe_whose_names_are_hidden_later_is_silent_in_its_groups(lab: Lab) -> None:
    """Nothing is told there, and nothing that is said there is heard."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca)
    north = await group_of_table(lab, ilinca, 1)
    await ilinca.says("/cafe E1")
    await ilinca.presses("✏️ Change")
    await ilinca.fills(naming="anonymous")
    await lab.room.settle()
    await ilinca.presses("🚪 Open the room")
    await starts(ilinca)
    ana = lab.room.seat("ana")
    await ana.does(Said("More rooms.", message="m1"), north)

    assert ([], False) == (north.messages, ana.told.kept)


@pytest.mark.both
async def test_a_round_is_told_in_the_group(lab: Lab, ilinca: Seat) -> None:
    """Which round and table, until when, who sits there, the question, and that writing there is enough; once.

    Before that it has heard that the room is open.
    """
    north = await group_of_table(lab, ilinca, 1)
    await starts(ilinca)

    assert 2 == len(north.messages)
    assert [
        "Round 1 of 2 · Table 1 · Host: Ana Câmpeanu",
        "⏳ Until 09:20",
        "🪑 Here sit: Ana Câmpeanu, Radu <b>Ionescu</b>",
        "",
        "Question 1: What do we need?",
        "",
        "Write one idea per message here. A voice message or a photo is fine too.",
        "What is kept gets a ✍. To correct it, edit your message; to withdraw it or to take your name away, write /my"
        " to me in private.",
        "Your name stands beside what you write, unless you take it away.",
    ] == north.sees.splitlines()


async def test_the_card_in_the_group_is_live(lab: Lab, ilinca: Seat) -> None:
    """It follows the clock, and those who come; what changes is said as well."""
    north = await group_of_table(lab, ilinca, 1)
    await starts(ilinca)
    await ilinca.presses("⏸ Pause")
    paused = north.messages[1].text.splitlines()[1], north.sees
    await ilinca.presses("▶️ Go on")
    await ilinca.presses("+5 min")

    assert ("The round is paused.", "⏸ The round is paused.") == paused
    assert ("⏳ Until 09:25", "▶️ The round goes on until 09:25.") == (
        north.messages[1].text.splitlines()[1],
        north.sees,
    )


async def test_two_minutes_gong_and_thanks_are_told_there(lab: Lab, ilinca: Seat) -> None:
    """Each once; after the gong until when it still counts."""
    north = await group_of_table(lab, ilinca, 1)
    await starts(ilinca)
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=19))
    soon = north.sees
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=1, seconds=30))
    gong = north.sees
    await ilinca.says("/cafe E1")
    await ilinca.presses("🏁 End the café")
    await ilinca.presses("🏁 End it")

    assert "⏰ 2 minutes left." == soon
    assert [
        "🔔 Time! Please move to your next table; the host stays.",
        "What is written here until 09:22 still belongs to question 1.",
    ] == gong.splitlines()
    assert north.sees.startswith("Thank you for taking part!")
    assert 5 == len(north.messages)


async def test_the_facilitators_word_is_read_there(lab: Lab, ilinca: Seat) -> None:
    """As her words, once."""
    north = await group_of_table(lab, ilinca, 1)
    await starts(ilinca)
    await ilinca.presses("📢")
    await ilinca.fills(text="Coffee is <b>served</b>.")

    assert north.sees.startswith("📢 Ilinca")
    assert (True, 3) == (north.sees.endswith("Coffee is <b>served</b>."), len(north.messages))


async def test_a_group_that_comes_in_the_middle_is_told_at_once(lab: Lab, ilinca: Seat) -> None:
    """And one that is another table's from then on shows that table, in the card that stands."""
    await starts(ilinca)
    north = await group_of_table(lab, ilinca, 1)
    before = north.sees
    await bound(lab, ilinca, 1, None)
    await bound(lab, ilinca, 2, north)

    assert "Table 1" in before.splitlines()[0]
    assert "Table 2" in north.sees.splitlines()[0]


async def test_people_are_told_in_private_as_ever(lab: Lab, ilinca: Seat) -> None:
    """The group takes nothing from them."""
    await group_of_table(lab, ilinca, 1)
    await starts(ilinca)

    assert [1, 1] == [
        sum("Round 1 of 2" in one.text for one in lab.room.seat(name).messages) for name in ("ana", "dan")
    ]


@pytest.mark.romanian
async def test_a_group_reads_the_language_of_the_programme(lab: Lab, ilinca: Seat) -> None:
    """Whoever started the round, and whatever they read."""
    north = await group_of_table(lab, ilinca, 1)
    await starts(ilinca)
    await ilinca.presses("⏸ Pause")

    assert ["Runda 1 din 2 · Masa 1 · Gazdă: Ana Câmpeanu", "⏸ Runda este în pauză."] == [
        north.messages[1].text.splitlines()[0],
        north.sees,
    ]


async def test_a_group_that_can_not_be_written_to_hinders_nobody(lab: Lab, ilinca: Seat) -> None:
    """The others are told; and the list says so."""
    north = await group_of_table(lab, ilinca, 1)
    south = await group_of_table(lab, ilinca, 2, "South")
    await lab.room.seat("ilinca").takes_us_out_of(north)
    before = len(north.messages), len(south.messages)
    await starts(ilinca)

    assert (before[0], before[1] + 1) == (len(north.messages), len(south.messages))


@pytest.mark.both
@pytest.mark.parametrize("known", [False, True], ids=["new", "heard of before"])
async def test_a_group_that_goes_on_under_another_id_stays_the_tables(lab: Lab, ilinca: Seat, known: bool) -> None:
    """Whichever of its news came first."""
    north = await group_of_table(lab, ilinca, 1)
    larger = Group(north.adapter, "larger", "North")
    if known:
        await lab.room.seat("ilinca").puts_us_into(larger)
    await lab.room.seat("ilinca").does(Continues(north.chat), larger)
    before = len(north.messages)
    await starts(ilinca)

    assert (before, 1) == (len(north.messages), len(larger.messages))
