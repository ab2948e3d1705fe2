"""Files that are not taken: from whom, of what kind, and with what wrong in them."""

import pytest

from bot.model.values import Role, Scope
from storage.files import FILE
from storage.jobs import JOB
from tests.handlers.imports.chat.steps import NEW, contents, everything
from tests.handlers.imports.workbooks import bomb
from tests.handlers.neighbours import holder
from tests.handlers.steps import found
from tests.room import Seat
from tests.seeds import Lab


@pytest.mark.parametrize("who", ["ana", "host", "facilitator"])
async def test_nobody_else_sends_files(lab: Lab, who: str) -> None:
    """Not a byte is fetched from people who manage nothing."""
    if who != "ana":
        await holder(lab, who, Role(who), Scope.EVENT, lab.event)
    seat = await lab.arrives(who)
    assert "I can only read text here. Please write it." == await seat.sends_file("people.csv", NEW.encode())
    assert ([], []) == (lab.room.memory.fetches, await found(lab, FILE))


async def test_who_manages_one_event_imports_nothing(lab: Lab) -> None:
    """People belong to the whole programme."""
    await holder(lab, "vlad", Role.MANAGER, Scope.EVENT, lab.event)
    vlad = await lab.arrives("vlad")
    assert "by who manages a whole programme" in await vlad.sends_file("people.csv", NEW.encode())
    assert [] == await found(lab, JOB)


BAD = {
    "empty.csv": (b"", "The file is empty."),
    "blank.csv": (b" \n\n", "The file is empty."),
    "picture.csv": (b"\x89PNG\r\n\x1a\n\0\0", "The file is no text"),
    "broken.csv": (b'id,org,name\nP-1,NORD,"Ana\n', "is never closed"),
    "wrong.csv": (b"id,org,name\nP-1,NORD,\x81\xfe\n", "The file is no text from byte"),
    "heads.csv": (b"nume,firma\nAna,X\n", "The first row must name the columns"),
    "programme.csv": (b"programme:\n  id: x\n", "The first row must name the columns"),
    "broken.xlsx": (b"PK\x03\x04 nothing", "The workbook is damaged"),
    "old.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older workbook (.xls), or one with a password"),
    "bomb.xlsx": (bomb(), "would be too large when it is unpacked"),
    "rows.csv": (b"id,org,name\n" + b"".join(b"P-%d,NORD,A\n" % n for n in range(20_001)), "more than 20000 rows"),
    "large.csv": (b"x" * (6 * 1024 * 1024), "larger than 5 MB"),
}


@pytest.mark.parametrize("name", BAD)
async def test_bad_files(lab: Lab, ilinca: Seat, name: str) -> None:
    """Each is refused in a sentence; nothing is changed, and the file is not kept."""
    before = await everything(lab)
    content, said = BAD[name]
    seen = await ilinca.sends_file(name, content)
    assert said in seen
    assert (before, 0) == (await everything(lab), await contents(lab))


@pytest.mark.parametrize("name", ["macros.xlsm", "plan.pdf", "people", "people.csv.exe"])
async def test_other_files_are_not_fetched(lab: Lab, ilinca: Seat, name: str) -> None:
    """Macros among them."""
    assert "I can read files of these kinds here: .csv, .xlsx." == await ilinca.sends_file(name, NEW.encode())
    assert [] == lab.room.memory.fetches


async def test_a_file_of_25_mb(lab: Lab, ilinca: Seat) -> None:
    """Not fetched when it says so, not taken when it does not."""
    content = b"x" * 25 * 1024 * 1024
    assert "larger than 20 MB" in await ilinca.sends_file("people.csv", content)
    assert "I could not fetch the file" in await ilinca.sends_file("people.csv", content, size=1)
    assert [] == await found(lab, FILE)
