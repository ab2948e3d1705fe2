"""What an undo leaves alone: whatever somebody has built on since."""

import pytest
from sqlalchemy import update

from bot.model.values import Going, Role, Scope
from storage.jobs import JOB
from storage.people import LINK, PERSON, GrantRow
from storage.tx import add
from tests.handlers.export_steps import answer
from tests.handlers.imports.chat.steps import GROUPS, HEAD, MIXED, imported, people, speaking
from tests.handlers.steps import found, invite
from tests.room import MONDAY, Seat
from tests.seeds import PEOPLE, Lab


async def test_who_has_arrived_stays(lab: Lab, ilinca: Seat) -> None:
    """With their affiliation, and the report of the undo names them."""
    new = await imported(lab, ilinca)
    lab.people["ioana"] = new["P-1"]
    await lab.arrives("ioana")
    back = await ilinca.presses("↩️ Undo")
    assert "People: gone 1, as before 0" in back
    assert "These stay, because something was done with them since:\nIoana Pop" in back
    assert (True, False) == (("P-1", "NORD") in await speaking(lab), "P-2" in await people(lab))


async def test_whose_link_was_opened_stays(lab: Lab, ilinca: Seat) -> None:
    """Even if nobody knows by whom."""
    new = await imported(lab, ilinca)
    opened = update(LINK).where(LINK.c.person_id == new["P-1"]).values(opened_at=MONDAY)
    await lab.room.write(lambda tx: tx.execute(opened))
    assert "Ioana Pop" in await ilinca.presses("↩️ Undo")


@pytest.mark.parametrize("deed", ["invited", "answered", "corrected", "role"])
async def test_who_was_built_on_stays(lab: Lab, ilinca: Seat, deed: str) -> None:
    """Whatever it was."""
    new = await imported(lab, ilinca)
    lab.people["ioana"] = new["P-1"]
    if deed == "invited":
        PEOPLE["ioana"] = ("Ioana Pop", "nord", "ro")
        await invite(lab, "ioana")
        del PEOPLE["ioana"]
    elif deed == "answered":
        await answer(lab, "ioana", Going.YES)
    elif deed == "corrected":
        corrected = update(PERSON).where(PERSON.c.id == new["P-1"]).values(name="Ioana Popa")
        await lab.room.write(lambda tx: tx.execute(corrected))
    else:
        grant = GrantRow(person_id=new["P-1"], role=Role.HOST, scope=Scope.EVENT, scope_id=lab.event, since=MONDAY)
        await lab.room.write(lambda tx: add(tx, grant))
    back = await ilinca.presses("↩️ Undo")
    assert ("People: gone 1" in back, "Ioana Pop" in back, True) == (True, True, "P-1" in await people(lab))


async def test_values_that_are_others_by_now_stay(lab: Lab, ilinca: Seat) -> None:
    """What somebody corrected since is not overwritten; the rest is as before."""
    await imported(lab, ilinca, MIXED)
    ana = lab.people["ana"]
    await lab.room.write(lambda tx: tx.execute(update(PERSON).where(PERSON.c.id == ana).values(name="Ana M. C.")))
    back = await ilinca.presses("↩️ Undo")
    (row,) = [row for row in await found(lab, PERSON) if row.id == ana]
    assert ("Ana M. C.", "", True) == (row.name, row.email, "Ana M. C." in back)


async def test_an_organisation_for_which_somebody_speaks_stays(lab: Lab, ilinca: Seat) -> None:
    """Somebody has built on it."""
    await ilinca.sends_file("groups.csv", GROUPS.encode())
    await ilinca.presses("📤 Import")
    card = ilinca.messages[-1]
    data, message = card.data("↩️ Undo"), card.id
    await imported(lab, ilinca, f"{HEAD}P-1,CASA,Ioana Pop,ro,\n")
    await ilinca.forges(data, message)
    assert "Organisations: gone 0, as before 1" in card.text and "Casa Nouă" in card.text


async def test_who_was_erased_meanwhile_is_not_brought_back(lab: Lab, ilinca: Seat) -> None:
    """The undo knows nothing of them any more."""
    ana = await lab.arrives("ana")
    await imported(lab, ilinca, MIXED)
    await ana.says("/data")
    await ana.presses("🗑 Delete my data")
    await ana.presses("Delete everything")
    (job,) = await found(lab, JOB)
    assert "Câmpeanu" not in str(job.outcome)
    await ilinca.presses("↩️ Undo")
    (row,) = [row for row in await found(lab, PERSON) if row.id == lab.people["ana"]]
    assert ("", "") == (row.name, row.email)
