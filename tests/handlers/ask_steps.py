"""A question that has been asked, and the managers who may answer it."""

from sqlalchemy import select

from bot.model.values import Role, Scope
from storage.people import GrantRow, PersonRow
from storage.questions import QUESTION, QuestionRow
from storage.tx import Tx, add, many
from tests.room import MONDAY, Seat
from tests.seeds import Lab

LINE = "Este loc de parcare?"


async def questions(lab: Lab) -> list[QuestionRow]:
    """All questions, the oldest first."""
    async with lab.room.read() as tx:
        return await many(tx, QuestionRow, select(QUESTION).order_by(QUESTION.c.id))


async def second_manager(lab: Lab, *, native: bool = False) -> Seat:
    """Another manager of the installation, who has arrived."""

    async def work(tx: Tx) -> int:
        number = await add(tx, PersonRow(name="Sorin Gheață", language="en"))
        grant = GrantRow(person_id=number, role=Role.MANAGER, scope=Scope.INSTALLATION, since=MONDAY)
        await add(tx, grant)
        return number

    lab.people["sorin"] = await lab.room.write(work)
    return await lab.arrives("sorin", native=native)


async def asked(lab: Lab) -> tuple[Seat, Seat]:
    """Ana has asked about the event; Ilinca, the manager, is here."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await ana.says("/ask E1")
    await ana.says(LINE)
    return ana, ilinca
