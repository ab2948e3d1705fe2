"""Imported people: their links, for whom they speak, and what a later file leaves to them."""

from sqlalchemy import func, select, update

from storage import linkage
from storage.people import AFFILIATION, LINK, PERSON, AccountRow, PlaceRow
from storage.tx import Tx, add, scalar
from tests.handlers.import_files import PROGRAMME as FILE
from tests.handlers.import_files import bring_in
from tests.handlers.import_steps import person, speaks_for
from tests.room import MONDAY, Room


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
