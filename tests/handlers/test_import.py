"""Importing: all or nothing, by external keys, again and again."""

import pytest
from sqlalchemy import select

from bot.core import Desk
from handlers.imports import ImportRefused
from storage import segments
from storage.programmes import PROGRAMME
from storage.tx import Tx, scalar
from tests.handlers.import_files import PROGRAMME as FILE
from tests.handlers.import_files import bring_in
from tests.handlers.import_steps import SAMPLE, staged
from tests.room import Room


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


async def test_nothing_is_sent_by_an_import(room: Room) -> None:
    """New events and people ring nobody."""
    await bring_in(room)

    assert [] == await staged(room)


async def test_the_contact_is_kept_with_its_role(room: Room) -> None:
    """Whom people may turn to, as the programme says it."""
    await bring_in(room)

    async with room.read() as tx:
        contact = await scalar(tx, select(PROGRAMME.c.contact))

    assert ("Ioana Radu", "project manager") == (contact["name"], contact["role"]["texts"]["en"])


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
