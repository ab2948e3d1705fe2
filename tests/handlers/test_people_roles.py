"""Roles given and ended by hand, in conversation."""

import pytest
from sqlalchemy import update

from bot.model.values import Role, Scope
from handlers.people.doors import EndRoleNow, GiveAtEvent, GiveHere, GiveInProgramme, Office
from storage import roster
from storage.people import GRANT
from tests.handlers.neighbours import holder, log, neighbours
from tests.room import MONDAY, Seat
from tests.seeds import Lab


async def _held(lab: Lab, name: str) -> list[tuple[Role, Scope, int | None]]:
    """The roles somebody holds now."""
    async with lab.room.read() as tx:
        found = await roster.grants_of(tx, lab.people[name], lab.room.clock.now())
    return [(grant.role, grant.scope, grant.scope_id) for grant in found]


async def _roles_of(seat: Seat, name: str) -> None:
    await seat.says(f"/people {name}")
    await seat.presses("Roles…")


@pytest.mark.both
async def test_facilitator_of_an_event(lab: Lab) -> None:
    """Role, scope and event are chosen by buttons, and the role is held."""
    ilinca = await lab.arrives("ilinca")
    await _roles_of(ilinca, "ana")
    for label in ("➕ Facilitator", "An event…", "Consultare"):
        await ilinca.presses(label)

    assert [(Role.FACILITATOR, Scope.EVENT, lab.event)] == await _held(lab, "ana")


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("➕ Table host", "A lab…", "Orașul"), (Role.HOST, Scope.LAB)),
        (("➕ Manager", "Programul"), (Role.MANAGER, Scope.PROGRAMME)),
        (("➕ Manager", "The whole installation"), (Role.MANAGER, Scope.INSTALLATION)),
    ],
)
async def test_other_scopes(lab: Lab, labels: tuple[str, ...], expected: tuple[Role, Scope]) -> None:
    """A role can be given for a lab, a programme and the installation."""
    ilinca = await lab.arrives("ilinca")
    await _roles_of(ilinca, "ana")
    for label in labels:
        await ilinca.presses(label)

    assert [expected] == [(role, scope) for role, scope, _ in await _held(lab, "ana")]


async def test_the_person_is_told(lab: Lab) -> None:
    """Whoever is given a role hears which and for what."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await _roles_of(ilinca, "ana")
    for label in ("➕ Facilitator", "An event…", "Consultare"):
        await ilinca.presses(label)

    assert "You are now facilitator for" in ana.sees and "Consultare" in ana.sees


async def test_told_on_arrival(lab: Lab) -> None:
    """Somebody without an account can be given a role, and hears of it when they come."""
    ilinca = await lab.arrives("ilinca")
    await _roles_of(ilinca, "ana")
    for label in ("➕ Facilitator", "An event…", "Consultare"):
        await ilinca.presses(label)
    ana = await lab.arrives("ana")

    assert "You are now facilitator for" in ana.all_text


async def test_held_already(lab: Lab) -> None:
    """A role that is held already is not given twice."""
    ilinca = await lab.arrives("ilinca")
    await _roles_of(ilinca, "ana")
    give = GiveAtEvent(lab.event, lab.people["ana"], Office.HOST).pack()
    await ilinca.forges(give)
    await ilinca.forges(give)

    assert ("already" in ilinca.sees, 1) == (True, len(await _held(lab, "ana")))


async def test_ended_after_one_question(lab: Lab) -> None:
    """A role ends with one tap and one confirmation."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.forges(GiveAtEvent(lab.event, lab.people["ana"], Office.HOST).pack())
    await _roles_of(ilinca, "ana")
    await ilinca.presses("End:")
    await ilinca.presses("End the role")

    assert [] == await _held(lab, "ana")


async def test_kept_after_the_question(lab: Lab) -> None:
    """Whoever thinks better of it keeps everything as it was."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.forges(GiveAtEvent(lab.event, lab.people["ana"], Office.HOST).pack())
    await _roles_of(ilinca, "ana")
    await ilinca.presses("End:")
    await ilinca.presses("Keep it")

    assert 1 == len(await _held(lab, "ana"))


async def test_told_of_the_end(lab: Lab) -> None:
    """Whoever loses a role hears of it."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await ilinca.forges(GiveAtEvent(lab.event, lab.people["ana"], Office.HOST).pack())
    await _roles_of(ilinca, "ana")
    await ilinca.presses("End:")
    await ilinca.presses("End the role")

    assert "You are no longer table host for" in ana.sees


async def test_the_last_manager_stays(lab: Lab) -> None:
    """The last manager of the installation can not be ended, and is told why."""
    ilinca = await lab.arrives("ilinca")
    await _roles_of(ilinca, "ilinca")
    await ilinca.presses("End:")
    await ilinca.presses("End the role")

    assert ("Somebody has to manage" in ilinca.sees, 1) == (True, len(await _held(lab, "ilinca")))


@pytest.mark.both
async def test_one_of_two_managers_goes(lab: Lab) -> None:
    """With a second manager there, the first can give up the role."""
    await holder(lab, "second", Role.MANAGER, Scope.INSTALLATION)
    ilinca = await lab.arrives("ilinca")
    await _roles_of(ilinca, "ilinca")
    await ilinca.presses("End:")
    await ilinca.presses("End the role")

    assert [] == await _held(lab, "ilinca")


async def test_an_ended_manager_does_not_count(lab: Lab) -> None:
    """A second manager whose role has ended leaves the other one the last."""
    second = await holder(lab, "second", Role.MANAGER, Scope.INSTALLATION)
    await lab.room.write(lambda tx: tx.execute(update(GRANT).where(GRANT.c.person_id == second).values(until=MONDAY)))
    ilinca = await lab.arrives("ilinca")
    await _roles_of(ilinca, "ilinca")
    await ilinca.presses("End:")
    await ilinca.presses("End the role")

    assert 1 == len(await _held(lab, "ilinca"))


async def test_grant_is_logged(lab: Lab) -> None:
    """A grant is in the activity log: who, to whom, in which programme."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.forges(GiveAtEvent(lab.event, lab.people["ana"], Office.HOST).pack())
    line = (await log(lab))[0]

    expected = (f"grant host for event {lab.event}", f"person {lab.people['ana']}", lab.people["ilinca"], lab.programme)
    assert expected == (line.action, line.object, line.person_id, line.programme_id)


async def test_end_is_logged(lab: Lab) -> None:
    """The end of a role is in the activity log."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.forges(GiveAtEvent(lab.event, lab.people["ana"], Office.HOST).pack())
    await _roles_of(ilinca, "ana")
    await ilinca.presses("End:")
    await ilinca.presses("End the role")

    assert f"end host for event {lab.event}" == (await log(lab))[0].action


async def test_programme_manager_cannot_give_everything(lab: Lab) -> None:
    """A programme's manager is not offered the installation, and a forged button is refused and recorded."""
    await holder(lab, "petra", Role.MANAGER, Scope.PROGRAMME, lab.programme)
    petra = await lab.arrives("petra")
    await _roles_of(petra, "ana")
    await petra.presses("➕ Manager")
    offered = petra.labels
    await petra.forges(GiveHere(1, lab.people["petra"], Office.MANAGER).pack())

    assert "The whole installation" not in offered and "refused" == (await log(lab))[0].result


async def test_event_manager_gives_roles_there(lab: Lab) -> None:
    """An event's manager gives roles at that event, without seeing anybody's card."""
    await holder(lab, "emil", Role.MANAGER, Scope.EVENT, lab.event)
    emil = await lab.arrives("emil")
    await emil.says("/people ana")
    await emil.presses("Consultare")
    await emil.presses("➕ Give a role")
    await emil.says("campeanu")
    await emil.presses("Table host")

    assert [(Role.HOST, Scope.EVENT, lab.event)] == await _held(lab, "ana") and "Ana Câmpeanu – Table host" in emil.sees


async def test_event_manager_ends_roles_there(lab: Lab) -> None:
    """An event's manager ends a role at that event and is back at its roles."""
    await holder(lab, "emil", Role.MANAGER, Scope.EVENT, lab.event)
    await holder(lab, "gazda", Role.HOST, Scope.EVENT, lab.event)
    emil = await lab.arrives("emil", native=True)
    await emil.says("/people")
    await emil.presses("Consultare")
    await emil.presses("End: Gazda")
    await emil.presses("End the role")

    assert [] == await _held(lab, "gazda") and "Roles: " in emil.sees


async def test_event_manager_goes_no_further(lab: Lab) -> None:
    """An event's manager can not give a role on the programme."""
    await holder(lab, "emil", Role.MANAGER, Scope.EVENT, lab.event)
    emil = await lab.arrives("emil")
    await emil.forges(GiveInProgramme(lab.programme, lab.people["emil"], Office.MANAGER).pack())

    assert [(Role.MANAGER, Scope.EVENT, lab.event)] == await _held(lab, "emil")


async def test_lab_manager_gives_roles_in_the_lab(lab: Lab) -> None:
    """A lab's manager sees the lab and its events, and gives roles by a native form."""
    async with lab.room.read() as tx:
        (series,) = (await tx.execute(GRANT.metadata.tables["lab"].select())).all()
    await holder(lab, "lia", Role.MANAGER, Scope.LAB, series.id)
    lia = await lab.arrives("lia", native=True)
    await lia.says("/people")
    offered = lia.labels
    await lia.presses("Orașul învață")
    await lia.presses("➕ Give a role")
    await lia.fills(person="mia", office="facilitator")

    assert any("Consultare" in label for label in offered) and "Mia Lindqvist – Facilitator" in lia.sees


async def test_several_of_one_name(lab: Lab) -> None:
    """When several people fit, they are offered with their organisations."""
    await holder(lab, "emil", Role.MANAGER, Scope.EVENT, lab.event)
    emil = await lab.arrives("emil", native=True)
    await emil.says("/people")
    await emil.presses("Consultare")
    await emil.presses("➕ Give a role")
    await emil.fills(person="an", office="host")

    (field, _) = emil.form.fields
    assert "Dan Munteanu (Atelierul Nord)" in [label for label, _ in field.repairs]


async def test_nobody_elses_person_is_given_a_role(lab: Lab) -> None:
    """A person of another programme can not be given a role here, not even by a forged button."""
    other = await neighbours(lab)
    await holder(lab, "petra", Role.MANAGER, Scope.PROGRAMME, lab.programme)
    petra = await lab.arrives("petra")
    await petra.forges(GiveAtEvent(lab.event, other.person, Office.HOST).pack())

    assert ("refused", f"person {other.person}") == ((await log(lab))[0].result, (await log(lab))[0].object)


async def test_second_tap_on_the_end(lab: Lab) -> None:
    """A second tap on the same confirmation ends nothing more."""
    await holder(lab, "second", Role.HOST, Scope.EVENT, lab.event)
    ilinca = await lab.arrives("ilinca")
    await _roles_of(ilinca, "second")
    await ilinca.presses("End:")
    payload = ilinca.messages[-1].data("End the role")
    await ilinca.forges(payload)
    await ilinca.forges(payload)

    assert "has ended already" in ilinca.sees and payload.startswith(EndRoleNow.name)


async def test_a_card_is_over_when_the_role_is(lab: Lab) -> None:
    """When a manager's role ends, the cards of people that stand in their chat lose their buttons."""
    await holder(lab, "petra", Role.MANAGER, Scope.PROGRAMME, lab.programme)
    ilinca, petra = await lab.arrives("ilinca"), await lab.arrives("petra")
    await petra.says("/people ana")
    await _roles_of(ilinca, "petra")
    await ilinca.presses("End:")
    await ilinca.presses("End the role")
    await ilinca.says("/people ana")
    await ilinca.presses("No longer lead")

    assert [] == next(m.labels for m in petra.messages if "Ana Câmpeanu" in m.text)
