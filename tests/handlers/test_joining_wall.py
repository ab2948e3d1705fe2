"""Joining across the wall between programmes: only where somebody manages both."""

import pytest

from bot.model.values import Going, Role, Scope
from handlers.shared.presses import Answer
from storage import linkage
from storage.answers import RSVP
from storage.events import EVENT
from storage.people import GRANT, GrantRow
from storage.programmes import PROGRAMME
from storage.tx import add
from tests.handlers.joining_steps import code_of, joins, stranger, types
from tests.handlers.neighbours import holder, neighbours
from tests.handlers.steps import found, titled
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english


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
