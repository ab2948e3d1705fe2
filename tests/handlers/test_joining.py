"""Joining two accounts: a code on the one, typed on the other, a question back, and only its yes joins."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table

from bot.model.update import Pressed
from bot.model.values import Going, Role, Scope
from handlers.joining.routes import JoinYes
from handlers.joining.routes import Stop as StopJoin
from handlers.shared.presses import Answer
from storage import linkage
from storage.answers import RSVP
from storage.columns import metadata
from storage.events import EVENT
from storage.people import ACTIVITY, GRANT, LINK, PENDING, PERSON, GrantRow
from storage.programmes import PROGRAMME
from storage.tx import add
from tests.handlers.joining_steps import code_of, joins, owner, stranger, types
from tests.handlers.neighbours import holder, neighbours
from tests.handlers.steps import found, invite, titled
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english

OVER = "This code opens nothing any more."
CLOSED = "This link or code does not open anything (any more)."


@pytest.fixture
async def ana(lab: Lab) -> Seat:
    """Ana, on the platform without forms."""
    return await lab.arrives("ana")


# ----------------------------------------------------------------------------------------------------------- the way


@pytest.mark.both
async def test_an_unknown_account_becomes_hers(lab: Lab, ana: Seat) -> None:
    """Code, question with both names, yes: the account is Ana's, and both are told."""
    other = stranger(lab)
    await types(other, await code_of(ana))
    assert "I have asked Ana Câmpeanu on the other account (memory: Ana)." in other.sees
    assert "The account native: Other, which I do not know yet, says it is you, Ana Câmpeanu. Join them?" in ana.sees
    assert ["✅ Yes, it is me", "No"] == ana.labels
    assert None is await owner(lab, "other")

    await ana.presses("✅ Yes, it is me")

    assert lab.people["ana"] == await owner(lab, "other")
    assert "Joined: native: Other is yours." == ana.sees
    assert "This account is joined: you are Ana Câmpeanu here from now on." in other.sees
    assert len(lab.people) == len(await found(lab, PERSON))


async def test_a_guest_is_shown_by_the_name_they_gave(lab: Lab, ana: Seat) -> None:
    """Who the account is known as stands in the question."""
    guest = await joins_as_guest(lab)

    await types(guest, await code_of(ana))

    assert "The account native: Other, known here as Ana Pop (guest), says it is you, Ana Câmpeanu." in ana.sees


async def joins_as_guest(lab: Lab) -> Seat:
    """Somebody has come without a link and said they are Ana Pop."""
    guest = stranger(lab)
    await guest.says("/start")
    await guest.fills(name="Ana Pop", organisation="nord")
    return guest


async def test_nothing_before_the_yes(lab: Lab, ana: Seat) -> None:
    """While the question stands the other account is who it was."""
    guest = await joins_as_guest(lab)
    before = await owner(lab, "other")

    await types(guest, await code_of(ana))

    assert before == await owner(lab, "other")
    assert ["Ana Pop"] == [row.name for row in await found(lab, PERSON) if row.id == before]


@pytest.mark.parametrize("kind", ["unknown", "guest", "dan"])
async def test_no(lab: Lab, ana: Seat, kind: str) -> None:
    """A no changes nothing, and the other account hears of it, whoever it is."""
    other = await somebody(lab, kind)
    before = await owner(lab, other.user)
    await types(other, await code_of(ana))

    await ana.presses("No")

    assert before == await owner(lab, other.user)
    assert "The other account said no, so nothing was changed." == other.sees
    assert "Not joined" in ana.sees


async def somebody(lab: Lab, kind: str) -> Seat:
    """Whoever may type a code."""
    match kind:
        case "guest":
            return await joins_as_guest(lab)
        case "dan":
            return await lab.arrives("dan", native=True)
    other = stranger(lab)
    await other.says("/help")
    return other


async def test_stop_on_the_account_that_typed_it(lab: Lab, ana: Seat) -> None:
    """Who was talked into typing a code takes it back; the yes comes too late then."""
    other = stranger(lab)
    await types(other, await code_of(ana))
    data = ana.messages[-1].data("✅ Yes, it is me")

    await other.presses("✖ Stop")
    await ana.forges(data)

    assert "Nothing was joined." in other.all_text
    assert None is await owner(lab, "other")
    assert OVER in ana.sees


async def test_only_who_typed_it_can_stop_it(lab: Lab, ana: Seat) -> None:
    """Somebody else's forged Stop stops nothing."""
    await types(stranger(lab), await code_of(ana))
    dan = await lab.arrives("dan")
    (link,) = [row.id for row in await found(lab, LINK) if row.kind == "join"]

    await dan.forges(StopJoin(link).pack())
    await ana.presses("✅ Yes, it is me")

    assert lab.people["ana"] == await owner(lab, "other")


async def test_the_question_comes_where_the_code_was_asked_for(lab: Lab, ana: Seat) -> None:
    """Of several accounts the one that asked is asked back, though another was used since."""
    second = await joins(lab, ana)
    code = await code_of(ana)
    await second.says("/help")
    third = lab.room.seat("third", language="en")

    await types(third, code)

    assert "says it is you, Ana Câmpeanu. Join them?" in ana.sees
    assert [] == titled(second, "Join them?")


async def test_the_same_platform_will_do(lab: Lab, ana: Seat) -> None:
    """A second account on the same platform can be joined too."""
    await joins(lab, ana, lab.room.seat("second", language="en"))

    assert lab.people["ana"] == await owner(lab, "second")


async def test_the_deep_link_is_the_code(lab: Lab, ana: Seat) -> None:
    """Where the platform has deep links the card has one, and opening it is typing the code."""
    code = await code_of(ana)

    assert f"https://memory.example.org/start/{code}" in ana.sees
    assert f"/start {code}" in ana.sees
    assert "until 09:15" in ana.sees


async def test_what_was_pressed_before_is_done(lab: Lab, ana: Seat) -> None:
    """A press in a group that waited for a name is done as Ana's, on the account that pressed."""
    ilinca, group = await lab.arrives("ilinca"), lab.room.group("North", native=True)
    other = stranger(lab)
    await ilinca.puts_us_into(group)
    await other.does(Pressed(Answer(lab.event, Going.YES).pack(), "1"), group)
    assert 1 == len(await found(lab, PENDING))

    await joins(lab, ana, other)

    assert [(lab.people["ana"], Going.YES)] == [(row.person_id, row.answer) for row in await found(lab, RSVP)]
    assert [] == await found(lab, PENDING)
    assert "Noted: you are coming" in other.all_text


async def test_the_open_invitations_come_to_the_new_account(lab: Lab, ana: Seat) -> None:
    """As to anybody who comes; and an answer on either shows on both."""
    await invite(lab, "ana")
    other = await joins(lab, ana)

    await other.presses("✅ I am coming")

    for seat in (ana, other):
        assert ["Noted: you are coming."] == [text[:22] for text in _noted(seat)]


def _noted(seat: Seat) -> list[str]:
    return [line for text in titled(seat, "✉️") for line in text.splitlines() if line.startswith("Noted")]


# ----------------------------------------------------------------------------------------------- what opens nothing


async def test_the_code_of_ones_own_account(lab: Lab, ana: Seat) -> None:
    """On an account that is hers already a sentence says so, and the code is still good elsewhere."""
    code = await code_of(ana)

    assert "This account is yours already." in await types(ana, code)
    await types(stranger(lab), code)
    await ana.presses("✅ Yes, it is me")
    assert lab.people["ana"] == await owner(lab, "other")


@pytest.mark.parametrize(("minutes", "opens"), [(14, True), (15, False)])
async def test_a_code_lasts_a_quarter_of_an_hour(lab: Lab, ana: Seat, minutes: int, opens: bool) -> None:
    """Afterwards it says what to do, and nobody is asked."""
    code = await code_of(ana)
    lab.room.clock.move(MONDAY + timedelta(minutes=minutes))

    told = await types(stranger(lab), code)

    assert opens is ("I have asked Ana Câmpeanu" in told)
    assert opens is not told.startswith(OVER)
    assert opens is ("Join them?" in ana.sees)


@pytest.mark.parametrize(("minutes", "joins_them"), [(14, True), (15, False)])
async def test_the_yes_has_a_quarter_of_an_hour_too(lab: Lab, ana: Seat, minutes: int, joins_them: bool) -> None:
    """An old question joins nothing."""
    await types(stranger(lab), await code_of(ana))
    lab.room.clock.move(MONDAY + timedelta(minutes=minutes))

    await ana.presses("✅ Yes, it is me")

    assert joins_them is (lab.people["ana"] == await owner(lab, "other"))
    assert joins_them is not (OVER in ana.sees)


async def test_a_code_opens_once(lab: Lab, ana: Seat) -> None:
    """Whoever types it second is told, and the first is still asked about."""
    code = await code_of(ana)
    await types(stranger(lab), code)

    assert OVER in await types(stranger(lab, "second"), code)
    await ana.presses("✅ Yes, it is me")
    assert (lab.people["ana"], None) == (await owner(lab, "other"), await owner(lab, "second"))


async def test_a_newer_code_ends_the_older(lab: Lab, ana: Seat) -> None:
    """Only the last code that was asked for opens anything, and the card of the one before says so."""
    older = await code_of(ana)
    card = ana.messages[-1]
    newer = await code_of(ana)

    assert OVER in card.text
    assert OVER in await types(stranger(lab), older)
    assert "I have asked" in await types(stranger(lab), newer)


@pytest.mark.both
async def test_few_tries(lab: Lab, ana: Seat) -> None:
    """After five wrong codes the right one is refused as well."""
    code, other = await code_of(ana), stranger(lab)
    for number in range(5):
        assert CLOSED in await types(other, f"ABCDEFG{number + 2}")

    assert "There were too many wrong codes." in await types(other, code)
    assert [] == titled(ana, "Join them?")


async def test_a_yes_twice(lab: Lab, ana: Seat) -> None:
    """A double tap joins once and says so the second time."""
    await types(stranger(lab), await code_of(ana))
    data, message = ana.messages[-1].data("✅ Yes, it is me"), ana.messages[-1].id
    await ana.forges(data, message)

    await ana.forges(data, message)

    assert OVER in ana.sees
    assert 1 == [row.action for row in await found(lab, ACTIVITY)].count("join account")


@pytest.mark.parametrize("who", ["dan", "other"])
async def test_nobody_else_says_yes(lab: Lab, ana: Seat, who: str) -> None:
    """A forged yes, of a third person or of the account that typed the code, joins nothing."""
    other = await joins_as_guest(lab)
    before = await owner(lab, "other")
    await types(other, await code_of(ana))
    (link,) = [row.id for row in await found(lab, LINK) if row.kind == "join"]
    forger = other if who == "other" else await lab.arrives("dan")

    await forger.forges(JoinYes(link, before or 0).pack())

    assert OVER in forger.sees
    assert before == await owner(lab, "other")


async def test_what_was_shown_must_still_be_so(lab: Lab, ana: Seat) -> None:
    """Who has become somebody meanwhile is not joined by a yes that was about a stranger."""
    other = stranger(lab)
    await types(other, await code_of(ana))
    await other.says("/start")
    await other.fills(name="Ana Pop", organisation="nord")
    before = await owner(lab, "other")

    await ana.presses("✅ Yes, it is me")
    assert before == await owner(lab, "other")
    assert "known here as Ana Pop (guest)" in ana.sees
    await ana.presses("✅ Yes, it is me")

    assert lab.people["ana"] == await owner(lab, "other")


@pytest.mark.parametrize("number", [0, -1, 999, 2**40])
async def test_forged_numbers(lab: Lab, ana: Seat, number: int) -> None:
    """A join that is not there is a sentence."""
    await ana.forges(JoinYes(number, 0).pack())

    assert OVER in ana.sees


async def test_no_code_is_kept(lab: Lab, ana: Seat) -> None:
    """Neither before nor after it was typed does the code stand in any table."""
    code = await code_of(ana)
    kept = [await rows(lab)]
    await types(stranger(lab), code)
    kept.append(await rows(lab))

    assert not any(code.casefold() in text.casefold() for text in kept)


async def rows(lab: Lab) -> str:
    """Every value of every table."""
    return " ".join([repr(tuple(row)) for table in metadata.tables.values() for row in await everything_of(lab, table)])


async def everything_of(lab: Lab, table: Table) -> list[Any]:
    """The rows of a table."""
    async with lab.room.read() as tx:
        return list((await tx.execute(table.select())).all())


async def test_who_is_forgotten_meanwhile(lab: Lab, ana: Seat) -> None:
    """The code of somebody who has deleted their data opens nothing; the erasure takes the join along."""
    other, code = stranger(lab), await code_of(ana)
    await types(other, code)
    await ana.says("/data")
    await ana.presses("🗑 Delete my data")
    await ana.presses("Without a name")
    await lab.room.until(MONDAY + timedelta(minutes=5))

    assert CLOSED in await types(other, code)
    assert [(None, None)] == [(row.person_id, row.account_id) for row in await found(lab, LINK) if row.kind == "join"]


async def test_who_typed_is_forgotten_meanwhile(lab: Lab, ana: Seat) -> None:
    """An account that is gone is joined by no yes."""
    dan = await lab.arrives("dan", native=True)
    await types(dan, await code_of(ana))
    data = ana.messages[-1].data("✅ Yes, it is me")
    await dan.says("/data")
    await dan.presses("🗑 Delete my data")
    await dan.presses("Without a name")
    await lab.room.until(MONDAY + timedelta(minutes=5))

    await ana.forges(data)

    assert OVER in ana.sees


@pytest.mark.parametrize("who", ["ana", "dan"])
async def test_no_name_is_left_in_the_others_chat(lab: Lab, ana: Seat, who: str) -> None:
    """Who has deleted their data is named neither by the question on the one account nor by the wait on the other."""
    dan = await lab.arrives("dan", native=True)
    await types(dan, await code_of(ana))
    assert "Dan Munteanu" in ana.sees
    assert "Ana Câmpeanu" in dan.sees
    gone, left, name = (ana, dan, "Câmpeanu") if who == "ana" else (dan, ana, "Munteanu")

    await gone.says("/data")
    await gone.presses("🗑 Delete my data")
    await gone.presses("Without a name")

    assert name not in left.all_text
    assert [] == [label for label in left.labels if label.startswith(("✅", "✖"))]


@pytest.mark.parametrize("known", [True, False])
async def test_what_was_half_filled_in_is_closed(lab: Lab, ana: Seat, known: bool) -> None:
    """It was asked of somebody else: what is written next is no answer to it."""
    other = await lab.arrives("dan") if known else stranger(lab, native=False)
    await other.says("/data" if known else "/start")
    if known:
        await other.presses("✏️ Correct")
    assert "What is your name?" in other.sees

    await joins(lab, ana, other)
    await other.says("Dan Altfel")

    assert "Ana Câmpeanu" in [row.name for row in await found(lab, PERSON)]
    assert "Dan Altfel" not in [row.name for row in await found(lab, PERSON)]


# ------------------------------------------------------------------------------------------------------------ the wall


async def ion(lab: Lab) -> Seat:
    """Ion of the other programme has come."""
    other = await neighbours(lab)
    link = await lab.room.write(lambda tx: linkage.personal_link(tx, other.person, MONDAY))
    seat = lab.room.seat("ion", native=True, language="en")
    await seat.says(f"/start {await lab.room.token('p', link.id)}")
    return seat


async def nobody_manages(lab: Lab) -> None:
    """The installation has no manager."""
    await lab.room.write(lambda tx: tx.execute(GRANT.delete()))


async def test_two_programmes_that_nobody_manages_together(lab: Lab, ana: Seat) -> None:
    """The wall between cities stands: a sentence, nobody is asked, and the code stays good."""
    await nobody_manages(lab)
    code, other = await code_of(ana), await ion(lab)

    assert "belong to two programmes that nobody manages together" in await types(other, code)
    assert [] == titled(ana, "Join them?")
    assert "I have asked" in await types(stranger(lab), code)


async def test_a_manager_of_each_is_none_of_both(lab: Lab, ana: Seat) -> None:
    """Two people who manage one programme each do not take the wall away; one who manages both does."""
    await nobody_manages(lab)
    seat = await ion(lab)
    mine, theirs = [row.id for row in await found(lab, PROGRAMME)]
    first = await holder(lab, "first", Role.MANAGER, Scope.PROGRAMME, mine)
    await holder(lab, "second", Role.MANAGER, Scope.PROGRAMME, theirs)
    assert "two programmes" in await types(seat, await code_of(ana))

    both = GrantRow(person_id=first, role=Role.MANAGER, scope=Scope.PROGRAMME, scope_id=theirs, since=MONDAY)
    await lab.room.write(lambda tx: add(tx, both))

    assert "I have asked" in await types(seat, await code_of(ana))


async def test_across_programmes_everything_stays_open(lab: Lab, ana: Seat) -> None:
    """Where somebody manages both, the joined person answers in both."""
    seat = await ion(lab)
    (event,) = [row.id for row in await found(lab, EVENT) if row.key == "V1"]
    await ana.forges(Answer(event, Going.NO).pack())
    assert [] == await found(lab, RSVP)

    await joins(lab, ana, seat)
    for one in (ana, seat):
        await one.forges(Answer(event, Going.YES).pack())
        await one.forges(Answer(lab.event, Going.NO).pack())

    expected = [(event, lab.people["ana"], Going.YES), (lab.event, lab.people["ana"], Going.NO)]
    assert expected == [(row.event_id, row.person_id, row.answer) for row in await found(lab, RSVP)]
