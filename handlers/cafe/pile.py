"""What is typed in on the page for a pile of paper: shown, kept once however often it is sent, taken back."""

import hashlib
from collections import Counter
from typing import Any

from bot.core import Desk
from bot.model.paper import LONGEST, MOST_IDEAS, Asked, Batch, Pile, Refused, Saved, Typed, Whose, Why
from bot.model.personal import names_somebody
from bot.model.values import CafeState, Naming, Role, RoundState, Words
from handlers.cafe.behalf import PAPER
from handlers.cafe.collecting import question_of
from handlers.cafe.naming import told_apart
from handlers.cafe.paper import whose
from handlers.cafe.reading import is_an_idea
from handlers.cafe.routes import SAID
from storage import accounts, cafe_plans, collecting, events, papers
from storage.cafes import CafeRow
from storage.ideas import IdeaRow
from storage.people import PersonRow

SHOWN = 200  # of what was typed in, the newest


async def opened(desk: Desk, token: str) -> tuple[CafeRow, PersonRow]:
    """The café and the person whom a token speaks for, as long as they run it. Raises Refused, also before the room
    was opened."""
    cafe, number = whose(desk.house, token, desk.now)
    row = await cafe_plans.cafe(desk.db, cafe)
    person = await accounts.person(desk.db, number)
    if row is None or person is None:
        raise Refused(Why.GONE)
    if not await desk.may(person, Role.FACILITATOR, "cafe", cafe):
        raise Refused(Why.ROLE)
    if row.state is CafeState.PLANNED:
        raise Refused(Why.EARLY)
    return row, person


async def language(desk: Desk, token: str) -> str:
    """In which language whoever has this address reads. Raises Refused."""
    _, person = await opened(desk, token)
    return desk.house.reader(person.language).language


async def pile(desk: Desk, token: str) -> Pile:
    """All that the page shows. Raises Refused."""
    row, person = await opened(desk, token)
    number = row.id or 0
    event = await events.event(desk.db, row.event_id)
    questions = {one.ordinal: one.words for one in await cafe_plans.questions(desk.db, number)}
    titles = {one.number: one.title for one in await cafe_plans.tables(desk.db, number)}
    asked = [
        (begun, [Asked(table, titles.get(table, ""), one, questions[one]) for table, one in enumerate(tasks, 1)])
        for begun, tasks in ((begun, row.tasks[begun - 1]) for begun in await _begun(desk, row))
    ]
    nameless = row.naming is Naming.ANONYMOUS
    guests = [] if nameless else await cafe_plans.room(desk.db, number)
    organisations = {one.organisation_id: one.organisation for one in guests if one.organisation_id is not None}
    typed, count = await papers.typed(desk.db, number, person.id or 0, PAPER, SHOWN)
    return Pile(
        Words({}, "") if event is None else event.title,
        asked,
        nameless,
        _by_name(organisations),
        _by_name(told_apart(guests)),
        [Typed(*one) for one in typed],
        count,
    )


def _by_name(names: dict[int, str]) -> list[Whose]:
    return [Whose(number, name) for number, name in sorted(names.items(), key=lambda one: one[1].casefold())]


async def _begun(desk: Desk, row: CafeRow) -> list[int]:
    rounds = await cafe_plans.rounds(desk.db, row.id or 0)
    return [one.number for one in rounds if one.state is not RoundState.WAITING]


async def save(desk: Desk, token: str, batch: Batch) -> Saved:
    """Keep what is new of it. Raises Refused: then nothing is kept."""
    row, person = await opened(desk, token)
    ideas = [text for text in (written.strip() for written in batch.ideas) if text]
    if len(ideas) > MOST_IDEAS or any(len(text) > LONGEST for text in ideas):
        raise Refused(Why.SIZE)
    if batch.round_number not in await _begun(desk, row) or not 1 <= batch.table_number <= len(row.tasks[0]):
        raise Refused(Why.PLACE)
    by, speaker = person.id or 0, await _speaker(desk, row, batch)
    marked = _marked(row.id or 0, by, batch, ideas)
    await papers.hold(desk.db, by)
    before = await papers.came_before(desk.db, list(marked))
    new = {mark: text for mark, text in marked.items() if mark not in before}
    alike = _alike(desk, row, person, batch) | speaker
    for mark, text in new.items():
        await collecting.keep(desk.db, IdeaRow(**alike, text=text, counts=is_an_idea(text), message=mark))
    if new:
        await desk.touch(SAID, row.id or 0)
    return Saved(len(new), sum(map(names_somebody, new.values())))


async def _speaker(desk: Desk, row: CafeRow, batch: Batch) -> dict[str, int | None]:
    """Person and organisation of whoever wrote it. Raises Refused for whom the room does not know."""
    if row.naming is Naming.ANONYMOUS or (batch.person is None and batch.organisation is None):
        return {"person_id": None, "organisation_id": None}
    guests = await cafe_plans.room(desk.db, row.id or 0)
    if batch.person is not None:
        found = [one for one in guests if one.id == batch.person]
    else:
        found = [one for one in guests if one.organisation_id == batch.organisation]
    if not found:
        raise Refused(Why.WHO)
    return {"person_id": batch.person, "organisation_id": found[0].organisation_id}


def _marked(cafe: int, by: int, batch: Batch, ideas: list[str]) -> dict[str, str]:
    """A mark for each idea: the same one when it comes again with the same key, from the same place.

    It is made of what it says too, so that a line that was added or mended after a lost answer is kept as well. The
    key, which is kept nowhere, makes it tell nothing by itself.
    """
    marked: dict[str, str] = {}
    times = Counter[str]()
    for text in ideas:
        times[text] += 1
        said = repr((cafe, by, *batch._replace(ideas=()), times[text], text))
        marked["paper:" + hashlib.sha256(said.encode()).hexdigest()[:40]] = text
    return marked


def _alike(desk: Desk, row: CafeRow, by: PersonRow, batch: Batch) -> dict[str, Any]:
    """What all ideas of a batch have in common, but whose they are."""
    nobodys = row.naming is Naming.ANONYMOUS
    return {
        "programme_id": row.programme_id,
        "event_id": row.event_id,
        "cafe_id": row.id or 0,
        "question": question_of(row, batch.round_number, batch.table_number),
        "table_number": batch.table_number,
        "round_number": batch.round_number,
        "number": 0,
        "by_id": by.id,
        "language": desk.house.reader(by.language).language,
        "channel": PAPER,
        "anonymous": nobodys,
        "at": desk.now.replace(second=0, microsecond=0) if nobodys else desk.now,
    }


async def undo(desk: Desk, token: str, number: int) -> None:
    """Take back what was typed in; once more changes nothing. Raises Refused for what somebody else has typed."""
    row, person = await opened(desk, token)
    idea = await collecting.idea(desk.db, number)
    if idea is None or (idea.cafe_id, idea.by_id, idea.channel) != (row.id, person.id, PAPER):
        raise Refused(Why.IDEA)
    if await collecting.withdraw(desk.db, idea, desk.now):
        await desk.touch(SAID, row.id or 0)
