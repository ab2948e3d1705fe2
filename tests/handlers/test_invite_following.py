"""What became of each invitation, and the personal links as a file."""

import csv
import io
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.core import outcome
from bot.core.tokens import Keys
from bot.model.problems import Refused, Unknown
from bot.model.values import Role, Scope
from handlers.invite.doors import Progress, SendAgain
from handlers.shared.tables import csv_bytes, safe
from storage.deliveries import DELIVERY
from storage.people import LINK, PERSON, GrantRow
from storage.tx import add
from tests.handlers.export_steps import rows
from tests.handlers.invite_steps import manager
from tests.room import MONDAY
from tests.seeds import Lab


@pytest.mark.both
async def test_each_persons_state(lab: Lab) -> None:
    """The list tells of each person how far the invitation has come, those to be telephoned first."""
    ana, mia, radu = await lab.arrives("ana"), await lab.arrives("mia"), await lab.arrives("radu")
    ilinca = await manager(lab)
    await radu.blocks()
    await ilinca.says("/invite E1 all")
    await ilinca.presses("📤 Send")
    await mia.presses("I cannot come")

    await ilinca.presses("Recipients")

    assert ana.sees
    lines = [line for line in ilinca.sees.splitlines()[1:] if line]
    assert lines == [
        "undelivered: 1",
        "Radu <b>Ionescu</b> (Hubul Oxid & Co) – has blocked me: please telephone",
        "waiting for first contact: 1",
        "Dan Munteanu (Atelierul Nord)",
        "sent: 1",
        "Ana Câmpeanu (Atelierul Nord)",
        "answered: 1",
        "Mia Lindqvist (Biroul Malul Begăi) – ❌ I cannot come",
    ]


@pytest.mark.both
async def test_an_invitation_in_doubt_is_told_as_such(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer of the platform, and none when it was sent once more: on the card, by name, in the report, exported."""
    monkeypatch.setattr(outcome, "DOUBT_REST", timedelta(0))
    await lab.arrives("ana"), await lab.arrives("mia")
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 NORD BEGA")
    lab.room.memory.trips += [("ana", Unknown()), ("ana", Unknown())]

    await ilinca.presses("📤 Send")
    progress = ilinca.sees
    await ilinca.presses("Recipients")
    names = ilinca.sees
    report = await ilinca.says("/report E1")

    doubt = "Of those sent, nobody knows whether they arrived: 1"
    assert [True, True] == [doubt in card.splitlines() for card in (progress, report)]
    assert "Ana Câmpeanu (Atelierul Nord) – nobody knows whether it arrived" in names
    assert ["ANA"] == [row["person"] for row in await rows(lab, "deliveries") if row["state"] == "unknown"]


@pytest.mark.both
async def test_what_the_platform_did_not_take_is_sent_again(lab: Lab) -> None:
    """By one button of the card, with everything an invitation can do; whoever has blocked us is left alone."""
    ana, _mia, radu = await lab.arrives("ana"), await lab.arrives("mia"), await lab.arrives("radu")
    ilinca = await manager(lab)
    await radu.blocks()
    lab.room.memory.trips += [("ana", Refused("too large"))]
    await ilinca.says("/invite E1 all")
    await ilinca.presses("📤 Send")
    before = [label for label in ilinca.messages[-1].labels if "again" in label]

    await ilinca.presses("🔁 Send again: 1")

    assert ["🔁 Send again: 1"] == before
    assert "1 invitation is being sent again." == ilinca.told.toast
    await ana.presses("✅")
    after = [label for label in ilinca.messages[-1].labels if "again" in label]
    states = {row["person"]: row["state"] for row in await rows(lab, "deliveries") if row["kind"] == "event.invitation"}
    assert ([], "failed", "sent") == (after, states["RADU"], states["ANA"])


async def test_what_comes_too_late_is_not_offered_again(lab: Lab) -> None:
    """Once the event has begun an invitation is of no use."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    lab.room.memory.trips += [("ana", Refused("too large"))]
    await ilinca.says("/invite E1 all")
    await ilinca.presses("📤 Send")
    before = [label for label in ilinca.messages[-1].labels if "again" in label]
    await lab.room.until(MONDAY + timedelta(days=60))
    await ilinca.forges(Progress(lab.event).pack())

    assert ["🔁 Send again: 1"] == before
    assert not [label for label in ilinca.messages[-1].labels if "again" in label]


async def test_there_is_nothing_to_send_again(lab: Lab) -> None:
    """An old button does no harm, and says so."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")
    await ilinca.presses("📤 Send")

    await ilinca.forges(SendAgain(lab.event).pack())

    assert "There is nothing to send again." == ilinca.told.toast


@pytest.mark.both
async def test_personal_links_as_a_file(lab: Lab) -> None:
    """The file has a working link for everybody of the programme, and safe cells."""
    await lab.room.write(
        lambda tx: tx.execute(update(PERSON).where(PERSON.c.id == lab.people["dan"]).values(name="=1+1"))
    )
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await ilinca.forges(Progress(lab.event).pack())

    await ilinca.presses("Personal links (CSV)")

    (document,) = ilinca.messages[-1].drawn.documents
    rows = {row["person"]: row for row in csv.DictReader(io.StringIO(document.content.decode()))}
    assert {"ANA", "DAN", "MIA", "RADU"} == set(rows)
    assert ("opened", "NORD") == (rows["ANA"]["state"], rows["ANA"]["organisation"])
    assert ("'=1+1", "unused") == (rows["DAN"]["name"], rows["DAN"]["state"])
    dan = lab.room.seat("dan")
    await dan.says(f"/start {rows['DAN']['link'].rsplit('/', 1)[1]}")
    assert dan.messages


async def test_codes_where_no_link_leads_anywhere(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Slack alone no address is known: the manager reads how the codes of the file are used, and they work."""
    monkeypatch.setattr(lab.room.program.house.links, "deep_link", lambda _token: "")
    ilinca = await manager(lab)
    await ilinca.forges(Progress(lab.event).pack())

    await ilinca.presses("Personal links (CSV)")

    (document,) = ilinca.messages[-1].drawn.documents
    rows = {row["person"]: row for row in csv.DictReader(io.StringIO(document.content.decode()))}
    assert "types the code of their row instead: /sfat start CODE in Slack, /start CODE elsewhere." in ilinca.sees
    dan = lab.room.seat("dan", language="en")
    await dan.says(f"/start {rows['DAN']['code']}")
    assert "Welcome, Dan Munteanu!" in dan.all_text


async def test_links_are_nowhere_else(lab: Lab) -> None:
    """No token of the file waits in the table of deliveries."""
    ilinca = await manager(lab)
    await ilinca.forges(Progress(lab.event).pack())
    await ilinca.presses("Personal links (CSV)")

    async with lab.room.read() as tx:
        number = (await tx.execute(select(LINK.c.id).where(LINK.c.person_id == lab.people["mia"]))).scalar_one()
        stored = str((await tx.execute(select(DELIVERY))).all())

    assert Keys(["a key for tests"]).token("p", number)[-22:] not in stored


async def test_links_of_one_event(lab: Lab) -> None:
    """Who manages one event only gets the links of its invited people."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 bega")
    await ilinca.presses("📤 Send")
    grant = GrantRow(
        person_id=lab.people["ana"], role=Role.MANAGER, scope=Scope.EVENT, scope_id=lab.event, since=MONDAY
    )
    await lab.room.write(lambda tx: add(tx, grant))
    ana = await lab.arrives("ana")

    await ana.forges(ilinca.messages[-1].data("Personal links"))

    (document,) = ana.messages[-1].drawn.documents
    assert ["MIA"] == [row["person"] for row in csv.DictReader(io.StringIO(document.content.decode()))]


@given(st.text(min_size=1))
def test_no_cell_acts(text: str) -> None:
    """Whatever somebody is called, the cell begins with nothing a spreadsheet computes, and nothing is lost."""
    cell = str(safe(text))

    assert cell[0] not in "=+-@\t\r\n"
    assert cell in (text, f"'{text}")


def test_numbers_stay_numbers() -> None:
    """A negative number is no formula."""
    assert b"a,b\r\n-5,\r\n" == csv_bytes(("a", "b"), [(-5, None)])
