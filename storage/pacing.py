"""Slots of a common rate: where several processes write for one installation, each is lent a few at a time.

One row for an installation says when its next message may go; whoever needs slots moves it on. The instants are the
database's own, and what is told are seconds from now, so that no machine's clock decides.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Float, bindparam, cast, func, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, SQLModel

from storage.columns import table
from storage.tx import Tx


class PaceRow(SQLModel, table=True):
    """An installation's rate, on PostgreSQL: `next_at` and `slowed_at` in seconds of the database's clock (Unix time).

    `part` is the part of the allowed rate that was used right after `slowed_at`.
    """

    __tablename__ = "pace"

    installation: str = Field(max_length=96, primary_key=True)
    next_at: float
    part: float = 1.0
    slowed_at: float = 0.0


@dataclass(frozen=True)
class Slots:
    """The first slot is `wait` seconds from now. Since the rate was lowered to `part`, `rested` seconds have passed."""

    wait: float
    part: float
    rested: float


PACE = table(PaceRow)

_NOW = cast(func.extract("epoch", func.clock_timestamp()), Float)
_SPAN: BindParameter[float] = bindparam("span", type_=Float)
# Nothing of it must survive a power cut, so nobody waits for the disk while holding the row.
_QUICKLY = text("SET LOCAL synchronous_commit = off")
_LEND = (
    insert(PACE)
    .values(installation=bindparam("whose"), next_at=_NOW + _SPAN, part=1.0, slowed_at=0.0)
    .on_conflict_do_update(
        index_elements=["installation"], set_={"next_at": func.greatest(PACE.c.next_at, _NOW) + _SPAN}
    )
    .returning((PACE.c.next_at - _SPAN - _NOW).label("wait"), PACE.c.part, (_NOW - PACE.c.slowed_at).label("rested"))
)
_THIS = PACE.c.installation == bindparam("whose")
_CLOSE = update(PACE).where(_THIS).values(next_at=func.greatest(PACE.c.next_at, _NOW + bindparam("after", type_=Float)))
_SLOW_DOWN = (
    update(PACE)
    .where(_THIS, PACE.c.slowed_at < _NOW - bindparam("same_trouble", type_=Float))
    .values(part=bindparam("lower"), slowed_at=_NOW)
)


async def lend(tx: Tx, installation: str, span: float) -> Slots:
    """Slots for `span` seconds of the installation's time."""
    await tx.execute(_QUICKLY)
    row: Any = (await tx.execute(_LEND, {"whose": installation, "span": span})).one()
    return Slots(max(0.0, row.wait), row.part, row.rested)


async def close(tx: Tx, installation: str, after: float, part: float | None, same_trouble: float) -> None:
    """No slots for `after` seconds; with `part`, a lower rate, unless it was lowered less than `same_trouble` ago."""
    await tx.execute(_QUICKLY)
    await tx.execute(_CLOSE, {"whose": installation, "after": after})
    if part is not None:
        await tx.execute(_SLOW_DOWN, {"whose": installation, "lower": part, "same_trouble": same_trouble})
