"""Importing in chat, from the file to the undo."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.core import jobs as worker
from bot.model.values import Role, Scope
from storage import outbox
from storage.database import Database
from storage.files import FILE, FILE_PART
from storage.jobs import JOB
from storage.people import LINK, PERSON
from tests.handlers.imports.chat.steps import MIXED, NEW, everything, log, people, speaking
from tests.handlers.imports.workbooks import workbook
from tests.handlers.neighbours import holder
from tests.handlers.steps import found
from tests.room import MONDAY, Room, Seat
from tests.seeds import Lab


@pytest.mark.both
async def test_from_the_file_to_the_undo(lab: Lab, ilinca: Seat) -> None:
    """Sent, previewed, imported, taken back: one card all the way."""
    before = await everything(lab)

    preview = await ilinca.sends_file("people.csv", MIXED.encode())
    assert "📥 Import: people.csv\nProgramme: The sample programme" in preview
    assert "Preview: nothing is changed yet\nPeople: new 1, changed 1, as before 1" in preview
    assert "New: Ioana Pop" in preview and "Ana Câmpeanu: e-mail, name" in preview
    assert (["📤 Import", "✖ Cancel"], before) == (ilinca.labels, await everything(lab))

    done = await ilinca.presses("📤 Import")
    assert "Imported\nPeople: new 1, changed 1, as before 1\nWho speaks for whom: new 1, changed 0, as before 2" in done
    assert ("Ana Maria Câmpeanu", "Ioana Pop") == ((await people(lab))["ANA"], (await people(lab))["P-1"])
    assert ["↩️ Undo"] == ilinca.labels and "Until" in done

    back = await ilinca.presses("↩️ Undo")
    assert "Taken back\nOrganisations: gone 0, as before 0\nPeople: gone 1, as before 1" in back
    assert ([], before, 2) == (ilinca.labels, await everything(lab), len(ilinca.messages))


@pytest.mark.romanian
async def test_in_romanian(lab: Lab) -> None:
    """Everything that is said on the way."""
    await lab.room.write(lambda tx: tx.execute(update(PERSON).values(language="ro")))
    ilinca = await lab.arrives("ilinca")
    seen = await ilinca.sends_file("oameni.csv", MIXED.encode())
    seen += await ilinca.presses("📤 Importă")
    seen += await ilinca.presses("↩️ Anulează importul")
    assert "Previzualizare" in seen and "Persoane: noi 1, modificate 2, neschimbate 0" in seen
    assert not any(word in seen for word in ("Preview", "Imported", "People", "Taken"))


async def test_a_card_comes_at_once(lab: Lab, ilinca: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that the file is being read, and becomes the preview by itself."""
    seen: list[str] = []
    edit = lab.room.memory.edit

    async def watched(place: Any, message: str, drawn: Any) -> None:
        seen.append(ilinca.sees)
        await edit(place, message, drawn)

    monkeypatch.setattr(lab.room.memory, "edit", watched)
    work = worker.Jobs._work

    async def later(self: worker.Jobs, row: Any) -> None:
        while "I am reading it…" not in ilinca.sees:
            await asyncio.sleep(0.005)
        await work(self, row)

    monkeypatch.setattr(worker.Jobs, "_work", later)
    await ilinca.sends_file("people.csv", NEW.encode())
    assert "I am reading it…" in seen[0] and "Preview" in ilinca.sees


async def test_new_people_have_personal_links(lab: Lab, ilinca: Seat) -> None:
    """From the import on."""
    await ilinca.sends_file("people.csv", NEW.encode())
    await ilinca.presses("📤 Import")
    new = {row.id for row in await found(lab, PERSON) if row.key in ("P-1", "P-2")}
    assert new == new & {row.person_id for row in await found(lab, LINK)}


async def test_a_workbook_with_both_tables(lab: Lab, ilinca: Seat) -> None:
    """Organisations and their people in one go."""
    content = workbook(
        organisations=[["id", "name", "sector", "tags"], ["CASA", "Casa Nouă", "culture", ""]],
        people=[["id", "org", "name"], ["P-1", "CASA", "Ioana Pop"]],
    )
    assert "New: Casa Nouă" in await ilinca.sends_file("lab.xlsx", content)
    await ilinca.presses("📤 Import")
    assert ("P-1", "CASA") in await speaking(lab)


async def test_formulas_are_names_like_any_other(lab: Lab, ilinca: Seat) -> None:
    """They act nowhere: not here, not in what is exported."""
    content = workbook([["id", "org", "name"], ["P-1", "NORD", '=HYPERLINK("https://example.org")']])
    await ilinca.sends_file("people.xlsx", content)
    await ilinca.presses("📤 Import")
    assert '=HYPERLINK("https://example.org")' == (await people(lab))["P-1"]


async def test_who_imported_stands_in_the_log(lab: Lab, ilinca: Seat) -> None:
    """And who took it back."""
    await ilinca.sends_file("people.csv", NEW.encode())
    await ilinca.presses("📤 Import")
    await ilinca.presses("↩️ Undo")
    acts = {(row.action, row.person_id, row.role) for row in await log(lab)}
    assert {("import", lab.people["ilinca"], "manager"), ("undo import", lab.people["ilinca"], "manager")} <= acts


async def test_a_process_that_is_killed_while_it_imports(lab: Lab, ilinca: Seat, url: str) -> None:
    """The next one does it from its start, once, and the card tells so."""
    await ilinca.sends_file("people.csv", NEW.encode())
    await lab.room.program.stop()
    db = Database(url)
    killed = {"kind": "import.apply", "state": "running", "attempts": 1, "lease_until": MONDAY - timedelta(days=9999)}
    await db.write(lambda tx: tx.execute(JOB.update().values(**killed)))
    await db.close()

    second = await Room.open(url)
    await second.write(lambda tx: outbox.touch(tx, ["import"], "1"))
    await second.settle()

    assert "Imported" in second.memory.chats["ilinca"][-1].text
    assert ({"P-1", "P-2"} <= (await people(lab)).keys(), 1) == (
        True,
        sum(row.action == "import" for row in await log(lab)),
    )
    await second.close()


async def test_a_manager_who_is_erased_takes_their_files_along(lab: Lab, ilinca: Seat) -> None:
    """Content, name, and what came of it."""
    await holder(lab, "vera", Role.MANAGER, Scope.INSTALLATION, None)
    await ilinca.sends_file("oameni-secreti.csv", NEW.encode())
    await ilinca.says("/data")
    await ilinca.presses("🗑 Delete my data")
    await ilinca.presses("Delete everything")
    told = str(await found(lab, FILE)) + str(await found(lab, JOB)) + str(await found(lab, FILE_PART))
    assert not any(word in told for word in ("oameni-secreti", "Ioana", "queued", "waiting"))


async def test_nothing_of_a_file_is_logged(lab: Lab, ilinca: Seat, caplog: pytest.LogCaptureFixture) -> None:
    """At any level."""
    caplog.set_level("DEBUG")
    await ilinca.sends_file("oameni-secreti.csv", MIXED.encode())
    await ilinca.presses("📤 Import")
    await ilinca.sends_file("oameni-secreti.csv", b"id,org,name\nX,NORD,\n")
    assert not any(word in caplog.text for word in ("oameni-secreti", "Ioana", "ana@example.org"))
