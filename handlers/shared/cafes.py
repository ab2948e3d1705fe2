"""The plan of a world café, however it is made: what fits, and which question stands on which table in which round."""

from collections.abc import Iterable, Mapping, Sequence

from bot.core import Desk
from bot.model.text import Sentence, T
from bot.model.values import RoundState, Words
from storage import cafe_plans, erasure, outbox
from storage.cafes import CafeQuestionRow, CafeRow
from storage.tx import Tx

MOST_QUESTIONS, MOST_TABLES, MOST_ROUNDS, MOST_MINUTES, MOST_GRACE = 24, 60, 12, 180, 30
# Where a table stands in the room: so many characters at most; how it is written that there is nothing to say.
LONGEST_STANDING, NOWHERE = 60, "-"
# Topics: its plan; what shows a page, a round or a table of it (subject: café and number). The job that seats people.
PLANNED, PARTS, SEAT = "cafe", "cafe.parts", "cafe.seat"
# Topics: a round as its people see it; that the café has ended (subject: café and round); somebody who is or was in the
# room (subject: café and person).
HERE, ENDED, GUEST = "cafe.here", "cafe.ended", "cafe.guest"
# Views: somebody in the room, for those who run the café; that the room is open, for each and for the groups of tables;
# what is left of that when its words are over.
PERSON, OPENED, OPENED_LATER, WAS_OPENED = "cafe.person", "cafe.opened", "cafe.opened.later", "cafe.opened.past"


def tasks(questions: int, tables: int, rounds: int) -> list[list[int]]:
    """For each round the question of each table.

    With as many tables as questions each keeps its own, and people move; with fewer the questions move on as well, in
    their order, so that every one has its turn.
    """
    keeps = tables % questions == 0
    step = 0 if keeps else tables
    return [[(table + step * number) % questions + 1 for table in range(tables)] for number in range(rounds)]


def stands(written: str) -> str:
    """Where a table stands; "" for a dash, with which one is left out of a list."""
    return "" if written in (NOWHERE, "–", "—") else written


def too_many_places(number: int, tables: int) -> Sentence:
    """What is said of more places than there are tables."""
    return T("Those are {number} places; at most {most} fit, one for each table.", number=number, most=tables)


def aloud(view: str) -> str:
    """The view with which a table's group is told what `view` tells those who sit there."""
    return f"{view}.aloud"


_SAY_OPENED = (OPENED, aloud(OPENED), aloud(OPENED_LATER))


async def plan_changed(desk: Desk, cafe: int) -> None:
    """The plan has changed, or who is there: every card that shows it, or a part of it, is drawn again.

    A number of `PARTS` is that of a page, a round or a table, whichever the card shows: no café has more of them than
    `MOST_TABLES`.
    """
    await desk.touch(PLANNED, cafe)
    await desk.touch_all(PARTS, range(MOST_TABLES + 1), of=(cafe,))


async def renamed(desk: Desk, person: int, cafes: Iterable[int]) -> None:
    """Somebody is called otherwise now: every card of these cafés that may show their name is drawn again."""
    for cafe in cafes:
        await plan_changed(desk, cafe)
        for topic in (HERE, ENDED):
            await desk.touch_all(topic, range(1, MOST_ROUNDS + 1), of=(cafe,))
        await desk.touch(GUEST, cafe, person)


async def forgotten(desk: Desk, person: int, cafes: Iterable[int]) -> None:
    """The same for somebody who has no name any more. That the room is open stands, once round 1 has begun, as it was
    said, with the names of those at the table: of that only what names nobody is left."""
    await renamed(desk, person, cafes)
    for cafe in cafes:
        if any(one.state is not RoundState.WAITING for one in await cafe_plans.rounds(desk.db, cafe)):
            for row in await erasure.cards_about(desk.db, _SAY_OPENED, [str(cafe)]):
                await outbox.turn_into(desk.db, row, WAS_OPENED, str(cafe), live=False)


async def lay_plan(
    tx: Tx,
    row: CafeRow,
    words: Sequence[Words],
    *,
    tables: int,
    rounds: int,
    minutes: int,
    builds: Mapping[int, int] | None = None,
    grid: Sequence[Sequence[int]] = (),
) -> None:
    """From now on this is the plan: these questions at so many tables, so many rounds of so many minutes. What is
    being worked out for the plan before is of no use.

    `grid` says which question stands on which table, for each round; where it says nothing, that stays as long as it
    fits. `builds` says which question builds on which; where it says nothing (None), that stays with the questions.
    """
    number = row.id or 0
    before = await cafe_plans.questions(tx, number)
    if grid:
        row.tasks = [list(one) for one in grid]
    elif not fits(row, len(before), len(words), tables, rounds):
        row.tasks = tasks(len(words), tables, rounds)
    row.minutes = minutes
    row.seed += 1
    await cafe_plans.save(tx, row, "naming", "hidden", "grace", "tasks", "minutes", "seed")
    on = still_builds(before, words) if builds is None else builds
    await cafe_plans.replace_questions(tx, number, [(text, on.get(place)) for place, text in enumerate(words, 1)])
    await cafe_plans.lay_out(tx, number, tables, [minutes] * rounds)


def still_builds(before: Sequence[CafeQuestionRow], words: Sequence[Words]) -> dict[int, int]:
    """Which question builds on which, when others stand there: each is found again by its words, wherever it stands
    now; where as many stand there as before, one that was only said better by its place."""
    said = {text.texts.get(text.original): place for place, text in enumerate(words, 1)}
    now = {one.ordinal: said.get(one.words.texts.get(one.words.original)) for one in before}
    if len(before) == len(words):
        free = set(now) - set(now.values())
        now = {ordinal: place or (ordinal if ordinal in free else None) for ordinal, place in now.items()}
    pairs = [(now[one.ordinal], now.get(one.builds_on or 0)) for one in before]
    return {one: other for one, other in pairs if one is not None and other is not None and one != other}


def fits(row: CafeRow, before: int, questions: int, tables: int, rounds: int) -> bool:
    """Whether what stands at the tables of a café of `before` questions does for so many as well."""
    return before == questions and len(row.tasks) == rounds and all(len(one) == tables for one in row.tasks)
