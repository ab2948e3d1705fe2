"""Questions to the organisers in conversation."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.model.values import Role, Scope
from handlers.shared.presses import AskAbout
from storage.asking import DROPPED
from storage.people import LINK, GrantRow, PersonRow
from storage.programmes import PROGRAMME
from storage.questions import QUESTION, QuestionRow
from storage.tx import Tx, add, many
from tests.handlers.neighbours import neighbours
from tests.handlers.steps import another_event, invite
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english

LINE = "Este loc de parcare?"


def seat_of(lab: Lab, name: str) -> Seat:
    """The seat of somebody who has arrived on the dialogue platform."""
    return lab.room.seat(name)


async def questions(lab: Lab) -> list[QuestionRow]:
    """All questions, the oldest first."""
    async with lab.room.read() as tx:
        return await many(tx, QuestionRow, select(QUESTION).order_by(QUESTION.c.id))


async def second_manager(lab: Lab, *, native: bool = False) -> Seat:
    """Another manager of the installation, who has arrived."""

    async def work(tx: Tx) -> int:
        number = await add(tx, PersonRow(name="Sorin Gheață", language="en"))
        grant = GrantRow(person_id=number, role=Role.MANAGER, scope=Scope.INSTALLATION, since=MONDAY)
        await add(tx, grant)
        return number

    lab.people["sorin"] = await lab.room.write(work)
    return await lab.arrives("sorin", native=native)


async def asked(lab: Lab) -> tuple[Seat, Seat]:
    """Ana has asked about the event; Ilinca, the manager, is here."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await ana.says("/ask E1")
    await ana.says(LINE)
    return ana, ilinca


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


async def test_the_first_answer_closes_a_question_for_all(lab: Lab) -> None:
    """Every manager's card shows that it is answered, by whom and how, and offers nothing more."""
    sorin = await second_manager(lab)
    _, ilinca = await asked(lab)

    await ilinca.presses("✍️ Answer")
    await ilinca.says("Da, în curte.")

    assert "Answered by Ilinca Văluranu:" in sorin.sees
    assert "Da, în curte." in sorin.sees
    assert [] == sorin.labels


async def test_who_answers_second_is_shown_the_first_answer(lab: Lab) -> None:
    """A second answer is kindly refused with the answer that was given, and never sent."""
    sorin = await second_manager(lab, native=True)
    ana, ilinca = await asked(lab)
    await sorin.presses("✍️ Answer")
    await ilinca.presses("✍️ Answer")
    await ilinca.says("Da, în curte.")

    await sorin.fills(text="Nu.")

    assert "Somebody was faster" in sorin.sees
    assert "Da, în curte." in sorin.sees
    assert "Nu." not in ana.all_text


async def test_handled_elsewhere_closes_too(lab: Lab) -> None:
    """A question that was answered by phone is closed with one tap, and the asker hears of it."""
    ana, ilinca = await asked(lab)

    await ilinca.presses("📞 Handled elsewhere")

    assert "✔️ Handled elsewhere by Ilinca Văluranu." in ilinca.sees
    assert "by phone or in person" in ana.sees


async def test_the_answer_comes_where_it_was_asked(lab: Lab) -> None:
    """Asked in one chat, the answer comes there, though another chat was used since."""
    ana, ilinca = await asked(lab)
    await lab.room.write(lambda tx: tx.execute(LINK.update().values(opened_at=None)))
    other = await lab.arrives("ana", native=True)
    await other.says("/rsvp E1")

    await ilinca.presses("✍️ Answer")
    await ilinca.says("Da, în curte.")

    assert "Da, în curte." in ana.sees
    assert "Consultation on the plan" in other.all_text
    assert "Da, în curte." not in other.all_text


async def test_an_unanswered_question_is_brought_up_once(lab: Lab) -> None:
    """After two days without an answer the managers see the question once more, and only once."""
    _, ilinca = await asked(lab)
    await lab.room.until(MONDAY + timedelta(hours=47, minutes=59))
    assert "waited for two days" not in ilinca.all_text

    await lab.room.until(MONDAY + timedelta(days=9))

    assert 1 == ilinca.all_text.count("This question has waited for two days.")


async def test_an_answered_question_is_not_brought_up(lab: Lab) -> None:
    """What has been answered in time is not brought up again."""
    _, ilinca = await asked(lab)
    await ilinca.presses("📞 Handled elsewhere")

    await lab.room.until(MONDAY + timedelta(days=9))

    assert "waited for two days" not in ilinca.all_text


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


async def test_free_text_is_offered_and_sent_when_tapped(lab: Lab) -> None:
    """What is simply written goes to the organisers only after a tap, about the one event that is coming."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.says(LINE)
    assert LINE not in ilinca.all_text
    await ana.presses("📤 Send")

    assert "Your question has been passed on." in ana.sees
    assert LINE in ilinca.sees
    assert "Consultation on the plan" in ilinca.sees


async def test_two_taps_send_once(lab: Lab) -> None:
    """A double tap on Send is one question."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await ana.says(LINE)
    payload, message = ana.messages[-1].data("📤 Send"), ana.messages[-1].id
    await ana.forges(payload, message)

    await ana.forges(payload, message)

    assert 1 == ilinca.all_text.count(LINE)


async def test_no_forgets_what_was_written(lab: Lab) -> None:
    """Not sent means not kept: the draft's words are gone."""
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")
    await ana.says(LINE)

    await ana.presses("✖ No")

    (question,) = await questions(lab)
    assert (DROPPED, "") == (question.state, question.text)
    assert LINE not in ana.sees


async def test_a_draft_left_lying_is_forgotten(lab: Lab) -> None:
    """A draft older than a day is forgotten when its writer writes again."""
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")
    await ana.says(LINE)
    await lab.room.until(MONDAY + timedelta(hours=25))

    await ana.says("Altceva")

    assert ["", "Altceva"] == [question.text for question in await questions(lab)]


async def test_somebody_unknown_is_led_to_the_beginning(lab: Lab) -> None:
    """Who is not known yet gets a hint with a button, and nothing of theirs is kept."""
    stranger = lab.room.seat("stranger", language="en")

    await stranger.says(LINE)

    assert ["Begin"] == stranger.labels
    assert [] == await questions(lab)


@pytest.mark.parametrize("what", ["voice", "photo", "sticker", "file", "other"])
@pytest.mark.parametrize("known", [True, False])
async def test_what_is_no_text_is_asked_to_be_written(lab: Lab, what: str, known: bool) -> None:
    """Voice, photos, stickers and files get one sentence, from whomever they come."""
    ana = await lab.arrives("ana") if known else lab.room.seat("stranger", language="en")

    await ana.sends(what)

    assert "I can only read text here. Please write it." == ana.sees


@pytest.mark.parametrize(("length", "refused"), [(2000, False), (2001, True)])
async def test_too_long_a_text_is_refused_with_the_limit(lab: Lab, length: int, refused: bool) -> None:
    """A text of 2000 characters fits; one more is refused with the limit."""
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")

    await ana.says("ș" * length)

    assert refused == ("at most 2000 fit" in ana.sees)


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


async def test_a_stakeholder_can_not_answer(lab: Lab) -> None:
    """A forged Answer button is refused to a stakeholder, and nothing changes."""
    await asked(lab)
    dan = await lab.arrives("dan")

    await dan.forges("ask.else:1")

    assert "Only the organisers can do this." in dan.sees
    assert ["open"] == [question.state for question in await questions(lab)]


async def test_a_draft_is_its_writers_alone(lab: Lab) -> None:
    """Neither a manager nor anybody else can read or send a draft by a forged button."""
    ilinca, ana, dan = await lab.arrives("ilinca"), await lab.arrives("ana"), await lab.arrives("dan")
    await ana.says(LINE)

    await ilinca.forges("ask.reply:1")
    await dan.forges("ask.send:1")

    assert "This question is no longer there." == ilinca.sees
    assert "This button belongs to somebody else." == dan.sees
    assert ["draft"] == [question.state for question in await questions(lab)]


async def test_text_is_data(lab: Lab) -> None:
    """Marks in a question do not act: the manager reads them as they were written."""
    await lab.arrives("ana")
    ilinca = await lab.arrives("ilinca")
    await seat_of(lab, "ana").says("/ask E1")

    await seat_of(lab, "ana").says("*a* {name} <b>")

    assert "*a* {name} <b>" in ilinca.sees
