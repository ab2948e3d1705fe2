"""`sfat export`."""

import json
import stat
from pathlib import Path

import httpx
import pytest

from bot.cli.telegram_bot import USERNAME
from bot.main import build, open_house
from bot.model.values import Words
from handlers.imports import ImportedTable, read_import
from handlers.shared.cafes import lay_plan
from storage import cafe_plans, events, marks
from storage.cafe_plans import Seat
from storage.cafes import CafeRow
from storage.database import Database
from storage.tx import Tx, add
from tests.cli.commands import Machine
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.room import MONDAY


@pytest.mark.both
async def test_a_table_stands_on_standard_output(machine: Machine, programme: Path) -> None:
    """As CSV, when nothing else is said."""
    await machine.sfat("import", programme)

    told = await machine.sfat("export", "organisations")

    expected = "id,name,sector,tags\r\nORG-1,Atelierul Nord,culture,tineri\r\nORG-2,Hubul Oxid,culture,\r\n"
    assert (0, expected, "") == (told.code, told.out, told.err)


@pytest.mark.both
async def test_json_on_request(machine: Machine, programme: Path) -> None:
    """A list of objects."""
    await machine.sfat("import", programme)

    told = await machine.sfat("export", "organisations", "--format", "json")

    assert {"id": "ORG-2", "name": "Hubul Oxid", "sector": "culture", "tags": []} == json.loads(told.out)[1]


@pytest.mark.both
async def test_a_workbook_on_request(machine: Machine, programme: Path, tmp_path: Path) -> None:
    """The same columns and cells, which can be taken in again."""
    await machine.sfat("import", programme)
    path = tmp_path / "organisations.xlsx"

    told = await machine.sfat("export", "organisations", "--format", "xlsx", "--out", path)

    read = read_import(path.name, path.read_bytes())
    assert isinstance(read, ImportedTable)
    assert (0, ["ORG-1", "ORG-2"]) == (told.code, [one.key for one in read.organisations])


async def test_an_unknown_table_is_wrong_usage(machine: Machine) -> None:
    """Exit code 2."""
    with pytest.raises(SystemExit) as ended:
        await machine.sfat("export", "everything")

    assert 2 == ended.value.code


async def test_an_unknown_event_is_refused(machine: Machine, programme: Path) -> None:
    """In a sentence with its id."""
    await machine.sfat("import", programme)

    told = await machine.sfat("export", "rsvps", "--event", "E9")

    assert (1, "") == (told.code, told.out)
    assert "'E9'" in told.err


async def test_one_event_by_its_key(machine: Machine, programme: Path) -> None:
    """And in English."""
    await machine.sfat("import", programme)

    told = await machine.sfat("export", "events", "--event", "E1", "--lang", "en")

    assert ["E1,L1,2,lab_round,Consultation"] == [line[:30] for line in told.out.splitlines()[1:]]


async def test_a_file_is_for_its_owner_only(machine: Machine, programme: Path, tmp_path: Path) -> None:
    """It holds names."""
    await machine.sfat("import", programme)
    path = tmp_path / "people.csv"

    await machine.sfat("export", "people", "--out", path)

    assert (0o600, True) == (stat.S_IMODE(path.stat().st_mode), path.read_bytes().startswith(b"id,organisation"))


async def test_links_lead_to_the_site(machine: Machine, programme: Path) -> None:
    """Where there is one."""
    await machine.sfat("import", programme)
    public = machine.with_settings(public_url="https://lab.example.org")

    told = await public.sfat("export", "links")

    assert 2 == told.out.count("https://lab.example.org/rsvp/p")


async def test_links_lead_to_the_bot_whose_name_is_kept(machine: Machine, programme: Path) -> None:
    """`sfat run` has asked for it, so nobody is asked again."""
    await machine.sfat("import", programme)
    db = Database(machine.settings.address)
    await db.write(lambda tx: marks.set_mark(tx, USERNAME, {"username": "lab_bot"}))
    await db.close()
    served = machine.with_settings(telegram_token="7:x", telegram_api_url="http://127.0.0.1:9")

    told = await served.sfat("export", "links")

    assert 2 == told.out.count("https://t.me/lab_bot?start=p")


async def test_telegram_is_asked_for_a_name_that_is_not_kept(machine: Machine, programme: Path) -> None:
    """Once, by getMe."""
    await machine.sfat("import", programme)

    async with FakeTelegram() as fake:
        served = machine.with_settings(telegram_token=TOKEN, telegram_api_url=fake.url)
        told = await served.sfat("export", "links")

        assert ["getMe"] == [call.method for call in fake.calls]
    assert 2 == told.out.count("https://t.me/")


async def test_links_that_lead_nowhere_are_said_to_be_empty(machine: Machine, programme: Path) -> None:
    """On standard error, beside the table."""
    await machine.sfat("import", programme)

    told = await machine.sfat("export", "links")

    assert (0, True) == (told.code, "SFAT_PUBLIC_URL" in told.err)


async def test_codes_are_typed_where_links_lead_nowhere(machine: Machine, programme: Path) -> None:
    """Slack has no address that opens a chat with a token: what is typed there stands in the table, and how."""
    await machine.sfat("import", programme)
    slack = machine.with_settings(slack_bot_token="xoxb-1", slack_app_token="xapp-1")

    told = await slack.sfat("export", "links", "--format", "json")

    tokens = [open_house(machine.settings).keys.read(row["code"]) for row in json.loads(told.out)]
    assert ["p", "p"] == [token.kind for token in tokens if token is not None]
    assert "/sfat start CODE in Slack" in told.err


async def test_where_slack_is_configured_the_page_of_a_link_says_what_to_write(
    machine: Machine, programme: Path
) -> None:
    """The command with the code that stands beside the link in the table."""
    await machine.sfat("import", programme)
    slack = machine.with_settings(
        public_url="https://lab.example.org", slack_bot_token="xoxb-1", slack_app_token="xapp-1"
    )
    told = await slack.sfat("export", "links", "--format", "json")
    row = json.loads(told.out)[0]

    built = build(slack.settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(built.site)) as visitor:
        page = await visitor.get(row["link"])
    await built.program.db.close()

    assert f"/sfat start {row['code']}</code>" in page.text


async def test_links_are_the_same_each_time(machine: Machine, programme: Path) -> None:
    """They are derived, so what was printed stays good."""
    await machine.sfat("import", programme)
    public = machine.with_settings(public_url="https://lab.example.org")

    first, second = await public.sfat("export", "links"), await public.sfat("export", "links")

    assert first.out == second.out


async def seated(machine: Machine, programme: Path) -> None:
    """The event has a café, at whose two tables two people change places."""
    await machine.sfat("import", programme)

    async def work(tx: Tx) -> None:
        event = await events.event_by_key(tx, "E1")
        assert event is not None
        cafe = CafeRow(programme_id=event.programme_id, event_id=event.id or 0, made_at=MONDAY)
        cafe.id = await add(tx, cafe)
        await lay_plan(tx, cafe, [Words.plain("Cum?", "ro")], tables=2, rounds=2, minutes=20)
        for person in (1, 2):
            await cafe_plans.let_in(tx, cafe.id, person, None, MONDAY)
        await cafe_plans.replace_seats(tx, cafe.id, [Seat(1, 1, 1), Seat(1, 2, 2), Seat(2, 2, 1), Seat(2, 1, 2)])

    db = Database(machine.settings.address)
    await db.write(work)
    await db.close()


@pytest.mark.both
async def test_the_seating_of_a_cafe_is_what_seat_prints(machine: Machine, programme: Path) -> None:
    """JSON, whether that is said or not."""
    await seated(machine, programme)

    told = await machine.sfat("export", "seating", "--event", "E1")
    again = await machine.sfat("export", "seating", "--event", "E1", "--format", "json")

    people = [{"id": number, "org": "", "sector": ""} for number in (1, 2)]
    rounds = [{"1": [1], "2": [2]}, {"1": [2], "2": [1]}]
    assert (0, "", told.out) == (told.code, told.err, again.out)
    assert {"people": people, "hosts": {}, "rounds": rounds} == json.loads(told.out)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "say at which event: sfat export seating --event ID"),
        (("--event", "E1"), "event 'E1' has no world café"),
        (("--event", "E1", "--format", "csv"), "a seating plan is no table; leave --format out, or say json"),
        (("--event", "E9"), "there is no event 'E9'"),
    ],
)
async def test_a_seating_that_can_not_be_had(
    machine: Machine, programme: Path, words: tuple[str, ...], said: str
) -> None:
    """A sentence says why, and how to go on."""
    await machine.sfat("import", programme)

    told = await machine.sfat("export", "seating", *words)

    assert (1, "", True) == (told.code, told.out, said in told.err)


async def test_a_cafe_where_nobody_is_seated_has_no_seating(machine: Machine, programme: Path) -> None:
    """Nothing is printed."""
    await seated(machine, programme)
    db = Database(machine.settings.address)
    await db.write(lambda tx: cafe_plans.replace_seats(tx, 1, []))
    await db.close()

    told = await machine.sfat("export", "seating", "--event", "E1")

    assert (1, "", True) == (told.code, told.out, "nobody has a seat at the café of 'E1' yet" in told.err)
