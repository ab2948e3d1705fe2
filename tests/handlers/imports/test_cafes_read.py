"""The world café in a programme file: what is read of it, and what may be wrong."""

import pytest

from handlers.shared.cafes import MOST_GRACE, MOST_MINUTES, MOST_ROUNDS, MOST_TABLES
from tests.handlers.imports.stage import PROGRAMME, complaints, event, unmarked
from tests.handlers.imports.test_cafes import QUESTIONS

NEAR = '    rsvp_deadline: "2020-11-04T23:59:59+02:00"\n'


def with_cafe(added: str, questions: str = QUESTIONS) -> str:
    """The small programme of the reading tests, with these keys of its event and these questions."""
    return PROGRAMME.replace(NEAR, f"{NEAR}{added}{questions}")


def test_what_is_not_said_is_as_usual() -> None:
    """A table for each question, three rounds of twenty minutes."""
    found = event(with_cafe("    questions: [Q1, Q2]\n")).cafe

    assert found is not None
    assert (2, 3, 20) == (found.tables, found.rounds, found.minutes)


@pytest.mark.parametrize(
    ("added", "questions", "said"),
    [
        ("    questions: ¦[Q1, Q9]\n", QUESTIONS, "There is no question “Q9” in this file"),
        ("    questions: ¦[Q1, Q1]\n", QUESTIONS, "The question “Q1” is named twice"),
        ("    questions: ¦[]\n", QUESTIONS, "name their ids under questions"),
        ("    tables: ¦6\n", QUESTIONS, "name their ids under questions"),
        ("    questions_at_tables: ¦[Q1]\n", QUESTIONS, "name their ids under questions"),
        ("", QUESTIONS.replace("id: Q2", "id: ¦Q1"), "stands in line 29 already"),
        ("", "questions:\n  - ¦{id: Q1}\n", "ro is missing here"),
        (
            "    cafe_rounds: 2\n    questions: [Q1, Q2]\n    questions_at_tables: ¦[Q1 Q2]\n",
            QUESTIONS,
            "Write a line for each round, 2 in all; found: 1.",
        ),
        (
            "    questions: [Q1, Q2]\n    questions_at_tables: ¦[Q1 Q2, Q1]\n",
            QUESTIONS,
            "Round 2: name one question for each table, 2 in all; found: 1.",
        ),
        (
            "    questions: [Q1]\n    questions_at_tables: ¦[Q2]\n",
            QUESTIONS,
            "Round 1: “Q2” is no question of this event.",
        ),
        (
            "    questions: [Q1]\n    questions_at_tables: ¦[" + "Q1, " * 13 + "]\n",
            QUESTIONS,
            "Those are lines for 13 rounds; at most 12 fit.",
        ),
        (
            "    tables: ¦0\n    questions: [Q1, Q2]\n    questions_at_tables: [Q1, Q2]\n",
            QUESTIONS,
            "“0” is not a whole number from 1 to 60;",
        ),
        (
            "    questions: ¦[" + ", ".join(f"Q{number}" for number in range(1, 26)) + "]\n",
            "questions:\n" + "".join(f'  - {{id: Q{number}, ro: "Ce?"}}\n' for number in range(1, 26)),
            "Those are 25 questions; at most 24 fit.",
        ),
        ("", QUESTIONS.replace("id: Q2", "id: Q2, builds_on: ¦Q9"), "There is no question “Q9” in this file"),
        ("", QUESTIONS.replace("id: Q2", "id: Q2, builds_on: ¦Q2"), "The question “Q2” can not build on itself."),
    ],
)
def test_refused(added: str, questions: str, said: str) -> None:
    """At its line and column."""
    text, places = unmarked(with_cafe(added, questions))
    found = complaints(text)

    assert (places, True) == ([(line, column) for line, column, _ in found], any(said in one for _, _, one in found))


LIMITS = pytest.mark.parametrize(
    ("key", "most"),
    [
        ("tables", MOST_TABLES),
        ("cafe_rounds", MOST_ROUNDS),
        ("minutes_per_round", MOST_MINUTES),
        ("grace_minutes", MOST_GRACE),
    ],
)


@LIMITS
@pytest.mark.parametrize("written", ["0", "-1", "2.5", "many", "{more}", "9999999"])
def test_a_number_that_does_not_fit_is_told_what_does(key: str, most: int, written: str) -> None:
    """The limits of the form, whatever was written, at its line and column."""
    number = written.format(more=most + 1)
    text, places = unmarked(with_cafe(f"    {key}: ¦{number}\n    questions: [Q1]\n"))
    said = f"“{number}” is not a whole number from 1 to {most}; write one in digits."

    assert [(*places[0], said)] == complaints(text)


@LIMITS
def test_what_just_fits_is_taken(key: str, most: int) -> None:
    """The limit itself."""
    found = event(with_cafe(f"    {key}: {most}\n    questions: [Q1]\n")).cafe

    assert found is not None
    assert most in (found.tables, found.rounds, found.minutes, found.grace)
