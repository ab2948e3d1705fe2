"""The manager's card of an event: counts, states, names."""

from datetime import UTC, datetime

import pytest

from storage.answers import InvitationRow
from storage.people import GRANT, OrganisationRow, PersonRow
from storage.tx import Tx, add
from tests.handlers.event_steps import invite, manager, opens_card
from tests.room import MONDAY
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def crowd(lab: Lab, number: int) -> None:
    """So many people are invited, each of an organisation of their own."""

    async def work(tx: Tx) -> None:
        for one in range(number):
            name = f"Organisation {one:02}"
            row = OrganisationRow(programme_id=lab.programme, key=f"X{one}", name=name)
            organisation = await add(tx, row)
            person = await add(tx, PersonRow(programme_id=lab.programme, name=f"Person {one:02}", language="ro"))
            invitation = InvitationRow(
                programme_id=lab.programme,
                event_id=lab.event,
                organisation_id=organisation,
                person_id=person,
                invited_at=MONDAY,
            )
            await add(tx, invitation)

    await lab.room.write(work)


async def test_the_world_cafe_begins_from_the_card(lab: Lab) -> None:
    """Nobody has to know the command."""
    ilinca = await manager(lab)
    await ilinca.presses("☕ World café")

    assert "questions" == ilinca.form.fields[0].name


@pytest.mark.both
async def test_counts_move_with_each_answer(lab: Lab) -> None:
    """The card that stands counts an answer as it comes."""
    await invite(lab, "ana", "dan", "mia")
    ana = await lab.arrives("ana")
    ilinca = await manager(lab)

    await ana.presses("I am coming")

    assert "3 people: ✅ 1 · 🤔 0 · ❌ 0 · silent 2" in ilinca.sees


async def test_by_organisation(lab: Lab) -> None:
    """Each organisation has its answers and its silent people, names with a bracket included."""
    await invite(lab, "ana", "dan", "radu")
    ana = await lab.arrives("ana")
    await ana.presses("I cannot come")

    ilinca = await manager(lab)

    lines = ilinca.sees.splitlines()
    assert ["Atelierul Nord: ❌1 · silent 1", "Hubul Oxid & Co: silent 1"] == [
        line for line in lines if "silent 1" in line
    ]


async def test_answers_without_invitation_count(lab: Lab) -> None:
    """A representative who answers without an invitation is counted with their organisation."""
    ana = await lab.arrives("ana")
    await ana.says("/rsvp E1 yes")

    ilinca = await manager(lab)

    assert "1 person: ✅ 1" in ilinca.sees


async def test_guests_count_apart(lab: Lab) -> None:
    """Who is nobody's confirmed representative is no person of an organisation on the card."""
    stranger = lab.room.seat("stranger", native=True, language="en")
    await stranger.says("/start")
    await stranger.fills(name="Vlad Oprea", organisation="-")
    await stranger.says("/rsvp E1 yes")

    ilinca = await manager(lab)

    assert "1 guest whom nobody has confirmed, 1 of them coming" in ilinca.sees


async def test_late_answers_are_counted(lab: Lab) -> None:
    """An answer after the deadline's day is among the counts and said to be late."""
    await invite(lab, "ana")
    ana = await lab.arrives("ana")
    await lab.room.until(datetime(2027, 2, 6, 8, tzinfo=UTC))
    await ana.says("/rsvp E1 yes")

    ilinca = await manager(lab)

    assert "1 answer came late" in ilinca.sees


async def test_many_organisations_are_cut(lab: Lab) -> None:
    """Fifteen organisations are listed, the others are a number."""
    await crowd(lab, 18)

    ilinca = await manager(lab)

    assert (15, True) == (ilinca.sees.count("Organisation "), "and 3 more organisations" in ilinca.sees)


async def test_states_of_the_invitation(lab: Lab) -> None:
    """Who has been reached and who waits for first contact is told apart."""
    await lab.arrives("ana")
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/invite E1 all")
    await ilinca.presses("📤")

    await opens_card(ilinca)

    assert "Invitations: sent 1 · waiting for first contact 3" in ilinca.sees


async def test_sending_moves_the_card(lab: Lab) -> None:
    """A card that stood before the invitation went out counts what has been sent."""
    ana = await lab.arrives("ana")
    ilinca = await manager(lab)
    card = ilinca.messages[-1]
    await ilinca.says("/invite E1 all")

    await ilinca.presses("📤")

    assert ("Invitations: sent 1" in card.text, "Consultation" in ana.sees) == (True, True)


async def test_nobody_invited(lab: Lab) -> None:
    """Before anybody is invited the card says so and its first button goes on to inviting."""
    ilinca = await manager(lab)

    assert ("Nobody is invited yet." in ilinca.sees, "📨 Invite") == (True, ilinca.labels[0])


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2027, 2, 5, 21, tzinfo=UTC), "Open for answers"),
        (datetime(2027, 2, 5, 22, tzinfo=UTC), "The deadline has passed, late answers are kept"),
        (datetime(2027, 2, 10, 9, tzinfo=UTC), "It is going on now"),
        (datetime(2027, 2, 10, 12, tzinfo=UTC), "It is over"),
    ],
)
async def test_state_in_words(lab: Lab, moment: datetime, state: str) -> None:
    """The card says how far the event has come."""
    await lab.room.until(moment)

    ilinca = await manager(lab)

    assert f"{state} · event E1" in ilinca.sees


async def test_names(lab: Lab) -> None:
    """Names stand with their answers, those who come first."""
    await invite(lab, "ana", "mia", "radu")
    mia = await lab.arrives("mia")
    await mia.presses("I am coming")
    ilinca = await manager(lab)

    await ilinca.presses("Names")

    expected = ["✅ Mia Lindqvist · Biroul Malul Begăi", "· Ana Câmpeanu · Atelierul Nord"]
    assert expected == ilinca.sees.splitlines()[1:3]


async def test_names_by_twenty(lab: Lab) -> None:
    """A page holds twenty; the next one the rest, and leads back."""
    await crowd(lab, 23)
    ilinca = await manager(lab)
    await ilinca.presses("Names")

    await ilinca.presses("Later")

    assert (3, ["‹ Earlier", "‹ Back to the event"]) == (ilinca.sees.count("Person "), ilinca.labels)


@pytest.mark.parametrize("button", ["ev.manage:{event}", "ev.names:{event}:0"])
async def test_stakeholders_see_no_figures(lab: Lab, button: str) -> None:
    """A forged button of the manager's shows nothing to others."""
    await invite(lab, "ana")
    ana = await lab.arrives("ana")

    await ana.forges(button.format(event=lab.event))

    assert "Only the organisers can do this" in ana.sees


async def test_figures_follow_the_role(lab: Lab) -> None:
    """Who no longer manages keeps the text of the card and none of its buttons."""
    await invite(lab, "ana")
    ana = await lab.arrives("ana")
    ilinca = await manager(lab)
    await lab.room.write(lambda tx: tx.execute(GRANT.update().values(until=MONDAY)))

    await ana.presses("I am coming")

    assert ("✅ 1" in ilinca.sees, []) == (False, ilinca.labels)
