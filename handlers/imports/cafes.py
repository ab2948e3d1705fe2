"""The world café of an event in a programme file: questions by their ids, tables, rounds, minutes."""

from collections.abc import Callable, Iterable, Mapping

from bot.model.text import Code, Sentence, T
from handlers.imports import checks
from handlers.imports.checks import Wrong
from handlers.imports.complaints import shown
from handlers.imports.fields import Fields
from handlers.imports.records import ImportedCafe, ImportedQuestion
from handlers.shared.cafes import MOST_MINUTES, MOST_QUESTIONS, MOST_ROUNDS, MOST_TABLES

_FRAME = ("tables", "cafe_rounds", "minutes_per_round")
_LATER = {"note", "notes", "order", "provenance"}
USUAL_ROUNDS, USUAL_MINUTES = 3, 20


def read_questions(rows: Iterable[Fields], language: str) -> dict[str, ImportedQuestion]:
    """The questions by their ids; as they are written in `language`, else in the first language of the file."""
    found: dict[str, ImportedQuestion] = {}
    named: list[tuple[Fields, str, str]] = []
    for fields in rows:
        # The id first: it has two letters, as a language has.
        key = fields.needed("id", checks.key)
        fields.page.complaints.unique("question", key, fields.where("id"))
        before = fields.given("builds_on", checks.key, "")
        found[key] = ImportedQuestion(fields.needed_words("", language), before or None)
        named += [(fields, key, before)] if before else []
        fields.close(_LATER)
    for fields, key, before in named:
        if before == key:
            fields.page.complaints.add(
                fields.where("builds_on"), T("The question “{key}” can not build on itself.", key=shown(key))
            )
        elif before not in found:
            fields.page.complaints.add(fields.where("builds_on"), _unknown(before))
    return found


def _unknown(key: str) -> Sentence:
    return T("There is no question “{key}” in this file; correct it, or add the question.", key=shown(key))


def read_cafe(fields: Fields, questions: Mapping[str, ImportedQuestion]) -> ImportedCafe | None:
    """The café that an event has; None where the file says nothing of one. As many tables as questions where it does
    not say how many."""
    keys = fields.each("questions", checks.key)
    tables = fields.given("tables", _up_to(MOST_TABLES), None)
    rounds = fields.given("cafe_rounds", _up_to(MOST_ROUNDS), None)
    minutes = fields.given("minutes_per_round", _up_to(MOST_MINUTES), None)
    complaints, at = fields.page.complaints, fields.where("questions")
    if not keys:
        framed = next((key for key in _FRAME if fields.scalar(key) is not None), None)
        if keys is not None or framed is not None:
            sentence = T("A world café needs questions; name their ids under {key}.", key=Code("questions"))
            complaints.add(at if keys is not None else fields.where(framed or ""), sentence)
        return None
    for key in dict.fromkeys(keys):
        if key not in questions:
            complaints.add(at, _unknown(key))
        elif keys.count(key) > 1:
            complaints.add(at, T("The question “{key}” is named twice; name it once.", key=shown(key)))
    if len(keys) > MOST_QUESTIONS:
        complaints.add(
            at, T("Those are {number} questions; at most {most} fit.", number=len(keys), most=MOST_QUESTIONS)
        )
    asked = [key for key in keys if key in questions]
    words = tuple(questions[key].words for key in asked)
    places = {key: place for place, key in enumerate(asked, 1)}
    builds = {places[key]: places[on] for key in asked if (on := questions[key].builds_on) in places}
    return ImportedCafe(words, tables or len(keys), rounds or USUAL_ROUNDS, minutes or USUAL_MINUTES, builds)


def _up_to(most: int) -> Callable[[str], int]:
    def check(text: str) -> int:
        found = checks.number(text)
        if found > most:
            raise Wrong(T("Please write a number from 1 to {most}.", most=most))
        return found

    return check
