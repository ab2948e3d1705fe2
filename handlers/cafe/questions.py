"""Questions as they are written or pasted, one a line; and what is unusual about a plan of them."""

import re
from collections.abc import Sequence

from bot.model.form import Complaint
from bot.model.text import N, Sentence, T
from bot.model.values import Words
from handlers.shared.cafes import MOST_QUESTIONS
from storage.cafes import CafeQuestionRow

_BULLET = re.compile(r"^\s*(?:[-–—•*·▪]|\(?\d{1,2}[.)])(?:\s+|$)")


def read_questions(written: str) -> list[str]:
    """The questions of a text, a line each, without bullets and numbers; otherwise as they were written.

    Raises Complaint when there is none or there are too many.
    """
    found = [text for line in written.splitlines() if (text := _BULLET.sub("", line).strip())]
    if not found:
        raise Complaint(T("Please write at least one question, each on a line of its own."))
    if len(found) > MOST_QUESTIONS:
        raise Complaint(T("Those are {number} questions; at most {most} fit.", number=len(found), most=MOST_QUESTIONS))
    return found


def paired(first: Sequence[str], second: Sequence[str] | None, languages: tuple[str, str]) -> list[Words]:
    """Each question in the language it was asked in, and in the other one where that is given."""
    one, other = languages
    translated = second or [""] * len(first)
    return [
        Words({one: text, **({other: said} if said else {})}, one) for text, said in zip(first, translated, strict=True)
    ]


def warnings(plan: Sequence[Sequence[int]], questions: Sequence[CafeQuestionRow]) -> list[Sentence]:
    """What a facilitator should know of a plan before she opens the room."""
    found: list[Sentence] = []
    asked = {ordinal for row in plan for ordinal in row}
    left = [row.ordinal for row in questions if row.ordinal not in asked]
    if left:
        numbers = ", ".join(map(str, left))
        found.append(N("Question {which} has no table.", "Questions {which} have no table.", len(left), which=numbers))
    for row in questions:
        if row.builds_on is not None and row.ordinal in asked and not _comes_later(plan, row.ordinal, row.builds_on):
            found.append(
                T(
                    "Question {q} builds on question {before}, but does not come after it.",
                    q=row.ordinal,
                    before=row.builds_on,
                )
            )
    return found


def _comes_later(plan: Sequence[Sequence[int]], ordinal: int, before: int) -> bool:
    first = {one: number for number, row in reversed(list(enumerate(plan))) for one in row}
    return before in first and first[before] < first[ordinal]
