"""Invitations in conversation: whom, as they will see it, once, and what became of each."""

import csv
import io
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.core.tokens import Keys
from bot.model.values import EventState, Role, Scope
from handlers.invite.doors import Progress, Send
from handlers.shared.tables import csv_bytes, safe
from storage import activity, preferences
from storage.answers import INVITATION
from storage.deliveries import DELIVERY
from storage.events import EVENT
from storage.people import LINK, PERSON, AffiliationRow, GrantRow, OrganisationRow, PersonRow
from storage.tx import Tx, add
from tests.room import MONDAY, Room, Seat, count
from tests.seeds import Lab


async def manager(lab: Lab, *, native: bool = False) -> Seat:
    """Ilinca, who manages everything and reads English."""
    await lab.room.write(lambda tx: preferences.speak(tx, lab.people["ilinca"], "en"))
    return await lab.arrives("ilinca", native=native)


async def speaks_for(tx: Tx, lab: Lab, person: int, organisation: str, *, until: datetime | None = None) -> None:
    """One more affiliation; with `until` it is over."""
    row = AffiliationRow(
        programme_id=lab.programme,
        person_id=person,
        organisation_id=lab.organisations[organisation],
        since=MONDAY,
        until=until,
    )
    await add(tx, row)


async def invited(lab: Lab) -> set[str]:
    """Who is invited to the event, by the seed's names."""
    async with lab.room.read() as tx:
        rows = (await tx.execute(select(INVITATION.c.person_id))).all()
    names = {number: name for name, number in lab.people.items()}
    return {names[row.person_id] for row in rows}


async def refused(lab: Lab) -> list[str]:
    """What was refused, as the activity log tells it."""
    async with lab.room.read() as tx:
        return [row.action for row in await activity.newest(tx) if row.result == "refused"]


@pytest.mark.both
@pytest.mark.parametrize("native", [False, True])
async def test_from_command_to_answer(lab: Lab, native: bool) -> None:
    """An invitation reaches who has arrived at once, and who has not as soon as they arrive."""
    ana, mia = await lab.arrives("ana", native=native), await lab.arrives("mia")
    ilinca = await manager(lab, native=native)

    preview = await ilinca.says("/invite E1 all")
    assert "3 organisations · 4 people newly invited" in preview
    assert "2 can be reached now" in preview
    assert "2 wait for first contact" in preview
    assert "📤 Send" == ilinca.labels[0]
    assert set() == await invited(lab)

    await ilinca.presses("📤 Send")
    assert "Invited: 3 organisations · 4 people" in ilinca.sees
    assert "waiting for first contact: 2" in ilinca.sees
    assert "Atelierul Nord" in ana.sees
    assert "Consultation on the plan" in mia.sees

    dan = await lab.arrives("dan")
    assert "Consultare privind planul" in dan.all_text
    await mia.presses("I am coming")
    assert "answered: 1" in ilinca.sees


async def test_a_command_sends_nothing(lab: Lab) -> None:
    """Only the button sends; the command ends in the preview."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    before = len(ana.messages)

    await ilinca.says("/invita E1 NORD")

    assert before == len(ana.messages)


async def test_leads_only(lab: Lab) -> None:
    """With leads only, the other representatives are left out."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")

    await ilinca.presses("Only lead representatives")
    assert "3 people newly invited" in ilinca.sees
    await ilinca.presses("📤 Send")

    assert {"ana", "mia", "radu"} == await invited(lab)


async def test_leads_only_can_be_taken_back(lab: Lab) -> None:
    """The toggle names what it does next, and goes both ways."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")

    await ilinca.presses("Only lead representatives")
    await ilinca.presses("All representatives")

    assert "4 people newly invited" in ilinca.sees


async def test_again_reaches_only_the_new(lab: Lab) -> None:
    """Sending again to more people writes to the new ones only."""
    ana, mia, ilinca = await lab.arrives("ana"), await lab.arrives("mia"), await manager(lab)
    await ilinca.says("/invite E1 nord")
    await ilinca.presses("📤 Send")
    before = len(ana.messages)

    await ilinca.says("/invite E1 all")
    assert "Already invited: 2 people" in ilinca.sees
    assert "2 people newly invited" in ilinca.sees
    await ilinca.presses("📤 Send")

    assert before == len(ana.messages)
    assert "Consultation on the plan" in mia.sees


async def test_nobody_new(lab: Lab) -> None:
    """When everyone has been invited already, it says so and nothing is sent."""
    ilinca = await manager(lab)
    for _ in range(2):
        await ilinca.says("/invite E1 all")
        await ilinca.presses("📤 Send")

    assert "Nothing was sent" in ilinca.sees


@pytest.mark.both
async def test_two_organisations_one_invitation(lab: Lab) -> None:
    """Who represents two organisations is invited once, for one they speak for now."""

    async def also_for_bega(tx: Tx) -> None:
        await speaks_for(tx, lab, lab.people["radu"], "bega")
        await speaks_for(tx, lab, lab.people["radu"], "nord", until=MONDAY)

    await lab.room.write(also_for_bega)
    radu, ilinca = await lab.arrives("radu"), await manager(lab)
    before = len(radu.messages)
    await ilinca.says("/invite E1 all")
    assert "4 people newly invited" in ilinca.sees

    await ilinca.presses("📤 Send")

    assert before + 1 == len(radu.messages)
    assert "Biroul Malul Begăi" in radu.sees


async def test_a_forged_send_is_refused(lab: Lab) -> None:
    """A stakeholder who forges the button sends nothing, and it is recorded."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    await ilinca.says("/invite E1 all")
    payload = ilinca.messages[-1].data("📤 Send")

    await ana.forges(payload)

    assert set() == await invited(lab)
    assert ["inv.send"] == await refused(lab)


@pytest.mark.parametrize("label", ["📤 Send", "Only lead", "In English", "Send a trial", "Change selection", "Cancel"])
async def test_rights_end_at_every_button(lab: Lab, label: str) -> None:
    """A manager of another event may press none of the buttons of this one's selection."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    elsewhere = GrantRow(
        person_id=lab.people["ana"], role=Role.MANAGER, scope=Scope.EVENT, scope_id=lab.event + 1, since=MONDAY
    )
    await lab.room.write(lambda tx: add(tx, elsewhere))
    await ilinca.says("/invite E1 all")

    await ana.forges(ilinca.messages[-1].data(label))

    assert 1 == len(await refused(lab))


async def test_a_stakeholder_may_not_invite(lab: Lab) -> None:
    """The command is for managers; the attempt is recorded."""
    ana = await lab.arrives("ana")

    await ana.says("/invite E1 all")

    assert ["invite"] == await refused(lab)


async def test_a_double_press_sends_once(lab: Lab) -> None:
    """A second tap on the same button says that it was sent."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    await ilinca.says("/invite E1 all")
    payload, message = ilinca.messages[-1].data("📤 Send"), ilinca.messages[-1].id
    await ilinca.forges(payload, message)
    before = len(ana.messages)

    await ilinca.forges(payload, message)

    assert "sent already" in ilinca.sees
    assert before == len(ana.messages)


async def test_a_trial_is_for_the_manager_alone(lab: Lab) -> None:
    """A trial shows the invitation to the manager, marked, with nothing to press, and invites nobody."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    before = len(ana.messages)
    await ilinca.says("/invite E1 all")

    await ilinca.presses("Send a trial to me")

    assert "A trial: only you received this." in ilinca.sees
    assert "[✅ I am coming]" in ilinca.sees
    assert [] == ilinca.labels
    assert before == len(ana.messages)
    assert set() == await invited(lab)


async def test_each_trial_comes(lab: Lab) -> None:
    """Pressed twice on purpose, the trial comes twice."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")
    before = len(ilinca.messages)

    await ilinca.presses("Send a trial to me")
    await ilinca.presses("Send a trial to me")

    assert before + 2 == len(ilinca.messages)


@pytest.mark.parametrize(
    ("label", "language", "title"),
    [("In Romanian", "ro", "Consultare privind planul"), ("In English", "en", "Consultation on the plan")],
)
async def test_preview_in_a_language(lab: Lab, label: str, language: str, title: str) -> None:
    """Each language's preview is drawn for a reader of that language, whatever the manager's own."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")

    await ilinca.presses(label)

    assert language == ilinca.messages[-1].drawn.language
    assert title in ilinca.sees


async def test_choosing_by_buttons(lab: Lab) -> None:
    """Event, organisations one by one, preview: all by buttons, and the card always tells what is chosen."""
    ilinca = await manager(lab)
    await ilinca.says("/invite")
    await ilinca.presses("Consultation on the plan")
    await ilinca.presses("Choose organisations…")

    await ilinca.presses("Atelierul Nord")
    await ilinca.presses("Hubul Oxid & Co")
    assert "Chosen: Atelierul Nord, Hubul Oxid & Co" in ilinca.sees
    await ilinca.presses("☑️ Atelierul Nord")
    await ilinca.presses("Continue with 1 organisation")

    assert "To: Hubul Oxid & Co" in ilinca.sees


@pytest.mark.parametrize(
    ("group", "choice", "meant"),
    [
        ("A sector…", "Cultură", "To: sector: Cultură"),
        ("A tag…", "tineri", "To: tag: tineri"),
    ],
)
async def test_choosing_a_group(lab: Lab, group: str, choice: str, meant: str) -> None:
    """A sector or a tag is chosen from those that organisations have."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1")
    await ilinca.presses(group)
    await ilinca.presses(choice)

    await ilinca.presses("Continue with 1 organisation")

    assert meant in ilinca.sees


async def test_everyone_and_back(lab: Lab) -> None:
    """From the preview the way leads back to the choice, with what was chosen."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1")
    await ilinca.presses("Everyone (3 organisations)")

    await ilinca.presses("Change selection")

    assert "Chosen: all organisations" in ilinca.sees
    assert "Continue with 3 organisations" == ilinca.labels[0]


async def test_a_long_list_has_pages(lab: Lab) -> None:
    """Organisations are shown ten a page, and what was ticked on one page stays ticked."""

    async def many(tx: Tx) -> None:
        for number in range(12):
            name = f"Organizația {number:02}"
            await add(tx, OrganisationRow(programme_id=lab.programme, key=f"O{number}", name=name, tags=[]))

    await lab.room.write(many)
    ilinca = await manager(lab)
    await ilinca.says("/invite E1")
    await ilinca.presses("Choose organisations…")
    await ilinca.presses("Atelierul Nord")
    await ilinca.presses("▶")
    assert "Page 2 of 2" in ilinca.sees

    await ilinca.presses("Organizația 11")

    assert "Chosen: Atelierul Nord, Organizația 11" in ilinca.sees


async def test_words_of_a_romanian_command(lab: Lab) -> None:
    """Segments may be typed in Romanian words."""
    ilinca = await manager(lab)

    await ilinca.says("/invita E1 etichetă:tineri")

    assert "To: tag: tineri" in ilinca.sees


async def test_unknown_words_are_named(lab: Lab) -> None:
    """Words that mean no organisation are said back, and no preview comes."""
    ilinca = await manager(lab)

    await ilinca.says("/invite E1 nord sector:nothing XYZ")

    assert "these words: sector:nothing, XYZ" in ilinca.sees


async def test_an_unknown_event(lab: Lab) -> None:
    """An event that does not exist is named."""
    ilinca = await manager(lab)

    await ilinca.says("/invite E99 all")

    assert "I know no event E99" in ilinca.sees


async def test_nobody_speaks_for_it(lab: Lab) -> None:
    """Organisations without a representative are named before anything is sent."""
    row = OrganisationRow(programme_id=lab.programme, key="EMPTY", name="Casa <b>Goală</b>", tags=[])
    await lab.room.write(lambda tx: add(tx, row))
    ilinca = await manager(lab)

    await ilinca.says("/invite E1 all")

    assert "1 organisation has no representative yet: Casa <b>Goală</b>" in ilinca.sees


async def test_silence_is_respected_and_said(lab: Lab) -> None:
    """Who asked not to be written to is counted apart."""
    ana = await lab.arrives("ana")
    await ana.says("stop")
    ilinca = await manager(lab)

    await ilinca.says("/invite E1 nord")

    assert "1 asked not to be written to" in ilinca.sees


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.DRAFT, EventState.RECORD])
async def test_only_open_events_are_sent(lab: Lab, state: EventState) -> None:
    """An event that is not open (any more) is not sent, even from a preview that stands."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")
    await lab.room.write(lambda tx: tx.execute(update(EVENT).values(state=state)))

    await ilinca.presses("📤 Send")

    assert "is not open" in ilinca.sees
    assert set() == await invited(lab)


async def test_what_has_begun_is_not_sent(lab: Lab) -> None:
    """After its beginning nobody is invited any more."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")
    await lab.room.write(lambda tx: tx.execute(update(EVENT).values(begins_at=MONDAY)))

    await ilinca.presses("📤 Send")

    assert "has begun" in ilinca.sees


async def test_cancelling_the_selection(lab: Lab) -> None:
    """A cancelled selection says so and can not be sent any more."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")
    payload = ilinca.messages[-1].data("📤 Send")
    await ilinca.presses("Cancel")
    assert "Nothing was sent." in ilinca.sees

    await ilinca.forges(payload)

    assert "was cancelled" in ilinca.sees


async def test_the_selection_survives_a_restart(room: Room, lab: Lab, url: str) -> None:
    """What was chosen before the program stopped can be sent after it."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 bega")
    payload = ilinca.messages[-1].data("📤 Send")
    await room.close()

    lab.room = await Room.open(url)
    await lab.room.seat("ilinca").forges(payload)

    assert {"mia"} == await invited(lab)
    await lab.room.close()


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


async def test_sending_is_recorded(lab: Lab) -> None:
    """The activity log knows who invited to which event."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")
    await ilinca.presses("📤 Send")

    async with lab.room.read() as tx:
        newest = (await activity.newest(tx, 1))[0]

    assert ("invite", f"event {lab.event}") == (newest.action, newest.object)


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


async def test_a_person_without_number_is_no_draft(lab: Lab) -> None:
    """A button for a selection that never was says so."""
    ilinca = await manager(lab)

    await ilinca.forges(Send(10**6).pack())

    assert "no longer there" in ilinca.sees


@given(st.text(min_size=1))
def test_no_cell_acts(text: str) -> None:
    """Whatever somebody is called, the cell begins with nothing a spreadsheet computes, and nothing is lost."""
    cell = str(safe(text))

    assert cell[0] not in "=+-@\t\r\n"
    assert cell in (text, f"'{text}")


def test_numbers_stay_numbers() -> None:
    """A negative number is no formula."""
    assert b"a,b\r\n-5,\r\n" == csv_bytes(("a", "b"), [(-5, None)])


async def test_a_crowd_is_invited_by_one_press(lab: Lab) -> None:
    """A large organisation's people are all invited by one press."""

    async def crowd(tx: Tx) -> None:
        for number in range(200):
            person = await add(tx, PersonRow(programme_id=lab.programme, name=f"P{number}", language="ro"))
            await speaks_for(tx, lab, person, "bega")

    await lab.room.write(crowd)
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 bega")

    await ilinca.presses("📤 Send")

    async with lab.room.read() as tx:
        assert 201 == await count(tx, INVITATION)
    await ilinca.presses("Recipients")
    assert "Page 1 of 11" in ilinca.sees
