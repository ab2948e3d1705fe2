"""Who turns out to be somebody else, as seen from outside: guests, later imports, and what erasure reaches."""

import json
from datetime import timedelta

import pytest

from bot.model.values import Going
from handlers.shared.presses import Answer
from storage import linkage
from storage.answers import RSVP
from storage.columns import metadata
from storage.people import AFFILIATION, PERSON
from tests.handlers.import_files import bring_in
from tests.handlers.joining_steps import joins, organisations, pair, stranger, table
from tests.handlers.steps import LINK as ADDRESS
from tests.handlers.steps import found, in_english, invite, keep_link, owner
from tests.room import MONDAY, Room, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english


# -------------------------------------------------------------------------------------------------------------- guests


async def guest(lab: Lab, organisation: str = "nord") -> Seat:
    """Ana has come without her link, as Ana Pop, and said yes."""
    seat = stranger(lab)
    await seat.says("/start")
    await seat.fills(name="Ana Pop", organisation=organisation)
    await seat.forges(Answer(lab.event, Going.YES).pack())
    return seat


@pytest.mark.parametrize("asks", ["ana", "guest"])
async def test_a_guests_answer_counts_with_the_others(lab: Lab, asks: str) -> None:
    """Whichever of the two accounts asked: the guest is the representative, and gets what those who come get."""
    await keep_link(lab, MONDAY)
    ana, other = await lab.arrives("ana"), await guest(lab)
    assert [True] == [row.guest for row in await found(lab, RSVP)]
    assert ADDRESS not in other.all_text

    await (joins(lab, ana, other) if asks == "ana" else joins(lab, other, ana))

    (row,) = await found(lab, RSVP)
    assert (False, lab.organisations["nord"]) == (row.guest, row.organisation_id)
    assert ADDRESS in ana.all_text + other.all_text


async def test_a_guest_who_was_invited_is_none(lab: Lab) -> None:
    """An invitation of the one and a guest's answer of the other are an invited person's answer."""
    ana, other = await lab.arrives("ana"), await guest(lab, "oxid")
    await invite(lab, "ana")
    await lab.room.write(lambda tx: tx.execute(AFFILIATION.update().values(until=MONDAY)))

    await joins(lab, ana, other)

    (row,) = await found(lab, RSVP)
    assert (False, lab.organisations["nord"]) == (row.guest, row.organisation_id)


async def test_a_guest_who_joins_their_imported_self_keeps_its_key(lab: Lab) -> None:
    """The guest's account asked, so the guest's number stays; the external key, which imports and exports use, too."""
    ana, other = await lab.arrives("ana"), await guest(lab)
    number = await owner(lab, "other")

    await joins(lab, other, ana)

    kept = [(row.id, row.name, row.programme_id) for row in await found(lab, PERSON) if row.key == "ANA"]
    assert [(number, "Ana Pop", lab.programme)] == kept
    assert ["Ana Pop"] == [row["name"] for row in await table(lab, "people") if row["id"] == "ANA"]


async def test_the_managers_question_about_the_guest_is_settled(lab: Lab) -> None:
    """Nobody is asked any more whether Ana speaks for whom she speaks for; the old button says so."""
    ilinca = await lab.arrives("ilinca")
    ana, other = await lab.arrives("ana"), await guest(lab)
    data = ilinca.messages[-1].data("✅ Confirm")

    await joins(lab, ana, other)

    assert [] == ilinca.labels
    await ilinca.forges(data)
    assert "This has been decided already." in ilinca.sees
    current = [row for row in await found(lab, AFFILIATION) if row.until is None]
    assert [True] == [row.confirmed for row in current if row.person_id == lab.people["ana"]]


async def test_for_another_organisation_the_question_stays(lab: Lab) -> None:
    """Said as a guest for another organisation: managers still decide, about Ana now."""
    ilinca = await lab.arrives("ilinca")
    ana, other = await lab.arrives("ana"), await guest(lab, "oxid")

    await joins(lab, ana, other)

    assert "Ana Câmpeanu says they represent Hubul Oxid & Co." in ilinca.all_text
    await ilinca.presses("✅ Confirm")
    assert ["Atelierul Nord", "Hubul Oxid & Co"] == await organisations(ana)


async def test_a_manager_without_a_programme_is_of_the_others(lab: Lab) -> None:
    """Who came by a claim belongs to no programme; joined with a representative they are that representative."""
    ilinca, ana = await lab.arrives("ilinca", native=True), await lab.arrives("ana")

    await joins(lab, ilinca, ana)

    kept = [(row.id, row.key) for row in await found(lab, PERSON) if row.programme_id and row.erased_at is None]
    assert (lab.people["ilinca"], "ANA") in kept
    await ilinca.says("/help")
    assert "/invite" in ilinca.sees


# ------------------------------------------------------------------------------------------------------ a later import


async def imported(room: Room) -> Lab:
    """Two people of a file have come, and turn out to be one: Ana."""
    await bring_in(room)
    rows = {row.key: row.id for row in await found(Lab(room, 0, 0, {}, {}), PERSON)}
    lab = await in_english(Lab(room, 1, 1, {}, {"ana": rows["REP-1"], "mia": rows["REP-2"]}))
    ana, mia = await lab.arrives("ana"), await lab.arrives("mia", native=True)
    await joins(lab, ana, mia)
    return lab


async def living(lab: Lab) -> list[tuple[str, str]]:
    """Key and name of everybody who is there."""
    return [(row.key, row.name) for row in await found(lab, PERSON) if row.erased_at is None]


FILE = """id,org,name,language,channel,email,lead
REP-2,ORG-2,Ana Câmpeanu-Lindqvist,en,slack,ana@example.org,no
"""


async def test_a_later_import_of_the_key_means_the_other(room: Room) -> None:
    """No second person: what the file says of the key is said of Ana; how she is written to stays hers."""
    lab = await imported(room)

    await bring_in(room, FILE, "people.csv")

    assert [("REP-1", "Ana Câmpeanu-Lindqvist")] == await living(lab)
    (row,) = [row for row in await found(lab, PERSON) if row.key == "REP-1"]
    assert ("ana@example.org", "en", "telegram") == (row.email, row.language, row.channel)


async def test_both_keys_in_one_file(room: Room) -> None:
    """Her own key says what she is called, for all organisations that either names; again, nothing changes."""
    lab = await imported(room)

    counts = await bring_in(room)
    again = await bring_in(room)

    assert [("REP-1", "Ana Câmpeanu")] == await living(lab)
    speaks = [row.organisation_id for row in await found(lab, AFFILIATION) if row.until is None]
    assert 2 == len(speaks) == len(set(speaks))
    assert 0 == again.changes
    assert 0 == counts.kinds["people"].new


# ------------------------------------------------------------------------------------------------------------- erasure

NEEDLES = ("Zvonimir", "zvonimir@example.org", "770011", "880022", "nepovestita")


async def traces(lab: Lab) -> list[str]:
    """Where anything still tells of either of the two."""
    left = []
    for name, one in metadata.tables.items():
        async with lab.room.read() as tx:
            for row in (await tx.execute(one.select())).all():
                for column, value in row._mapping.items():
                    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
                    left += [f"{name}.{column}" for needle in NEEDLES if needle.casefold() in text.casefold()]
    return left


@pytest.mark.both
@pytest.mark.parametrize("how", ["Without a name", "Delete everything"])
async def test_erasure_reaches_both(lab: Lab, how: str) -> None:
    """Afterwards no table holds a name, an address, an account or a word of either, nor a key that leads to them."""
    ilinca = await lab.arrives("ilinca")
    first, second = await two_zvonimirs(lab)
    await joins(lab, first, second)
    assert await traces(lab), "the search finds what is there"

    await first.says("/data")
    await first.presses("🗑 Delete my data")
    await first.presses(how)
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=5))

    assert [] == await traces(lab)
    assert [] == [row.key for row in await found(lab, PERSON) if row.erased_at and row.key]
    assert [] == [needle for needle in NEEDLES if needle in ilinca.all_text]


async def test_a_late_answers_notice_forgets_too(lab: Lab) -> None:
    """What organisers were told once of the one goes with the other."""
    ilinca, (ana, dan) = await lab.arrives("ilinca"), await pair(lab)
    await lab.room.until(MONDAY + timedelta(days=34))
    await dan.says("/rsvp E1 nu")
    assert "Dan Munteanu" in ilinca.sees
    await joins(lab, ana, dan)

    await ana.says("/data")
    await ana.presses("🗑 Delete my data")
    await ana.presses("Without a name")

    assert "Dan Munteanu" not in ilinca.all_text


async def test_no_key_leads_to_who_is_forgotten(lab: Lab) -> None:
    """Of both people's external keys none is left; a later import of either finds nobody, as after any erasure."""
    ana, dan = await pair(lab)
    await joins(lab, ana, dan)

    await dan.says("/data")
    await dan.presses("🗑 Delete my data")
    await dan.presses("Without a name")

    assert [None, None] == [row.key for row in await found(lab, PERSON) if row.erased_at is not None]


async def two_zvonimirs(lab: Lab) -> tuple[Seat, Seat]:
    """Dan by another name, and a guest of the same; both have asked something, and managers have read of both."""
    called = {"name": "Zvonimir Unu", "email": "zvonimir@example.org"}
    await lab.room.write(lambda tx: tx.execute(PERSON.update().where(PERSON.c.id == lab.people["dan"]).values(called)))
    link = await lab.room.write(lambda tx: linkage.personal_link(tx, lab.people["dan"], MONDAY))
    first, second = lab.room.seat("770011", language="en"), lab.room.seat("880022", native=True, language="en")
    await first.says(f"/start {await lab.room.token('p', link.id)}")
    await second.says("/start")
    await second.fills(name="Zvonimir Doi", organisation="nord")
    for seat in (first, second):
        await seat.says("/rsvp E1 da")
        await seat.says("/ask E1")
        await (seat.fills(text="Una nepovestita") if seat is second else seat.says("Alta nepovestita"))
    return first, second
