"""Which answer stands when several may answer, where it comes, and what becomes of a question without one."""

from datetime import timedelta

import pytest

from storage.people import LINK
from tests.handlers.ask_steps import asked, questions, second_manager
from tests.room import MONDAY
from tests.seeds import Lab

pytestmark = pytest.mark.english


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


async def test_a_stakeholder_can_not_answer(lab: Lab) -> None:
    """A forged Answer button is refused to a stakeholder, and nothing changes."""
    await asked(lab)
    dan = await lab.arrives("dan")

    await dan.forges("ask.else:1")

    assert "Only the organisers can do this." in dan.sees
    assert ["open"] == [question.state for question in await questions(lab)]
