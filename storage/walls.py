"""The wall of a café: what a room may read together, and what those who run it keep from it or put first.

What may not be shown is not read: neither ideas that are hidden, nor names where none were promised.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select, update

from bot.model.values import CafeState, Naming, RoundState, Words
from storage import cafe_plans, tallies
from storage.cafes import CAFE, CAFE_TABLE, CafeQuestionRow, CafeRoundRow
from storage.events import EVENT
from storage.ideas import IDEA, IdeaRow
from storage.people import ORGANISATION, PERSON
from storage.tallies import Tally
from storage.tx import Tx, many

_HEAD = (
    select(
        CAFE.c.state,
        CAFE.c.naming,
        CAFE.c.tasks,
        and_(CAFE.c.hidden, CAFE.c.revealed_at.is_(None)).label("secret"),
        EVENT.c.title,
        EVENT.c.language,
    )
    .select_from(CAFE.join(EVENT, EVENT.c.id == CAFE.c.event_id))
    .where(CAFE.c.id == bindparam("cafe"), CAFE.c.wall_generation == bindparam("generation"))
)
_TABLES = (
    select(CAFE_TABLE.c.number, CAFE_TABLE.c.title, func.coalesce(PERSON.c.name, "").label("host"))
    .select_from(CAFE_TABLE.outerjoin(PERSON, PERSON.c.id == CAFE_TABLE.c.host_id))
    .where(CAFE_TABLE.c.cafe_id == bindparam("cafe"))
    .order_by(CAFE_TABLE.c.number)
)
_STANDS = and_(IDEA.c.cafe_id == bindparam("cafe"), IDEA.c.withdrawn_at.is_(None))
_MAY_BE_SHOWN = and_(_STANDS, IDEA.c.text != "", IDEA.c.hidden == "")
_SHOWN = (
    select(
        IDEA.c.id,
        IDEA.c.question,
        IDEA.c.table_number,
        IDEA.c.text,
        IDEA.c.language,
        IDEA.c.pinned,
        func.coalesce(PERSON.c.name, "").label("name"),
        func.coalesce(ORGANISATION.c.name, "").label("organisation"),
    )
    .select_from(
        IDEA.outerjoin(PERSON, PERSON.c.id == IDEA.c.person_id).outerjoin(
            ORGANISATION, ORGANISATION.c.id == IDEA.c.organisation_id
        )
    )
    .where(_MAY_BE_SHOWN, or_(IDEA.c.counts, IDEA.c.pinned))
    .order_by(IDEA.c.pinned.desc(), IDEA.c.id.desc())
    .limit(bindparam("most"))
)
_SHOWN_TO_ONE = _SHOWN.where(IDEA.c.question == bindparam("asked"))
MOST_TEXTS = 5000  # words of more are not counted: nobody reads the difference, and all would wait for it
_TEXTS = (
    select(IDEA.c.text)
    .where(_MAY_BE_SHOWN, IDEA.c.counts)
    .order_by(IDEA.c.pinned.desc(), IDEA.c.id.desc())
    .limit(bindparam("most_texts"))
)
# Of those that are pinned and of the others: both stand in the index in this order, all of them together do not.
_NEWEST = (
    select(IDEA)
    .where(_STANDS, IDEA.c.pinned == bindparam("first"), IDEA.c.id < bindparam("before"))
    .order_by(IDEA.c.id.desc())
    .limit(bindparam("most"))
)
_NEW_ADDRESS = (
    update(CAFE)
    .where(CAFE.c.id == bindparam("cafe"), CAFE.c.wall_generation == bindparam("generation"))
    .values(wall_generation=CAFE.c.wall_generation + 1)
)


class WallTable(NamedTuple):
    """A table; `host` is "" where there is none, or where no names were promised."""

    number: int
    title: str
    host: str


class WallIdea(NamedTuple):
    """An idea that may be shown; name and organisation are "" where they may not."""

    id: int
    question: int
    table_number: int
    text: str
    language: str
    pinned: bool
    name: str
    organisation: str


class Wall(NamedTuple):
    """All that a wall shows. `tasks` is which question stands on which table, `secret` that no words are shown yet."""

    state: CafeState
    title: Words
    language: str
    secret: bool
    tasks: Sequence[Sequence[int]]
    rounds: Sequence[CafeRoundRow]
    tables: Sequence[WallTable]
    questions: Sequence[CafeQuestionRow]
    counted: Sequence[Tally]
    ideas: Sequence[WallIdea]
    texts: Sequence[str]

    @property
    def round(self) -> CafeRoundRow | None:
        """The round that runs or ran last; before the first, that one."""
        begun = [one for one in self.rounds if one.state is not RoundState.WAITING]
        return begun[-1] if begun else next(iter(self.rounds), None)


class Wanted(NamedTuple):
    """What of the ideas is wanted: the first `most`, pinned ones before the newest; of one question (None: of all);
    or all their `words`.
    """

    most: int = 0
    question: int | None = None
    words: bool = False


async def wall_language(tx: Tx, cafe_id: int, generation: int) -> str | None:
    """In which language a café is held; None when this is no address of its wall (any more)."""
    row: Any = (await tx.execute(_HEAD, {"cafe": cafe_id, "generation": generation})).first()
    return None if row is None else str(row.language)


async def wall(tx: Tx, cafe_id: int, generation: int, wanted: Wanted) -> Wall | None:
    """The wall as it is now; None when this is no address of it (any more)."""
    here = {"cafe": cafe_id}
    head: Any = (await tx.execute(_HEAD, {**here, "generation": generation})).first()
    if head is None:
        return None
    named = head.naming is Naming.NAMED
    tables: Sequence[Any] = (await tx.execute(_TABLES, here)).all()
    return Wall(
        head.state,
        head.title,
        head.language,
        bool(head.secret),
        head.tasks,
        await cafe_plans.rounds(tx, cafe_id),
        [WallTable(one.number, one.title, one.host if named else "") for one in tables],
        await cafe_plans.questions(tx, cafe_id),
        await tallies.tallies(tx, cafe_id),
        [] if head.secret else await _ideas(tx, here, wanted, named=named),
        [] if head.secret or not wanted.words else await _texts(tx, here),
    )


async def _texts(tx: Tx, here: Mapping[str, Any]) -> list[str]:
    return list((await tx.execute(_TEXTS, {**here, "most_texts": MOST_TEXTS})).scalars())


async def _ideas(tx: Tx, here: Mapping[str, Any], wanted: Wanted, *, named: bool) -> list[WallIdea]:
    if not wanted.most:
        return []
    of_one = wanted.question is not None
    asked = {"asked": wanted.question} if of_one else {}
    rows: Sequence[Any] = (
        await tx.execute(_SHOWN_TO_ONE if of_one else _SHOWN, {**here, "most": wanted.most, **asked})
    ).all()
    found = [WallIdea(*row) for row in rows]
    return found if named else [one._replace(name="", organisation="") for one in found]


async def newest(tx: Tx, cafe_id: int, before: int, most: int) -> list[IdeaRow]:
    """The newest ideas that stand, hidden ones and files without a word too, from before this number on."""
    wanted = {"cafe": cafe_id, "before": before, "most": most}
    found = [one for first in (True, False) for one in await many(tx, IdeaRow, _NEWEST, {**wanted, "first": first})]
    return sorted(found, key=lambda one: -(one.id or 0))[:most]


async def hide(tx: Tx, number: int, reason: str) -> None:
    """An idea is not shown on the wall, for this reason; "" shows it again."""
    await tx.execute(update(IDEA).where(IDEA.c.id == number).values(hidden=reason))


async def pin(tx: Tx, number: int, *, first: bool) -> None:
    """Put an idea before all others, or back among them."""
    await tx.execute(update(IDEA).where(IDEA.c.id == number).values(pinned=first))


async def renew(tx: Tx, cafe_id: int, generation: int) -> bool:
    """The wall has another address than this one, which opens nothing any more; False when it had another already."""
    return (await tx.execute(_NEW_ADDRESS, {"cafe": cafe_id, "generation": generation})).rowcount == 1


async def reveal(tx: Tx, cafe_id: int, now: datetime) -> bool:
    """From now on everybody reads what was said; False when nothing was hidden any more."""
    secret = and_(CAFE.c.id == cafe_id, CAFE.c.hidden, CAFE.c.revealed_at.is_(None))
    return (await tx.execute(update(CAFE).where(secret).values(revealed_at=now))).rowcount == 1
