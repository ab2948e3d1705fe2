"""The wall between programmes: a manager of one never sees or changes another's people."""

import pytest

from bot.model.press import Press
from bot.model.values import Role, Scope
from handlers.people import doors
from handlers.shared.presses import AddAffiliation, OrganisationCard, PersonCard
from storage import accounts
from tests.handlers.neighbours import Neighbours, holder, log, neighbours
from tests.room import Seat
from tests.seeds import Lab


async def _petra(lab: Lab) -> tuple[Seat, Neighbours]:
    """A manager of the seeded programme, with another programme beside it."""
    other = await neighbours(lab)
    await holder(lab, "petra", Role.MANAGER, Scope.PROGRAMME, lab.programme)
    return await lab.arrives("petra"), other


@pytest.mark.parametrize("words", ["ion sava", "casa vecina", "VECIN"])
async def test_not_found(lab: Lab, words: str) -> None:
    """Neither people nor organisations of the other programme are found."""
    petra, _ = await _petra(lab)

    assert "found nobody" in await petra.says(f"/people {words}")


async def test_not_listed(lab: Lab) -> None:
    """The other programme's organisations are not in the list."""
    petra, _ = await _petra(lab)
    await petra.says("/people")
    await petra.presses("Organisations")

    assert "Casa Vecină" not in petra.labels


async def test_not_counted(lab: Lab) -> None:
    """The other programme's organisations are not counted."""
    petra, _ = await _petra(lab)

    assert "3 organisations" in await petra.says("/people")


@pytest.mark.both
@pytest.mark.parametrize(
    "kind",
    [
        PersonCard,
        OrganisationCard,
        doors.ChangePerson,
        doors.ChangeOrganisation,
        doors.Affiliations,
        AddAffiliation,
        doors.EndAffiliation,
        doors.ToggleLead,
        doors.PersonalLink,
        doors.RenewLink,
        doors.Roles,
        doors.AddPersonTo,
        doors.AddPersonAt,
        doors.LabRoles,
    ],
)
async def test_forged_buttons_are_refused(lab: Lab, kind: type[Press]) -> None:
    """A forged button with a number of the other programme is refused and recorded."""
    petra, other = await _petra(lab)
    (field,) = kind.__annotations__
    press: Press = kind(**{field: getattr(other, field)})
    await petra.forges(press.pack())

    assert "refused" == (await log(lab))[0].result


async def test_no_organisation_across(lab: Lab) -> None:
    """A person can not be tied to an organisation of the other programme."""
    petra, _ = await _petra(lab)
    await petra.says("/people câmpeanu")
    await petra.presses("🏢 Organisation")
    await petra.presses("➕ Another organisation")

    assert "no organisation of this name" in await petra.says("Casa Vecină")


async def test_namesakes_across_are_not_told(lab: Lab) -> None:
    """A namesake in the other programme is not pointed out: that would tell who is there."""
    petra, _ = await _petra(lab)
    await petra.says("/people")
    await petra.presses("➕ Add a person")

    assert "Which organisation" in await petra.says("Ion Sava")


async def test_installation_manager_chooses_the_programme(lab: Lab) -> None:
    """Whoever manages several programmes is asked in which one a person is added."""
    other = await neighbours(lab)
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people")
    await ilinca.presses("➕ Add a person")
    await ilinca.presses("Programul vecin")
    for answer in ("Eva Rusu", "vecina", "ro", "any", "eva@example.org", "no"):
        await ilinca.says(answer)
    async with lab.room.read() as tx:
        added = await accounts.person(tx, max(other.person, *lab.people.values()) + 1)

    assert added is not None and ("Eva Rusu", other.programme) == (added.name, added.programme_id)
