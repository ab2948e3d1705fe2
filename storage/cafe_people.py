"""A person's seats and ideas: in which cafés, and what becomes of them when two people are one, or one is erased."""

from sqlalchemy import Table, delete, select, union, update

from storage.cafes import CAFE_GUEST, CAFE_SEAT, CAFE_TABLE
from storage.ideas import IDEA
from storage.tx import Tx


async def unite(tx: Tx, before: int, after: int) -> None:
    """Where both are in one room, or both have a seat in one round, the other's stands."""
    for kept, same in ((CAFE_GUEST, ("cafe_id",)), (CAFE_SEAT, ("cafe_id", "round_number"))):
        await _unite(tx, kept, same, before, after)


async def _unite(tx: Tx, kept: Table, same: tuple[str, ...], before: int, after: int) -> None:
    own = kept.alias()
    twice = select(own.c.id).where(own.c.person_id == after, *(own.c[name] == kept.c[name] for name in same)).exists()
    await tx.execute(delete(kept).where(kept.c.person_id == before, twice))
    await tx.execute(update(kept).where(kept.c.person_id == before).values(person_id=after))


async def cafes_of(tx: Tx, person_id: int) -> tuple[int, ...]:
    """The cafés in which a person is expected or was, has a seat, or hosts."""
    theirs = [select(one.c.cafe_id).where(one.c.person_id == person_id) for one in (CAFE_GUEST, CAFE_SEAT)]
    hosted = select(CAFE_TABLE.c.cafe_id).where(CAFE_TABLE.c.host_id == person_id)
    return tuple((await tx.execute(union(*theirs, hosted))).scalars())


async def forget(tx: Tx, person_id: int, *, words_too: bool) -> None:
    """Their seats are free, and what they said is nobody's; their voice and photos go with their files. With
    `words_too` what they wrote goes as well: that there was an idea stays."""
    for seat in (CAFE_SEAT, CAFE_GUEST):
        await tx.execute(delete(seat).where(seat.c.person_id == person_id))
    await tx.execute(update(CAFE_TABLE).where(CAFE_TABLE.c.host_id == person_id).values(host_id=None))
    nobody = {"person_id": None, "file_id": None, "place_id": None, "message": ""}
    words = {"text": ""} if words_too else {}
    await tx.execute(update(IDEA).where(IDEA.c.person_id == person_id).values(**nobody, **words))
    await tx.execute(update(IDEA).where(IDEA.c.by_id == person_id).values(by_id=None))
