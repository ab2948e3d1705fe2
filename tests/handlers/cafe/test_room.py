"""The room in conversation: who comes late, who leaves, who hosts then, and how few others move."""

from datetime import timedelta

import pytest

from storage import cafe_plans, cafe_seats
from storage.cafe_plans import Seat as Sits
from storage.ideas import IDEA
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.handlers.steps import found, in_english, invite
from tests.room import Seat
from tests.seeds import Lab

OFFER = "☕ Consultation on the plan is under way, and you have no seat yet."


async def seats(lab: Lab, number: int) -> dict[str, int]:
    """The table of each by their short name, in a round."""
    async with lab.room.read() as tx:
        rows: list[Sits] = await cafe_plans.seats(tx, 1)
    names = {person: name for name, person in lab.people.items()}
    return {names[row.person_id]: row.table_number for row in rows if row.round_number == number}


async def late(lab: Lab, *there: str) -> tuple[Seat, list[Seat], Seat]:
    """Three who said yes, a facilitator with an open café, and Radu, who is invited and silent."""
    seated = await guests(lab, *(there or ("ana", "dan", "mia")))
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await invite(lab, "radu")
    return ilinca, seated, await lab.arrives("radu")


@pytest.mark.both
async def test_who_comes_late_is_offered_a_seat_and_takes_it_at_once(lab: Lab) -> None:
    """At the emptiest table, in the round that runs; nobody else moves in it, and what they write is an idea."""
    ilinca, _, radu = await late(lab)
    await starts(ilinca)
    before = await seats(lab, 1)
    await radu.says("Is this still going on?")
    offered = radu.sees
    await radu.presses("🪑 Take a seat")
    told = radu.sees
    await radu.says("More rooms.")
    now = await seats(lab, 1)
    emptiest = min((1, 2), key=list(before.values()).count)

    assert offered.startswith(OFFER)
    assert told.startswith(f"Round 1 of 2 · Table {emptiest}")
    assert {**before, "radu": emptiest} == now
    assert ["More rooms."] == [row.text for row in await found(lab, IDEA)]


async def test_later_rounds_are_mended_for_who_came_late(lab: Lab) -> None:
    """With four at two tables there are two at each."""
    ilinca, _, radu = await late(lab)
    await starts(ilinca)
    await radu.says("Hello")
    await radu.presses("🪑 Take a seat")

    assert [1, 1, 2, 2] == sorted((await seats(lab, 2)).values())


async def test_who_comes_before_the_first_round_is_seated_in_all(lab: Lab) -> None:
    """They hear which round they sit in."""
    _, _, radu = await late(lab)
    await radu.says("Hello")
    await radu.presses("🪑 Take a seat")

    assert radu.sees.startswith("🪑 You have a seat. When round 1 begins, you hear here what is asked.")
    assert ["radu" in await seats(lab, number) for number in (1, 2)] == [True, True]


async def test_who_is_not_of_the_event_is_not_offered_a_seat(lab: Lab) -> None:
    """Their words are offered to the organisers as ever, and a forged button takes no seat."""
    ilinca, _, radu = await late(lab, "ana", "dan")
    mia = await lab.arrives("mia")
    await starts(ilinca)
    await radu.says("Hello")
    await mia.says("Hello")
    words = mia.sees
    await mia.forges(radu.messages[-1].data("🪑 Take a seat"))

    assert words.startswith("Shall I send this to the organisers?")
    assert "This café is for those who were invited to it. /ask asks the organisers for a seat." == mia.sees


async def test_after_the_last_round_no_seat_is_offered(lab: Lab) -> None:
    """And an old button says that it is over."""
    ilinca, _, radu = await late(lab)
    await radu.says("Hello")
    button = radu.messages[-1].data("🪑 Take a seat")
    await ilinca.presses("🏁 End the café")
    await ilinca.presses("🏁 End it")
    await radu.forges(button)
    over = radu.sees
    await radu.says("Hello")

    assert "This café is over." == over
    assert radu.sees.startswith("Shall I send this to the organisers?")


async def test_whoever_leaves_frees_their_seats_and_the_changes_are_counted(lab: Lab) -> None:
    """Asked once more by the card; those who run the café hear how many seats change."""
    await guests(lab, "ana", "dan", "mia", "radu")
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    before = await seats(lab, 1)
    await ilinca.presses("👥 Room")
    room = ilinca.sees
    await ilinca.presses("Radu")
    asked = ilinca.sees
    await ilinca.presses("🚪 Has left")
    told = next(one.text for one in reversed(ilinca.messages) if "🔁" in one.text)

    assert room.startswith("👥 4 people are in the room")
    assert "Sits at table" in asked
    assert "🔁 1 gone: 0 seats change." == told
    assert before == await seats(lab, 1)
    assert {"ana", "dan", "mia"} == set(await seats(lab, 2))


async def test_a_host_who_leaves_is_replaced_from_the_table(lab: Lab) -> None:
    """The new host is told, and stays there in the next round."""
    seated = dict(zip(("ana", "dan", "mia", "radu"), await guests(lab, "ana", "dan", "mia", "radu"), strict=True))
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    (beside,) = [name for name, table in (await seats(lab, 1)).items() if table == 1 and name != "ana"]
    await seated["ana"].presses("🚪 I have to go")
    asked = seated["ana"].sees
    await seated["ana"].presses("🚪 Yes, I am leaving")
    thanked = seated["ana"].sees

    name = {"dan": "Dan Munteanu", "mia": "Mia Lindqvist", "radu": "Radu <b>Ionescu</b>"}[beside]
    assert asked.startswith("You are the host of table 1. If you leave, someone at your table becomes the host.")
    assert "🚪 Ana Câmpeanu has left the café." in ilinca.all_text
    assert f"🏠 Table 1: {name} is the host now, instead of Ana Câmpeanu, who has left." in ilinca.all_text
    assert thanked.startswith("👋 Thank you for coming! What you have written stays.")
    assert "🏠 You are the host of table 1 now: please stay there when the others move." in seated[beside].all_text
    assert 1 == (await seats(lab, 2))[beside]
    assert "ana" not in await seats(lab, 2)


async def test_a_host_who_only_touched_the_button_stays(lab: Lab) -> None:
    """Nothing has changed before the second tap."""
    ana, *_ = await guests(lab, "ana", "dan", "mia", "radu")
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    await ana.presses("🚪 I have to go")

    assert "ana" in await seats(lab, 2)


async def test_who_has_gone_is_told_nothing_more_and_may_come_back(lab: Lab) -> None:
    """By the button beside the thanks."""
    ana, *_ = await guests(lab, "ana", "dan", "mia", "radu")
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    await ana.presses("🚪 I have to go")
    await ana.presses("🚪 Yes, I am leaving")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=21))
    silent = "🔔" not in ana.messages[-1].text
    await ana.presses("🪑 Take a seat")

    assert silent
    assert "ana" in await seats(lab, 2)


async def test_a_host_is_chosen_by_a_tap(lab: Lab) -> None:
    """One of those at the table; they are told, and stay."""
    seated = dict(zip(("ana", "dan", "mia", "radu"), await guests(lab, "ana", "dan", "mia", "radu"), strict=True))
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    (beside,) = [name for name, table in (await seats(lab, 1)).items() if table == 1 and name != "ana"]
    await ilinca.presses("👥 Room")
    await ilinca.presses({"dan": "Dan", "mia": "Mia", "radu": "Radu"}[beside])
    await ilinca.presses("🏠 Host of table 1")

    free = "is the host of table 1 now; from the next round on you move like the others."
    assert "🏠 You are the host of table 1 now: please stay there when the others move." == seated[beside].sees
    assert free in seated["ana"].sees
    assert 1 == (await seats(lab, 2))[beside]


async def test_names_stand_in_the_order_of_the_alphabet(lab: Lab) -> None:
    """Each with a button."""
    await in_english(lab)
    ilinca, _, radu = await late(lab)
    await radu.says("Hello")
    await radu.presses("🪑 Take a seat")
    await ilinca.presses("👥 Room")

    assert ["Ana Câmpeanu", "Dan Munteanu", "Mia Lindqvist", "Radu <b>Ionescu</b>"] == ilinca.labels[:4]


async def test_when_the_room_is_opened_everybody_hears_their_table(lab: Lab) -> None:
    """Once, with the host, and whom they meet there besides; nobody else hears it."""
    everybody = await guests(lab, "ana", "dan", "mia", "radu")
    ilinca = await facilitator(lab)
    await opens(ilinca)
    head, end = "☕ Consultation on the plan: the room is open.", "When it begins, you hear here what is asked."
    here = await seats(lab, 1)
    beside = next(name for name, table in here.items() if table == 1 and name != "ana")

    async with lab.room.read() as tx:
        other = (await cafe_seats.names(tx, {lab.people[beside]}))[0]
    meets = f"In round 1 you are the host of table 1.\nYou will meet 1 new person: {other}"

    assert f"{head}\n{meets}\n{end}" == everybody[0].sees
    assert f"{head}\nIn round 1 you sit at table 1; its host is Ana Câmpeanu.\n{end}" == lab.room.seat(beside).sees
    assert [1, 1, 1, 1] == [seat.all_text.count("the room is open") for seat in everybody]
    assert "the room is open." not in ilinca.all_text


async def test_once_the_cafe_has_begun_that_message_stands_as_it_is(lab: Lab) -> None:
    """It was true then: another host later changes nothing about it."""
    ana, *_ = await guests(lab, "ana", "dan", "mia", "radu")
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    beside = next(name for name, table in (await seats(lab, 1)).items() if table == 1 and name != "ana")
    async with lab.room.read() as tx:
        name = {one.id: one.name for one in await cafe_plans.room(tx, 1)}[lab.people[beside]]
    await ilinca.presses("👥 Room")
    await ilinca.presses(name)
    await ilinca.presses("🏠")
    await lab.room.settle()

    assert f"{name} is the host of table 1 now" in ana.all_text
    assert "In round 1 you are the host of table 1." in ana.all_text


async def test_a_cafe_where_nobody_is_does_not_start(lab: Lab) -> None:
    """It says why, and how to go on."""
    await in_english(lab)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)

    assert "Nobody is here yet; who comes takes a seat at the door." == ilinca.sees


async def test_more_tables_than_people_are_said_at_the_start(lab: Lab) -> None:
    """As on the plan, which can still be changed there: nobody was expected, and two came."""
    await in_english(lab)
    ilinca = await facilitator(lab)
    await opens(ilinca, tables="3")
    await invite(lab, "ana", "dan")
    for name in ("ana", "dan"):
        seat = await lab.arrives(name)
        await seat.says("Hello")
        await seat.presses("🪑 Take a seat")
    await starts(ilinca)
    refused = ilinca.sees
    await ilinca.says("/cafe E1")
    await ilinca.presses("✏️ Change the plan")
    await ilinca.fills(tables="1")
    await ilinca.room.settle()
    await starts(ilinca)

    assert "There are more tables (3) than people (2); take fewer tables." == refused
    assert "▶️ Round 1 of 2 runs until 09:20." in ilinca.sees


async def test_tables_without_a_host_are_said_at_the_start(lab: Lab) -> None:
    """The round runs all the same."""
    await guests(lab, "ana", "dan", "mia")
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)

    assert "⚠️ Table 2 has no host." == ilinca.told.toast


async def test_the_room_follows_who_takes_a_seat(lab: Lab) -> None:
    """On the card that stands, and when they go again."""
    ilinca, _, radu = await late(lab)
    await ilinca.presses("👥 Room")
    read = [ilinca.sees.splitlines()[0]]
    await radu.says("Hello")
    await radu.presses("🪑 Take a seat")
    read.append(ilinca.sees.splitlines()[0])

    assert ["👥 3 people are in the room", "👥 4 people are in the room"] == read
    assert "Radu <b>Ionescu</b>" in ilinca.labels
