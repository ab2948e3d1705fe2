"""What is simply written is offered to the organisers, and sent, or forgotten, by a tap."""

from datetime import timedelta

import pytest

from storage.asking import DROPPED
from tests.handlers.ask_steps import LINE, questions
from tests.handlers.steps import invite
from tests.room import MONDAY
from tests.seeds import Lab

pytestmark = pytest.mark.english


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


async def test_a_draft_is_its_writers_alone(lab: Lab) -> None:
    """Neither a manager nor anybody else can read or send a draft by a forged button."""
    ilinca, ana, dan = await lab.arrives("ilinca"), await lab.arrives("ana"), await lab.arrives("dan")
    await ana.says(LINE)

    await ilinca.forges("ask.reply:1")
    await dan.forges("ask.send:1")

    assert "This question is no longer there." == ilinca.sees
    assert "This button belongs to somebody else." == dan.sees
    assert ["draft"] == [question.state for question in await questions(lab)]
