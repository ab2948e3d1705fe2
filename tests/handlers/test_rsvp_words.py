"""Answers in words and by commands: what is certainly meant is taken, the rest is asked about."""

from datetime import date

import pytest

from bot.model.values import Going
from tests.handlers.neighbours import neighbours
from tests.handlers.rsvp_steps import LABELS, NOTED, answers
from tests.handlers.steps import (
    another_event,
    invite,
    titled,
)
from tests.seeds import Lab

pytestmark = pytest.mark.english


@pytest.mark.parametrize(
    ("words", "going"),
    [
        ("da", Going.YES),
        ("Vin", Going.YES),
        ("VIN!", Going.YES),
        ("yes…", Going.YES),
        ("✅ Vin", Going.YES),
        ("✅ I am coming", Going.YES),
        ("nu", Going.NO),
        ("Nu.", Going.NO),
        ("no", Going.NO),
        ("❌ Nu pot veni", Going.NO),
        ("poate", Going.MAYBE),
        ("Nu știu încă", Going.MAYBE),
        ("nu ştiu încă", Going.MAYBE),
        ("nu stiu inca", Going.MAYBE),
        ("maybe", Going.MAYBE),
        ("Nu pot, din păcate", Going.NO),
        ("Vin, mulțumesc!", Going.YES),
        ("yes I'll be there", Going.YES),
        ("👍", Going.YES),
        ("👎", Going.NO),
        ("sorry, can't make it", Going.NO),
    ],
)
async def test_an_answer_in_words(lab: Lab, words: str, going: Going) -> None:
    """With one open invitation a word means its button."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.says(words)

    assert [("ana", going)] == await answers(lab)
    assert NOTED[going] in ana.sees


@pytest.mark.parametrize("words", ["da, dar cine mai vine?", "nu știu dacă vin, cât costă?", "da, vin cu un coleg"])
async def test_more_than_an_answer(lab: Lab, words: str) -> None:
    """What is not certainly an answer is offered to the organisers, and changes none."""
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.says(words)

    assert [] == await answers(lab)
    assert "📤 Send" == ana.labels[0]


async def test_a_word_changes_the_card_that_stands(lab: Lab) -> None:
    """An answer in words shows on the invitation too."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.says("da")

    assert all("you are coming" in text for text in titled(ana, "✉️ Invitation"))


async def test_a_word_with_several_invitations(lab: Lab) -> None:
    """With two open invitations a word is not guessed at: the person is asked which one."""
    ana = await lab.arrives("ana")
    other = await another_event(lab, "E2", "A second evening", date(2027, 2, 11))
    await invite(lab, "ana")
    await invite(lab, "ana", event=other)

    await ana.says("da")

    assert [] == await answers(lab)
    assert [True, True] == [
        title in label
        for title, label in zip(["Consultation on the plan", "A second evening"], ana.labels, strict=True)
    ]


async def test_which_one_leads_to_the_card(lab: Lab) -> None:
    """The chosen event's card has the buttons."""
    ana = await lab.arrives("ana")
    other = await another_event(lab, "E2", "A second evening", date(2027, 2, 11))
    await invite(lab, "ana")
    await invite(lab, "ana", event=other)
    await ana.says("da")
    await ana.presses("Thursday, 11 February 2027, 17:00 · A second evening")
    assert "A second evening" in ana.sees

    await ana.presses(LABELS[Going.NO])

    assert [("ana", Going.NO)] == await answers(lab)


async def test_a_word_without_an_invitation(lab: Lab) -> None:
    """Where nothing is open, a word is no answer: it is offered to the organisers as a question."""
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")

    await ana.says("da")

    assert [] == await answers(lab)
    assert "📤 Send" == ana.labels[0]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/rsvp E9", "I know no event E9."),
        ("/rsvp E1 sometime", "Please answer yes, maybe or no."),
        ("/rsvp V1", "I know no event V1."),
        ("/rsvp", "There is nothing to answer just now."),
    ],
)
async def test_a_command_that_does_not_fit(lab: Lab, command: str, said: str) -> None:
    """One clear sentence, and nothing changed."""
    await neighbours(lab)
    ana = await lab.arrives("ana")

    await ana.says(command)

    assert said in ana.sees
    assert [] == await answers(lab)


async def test_a_command_answers(lab: Lab) -> None:
    """`/confirmare E1 poate` is the button, in the other language too."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.says("/confirmare E1 poate")

    assert [("ana", Going.MAYBE)] == await answers(lab)
