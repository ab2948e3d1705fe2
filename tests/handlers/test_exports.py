"""Exports: what leaves the house, in fixed columns, with external keys, safe in a spreadsheet."""

import csv
import io
import json

import pytest
from sqlalchemy import update

from bot.model.values import Going
from handlers.exports import EXPORTERS
from handlers.imports.workbook import sheets
from storage import events
from storage.events import EVENT
from storage.people import ORGANISATION
from tests.handlers.export_steps import answer, exported, invite_all, rows
from tests.room import MONDAY
from tests.seeds import Lab

COLUMNS = {
    "events": "id,lab,ordinal,kind,title,date,start,end,timezone,mode,venue,language,deadline,state,revision",
    "organisations": "id,name,sector,tags",
    "people": "id,organisation,name,language,platforms,state",
    "invitations": "event,organisation,person,state,opened_at,answered_at",
    "rsvps": "event,organisation,person,answer,late,answered_at,by,channel",
    "deliveries": "id,kind,event,person,platform,lane,due,state,reason,attempts,sent_at",
    "links": "person,organisation,name,link,code,state",
    "attendance": "event,organisation,person,how,at",
    "answers": (
        "id,event,question,table,round,organisation,person,lang,channel,text,at,"
        "question_text,organisation_name,person_name,counts"
    ),
    "activity": "at,person,role,action,object,result",
}


@pytest.mark.both
@pytest.mark.parametrize("what", COLUMNS)
async def test_columns_are_fixed(lab: Lab, what: str) -> None:
    """Every table has exactly the columns that were promised, in order, also when it has no rows."""
    await invite_all(lab)
    await answer(lab, "ana", Going.YES)

    head = (await exported(lab, what)).decode().split("\r\n")[0]

    assert COLUMNS[what] == head


def test_every_table_is_there() -> None:
    """No more and no fewer than the outside face names."""
    assert list(COLUMNS) == list(EXPORTERS)


@pytest.mark.parametrize("what", COLUMNS)
async def test_json_has_the_same_keys(lab: Lab, what: str) -> None:
    """Keys and columns are the same in every format."""
    await invite_all(lab)

    found = json.loads(await exported(lab, what, "json"))

    assert {COLUMNS[what]} >= {",".join(record) for record in found}


@pytest.mark.parametrize("what", COLUMNS)
async def test_a_workbook_has_the_same_cells(lab: Lab, what: str) -> None:
    """What a spreadsheet shows of the workbook is what stands in the CSV file."""
    await invite_all(lab)
    await answer(lab, "ana", Going.YES)

    text = (await exported(lab, what)).decode()
    (sheet,) = sheets(await exported(lab, what, "xlsx"))

    expected = [[*row] for row in csv.reader(io.StringIO(text, newline=""))]
    assert [_trimmed(row) for row in expected] == [[cell.text for cell in row] for row in sheet.rows]


def _trimmed(row: list[str]) -> list[str]:
    """A row up to its last cell that holds anything: a sheet says no more of it."""
    last = max(number for number, cell in enumerate(row, 1) if cell)
    return row[:last]


async def test_instants_are_on_the_clock_of_the_event(lab: Lab) -> None:
    """ISO 8601 with the offset of that day; the deadline is a date."""
    (event,) = await rows(lab, "events")

    expected = ("2027-02-10", "2027-02-10T11:00:00+02:00", "2027-02-10T13:30:00+02:00", "2027-02-05")
    assert expected == (event["date"], event["start"], event["end"], event["deadline"])


async def test_an_event_without_hours_has_a_date_only(lab: Lab) -> None:
    """Start and end are empty."""
    hourless = update(EVENT).values(starts=None, ends=None)
    await lab.room.write(lambda tx: tx.execute(hourless))

    (event,) = await rows(lab, "events")

    assert ("2027-02-10", "", "") == (event["date"], event["start"], event["end"])


@pytest.mark.parametrize(
    ("language", "title"), [("ro", "Consultare privind planul"), ("en", "Consultation on the plan")]
)
async def test_the_language_chooses_between_texts(lab: Lab, language: str, title: str) -> None:
    """And changes nothing else."""
    (event,) = await rows(lab, "events", language=language)

    assert (title, "E1", "L1", "open") == (event["title"], event["id"], event["lab"], event["state"])


async def test_organisations_come_back_as_they_were_imported(lab: Lab) -> None:
    """Sector by its id, tags as words."""
    found = {row["id"]: row for row in await rows(lab, "organisations")}

    assert ("culture", "cultura") == (found["NORD"]["sector"], found["NORD"]["tags"])


async def test_cells_can_not_act_as_formulas(lab: Lab) -> None:
    """What begins like a formula is prefixed in CSV."""
    named = update(ORGANISATION).where(ORGANISATION.c.key == "NORD").values(name="=1+1")
    await lab.room.write(lambda tx: tx.execute(named))

    found = {row["id"]: row["name"] for row in await rows(lab, "organisations")}

    assert "'=1+1" == found["NORD"]


async def test_json_keeps_text_as_it_is(lab: Lab) -> None:
    """Nothing opens JSON as a spreadsheet."""
    named = update(ORGANISATION).where(ORGANISATION.c.key == "NORD").values(name="=1+1")
    await lab.room.write(lambda tx: tx.execute(named))

    found = {row["id"]: row["name"] for row in json.loads(await exported(lab, "organisations", "json"))}

    assert "=1+1" == found["NORD"]


async def test_secrets_stand_in_no_other_table(lab: Lab) -> None:
    """Meeting links and tokens leave by `links` only."""
    from storage.events import EventSecretRow

    await lab.arrives("ana")
    secret = EventSecretRow(event_id=lab.event, link="https://meet.example.org/9", passcode="77-88", release_at=MONDAY)
    await lab.room.write(lambda tx: events.save_secret(tx, secret))

    tables = [(await exported(lab, what)).decode() for what in EXPORTERS if what != "links"]

    assert not any("meet.example.org" in table or "77-88" in table or "/start/" in table for table in tables)
