"""Forms on every platform: filled in, complained about, repaired, left and taken up again."""

import pytest

from storage.people import PERSON, OrganisationRow
from storage.tx import add
from tests.adapters.contract.steps import guest
from tests.adapters.contract.town import Town
from tests.handlers.steps import found


@pytest.mark.both
async def test_a_form_to_arrive_as_guest(here: Town, platform: str) -> None:
    """Who opens another's link is asked name and organisation in the platform's own way, and a manager decides."""
    ilinca = await here.arrives(platform, "ilinca")
    await here.arrives(platform, "ana")

    zoe = await guest(here, platform, "Zoe Pavel")
    assert "Thank you, Zoe Pavel. You can answer at once." in await zoe.sees()
    assert "Zoe Pavel says they represent Hubul Oxid & Co." in await ilinca.sees()
    await ilinca.presses("✅ Confirm")

    assert "Confirmed." in (await ilinca.chat())[-1].text
    assert "The organisers have confirmed that you represent Hubul Oxid & Co." in await zoe.sees()


async def test_a_wrong_answer_to_a_form(here: Town, platform: str) -> None:
    """A complaint says what is wrong, nothing is kept, and the next try is taken."""
    await here.arrives(platform, "ana")
    zoe = await guest(here, platform, "Zoe Pavel", "Casa Albă")
    assert "I know no organisation of this name." in zoe.complaint
    assert "Zoe Pavel" not in [row.name for row in await found(here.lab, PERSON)]

    await zoe.fills(organisation="bega")

    assert "Thank you, Zoe Pavel." in await zoe.sees()


async def test_a_form_can_be_left(here: Town, platform: str) -> None:
    """A command stands above an open form, and the form can still be answered."""
    await here.arrives(platform, "ana")
    zoe = await here.newcomer(platform)
    await zoe.enters(await here.token("ana"))
    await zoe.opens_form()

    await zoe.says("/help")
    assert "What I can do" in await zoe.sees()
    await zoe.fills(name="Zoe Pavel", organisation="oxid")

    assert "Thank you, Zoe Pavel." in await zoe.sees()


async def test_a_repair_is_offered(here: Town, platform: str) -> None:
    """Repairs are buttons where the platform asks one by one, and choices beside the field where it shows a form."""
    row = OrganisationRow(programme_id=here.lab.programme, key="SUD", name="Atelierul Sud")
    await here.room.write(lambda tx: add(tx, row))
    await here.arrives(platform, "ana")
    zoe = await guest(here, platform, "Zoe Pavel", "atelierul")
    assert "Several organisations fit." in zoe.complaint

    await zoe.fills(organisation="Atelierul Sud")

    assert "Thank you, Zoe Pavel." in await zoe.sees()
