"""The form of a café: its questions, how many tables and rounds of how many minutes, who learns whose idea it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model.form import Complaint, Field, Kind, Sheet
from bot.model.text import Language, Sentence, T
from bot.model.values import Naming
from handlers.cafe.questions import read_questions
from handlers.shared.cafes import MOST_MINUTES, MOST_ROUNDS, MOST_TABLES
from storage.cafes import CafeQuestionRow, CafeRoundRow, CafeRow

NAMING = {
    Naming.NAMED: T("With their name, which each can take away"),
    Naming.FACILITATOR: T("Only those who run the café see names"),
    Naming.ANONYMOUS: T("Without any name, for good"),
}
AT_ONCE, SECRET = "at once", "secret"
A_TABLE = 5  # people
MOST_DIGITS = 6


@dataclass(frozen=True)
class Before:
    """What stands there before: nothing, or a plan. `fixed`: ideas were written under a promise, which stays."""

    people: int
    cafe: CafeRow | None
    questions: Sequence[CafeQuestionRow]
    rounds: Sequence[CafeRoundRow]
    fixed: bool


def cafe_sheet(title: Sentence, languages: tuple[str, str], before: Before) -> Sheet:
    """The questions, in the event's language and in another one, with what stands there before."""
    first, second = languages
    cafe, questions, rounds = before.cafe, before.questions, before.rounds
    tables = len(cafe.tasks[0]) if cafe and cafe.tasks else max(1, round(before.people / A_TABLE))
    minutes = rounds[0].minutes if rounds else 20
    fields = (
        Field(
            "questions",
            T("The questions in {lang}, each on a line of its own", lang=Language(first)),
            Kind.PROSE,
            read_questions,
            limit=4000,
            initial=_text(questions, first),
        ),
        Field(
            "translated",
            T("The same questions in {lang}, in the same order", lang=Language(second)),
            Kind.PROSE,
            read_questions,
            optional=True,
            limit=4000,
            initial=_text(questions, second),
        ),
        _number("tables", T("How many tables?"), tables, MOST_TABLES, (tables,)),
        _number("rounds", T("How many rounds?"), len(rounds) or 3, MOST_ROUNDS, (2, 3, 4)),
        _number("minutes", T("How many minutes a round?"), minutes, MOST_MINUTES, (15, 20, 25)),
        *(() if before.fixed else (_naming(cafe),)),
        _wall(cafe),
    )
    return Sheet(title, fields, T("Show the plan"), check=_as_many)


def _text(questions: Sequence[CafeQuestionRow], language: str) -> str:
    return "\n".join(row.words.texts[language] for row in questions if language in row.words.texts)


def _naming(cafe: CafeRow | None) -> Field:
    options = tuple((naming.value, label) for naming, label in NAMING.items())
    initial = cafe.naming.value if cafe else ""
    return Field("naming", T("How do ideas stand there?"), Kind.CHOICE, Naming, options=options, initial=initial)


def _wall(cafe: CafeRow | None) -> Field:
    options = ((AT_ONCE, T("As they are written")), (SECRET, T("Only when you reveal them")))
    initial = SECRET if cafe and cafe.hidden else AT_ONCE
    label = T("When does the wall show ideas?")
    return Field("wall", label, Kind.CHOICE, SECRET.__eq__, options=options, initial=initial)


def _number(name: str, label: Sentence, initial: int, most: int, usual: tuple[int, ...]) -> Field:
    options = tuple((str(one), str(one)) for one in dict.fromkeys((initial, *usual)))
    return Field(name, label, read=_read(most), options=options, initial=str(initial))


def _read(most: int) -> Callable[[str], int]:
    def read(written: str) -> int:
        text = written.strip()
        if not (text.isdecimal() and len(text) <= MOST_DIGITS and 1 <= int(text) <= most):
            raise Complaint(T("Please write a number from 1 to {most}.", most=most))
        return int(text)

    return read


def _as_many(values: Mapping[str, Any]) -> Mapping[str, Complaint]:
    first, second = values.get("questions"), values.get("translated")
    if not first or not second or len(first) == len(second):
        return {}
    sentence = T("There are {first} questions, and {second} translations.", first=len(first), second=len(second))
    return {"translated": Complaint(sentence)}
