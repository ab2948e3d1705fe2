"""Half-filled forms: they survive a restart."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Field, SQLModel

from storage.columns import Json, Utc, table
from storage.tx import Tx, many, one


class FormRow(SQLModel, table=True):
    """An open form of one account in one place: which form, about what, the answers as written, the question asked.

    `repairs` are all values that complaints have offered, in the order of their buttons' numbers. `state` is open,
    aside (another was opened before it was finished; it can be taken up again), done or closed.
    """

    __tablename__ = "form_progress"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    place_id: int = Field(foreign_key="place.id")
    form: str = Field(max_length=48)
    about: list[int] = Field(sa_type=Json)
    step: int = 0
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    repairs: list[str] = Field(default_factory=list, sa_type=Json)
    opened_at: datetime = Field(sa_type=Utc)
    state: str = Field(default="open", max_length=8, index=True)


FORM = table(FormRow)
_FORGOTTEN: dict[str, Any] = {"answers": {}, "repairs": []}
_UNFINISHED = ("open", "aside")


async def open_forms(tx: Tx, account_id: int, place_id: int) -> list[FormRow]:
    """What is open for this account in this place."""
    return await many(tx, FormRow, _OPEN, {"account": account_id, "place": place_id})


async def close_all_forms(tx: Tx, accounts: Sequence[int]) -> None:
    """Close what is open for these accounts, wherever it is."""
    still = FORM.c.account_id.in_(accounts) & FORM.c.state.in_(_UNFINISHED)
    await tx.execute(update(FORM).where(still).values(state="closed", **_FORGOTTEN))


async def close_forms_called(tx: Tx, name: str, account_id: int) -> list[tuple[int, int]]:
    """Close those forms of this account, wherever they are; the number and the step of each."""
    still = (FORM.c.form == name) & (FORM.c.account_id == account_id) & FORM.c.state.in_(_UNFINISHED)
    rows: Sequence[Any] = (
        await tx.execute(
            update(FORM).where(still).values(state="closed", **_FORGOTTEN).returning(FORM.c.id, FORM.c.step)
        )
    ).all()
    return [(row.id, row.step) for row in rows]


async def form_waiting(tx: Tx, account_id: int, place_id: int, opened_after: datetime) -> FormRow | None:
    """The form that waits for an answer of this account in this place."""
    return await one(tx, FormRow, _WAITING, {"account": account_id, "place": place_id, "after": opened_after})


async def form(tx: Tx, number: int) -> FormRow | None:
    """A form by its number."""
    return await one(tx, FormRow, _FORM, {"number": number})


async def save_form(tx: Tx, row: FormRow) -> None:
    """Keep what has been answered, until the form is finished: its words are then where they belong, or nowhere."""
    kept = {"answers": row.answers, "repairs": row.repairs} if row.state in _UNFINISHED else _FORGOTTEN
    await tx.execute(update(FORM).where(FORM.c.id == row.id).values(step=row.step, state=row.state, **kept))


async def close_about(tx: Tx, forms: Sequence[str], numbers: Collection[int]) -> None:
    """Close what is open of these forms about things that are there no more."""
    found: Sequence[Any] = (
        await tx.execute(select(FORM.c.id, FORM.c.about).where(FORM.c.state.in_(_UNFINISHED), FORM.c.form.in_(forms)))
    ).all()
    closed = [row.id for row in found if row.about and row.about[0] in numbers]
    if closed:
        await tx.execute(update(FORM).where(FORM.c.id.in_(closed)).values(state="closed", **_FORGOTTEN))


_OPEN = select(FORM).where(
    FORM.c.account_id == bindparam("account"), FORM.c.place_id == bindparam("place"), FORM.c.state == "open"
)
_WAITING = (
    select(FORM)
    .where(
        FORM.c.account_id == bindparam("account"),
        FORM.c.place_id == bindparam("place"),
        FORM.c.state == "open",
        FORM.c.opened_at > bindparam("after"),
    )
    .order_by(FORM.c.id.desc())
    .limit(1)
)
_FORM = select(FORM).where(FORM.c.id == bindparam("number"))
