"""When an imported event reminds, and when its meeting link is told."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from handlers.shared.planning import COMING, RELEASE, SILENT
from storage.deadlines import DUE
from storage.tx import scalar
from tests.handlers.import_files import PROGRAMME as FILE
from tests.handlers.import_files import bring_in
from tests.handlers.import_steps import SAMPLE, deadlines_of, secret_of
from tests.room import Room

ONLINE = '    online: {platform: Zoom, url: "https://meet.example.org/j/1", passcode: "1234"}\n'


async def test_records_have_no_deadlines(room: Room) -> None:
    """Nobody is reminded of what is over."""
    await bring_in(room, SAMPLE.read_bytes())

    async with room.read() as tx:
        assert 0 == await scalar(tx, select(func.count()).select_from(DUE))


async def test_an_open_event_has_its_usual_reminders(room: Room) -> None:
    """The silent two days before the deadline's day and on it at 10:00; those who come a day and an hour before."""
    await bring_in(room)

    expected = [datetime(2027, 2, 3, 8, tzinfo=UTC), datetime(2027, 2, 5, 8, tzinfo=UTC)]
    assert expected == await deadlines_of(room, "E1", SILENT)
    assert [datetime(2027, 2, 9, 9, tzinfo=UTC), datetime(2027, 2, 10, 8, tzinfo=UTC)] == await deadlines_of(
        room, "E1", COMING
    )


async def test_reminders_of_the_file_replace_the_usual_ones(room: Room) -> None:
    """`remind_silent` is a list of local date-times."""
    own = FILE.replace(
        "    rsvp_deadline: 2027-02-05", '    rsvp_deadline: 2027-02-05\n    remind_silent: ["2027-02-01T09:30"]'
    )

    await bring_in(room, own)

    assert [datetime(2027, 2, 1, 7, 30, tzinfo=UTC)] == await deadlines_of(room, "E1", SILENT)


async def test_the_link_is_released_a_day_before(room: Room) -> None:
    """Without a release in the file."""
    await bring_in(room)

    assert [datetime(2027, 2, 9, 9, tzinfo=UTC)] == await deadlines_of(room, "E1", RELEASE)


async def test_the_release_of_the_file_wins(room: Room) -> None:
    """`release` is a local date-time."""
    await bring_in(room, FILE.replace("    rsvp_deadline: 2027-02-05", '    release: "2027-02-08T18:00"'))

    secret = await secret_of(room, "E1")

    assert secret is not None
    assert datetime(2027, 2, 8, 16, tzinfo=UTC) == secret.release_at


async def test_a_changed_passcode_is_a_new_revision_of_the_secret(room: Room) -> None:
    """So that whoever had the old one gets the new one."""
    await bring_in(room)
    await bring_in(room, FILE.replace('"1234"', '"5678"'))

    secret = await secret_of(room, "E1")

    assert secret is not None
    assert ("5678", 2) == (secret.passcode, secret.revision)


async def test_a_file_without_a_link_leaves_the_link_alone(room: Room) -> None:
    """Somebody may have added it in chat."""
    await bring_in(room)
    await bring_in(room, FILE.replace(ONLINE, ""))

    secret = await secret_of(room, "E1")

    assert secret is not None
    assert "https://meet.example.org/j/1" == secret.link


async def test_records_keep_no_meeting_links(room: Room) -> None:
    """A link of a meeting that is over is a secret without a use."""
    await bring_in(room, SAMPLE.read_bytes())

    assert await secret_of(room, "E-2021-01-17") is None
