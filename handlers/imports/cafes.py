"""The world café of an event in a programme file: its questions by their ids, tables, rounds, and who sees names."""

from collections.abc import Iterable, Mapping, Sequence

from bot.model.text import Code, Sentence, T
from handlers.imports import checks
from handlers.imports.complaints import shown
from handlers.imports.fields import Fields
from handlers.imports.records import ImportedCafe, ImportedQuestion
from handlers.shared.cafes import (
    LONGEST_STANDING,
    MOST_GRACE,
    MOST_MINUTES,
    MOST_QUESTIONS,
    MOST_ROUNDS,
    MOST_TABLES,
    stands,
    too_many_places,
)

_FRAME = ("tables", "cafe_rounds", "minutes_per_round", "grace_minutes", "naming", "hidden")
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
    tables = fields.given("tables", checks.number(MOST_TABLES), None)
    rounds = fields.given("cafe_rounds", checks.number(MOST_ROUNDS), None)
    minutes = fields.given("minutes_per_round", checks.number(MOST_MINUTES), None)
    grace = fields.given("grace_minutes", checks.number(MOST_GRACE), None)
    naming = fields.given("naming", checks.naming, None)
    hidden = fields.given("hidden", checks.yes, None)
    standing = fields.each("places", checks.line(LONGEST_STANDING))
    rows = fields.each("questions_at_tables", str.split) or ()
    complaints, at = fields.page.complaints, fields.where("questions")
    if not keys:
        lists = [key for key, said in (("questions_at_tables", rows), ("places", standing)) if said]
        framed = next((key for key in _FRAME if fields.scalar(key) is not None), next(iter(lists), None))
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
    # A wrong size has been complained of already; the grid can not be measured against it.
    size_is_known = all(
        fields.scalar(key) is None or size for key, size in (("tables", tables), ("cafe_rounds", rounds))
    )
    tables, rounds = tables or len(keys), rounds or min(len(rows), MOST_ROUNDS) or USUAL_ROUNDS
    grid = _grid(fields, rows, places, (rounds, tables)) if size_is_known else ()
    if standing is not None and size_is_known and len(standing) > tables:
        complaints.add(fields.where("places"), too_many_places(len(standing), tables))
    standing = None if standing is None else tuple(map(stands, standing))
    minutes = minutes or USUAL_MINUTES
    return ImportedCafe(words, tables, rounds, minutes, builds, grid, grace, standing, naming, hidden)


def _grid(
    fields: Fields, rows: Sequence[Sequence[str]], places: Mapping[str, int], size: tuple[int, int]
) -> tuple[tuple[int, ...], ...]:
    """Which question stands on which table: a line for each round, with the ids of the questions in the order of the
    tables."""
    complaints, at = fields.page.complaints, fields.where("questions_at_tables")
    rounds, tables = size
    if len(rows) > rounds == MOST_ROUNDS:
        complaints.add(
            at, T("Those are lines for {number} rounds; at most {most} fit.", number=len(rows), most=MOST_ROUNDS)
        )
    elif rows and len(rows) != rounds:
        complaints.add(
            at, T("Write a line for each round, {needed} in all; found: {found}.", needed=rounds, found=len(rows))
        )
    for number, row in enumerate(rows, 1):
        for key in row:
            if key not in places:
                complaints.add(at, T("Round {n}: “{key}” is no question of this event.", n=number, key=shown(key)))
        if len(row) != tables:
            sentence = T(
                "Round {n}: name one question for each table, {needed} in all; found: {found}.",
                n=number,
                needed=tables,
                found=len(row),
            )
            complaints.add(at, sentence)
    return tuple(tuple(places.get(key, 1) for key in row) for row in rows)
