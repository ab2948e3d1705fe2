"""Exporting in chat: a table of an event as a file in private."""

import csv
import io
from typing import Any

import pytest
from sqlalchemy import update

from bot.model.values import Going, Role, Scope
from handlers.exports import chat
from handlers.imports.workbook import sheets
from handlers.shared import formats
from handlers.shared.presses import Export
from storage.activity import newest
from storage.files import FILE, FILE_PART
from storage.jobs import JOB, JobState
from storage.people import GRANT
from tests.handlers.export_steps import answer
from tests.handlers.neighbours import holder, neighbours
from tests.handlers.steps import found, in_english, invite, titled
from tests.room import Room, Seat
from tests.seeds import Lab, seed


@pytest.fixture
async def lab(room: Room) -> Lab:
    """A seeded lab in which everyone reads English, four people are invited and one has answered."""
    lab = await in_english(await seed(room))
    await invite(lab)
    await answer(lab, "ana", Going.YES)
    return lab


@pytest.fixture
async def ilinca(lab: Lab) -> Seat:
    """The manager, with the card of the event before her."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/report E1")
    await ilinca.presses("Open the event")
    return ilinca


def rows(seat: Seat) -> list[list[str]]:
    """The table that came last, whatever its format, as a person sees it."""
    (document,) = seat.messages[-1].drawn.documents
    if document.name.endswith(".xlsx"):
        (sheet,) = sheets(document.content)
        return [[cell.text for cell in row] for row in sheet.rows]
    return [[*row] for row in csv.reader(io.StringIO(document.content.decode(), newline=""))]


async def chooses(seat: Seat, what: str) -> None:
    """From the event's card to the file."""
    await seat.presses("📥 Export")
    await seat.presses(what)


@pytest.mark.both
@pytest.mark.parametrize(
    ("what", "name", "media_type"),
    [
        ("Answers (CSV)", "rsvps-E1.csv", "text/csv; charset=utf-8"),
        ("Answers (XLSX)", "rsvps-E1.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("Invitations (CSV)", "invitations-E1.csv", "text/csv; charset=utf-8"),
        (
            "Invitations (XLSX)",
            "invitations-E1.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
async def test_each_table_in_each_format(lab: Lab, ilinca: Seat, what: str, name: str, media_type: str) -> None:
    """As the command writes it, in a message of its own."""
    before = len(ilinca.messages)
    await chooses(ilinca, what)
    (document,) = ilinca.messages[-1].drawn.documents
    assert (name, media_type, before + 1) == (document.name, document.media_type, len(ilinca.messages))
    head, *people = rows(ilinca)
    assert ("event", {"ANA", "DAN", "MIA", "RADU"}) == (head[0], {row[2] for row in people})
    assert "Consultation on the plan, as of Monday, 4 January 2027" in ilinca.sees


async def test_from_the_report_too(lab: Lab) -> None:
    """Beside the answers at once."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/report E1")
    await chooses(ilinca, "Answers (XLSX)")
    assert {"ANA": "yes", "DAN": "none", "MIA": "none", "RADU": "none"} == {row[2]: row[3] for row in rows(ilinca)[1:]}


async def test_back_to_the_event(lab: Lab, ilinca: Seat) -> None:
    """The choice takes nothing away."""
    await ilinca.presses("📥 Export")
    assert "Which table would you like as a file?" in ilinca.sees
    assert "📥 Export" in (await ilinca.presses("Open the event") and ilinca.labels)


async def test_without_anybody_there_is_nothing_to_export(room: Room) -> None:
    """An event to which nobody is invited."""
    lab = await in_english(await seed(room))
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/report E1")
    labels = ilinca.labels
    await ilinca.presses("Open the event")
    labels += ilinca.labels
    assert not any("Export" in label for label in labels)


async def test_a_large_table_is_made_apart(lab: Lab, ilinca: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said that it takes a moment; then it comes, and is kept sealed, for the programme."""
    monkeypatch.setattr(chat, "LARGE", 3)
    await chooses(ilinca, "Answers (XLSX)")
    assert ["✔️ The table is below."] == titled(ilinca, "✔️ The table is below.")
    assert {"ANA", "DAN", "MIA", "RADU"} == {row[2] for row in rows(ilinca)[1:]}
    (file,), (part,) = await found(lab, FILE), await found(lab, FILE_PART)
    opened = lab.room.program.house.keys.unseal_bytes(part.body)
    assert (lab.programme, lab.people["ilinca"], b"PK") == (file.programme_id, file.by_id, (opened or b"")[:2])


async def test_a_large_table_in_csv(lab: Lab, ilinca: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same cells as a small one."""
    await chooses(ilinca, "Invitations (CSV)")
    small = rows(ilinca)
    monkeypatch.setattr(chat, "LARGE", 3)
    await ilinca.presses("Invitations (CSV)")
    assert small == rows(ilinca)


async def test_a_large_table_that_fails(lab: Lab, ilinca: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said."""
    monkeypatch.setattr(chat, "LARGE", 3)
    monkeypatch.setattr("bot.core.jobs.PAUSE_SECONDS", 0.01)
    monkeypatch.setitem(formats.FORMATS, "xlsx", lambda _columns, _rows: 1 / 0)
    await chooses(ilinca, "Answers (XLSX)")
    (job,) = await found(lab, JOB)
    assert (JobState.FAILED, "The table could not be made. Please try again.") == (job.state, ilinca.sees)


async def test_whoever_manages_no_longer_gets_nothing(lab: Lab, ilinca: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """A role may end while a table is made."""
    monkeypatch.setattr(chat, "LARGE", 3)
    make = chat.make

    async def ended(work: Any) -> Any:
        over = update(GRANT).values(until=lab.room.clock.now())
        await lab.room.write(lambda tx: tx.execute(over))
        return await make(work)

    monkeypatch.setitem(lab.room.program.house.routes.jobs, chat.TABLE, ended)
    await chooses(ilinca, "Answers (XLSX)")
    assert [] == [message for message in ilinca.messages if message.drawn.documents]


async def test_who_took_it_stands_in_the_log(lab: Lab, ilinca: Seat) -> None:
    """Names have left the house."""
    await chooses(ilinca, "Invitations (XLSX)")
    async with lab.room.read() as tx:
        acts = [(row.action, row.person_id, row.role) for row in await newest(tx)]
    assert ("export invitations", lab.people["ilinca"], "manager") in acts


@pytest.mark.parametrize("who", ["ana", "vera"])
async def test_nobody_else_takes_it(lab: Lab, who: str) -> None:
    """Neither a representative nor the manager of another programme."""
    if who == "vera":
        other = await neighbours(lab)
        await holder(lab, "vera", Role.MANAGER, Scope.PROGRAMME, other.programme)
    seat = await lab.arrives(who)
    await seat.forges(Export(lab.event).pack())
    await seat.forges(chat.ExportAs(lab.event, chat.What.RSVPS, chat.Form.CSV).pack())
    assert [] == [message for message in seat.messages if message.drawn.documents]
