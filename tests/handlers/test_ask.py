"""Questions to the organisers in conversation: asked, passed on with their event, answered."""

from datetime import date

import pytest

from bot.model.values import Role, Scope
from handlers.shared.presses import AskAbout
from storage.people import GrantRow
from storage.programmes import PROGRAMME
from storage.tx import add
from tests.handlers.ask_steps import LINE, asked, questions
from tests.handlers.neighbours import neighbours
from tests.handlers.steps import another_event, invite
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english


def seat_of(lab: Lab, name: str) -> Seat:
    """The seat of somebody who has arrived on the dialogue platform."""
    return lab.room.seat(name)


@pytest.mark.both
async def test_a_question_and_its_answer(lab: Lab) -> None:
    """A question reaches the manager with its context, and the answer comes back in the asker's chat."""
    ana, ilinca = await asked(lab)
    assert "Your question has been passed on. The answer will come here." in ana.sees
    assert "Ana Câmpeanu (Atelierul Nord)" in ilinca.sees
    assert "Consultation on the plan" in ilinca.sees
    assert LINE in ilinca.sees

    await ilinca.presses("✍️ Answer")
    await ilinca.says("Da, în curte.")

    assert "Da, în curte." in ana.sees
    assert LINE in ana.sees
    assert ["❓ Ask again"] == ana.labels


@pytest.mark.both
async def test_a_question_in_native_forms(lab: Lab) -> None:
    """The same is done by forms where the platform has its own."""
    ilinca, ana = await lab.arrives("ilinca", native=True), await lab.arrives("ana", native=True)
    await ana.says("/intreaba E1")
    await ana.fills(text=LINE)
    await ilinca.presses("✍️ Answer")
    await ilinca.fills(text="Da, în curte.")

    assert "Da, în curte." in ana.sees


async def test_a_question_in_another_language(lab: Lab) -> None:
    """A manager who reads another language is told in which one the question is, outside of its quotation marks."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await ana.says("/limba")
    await ana.presses("Română")

    await ana.says("/ask Unde pot parca?")
    await ana.presses("📤 Send")

    assert "“Unde pot parca?” (in Romanian)" in ilinca.sees.splitlines()


async def test_the_button_of_the_invitation_asks_about_its_event(lab: Lab) -> None:
    """The invitation's own button asks about that event, and the invitation stays."""
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")
    await ana.says("/rsvp E1")

    await ana.presses("❓ Ask the contact person")

    assert "✅ I am coming" in [label for message in ana.messages for label in message.labels]
    assert "About Consultation on the plan." in ana.sees


async def test_the_contact_person_is_named_by_role_only(lab: Lab) -> None:
    """Where the programme names a contact person, the form shows the role, not the name."""
    contact = {"name": "Sanda Oarcă", "role": {"original": "ro", "texts": {"ro": "secretar"}}, "email": "s@example.org"}
    await lab.room.write(lambda tx: tx.execute(PROGRAMME.update().values(contact=contact)))
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")

    await ana.says("/ask E1")

    assert "secretar" in ana.sees
    assert "Sanda" not in ana.sees


async def test_without_an_event_the_question_is_the_programmes(lab: Lab) -> None:
    """Who is invited to nothing asks about the programme."""
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")
    await ana.says("/ask")
    await ana.says(LINE)

    (question,) = await questions(lab)

    assert (lab.programme, None) == (question.programme_id, question.event_id)


async def test_with_several_events_buttons_ask_which(lab: Lab) -> None:
    """Who is invited to several events is asked which one is meant."""
    ana = await lab.arrives("ana")
    await lab.arrives("ilinca")
    await invite(lab, "ana")
    await invite(lab, "ana", event=await another_event(lab, "E2", "A second evening", date(2027, 2, 17)))

    await ana.says("/ask")

    assert "What is your question about?" in ana.sees
    assert "Something else" == ana.labels[-1]
    assert 3 == len(ana.labels)


async def test_a_lab_manager_hears_questions_about_their_events_only(lab: Lab) -> None:
    """A question about the programme does not reach who manages an event only."""
    grant = GrantRow(
        person_id=lab.people["mia"], role=Role.MANAGER, scope=Scope.EVENT, scope_id=lab.event, since=MONDAY
    )
    await lab.room.write(lambda tx: add(tx, grant))
    mia = await lab.arrives("mia")
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")

    await ana.says("/ask")
    await ana.says(LINE)

    assert LINE not in mia.all_text


async def test_the_only_manager_is_offered_help_instead(lab: Lab) -> None:
    """Who would be the only reader of their own question is pointed to /help."""
    ilinca = await lab.arrives("ilinca")

    await ilinca.says(LINE)

    assert "I did not understand this. /help lists what I can do." == ilinca.sees


async def test_with_nobody_to_answer_nothing_is_asked(lab: Lab) -> None:
    """The only manager is told at once that a question would reach nobody, before they type it."""
    ilinca = await lab.arrives("ilinca")

    await ilinca.says("/ask E1")

    assert "You are the only organiser here" in ilinca.sees


async def test_the_wall_between_programmes(lab: Lab) -> None:
    """Nobody can ask about an event of another programme by a forged button."""
    dan = await lab.arrives("dan")

    other = await neighbours(lab)

    await dan.forges(AskAbout(other.event).pack())

    assert "This is not open to you." in dan.sees


async def test_text_is_data(lab: Lab) -> None:
    """Marks in a question do not act: the manager reads them as they were written."""
    await lab.arrives("ana")
    ilinca = await lab.arrives("ilinca")
    await seat_of(lab, "ana").says("/ask E1")

    await seat_of(lab, "ana").says("*a* {name} <b>")

    assert "*a* {name} <b>" in ilinca.sees
