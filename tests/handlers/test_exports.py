"""Exports: what leaves the house, in fixed columns, with external keys, safe in a spreadsheet."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.core import House
from bot.model.values import Going, Reason, Sending
from handlers.exports import EXPORTERS, Asked, export
from handlers.imports.workbook import sheets
from handlers.people.doors import EndRole
from handlers.shared.presses import Manage
from storage import events, invitations
from storage.deliveries import DeliveryRow
from storage.events import EVENT
from storage.people import LINK, ORGANISATION, PERSON, PersonRow
from storage.tx import Tx, add
from tests.handlers.steps import desk, in_english
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
    "answers": "id,event,question,table,round,organisation,person,lang,channel,text,at",
    "activity": "at,person,role,action,object,result",
}


async def exported(lab: Lab, what: str, form: str = "csv", *, event: str = "", language: str = "ro") -> bytes:
    """An export as a file."""
    house: House = lab.room.program.house

    async def work(tx: Tx) -> bytes:
        row = await events.event_by_key(tx, event) if event else None
        return await export(what, form, Asked(tx, house, lab.room.clock.now(), row, language))

    file: bytes = await lab.room.write(work)
    return file


async def rows(lab: Lab, what: str, **asked: str) -> list[dict[str, str]]:
    """An export's rows, read back from CSV."""
    text = (await exported(lab, what, **asked)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


async def invite_all(lab: Lab) -> None:
    """Everybody is invited; nothing is staged."""

    async def work(tx: Tx) -> None:
        event = await events.event(tx, lab.event)
        assert event is not None
        await invitations.invite(tx, event, list(lab.organisations.values()), MONDAY)

    await lab.room.write(work)


async def answer(lab: Lab, name: str, going: Going, *, late: bool = False, guest: bool = False) -> None:
    """Somebody's answer, a minute after MONDAY."""
    values = {
        "programme_id": lab.programme,
        "event_id": lab.event,
        "person_id": lab.people[name],
        "organisation_id": None,
        "answer": going,
        "late": late,
        "guest": guest,
        "answered_at": MONDAY + timedelta(minutes=1),
        "by_id": lab.people[name],
        "channel": "memory",
    }
    await lab.room.write(lambda tx: invitations.record_answer(tx, values))


async def deliver(lab: Lab, name: str, state: Sending, reason: Reason | None = None, **more: Any) -> None:
    """A delivery of the invitation in some state."""
    row = DeliveryRow(
        programme_id=lab.programme,
        event_id=lab.event,
        kind="event.invitation",
        subject=str(lab.event),
        person_id=lab.people[name],
        lane=3,
        due=MONDAY,
        state=state,
        reason=reason,
        cause=f"invite:{lab.event}",
        once=f"invite:{lab.event}/{lab.people[name]}",
        **more,
    )
    await lab.room.write(lambda tx: add(tx, row))


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


async def test_who_has_no_account_is_unknown(lab: Lab) -> None:
    """Until they come."""
    assert {"unknown"} == {row["state"] for row in await rows(lab, "people")}


async def test_who_has_come_is_reachable_on_their_platform(lab: Lab) -> None:
    """And named with it."""
    await lab.arrives("ana")

    found = {row["id"]: row for row in await rows(lab, "people")}

    assert ("reachable", "memory") == (found["ANA"]["state"], found["ANA"]["platforms"])


async def test_who_blocked_us_is_unreachable(lab: Lab) -> None:
    """So that somebody telephones."""
    ana = await lab.arrives("ana")
    await ana.blocks()

    found = {row["id"]: row for row in await rows(lab, "people")}

    assert "unreachable" == found["ANA"]["state"]


async def test_who_asked_for_silence_has_stopped(lab: Lab) -> None:
    """Whatever their accounts are."""
    stopped = update(PERSON).where(PERSON.c.key == "ANA").values(stopped_at=MONDAY)
    await lab.room.write(lambda tx: tx.execute(stopped))

    found = {row["id"]: row for row in await rows(lab, "people")}

    assert "stopped" == found["ANA"]["state"]


async def test_the_erased_are_not_exported(lab: Lab) -> None:
    """Their name and key are gone from every table."""
    await invite_all(lab)
    await answer(lab, "ana", Going.YES)
    erased = update(PERSON).where(PERSON.c.key == "ANA").values(name="", erased_at=MONDAY)
    await lab.room.write(lambda tx: tx.execute(erased))

    tables = [(await exported(lab, what)).decode() for what in EXPORTERS]

    assert not any(",ANA," in table or "Câmpeanu" in table for table in tables)


async def test_people_without_a_key_are_told_apart(lab: Lab) -> None:
    """A guest has a name and no external id."""
    guest = PersonRow(programme_id=lab.programme, name="Oaspete", language="ro")
    number = await lab.room.write(lambda tx: add(tx, guest))

    found = {row["name"]: row["id"] for row in await rows(lab, "people")}

    assert f"P#{number}" == found["Oaspete"]


@pytest.mark.both
@pytest.mark.parametrize(
    ("state", "exported_as"),
    [
        (Sending.WAITING, "waiting"),
        (Sending.QUEUED, "queued"),
        (Sending.HELD, "queued"),
        (Sending.FAILED, "undelivered"),
        (Sending.CANCELLED, "undelivered"),
    ],
)
async def test_an_invitation_is_as_far_as_its_message(lab: Lab, state: Sending, exported_as: str) -> None:
    """Until it was opened or answered."""
    await invite_all(lab)
    await deliver(lab, "ana", state)

    found = {row["person"]: row["state"] for row in await rows(lab, "invitations")}

    assert exported_as == found["ANA"]


async def test_a_sent_invitation_is_sent_while_it_is_redrawn(lab: Lab) -> None:
    """Stale is a state of ours, not of the reader's."""
    await invite_all(lab)
    await deliver(lab, "ana", Sending.STALE, message="1", sent_at=MONDAY)

    found = {row["person"]: row["state"] for row in await rows(lab, "invitations")}
    (delivery,) = await rows(lab, "deliveries")

    assert ("sent", "sent") == (found["ANA"], delivery["state"])


async def test_an_answered_invitation_is_answered(lab: Lab) -> None:
    """Whatever became of its message."""
    await invite_all(lab)
    await deliver(lab, "ana", Sending.FAILED)
    await answer(lab, "ana", Going.NO)

    found = {row["person"]: row for row in await rows(lab, "invitations")}

    assert ("answered", "2027-01-04T09:01:00+02:00") == (found["ANA"]["state"], found["ANA"]["answered_at"])


@pytest.mark.both
async def test_rsvps_have_a_row_for_each_invited_person(lab: Lab) -> None:
    """Also for the silent."""
    await invite_all(lab)
    await answer(lab, "ana", Going.MAYBE, late=True)

    found = {row["person"]: (row["answer"], row["late"], row["by"]) for row in await rows(lab, "rsvps")}

    silent = ("none", "false", "")
    assert {"ANA": ("maybe", "true", "ANA"), "DAN": silent, "MIA": silent, "RADU": silent} == found


async def test_rsvps_name_who_answered_uninvited(lab: Lab) -> None:
    """A guest's answer is an answer."""
    await answer(lab, "radu", Going.YES, guest=True)

    assert [("RADU", "yes")] == [(row["person"], row["answer"]) for row in await rows(lab, "rsvps")]


@pytest.mark.parametrize("what", ["events", "organisations", "people", "invitations", "rsvps", "deliveries", "links"])
async def test_an_event_narrows_a_table(lab: Lab, what: str) -> None:
    """To what belongs to it: nothing, when it is another event's."""
    await invite_all(lab)
    await deliver(lab, "ana", Sending.SENT)
    other = {"programme_id": lab.programme, "key": "E2", "lab_id": None}

    async def work(tx: Tx) -> None:
        event = await events.event(tx, lab.event)
        assert event is not None
        values = {name: value for name, value in event.__dict__.items() if not name.startswith("_") and name != "id"}
        await tx.execute(EVENT.insert().values(**{**values, **other}))

    await lab.room.write(work)

    found = await rows(lab, what, event="E2")

    assert ([] if what != "events" else ["E2"]) == [row["id"] if what == "events" else row for row in found]


async def test_links_are_made_for_everyone_of_the_programme(lab: Lab) -> None:
    """With the address that opens the bot."""
    found = {row["person"]: row for row in await rows(lab, "links")}

    assert set(found) == {"ANA", "DAN", "MIA", "RADU"}
    assert found["ANA"]["link"].startswith("https://memory.example.org/start/p")


async def test_a_link_that_was_opened_says_so(lab: Lab) -> None:
    """So that nobody writes to those who have come."""
    await lab.arrives("ana")

    found = {row["person"]: row["state"] for row in await rows(lab, "links")}

    assert ("opened", "unused") == (found["ANA"], found["DAN"])


async def test_a_revoked_link_is_not_shown(lab: Lab) -> None:
    """It opens nothing."""
    await rows(lab, "links")
    await lab.room.write(lambda tx: tx.execute(update(LINK).values(revoked_at=MONDAY)))

    assert {("revoked", "")} == {(row["state"], row["link"]) for row in await rows(lab, "links")}


async def test_secrets_stand_in_no_other_table(lab: Lab) -> None:
    """Meeting links and tokens leave by `links` only."""
    from storage.events import EventSecretRow

    await lab.arrives("ana")
    secret = EventSecretRow(event_id=lab.event, link="https://meet.example.org/9", passcode="77-88", release_at=MONDAY)
    await lab.room.write(lambda tx: events.save_secret(tx, secret))

    tables = [(await exported(lab, what)).decode() for what in EXPORTERS if what != "links"]

    assert not any("meet.example.org" in table or "77-88" in table or "/start/" in table for table in tables)


async def test_deliveries_say_lane_and_reason(lab: Lab) -> None:
    """In words."""
    await deliver(lab, "ana", Sending.FAILED, Reason.BLOCKED, attempts=2)

    (row,) = await rows(lab, "deliveries")

    expected = ("E1", "ANA", "broadcast", "failed", "blocked", "2")
    assert expected == tuple(row[name] for name in ("event", "person", "lane", "state", "reason", "attempts"))


async def lines(lab: Lab) -> list[tuple[str, str, str]]:
    """The exported log: who did what to which object."""
    return [(row["person"], row["action"], row["object"]) for row in await rows(lab, "activity")]


async def test_the_log_names_objects_by_their_keys(lab: Lab) -> None:
    """Our numbers mean nothing outside."""
    await in_english(lab)
    ana, ilinca = await lab.arrives("ana"), await lab.arrives("ilinca")
    number = lab.people["ilinca"]
    await ana.forges(Manage(lab.event).pack())
    await ana.says("/start WRONGCODE-2345")
    await lab.room.seat("stranger").says("/start WRONGCODE-2345")
    await ana.says("/ask E1 Unde?")
    await ana.presses("📤")
    await ilinca.presses("📞")
    await ana.forges(EndRole(1).pack())
    await lab.room.write(lambda tx: desk(lab, tx).record("grant host for lab 1", f"person {number}", by=number))

    assert [
        ("ANA", Manage.name, "event E1"),
        ("ANA", "start", "account A#1 (memory, ANA)"),
        ("", "start", "account A#3 (memory)"),
        (f"P#{number}", "question handled elsewhere", "question Q#1 (E1)"),
        ("ANA", EndRole.name, f"grant manager P#{number}"),
        (f"P#{number}", "grant host for lab L1", f"person P#{number}"),
    ] == await lines(lab)
