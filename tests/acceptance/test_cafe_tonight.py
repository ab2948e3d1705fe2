"""The try-out's world café: the room is opened and a round started in one chat, and nobody has to play all the rest."""

from datetime import timedelta

from sqlalchemy import select, update

from bot.core.translate import Reader
from bot.demo.answers import ANSWERS, ANYWHERE
from bot.demo.clock import next_instant
from bot.demo.crowd import CROWD
from bot.demo.others import others_act
from bot.demo.people import MANAGER, REPRESENTATIVES
from bot.demo.stage import STORY_STARTS
from bot.demo.stops import since, told
from handlers.cafe.routes import GongNow, OpenRoom, StartRound
from storage.cafes import CAFE, CAFE_GUEST, CAFE_SEAT, CAFE_TABLE
from storage.deliveries import DELIVERY
from storage.events import EVENT
from storage.ideas import IDEA
from storage.people import AFFILIATION, PERSON
from tests.acceptance.tonight import Evening

THEIR_IDEAS = (
    select(PERSON.c.key, IDEA)
    .join(IDEA, IDEA.c.person_id == PERSON.c.id)
    .where(PERSON.c.key.in_(REPRESENTATIVES.values()))
)


async def test_everybody_who_said_yes_has_a_seat_when_the_room_is_opened(evening: Evening) -> None:
    """Three personas and the crowd; Corina sees the plan with its six questions first."""
    await evening.corina(OpenRoom(1))
    seats = await evening.rows(select(CAFE_SEAT.c.person_id).where(CAFE_SEAT.c.round_number == 1))
    plans = await evening.rows(select(DELIVERY.c.person_id).where(DELIVERY.c.kind == "cafe.plan"))

    assert (3 + len(CROWD), 1) == (len(seats), len(plans))


async def test_the_crowd_writes_while_a_round_runs(evening: Evening) -> None:
    """Each an idea to the question of their table, once in a round, between its start and what comes next."""
    await evening.corina(OpenRoom(1))
    await others_act(evening.program, evening.clock)
    before = await evening.rows(select(IDEA))
    await evening.corina(StartRound(1, 1))
    await evening.next()
    await evening.next()
    found = await evening.rows(select(PERSON.c.key, IDEA).join(IDEA, IDEA.c.person_id == PERSON.c.id))

    assert ([], set(CROWD), len(CROWD)) == (before, {row.key for row in found}, len(found))
    assert all(row.text in ANSWERS["ro"][row.question] for row in found)
    assert len(CROWD) == len({row.at for row in found})


async def test_one_of_those_who_are_played_travels(evening: Evening) -> None:
    """So that both sides of a café can be seen: Ana and Dragoș host, Emma does not."""
    hosts = await evening.rows(
        select(PERSON.c.key).join(CAFE_TABLE, CAFE_TABLE.c.host_id == PERSON.c.id).order_by(CAFE_TABLE.c.number)
    )

    assert ["REP-1", "REP-2", "denisa"] == [row.key for row in hosts]


async def test_who_has_left_writes_nothing(evening: Evening) -> None:
    """The others go on."""
    await evening.corina(OpenRoom(1))
    await evening.corina(StartRound(1, 1))
    gone = select(PERSON.c.id).where(PERSON.c.key == "irina").scalar_subquery()
    left = update(CAFE_GUEST).where(CAFE_GUEST.c.person_id == gone).values(left_at=STORY_STARTS)
    await evening.program.db.write(lambda tx: tx.execute(left))
    await evening.next()
    found = await evening.rows(select(PERSON.c.key).join(IDEA, IDEA.c.person_id == PERSON.c.id))

    assert set(CROWD) - {"irina"} == {row.key for row in found}


async def test_nobody_writes_while_the_grace_of_the_round_before_runs(evening: Evening) -> None:
    """It would be kept for that round, though another runs already."""
    await evening.corina(OpenRoom(1))
    await evening.corina(StartRound(1, 1))
    await evening.corina(GongNow(1, 1))
    await evening.corina(StartRound(1, 2))
    await evening.next()
    meanwhile = await evening.rows(select(IDEA))
    for _ in range(4):  # past the end of the grace
        await evening.next()
    found = await evening.rows(select(IDEA.c.round_number))

    assert ([], [2] * len(CROWD)) == (meanwhile, [row.round_number for row in found])


async def test_what_happened_is_told(evening: Evening) -> None:
    """A round that began, what was written, and the gong."""
    reader = Reader("en", "Europe/Bucharest")
    await evening.corina(OpenRoom(1))
    before = await evening.cafes()
    await evening.corina(StartRound(1, 1))
    await evening.next()
    began = await evening.cafes()
    await evening.corina(GongNow(1, 1))
    rung = await evening.cafes()

    lines = ["Round 1 of the world café began.", "9 ideas were written at the world café."]
    assert lines == told([], reader, settled=True, more=since(before, began))
    assert ["The gong ended round 1 of the world café."] == told([], reader, settled=True, more=since(began, rung))
    assert ["Nobody had to be written to."] == told([], reader, settled=True, more=since(rung, rung))


async def test_a_persona_set_to_answer_by_itself_writes_too(evening: Evening) -> None:
    """In her own language; those who are not set so are left to whoever plays them."""
    await evening.by_itself("emma", wanted=True)
    await evening.corina(OpenRoom(1))
    await evening.corina(StartRound(1, 1))
    await evening.next()
    found = await evening.rows(THEIR_IDEAS)

    assert ["REP-3"] == [row.key for row in found]
    assert found[0].text in ANSWERS["en"][found[0].question]


async def test_the_crowd_has_something_to_say_to_a_seventh_question(evening: Evening) -> None:
    """The plan may be changed, also in the try-out."""
    await evening.corina(OpenRoom(1))
    await evening.program.db.write(lambda tx: tx.execute(update(CAFE).values(tasks=[[7, 8, 9]] * 3)))
    await evening.corina(StartRound(1, 1))
    await evening.next()

    assert len(CROWD) == len(await evening.rows(select(IDEA)))


async def test_the_crowd_writes_in_any_cafe_whose_room_is_open(evening: Evening) -> None:
    """What may be said to any question: theirs are to the questions of the sample."""
    await evening.program.db.write(lambda tx: tx.execute(update(EVENT).values(key="E#" + EVENT.c.key)))
    await evening.corina(OpenRoom(1))
    await evening.corina(StartRound(1, 1))
    await evening.next()
    found = [row.text for row in await evening.rows(select(IDEA))]

    assert (len(CROWD), set()) == (len(found), set(found) - set(ANSWERS["ro"][ANYWHERE]))


async def test_the_manager_is_not_left_to_herself(evening: Evening) -> None:
    """Only the representatives answer by themselves."""
    assert [False, True] == [await evening.by_itself(persona, wanted=True) for persona in (MANAGER, "ana")]


async def test_a_persona_that_is_no_longer_set_so_is_silent(evening: Evening) -> None:
    """The switch goes both ways, and keeps apart who is meant."""
    for persona, wanted in (("ana", True), ("emma", True), ("emma", False)):
        await evening.by_itself(persona, wanted=wanted)
    await evening.corina(OpenRoom(1))
    await evening.corina(StartRound(1, 1))
    await evening.next()
    found = await evening.rows(THEIR_IDEAS)

    assert ["REP-1"] == [row.key for row in found]


async def test_the_story_of_the_invitation_is_as_it_was(evening: Evening) -> None:
    """The first moment ahead is the reminder of the other event, and nobody of the crowd is invited to it."""
    at = await next_instant(evening.program)
    invited = await evening.rows(select(PERSON.c.key).join(AFFILIATION, AFFILIATION.c.person_id == PERSON.c.id))

    assert not {row.key for row in invited} & set(CROWD)
    assert at is None or at > STORY_STARTS + timedelta(days=1)
