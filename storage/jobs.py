"""Jobs: work that takes longer than a press may wait for. A row says what is to be done and how far it is."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, and_, case, cast, exists, or_, select, update
from sqlmodel import Field, SQLModel

from storage.columns import Coded, Json, Utc, table
from storage.files import FILE, forget_where
from storage.ideas import IDEA
from storage.tx import Tx, one, scalar


class JobState(StrEnum):
    """The life of a job. WAITING is for somebody's word; REFUSED is what it was asked to do, FAILED is our fault."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobRow(SQLModel, table=True):
    """A job; `kind` says who works it. `progress` of `total` is how far it is (0 of 0: not known).

    `input` and `outcome` are what its kind makes of them. `lease_until` is real time, the other instants story time.
    `undo_until`: until then what it did can be taken back.
    """

    __tablename__ = "job"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=32)
    state: JobState = Field(default=JobState.QUEUED, sa_type=Coded(JobState), index=True)
    programme_id: int | None = Field(default=None, foreign_key="programme.id", index=True)
    by_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    file_id: int | None = Field(default=None, foreign_key="file.id", index=True)
    input: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    outcome: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    progress: int = 0
    total: int = 0
    attempts: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=Utc)
    made_at: datetime = Field(sa_type=Utc)
    finished_at: datetime | None = Field(default=None, sa_type=Utc)
    undo_until: datetime | None = Field(default=None, sa_type=Utc)


JOB = table(JobRow)

JOURNAL = "journal"  # where in its outcome a job keeps what it did to people, while that can be taken back

_OPEN = (JobState.QUEUED, JobState.RUNNING, JobState.WAITING)


async def job(tx: Tx, number: int) -> JobRow | None:
    """A job by its number."""
    return await one(tx, JobRow, select(JOB).where(JOB.c.id == number))


async def of_file(tx: Tx, file_id: int) -> JobRow | None:
    """The job that a file was sent for, if there is one already."""
    return await one(tx, JobRow, select(JOB).where(JOB.c.file_id == file_id))


async def claim(tx: Tx, real: datetime, lease: datetime) -> JobRow | None:
    """The oldest job that nobody works, ours from now on until `lease`; None when there is none. The try is counted."""
    free = or_(JOB.c.state == JobState.QUEUED, and_(JOB.c.state == JobState.RUNNING, JOB.c.lease_until < real))
    first = select(JOB.c.id).where(free).order_by(JOB.c.id).limit(1)
    if tx.dialect == "postgresql":
        first = first.with_for_update(skip_locked=True)
    mine = {"state": JobState.RUNNING, "attempts": JOB.c.attempts + 1, "lease_until": lease}
    claimed = update(JOB).where(JOB.c.id == first.scalar_subquery()).values(**mine).returning(*JOB.c)
    return await one(tx, JobRow, claimed)


async def holds(tx: Tx, row: JobRow) -> bool:
    """Whether a job is still ours as it was claimed: not another's since, nor ended."""
    found = select(JOB.c.id).where(JOB.c.id == row.id, JOB.c.state == JobState.RUNNING, JOB.c.attempts == row.attempts)
    if tx.dialect == "postgresql":
        found = found.with_for_update()
    return (await tx.execute(found)).first() is not None


async def recover(tx: Tx) -> int:
    """After a crash: what was being worked is worked again from its start. On PostgreSQL others may be at it still."""
    if tx.dialect == "postgresql":
        return 0
    found = await tx.execute(update(JOB).where(JOB.c.state == JobState.RUNNING).values(state=JobState.QUEUED))
    return int(found.rowcount)


async def waits(tx: Tx) -> bool:
    """Whether any job is to be worked, or being worked."""
    todo = select(JOB.c.id).where(JOB.c.state.in_((JobState.QUEUED, JobState.RUNNING))).limit(1)
    return await scalar(tx, todo) is not None


async def again(tx: Tx, number: int, before: Sequence[tuple[str, JobState]], kind: str) -> bool:
    """What was done or waits is worked on as another kind, from its beginning; False when it stands elsewhere."""
    afresh = {"state": JobState.QUEUED, "attempts": 0, "progress": 0, "total": 0, "finished_at": None}
    return await move(tx, number, before, kind=kind, **afresh)


async def note(tx: Tx, number: int, **columns: Any) -> None:
    """Write some columns of a job."""
    await tx.execute(update(JOB).where(JOB.c.id == number).values(**columns))


async def move(tx: Tx, number: int, before: Sequence[tuple[str, JobState]], **columns: Any) -> bool:
    """Write some columns of a job if it stands at one of these kinds and states; False when it does not (any more)."""
    stands = or_(*(and_(JOB.c.kind == kind, JOB.c.state == state) for kind, state in before))
    changed = await tx.execute(update(JOB).where(JOB.c.id == number, stands).values(**columns))
    return bool(changed.rowcount)


async def forget_person(tx: Tx, person_id: int) -> None:
    """What somebody asked for, with what came of it; and of others' jobs, what could be restored of this person."""
    theirs = JOB.c.by_id == person_id
    ended = case((JOB.c.state.in_(_OPEN), JobState.CANCELLED.value), else_=cast(JOB.c.state, String))
    await tx.execute(update(JOB).where(theirs).values(input={}, outcome={}, undo_until=None, state=ended))
    undoable = select(JOB.c.id, JOB.c.outcome).where(JOB.c.undo_until.is_not(None))
    found: Sequence[Any] = (await tx.execute(undoable)).all()
    for row in found:
        people = row.outcome.get(JOURNAL, {}).get("changed", {}).get("person", {})
        if people.pop(str(person_id), None) is not None:
            await note(tx, row.id, outcome=row.outcome)


async def forget_old_files(tx: Tx, before: datetime) -> None:
    """The contents of files from before an instant (story time) that no job needs any more, and that are no ideas."""
    needed = select(JOB.c.file_id).where(JOB.c.state.in_(_OPEN), JOB.c.file_id.is_not(None))
    said = exists().where(IDEA.c.file_id == FILE.c.id)
    await forget_where(tx, and_(FILE.c.made_at < before, FILE.c.id.not_in(needed), ~said))
