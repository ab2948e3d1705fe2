"""What those do whom nobody plays: the crowd writes at the café; personas left to themselves accept invitations too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from bot.core.program import Program
from bot.demo.alone import alone
from bot.demo.answers import ANSWERS, ANYWHERE
from bot.demo.clock import StoryClock, next_moment
from bot.demo.crowd import CAFE, CROWD, LANGUAGE
from bot.demo.people import PERSONAS, REPRESENTATIVES, account_of
from bot.model.address import Place
from bot.model.update import Envelope, Pressed, Said, Update
from bot.model.values import EventState, Going, RoundState
from handlers.shared.presses import Answer
from storage import cafe_plans, events, happenings
from storage.answers import INVITATION, RSVP
from storage.events import EVENT
from storage.people import PERSON
from storage.tx import Tx


@dataclass(frozen=True)
class Actor:
    """Somebody whom nobody plays: the key of their chat, what they are called there, their language."""

    key: str
    name: str
    language: str

    def does(self, source: str, update: Update) -> Envelope:
        """What reaches us when they do something; the same `source` is heard once."""
        return Envelope(source, account_of(self.key), Place("web", "web", self.key), update, self.name, self.language)


async def others_act(program: Program, clock: StoryClock) -> None:
    """Each does what there is to do, once, spread over the time until the next moment."""
    begins = clock.now()
    async with program.db.read() as tx:
        actors = await _actors(tx)
        deeds = [*await _answers(tx, clock, actors), *await _ideas(tx, clock, actors)]
    coming = await next_moment(program)
    for number, envelope in enumerate(deeds, 1):
        if coming is not None:
            clock.move(begins + (coming - begins) * number / (len(deeds) + 1))
        (told,) = await program.intake.hear([envelope])
        await told


async def _actors(tx: Tx) -> dict[int, Actor]:
    """By their numbers: the crowd, and the personas that are set to answer by themselves."""
    by_key = {key: Actor(key, name, LANGUAGE) for key, (name, _) in CROWD.items()}
    for persona in await alone(tx):
        name, _, language = PERSONAS[persona]
        by_key[REPRESENTATIVES[persona]] = Actor(persona, name, language)
    # In the order of their keys, whatever the database: by it they come to speak one after the other.
    known = select(PERSON.c.id, PERSON.c.key).where(PERSON.c.key.in_(by_key)).order_by(PERSON.c.key)
    rows: Sequence[Any] = (await tx.execute(known)).all()
    return {row.id: by_key[row.key] for row in rows}


async def _answers(tx: Tx, clock: StoryClock, actors: dict[int, Actor]) -> list[Envelope]:
    """They accept every invitation that is open and that they have not answered."""
    answered = and_(RSVP.c.event_id == INVITATION.c.event_id, RSVP.c.person_id == INVITATION.c.person_id)
    unanswered = (
        select(INVITATION.c.person_id, INVITATION.c.event_id)
        .join(EVENT, EVENT.c.id == INVITATION.c.event_id)
        .outerjoin(RSVP, answered)
        .where(INVITATION.c.person_id.in_(actors), RSVP.c.id.is_(None))
        .where(EVENT.c.state == EventState.OPEN, EVENT.c.closes_at > clock.now())
        .order_by(INVITATION.c.id)
    )
    rows: Sequence[Any] = (await tx.execute(unanswered)).all()
    return [
        actors[row.person_id].does(
            f"alone:{row.event_id}:{actors[row.person_id].key}:{clock.now():%d%H%M}",
            Pressed(Answer(row.event_id, Going.YES).pack()),
        )
        for row in rows
    ]


async def _ideas(tx: Tx, clock: StoryClock, actors: dict[int, Actor]) -> list[Envelope]:
    """Each writes an idea in the round that runs. Its source names person and round: the same is heard once."""
    cafe = await happenings.tonight(tx, clock.now())
    rounds = [] if cafe is None else await cafe_plans.rounds(tx, cafe.id or 0)
    running = next((one.number for one in rounds if one.state is RoundState.RUNNING), None)
    # Before the grace of the round before is over, what they write would be counted to that one.
    if cafe is None or running is None or any(one.state is RoundState.LATE for one in rounds):
        return []
    here = {one.id for one in await cafe_plans.room(tx, cafe.id or 0) if one.left_at is None}
    seats = [one for one in await cafe_plans.seats(tx, cafe.id or 0) if one.round_number == running]
    asked = {one.person_id: cafe.tasks[running - 1][one.table_number - 1] for one in seats if one.person_id in here}
    event = await events.event(tx, cafe.event_id)
    prepared = event is not None and event.key == CAFE
    return [
        _writes(actor, asked[person] if prepared else 0, f"{cafe.id}:{running}", running + place)
        for place, (person, actor) in enumerate(actors.items())
        if person in asked
    ]


def _writes(actor: Actor, question: int, where: str, turn: int) -> Envelope:
    """Each starts with another answer, so that two at one table say different things."""
    said = ANSWERS[actor.language]
    answers = said.get(question) or said[ANYWHERE]  # the plan may have got more questions
    source = f"crowd:{where}:{actor.key}"
    return actor.does(source, Said(answers[turn % len(answers)], message=source))
