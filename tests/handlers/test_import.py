"""Importing: all or nothing, by external keys, again and again."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.core import Desk
from bot.model.values import EventState, Going
from handlers.imports import ImportRefused
from handlers.shared.planning import COMING, RELEASE, SILENT
from storage import events, invitations, linkage, segments
from storage.deadlines import DUE
from storage.deliveries import DELIVERY
from storage.events import EVENT, EventRow, EventSecretRow
from storage.people import AFFILIATION, LINK, ORGANISATION, PERSON, AccountRow, PersonRow, PlaceRow
from storage.programmes import PROGRAMME
from storage.tx import Tx, add, many, one, scalar
from tests.handlers.import_files import PROGRAMME as FILE
from tests.handlers.import_files import bring_in
from tests.room import MONDAY, Room

ONLINE = '    online: {platform: Zoom, url: "https://meet.example.org/j/1", passcode: "1234"}\n'
DEADLINE = "    rsvp_deadline: 2027-02-05\n"
SAMPLE = Path(__file__).parents[1] / "data" / "timisoara-lab.yaml"


async def event(room: Room, key: str) -> EventRow:
    """An event by its external key."""
    async with room.read() as tx:
        found = await events.event_by_key(tx, key)
    assert found is not None
    return found


async def person(room: Room, key: str) -> PersonRow:
    """A person by their external key."""
    async with room.read() as tx:
        found = await one(tx, PersonRow, select(PERSON).where(PERSON.c.key == key))
    assert found is not None
    return found


async def speaks_for(room: Room, key: str) -> list[str]:
    """The organisations a person speaks for now, by key."""
    found = (
        select(ORGANISATION.c.key)
        .join(AFFILIATION, AFFILIATION.c.organisation_id == ORGANISATION.c.id)
        .join(PERSON, PERSON.c.id == AFFILIATION.c.person_id)
        .where(PERSON.c.key == key, AFFILIATION.c.until.is_(None))
        .order_by(ORGANISATION.c.key)
    )
    async with room.read() as tx:
        return list((await tx.execute(found)).scalars().all())


async def secret_of(room: Room, key: str) -> EventSecretRow | None:
    """The meeting link of an event."""
    number = (await event(room, key)).id or 0
    async with room.read() as tx:
        return await events.secret(tx, number)


async def deadlines_of(room: Room, key: str, kind: str) -> list[datetime]:
    """The open deadlines of a kind for an event."""
    number = (await event(room, key)).id or 0
    found = select(DUE.c.due).where(DUE.c.kind == kind, DUE.c.subject == str(number), DUE.c.state == "open")
    async with room.read() as tx:
        return sorted((await tx.execute(found)).scalars().all())


async def invite_everyone(room: Room, key: str) -> None:
    """Everybody who was imported is invited."""
    found = await event(room, key)

    async def work(tx: Tx) -> None:
        organisations = await segments.organisations(tx, found.programme_id)
        await invitations.invite(tx, found, [row.id or 0 for row in organisations], MONDAY)

    await room.write(work)


async def staged(room: Room) -> list[str]:
    """The kinds of view that are staged."""
    async with room.read() as tx:
        return list((await tx.execute(select(DELIVERY.c.kind))).scalars().all())


@pytest.mark.both
async def test_the_sample_gives_what_it_holds(room: Room) -> None:
    """11 events, 32 organisations, 140 people, 141 affiliations."""
    counts = await bring_in(room, SAMPLE.read_bytes())

    kinds = ("events", "organisations", "people", "affiliations")
    assert [11, 32, 140, 141] == [counts.kinds[kind].new for kind in kinds]


@pytest.mark.both
async def test_the_same_file_again_changes_nothing(room: Room) -> None:
    """A second import finds everything as it was."""
    first = await bring_in(room)

    again = await bring_in(room)

    assert (0, first.kinds["people"].new) == (again.changes, again.kinds["people"].same)


async def test_past_events_are_records_and_future_ones_open(room: Room) -> None:
    """The state comes from the clock."""
    await bring_in(room)

    states = [(await event(room, key)).state for key in ("L1-R1", "E1")]

    assert [EventState.RECORD, EventState.OPEN] == states


async def test_records_have_no_deadlines(room: Room) -> None:
    """Nobody is reminded of what is over."""
    await bring_in(room, SAMPLE.read_bytes())

    async with room.read() as tx:
        assert 0 == await scalar(tx, select(func.count()).select_from(DUE))


async def test_nothing_is_sent_by_an_import(room: Room) -> None:
    """New events and people ring nobody."""
    await bring_in(room)

    assert [] == await staged(room)


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
    await bring_in(
        room, FILE.replace('    online: {platform: Zoom, url: "https://meet.example.org/j/1", passcode: "1234"}\n', "")
    )

    secret = await secret_of(room, "E1")

    assert secret is not None
    assert "https://meet.example.org/j/1" == secret.link


async def test_records_keep_no_meeting_links(room: Room) -> None:
    """A link of a meeting that is over is a secret without a use."""
    await bring_in(room, SAMPLE.read_bytes())

    assert await secret_of(room, "E-2021-01-17") is None


async def test_everyone_has_a_personal_link_from_the_import_on(room: Room) -> None:
    """One each, also after a second import."""
    await bring_in(room)
    await bring_in(room)

    async with room.read() as tx:
        assert 2 == await scalar(tx, select(func.count()).select_from(LINK).where(LINK.c.kind == "personal"))


async def test_a_revoked_link_is_not_made_anew(room: Room) -> None:
    """Whoever revoked it meant it."""
    await bring_in(room)
    ana = await person(room, "REP-1")
    await room.write(lambda tx: linkage.revoke_links(tx, ana.id or 0, MONDAY))

    await bring_in(room)

    async with room.read() as tx:
        assert 1 == await scalar(tx, select(func.count()).select_from(LINK).where(LINK.c.person_id == ana.id))


async def test_who_speaks_for_two_has_two_affiliations(room: Room) -> None:
    """`org` and `also_for`."""
    await bring_in(room)

    assert ["ORG-1", "ORG-2"] == await speaks_for(room, "REP-2")


async def test_the_lead_speaks_first_for_their_own_organisation(room: Room) -> None:
    """`lead` belongs to `org`."""
    await bring_in(room)

    async with room.read() as tx:
        found = select(PERSON.c.key).join(AFFILIATION, AFFILIATION.c.person_id == PERSON.c.id).where(AFFILIATION.c.lead)
        assert ["REP-1"] == list((await tx.execute(found)).scalars().all())


async def test_names_are_updated(room: Room) -> None:
    """A later file says it better."""
    await bring_in(room)

    counts = await bring_in(room, FILE.replace("Ana Câmpeanu", "Ana Maria Câmpeanu"))

    assert (1, "Ana Maria Câmpeanu") == (counts.kinds["people"].changed, (await person(room, "REP-1")).name)


async def test_what_a_later_file_no_longer_names_is_left_alone(room: Room) -> None:
    """Leaving somebody out does not remove them."""
    await bring_in(room)

    await bring_in(room, FILE[: FILE.index("  - {id: REP-2")])

    assert "Mia Lindqvist" == (await person(room, "REP-2")).name


async def test_who_moves_to_another_organisation_no_longer_speaks_for_the_first(room: Room) -> None:
    """What an earlier file said and this one does not, ends."""
    await bring_in(room)

    await bring_in(room, FILE.replace("{id: REP-1, org: ORG-1", "{id: REP-1, org: ORG-2"))

    assert ["ORG-2"] == await speaks_for(room, "REP-1")


async def test_what_was_done_by_hand_is_not_ended_by_a_file(room: Room) -> None:
    """An affiliation that a manager made stays."""
    await bring_in(room)
    by_hand = update(AFFILIATION).values(imported=False)
    await room.write(lambda tx: tx.execute(by_hand))

    await bring_in(room, FILE.replace("also_for: [ORG-2], ", ""))

    assert ["ORG-1", "ORG-2"] == await speaks_for(room, "REP-2")


async def test_who_has_come_keeps_the_language_they_chose(room: Room) -> None:
    """A file does not speak for somebody who has spoken."""
    await bring_in(room)
    ana = await person(room, "REP-1")

    async def comes(tx: Tx) -> None:
        place = await add(tx, PlaceRow(platform="memory", installation="m1", chat="ana"))
        account = AccountRow(
            platform="memory", installation="m1", user="ana", person_id=ana.id, place_id=place, used_at=MONDAY
        )
        await add(tx, account)
        await tx.execute(update(PERSON).where(PERSON.c.id == ana.id).values(language="en"))

    await room.write(comes)

    await bring_in(room)

    assert "en" == (await person(room, "REP-1")).language


async def test_the_erased_stay_erased(room: Room) -> None:
    """A file does not bring a name back."""
    await bring_in(room)
    erased = update(PERSON).where(PERSON.c.key == "REP-1").values(name="", erased_at=MONDAY)
    await room.write(lambda tx: tx.execute(erased))

    await bring_in(room)

    assert "" == (await person(room, "REP-1")).name


async def test_a_moved_event_is_told_to_the_invited_once(room: Room) -> None:
    """As if it had been moved in chat."""
    await bring_in(room)
    await invite_everyone(room, "E1")
    moved = FILE.replace("2027-02-10", "2027-02-11")

    await bring_in(room, moved)
    await bring_in(room, moved)

    assert ["event.changed"] * 2 == await staged(room)
    assert (date(2027, 2, 11), 2) == ((await event(room, "E1")).day, (await event(room, "E1")).revision)


async def test_a_moved_event_has_its_deadlines_set_anew(room: Room) -> None:
    """Also the release, which moves with it."""
    await bring_in(room)

    await bring_in(room, FILE.replace("2027-02-10", "2027-02-12"))

    assert [datetime(2027, 2, 11, 9, tzinfo=UTC)] == await deadlines_of(room, "E1", RELEASE)


async def test_a_moved_event_nobody_is_invited_to_is_told_to_nobody(room: Room) -> None:
    """There is nobody to tell."""
    await bring_in(room)

    await bring_in(room, FILE.replace("2027-02-10", "2027-02-11"))

    assert [] == await staged(room)


async def test_answers_survive_an_import(room: Room) -> None:
    """A moved event keeps its answers."""
    await bring_in(room)
    await invite_everyone(room, "E1")
    found, ana = await event(room, "E1"), await person(room, "REP-1")
    values = {
        "programme_id": found.programme_id,
        "event_id": found.id,
        "person_id": ana.id,
        "organisation_id": None,
        "answer": Going.YES,
        "late": False,
        "guest": False,
        "answered_at": MONDAY,
        "by_id": ana.id,
        "channel": "memory",
    }
    await room.write(lambda tx: invitations.record_answer(tx, values))

    await bring_in(room, FILE.replace("2027-02-10", "2027-02-11"))

    async with room.read() as tx:
        assert Going.YES is (await invitations.standing(tx, found.id or 0, ana.id)).answer


async def test_a_cancelled_event_stays_cancelled(room: Room) -> None:
    """A file does not call people back."""
    await bring_in(room)
    cancelled = update(EVENT).where(EVENT.c.key == "E1").values(state=EventState.CANCELLED)
    await room.write(lambda tx: tx.execute(cancelled))

    await bring_in(room, FILE.replace("Consultare", "Altă consultare"))

    assert EventState.CANCELLED is (await event(room, "E1")).state


async def test_an_event_that_has_passed_meanwhile_is_no_record(room: Room) -> None:
    """The same file after the event finds it as it was."""
    await bring_in(room)
    room.clock.move(MONDAY + timedelta(days=90))

    counts = await bring_in(room)

    assert (0, EventState.OPEN) == (counts.changes, (await event(room, "E1")).state)


async def test_a_record_that_is_moved_ahead_is_open(room: Room) -> None:
    """A date that was mistyped into the past is mended by the next import."""
    await bring_in(room, FILE.replace("2027-02-", "2026-02-"))

    await bring_in(room)

    assert EventState.OPEN is (await event(room, "E1")).state


async def test_the_contact_is_kept_with_its_role(room: Room) -> None:
    """Whom people may turn to, as the programme says it."""
    await bring_in(room)

    async with room.read() as tx:
        contact = await scalar(tx, select(PROGRAMME.c.contact))

    assert ("Ioana Radu", "project manager") == (contact["name"], contact["role"]["texts"]["en"])


async def test_a_table_updates_what_its_columns_say(room: Room) -> None:
    """A column that is not there says nothing."""
    await bring_in(room)

    await bring_in(room, "id,org,name\nREP-2,ORG-1,Mia Lind\n", "people.csv")

    mia = await person(room, "REP-2")
    assert ("Mia Lind", "en", "mia@example.org") == (mia.name, mia.language, mia.email)


async def test_a_table_that_names_one_of_two_organisations_ends_neither(room: Room) -> None:
    """A row has room for one only."""
    await bring_in(room)

    await bring_in(room, "id,org,name\nREP-2,ORG-1,Mia Lindqvist\n", "people.csv")

    assert ["ORG-1", "ORG-2"] == await speaks_for(room, "REP-2")


async def test_a_table_moves_somebody_to_another_organisation(room: Room) -> None:
    """A new one takes the place of the only one."""
    await bring_in(room)

    await bring_in(room, "id,org,name\nREP-1,ORG-2,Ana Câmpeanu\n", "people.csv")

    assert ["ORG-2"] == await speaks_for(room, "REP-1")


async def test_new_people_of_a_table_read_the_programmes_language(room: Room) -> None:
    """Where the table does not say."""
    await bring_in(room)

    await bring_in(room, "id,org,name\nREP-9,ORG-2,Radu Ionescu\n", "people.csv")

    assert "ro" == (await person(room, "REP-9")).language


async def test_a_table_of_organisations_adds_and_changes(room: Room) -> None:
    """One is new, one has another name."""
    await bring_in(room)

    counts = await bring_in(
        room, "id,name,sector,tags\nORG-1,Atelierul Sud,culture,tineri\nORG-3,Casa Nouă,culture,\n", "o.csv"
    )

    tally = counts.kinds["organisations"]
    assert (1, 1, 0) == (tally.new, tally.changed, tally.same)


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("people.csv", "id,org,name\nREP-9,ORG-1,A\nREP-8,ORG-99,B\n", (3, 2)),
        ("organisations.csv", "id,name,sector,tags\nORG-9,A,nowhere,\n", (2, 3)),
    ],
)
async def test_unknown_organisations_and_sectors_are_named_by_row(
    room: Room, name: str, text: str, place: tuple[int, int]
) -> None:
    """The complaint stands where the word stands, and nothing is taken in."""
    await bring_in(room)

    with pytest.raises(ImportRefused) as refused:
        await bring_in(room, text, name)

    problem = refused.value.problems[0]
    assert place == (problem.line, problem.column)
    async with room.read() as tx:
        assert 2 == await scalar(tx, select(func.count()).select_from(PERSON))


async def test_a_table_without_a_programme_is_refused(room: Room) -> None:
    """People belong to a programme."""
    with pytest.raises(ImportRefused):
        await bring_in(room, "id,name,sector,tags\nORG-9,A,,\n", "organisations.csv")


async def test_a_table_is_refused_where_there_are_two_programmes(room: Room) -> None:
    """It does not say which one it means."""
    await bring_in(room)
    await bring_in(room, FILE.replace("id: river", "id: lake"))

    with pytest.raises(ImportRefused):
        await bring_in(room, "id,name,sector,tags\nORG-9,A,,\n", "organisations.csv")


async def test_two_programmes_may_use_the_same_ids(room: Room) -> None:
    """Keys are a programme's own."""
    await bring_in(room)

    counts = await bring_in(room, FILE.replace("id: river", "id: lake"))

    assert (2, 0) == (counts.kinds["people"].new, counts.kinds["people"].changed)


async def test_a_later_refusal_undoes_what_came_before_it(room: Room) -> None:
    """All or nothing, also in the store."""
    await bring_in(room)
    twice = FILE.replace("Atelierul Nord", "Atelierul Vest")

    async def work(tx: Tx) -> None:
        desk = Desk(tx, room.clock.now(), room.program.house)
        from handlers.imports import apply_import, read_import

        await apply_import(desk, read_import("a.yaml", twice.encode()))
        await apply_import(desk, read_import("p.csv", b"id,org,name\nREP-8,ORG-99,B\n"))

    with pytest.raises(ImportRefused):
        await room.write(work)

    async with room.read() as tx:
        names = [row.name for row in await segments.organisations(tx, 1)]
    assert ["Atelierul Nord", "Hubul Oxid"] == names


async def test_an_import_stands_in_the_log(room: Room) -> None:
    """Who, as what role: the operator of the machine."""
    from storage.activity import newest

    await bring_in(room)

    async with room.read() as tx:
        assert [("import", "operator")] == [(row.action, row.role) for row in await newest(tx)]


async def test_times_that_were_left_out_are_kept(room: Room) -> None:
    """Rows made without an hour begin with their day."""
    await bring_in(room)

    async with room.read() as tx:
        rows = await many(tx, EventRow, select(EVENT).where(EVENT.c.starts.is_(None)))

    assert ["L1-R1"] == [row.key for row in rows]
