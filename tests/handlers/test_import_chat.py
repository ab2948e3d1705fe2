"""Importing in chat: sent, previewed, done, taken back."""

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.core import jobs as worker
from bot.model.values import Going, Role, Scope
from storage import linkage, outbox
from storage.activity import newest
from storage.answers import RSVP
from storage.database import Database
from storage.deadlines import DUE
from storage.files import FILE, FILE_PART
from storage.jobs import JOB
from storage.people import AFFILIATION, LINK, ORGANISATION, PERSON, GrantRow
from storage.tx import add
from tests.handlers.imports.workbooks import bomb, workbook
from tests.handlers.neighbours import holder, neighbours
from tests.handlers.steps import found, in_english, invite
from tests.handlers.test_exports import answer
from tests.room import MONDAY, Room, Seat
from tests.seeds import PEOPLE, Lab, seed

HEAD = "id,org,name,language,email\n"
NEW = f"{HEAD}P-1,NORD,Ioana Pop,ro,ioana@example.org\nP-2,BEGA,Sorin Dan,en,\n"
MIXED = f"{HEAD}ANA,NORD,Ana Maria Câmpeanu,en,ana@example.org\nDAN,NORD,Dan Munteanu,en,\nP-1,OXID,Ioana Pop,ro,\n"
GROUPS = "id,name,sector,tags\nNORD,Atelierul Sud,culture,cultura\nCASA,Casa Nouă,culture,\n"


@pytest.fixture
async def lab(room: Room) -> Lab:
    """A seeded lab in which everyone reads English; its people came from a file, as people do."""
    lab = await in_english(await seed(room))
    await room.write(lambda tx: tx.execute(update(AFFILIATION).values(imported=True)))
    return lab


@pytest.fixture
async def ilinca(lab: Lab) -> Seat:
    """The manager of everything."""
    return await lab.arrives("ilinca")


async def people(lab: Lab) -> dict[str, str]:
    """Everybody with an external key, by it."""
    return {row.key: row.name for row in await found(lab, PERSON) if row.key}


async def speaking(lab: Lab) -> set[tuple[str, str]]:
    """Who speaks for whom now, by keys."""
    pairs = (
        select(PERSON.c.key, ORGANISATION.c.key)
        .join(AFFILIATION, AFFILIATION.c.person_id == PERSON.c.id)
        .join(ORGANISATION, ORGANISATION.c.id == AFFILIATION.c.organisation_id)
        .where(AFFILIATION.c.until.is_(None))
    )
    async with lab.room.read() as tx:
        return {(row[0], row[1]) for row in (await tx.execute(pairs)).all()}


async def everything(lab: Lab) -> list[Any]:
    """All that an import may touch, as it is."""
    kept = {
        PERSON: ("key", "name", "language", "channel", "email"),
        ORGANISATION: ("key", "name", "sector", "tags"),
        AFFILIATION: ("person_id", "organisation_id", "lead", "confirmed", "imported", "until"),
    }
    standing: list[Any] = []
    for table, columns in kept.items():
        rows = [row._mapping for row in await found(lab, table)]
        standing.append([[row[name] for name in columns] for row in rows if row.get("erased_at") is None])
    return standing


async def contents(lab: Lab) -> int:
    """How many files have their content still."""
    return len({row.file_id for row in await found(lab, FILE_PART)})


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


async def test_what_changes_nothing_needs_no_button(lab: Lab, ilinca: Seat) -> None:
    """It is said, and the file is forgotten."""
    seen = await ilinca.sends_file("people.csv", b"id,org,name\nDAN,NORD,Dan Munteanu\n")
    assert ("there is nothing to import" in seen, [], 0) == (True, ilinca.labels, await contents(lab))


async def test_long_lists_are_cut_short(lab: Lab, ilinca: Seat) -> None:
    """A preview is no table."""
    rows = "".join(f"P-{number},NORD,Nume {number},ro,\n" for number in range(40))
    assert "Nume 5 and 34 more" in await ilinca.sends_file("people.csv", f"{HEAD}{rows}".encode())


async def test_a_file_with_any_error_imports_nothing(lab: Lab, ilinca: Seat) -> None:
    """The first errors are shown by row and column, as the command prints them."""
    before = await everything(lab)
    seen = await ilinca.sends_file("people.csv", f"{NEW}P-3,NOWHERE,X,ro,\nP-4,NORD,,ro,bad\n".encode())
    assert "Nothing was imported. Please correct this and send the file again:" in seen
    assert "people.csv:5:3: name is empty here; fill it in.\npeople.csv:5:5: “bad” is no e-mail address" in seen
    assert ([], before, 0) == (ilinca.labels, await everything(lab), await contents(lab))


async def test_what_only_the_store_knows_is_said_alike(lab: Lab, ilinca: Seat) -> None:
    """An organisation that is not there."""
    seen = await ilinca.sends_file("people.csv", f"{HEAD}P-3,NOWHERE,X,ro,\n".encode())
    assert "people.csv:2:2: The programme has no organisation “NOWHERE”; correct it, or add the organisation." in seen


async def test_only_the_first_errors_are_shown(lab: Lab, ilinca: Seat) -> None:
    """And how many more there are."""
    seen = await ilinca.sends_file("people.csv", (HEAD + "P,,,,\n" * 30).encode())
    assert 10 == seen.count("people.csv:") and "more" in seen.splitlines()[-1]


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


async def test_formulas_are_names_like_any_other(lab: Lab, ilinca: Seat) -> None:
    """They act nowhere: not here, not in what is exported."""
    content = workbook([["id", "org", "name"], ["P-1", "NORD", '=HYPERLINK("https://example.org")']])
    await ilinca.sends_file("people.xlsx", content)
    await ilinca.presses("📤 Import")
    assert '=HYPERLINK("https://example.org")' == (await people(lab))["P-1"]


async def test_a_name_that_is_no_path(lab: Lab, ilinca: Seat) -> None:
    """It is shown as it is, and opens nothing."""
    seen = await ilinca.sends_file("../../etc/<b>x</b>.csv", NEW.encode())
    assert "📥 Import: ../../etc/<b>x</b>.csv" in seen


async def test_cancelled(lab: Lab, ilinca: Seat) -> None:
    """Nothing is changed, and the file is forgotten."""
    before = await everything(lab)
    await ilinca.sends_file("people.csv", NEW.encode())
    seen = await ilinca.presses("✖ Cancel")
    assert ("Cancelled. Nothing was imported." in seen, [], before, 0) == (
        True,
        ilinca.labels,
        await everything(lab),
        await contents(lab),
    )


async def test_nobody_decides_for_a_day(lab: Lab, ilinca: Seat) -> None:
    """Then it is over."""
    await ilinca.sends_file("people.csv", NEW.encode())
    await lab.room.until(MONDAY + timedelta(days=1, minutes=1))
    assert ("Nobody decided for a day" in ilinca.sees, [], 0) == (True, ilinca.labels, await contents(lab))


async def test_a_second_tap_changes_nothing(lab: Lab, ilinca: Seat) -> None:
    """Whatever was tapped first."""
    await ilinca.sends_file("people.csv", NEW.encode())
    data, message = ilinca.messages[-1].data("📤 Import"), ilinca.messages[-1].id
    drop = ilinca.messages[-1].data("✖ Cancel")
    await ilinca.presses("📤 Import")
    for payload in (data, drop, data):
        await ilinca.forges(payload, message)
    assert ("Imported" in ilinca.sees, 1) == (True, sum(row.action == "import" for row in await _log(lab)))


async def _log(lab: Lab) -> Sequence[Any]:
    async with lab.room.read() as tx:
        return await newest(tx)


async def test_who_imported_stands_in_the_log(lab: Lab, ilinca: Seat) -> None:
    """And who took it back."""
    await ilinca.sends_file("people.csv", NEW.encode())
    await ilinca.presses("📤 Import")
    await ilinca.presses("↩️ Undo")
    acts = {(row.action, row.person_id, row.role) for row in await _log(lab)}
    assert {("import", lab.people["ilinca"], "manager"), ("undo import", lab.people["ilinca"], "manager")} <= acts


async def test_with_two_programmes_it_asks_which(lab: Lab, ilinca: Seat) -> None:
    """By a button for each; the file belongs to the one that is chosen."""
    other = await neighbours(lab)
    assert "For which programme is it?" in await ilinca.sends_file("o.csv", b"id,name,sector,tags\nX1,Casa,,\n")
    assert {"The sample programme", "Programul vecin (in Romanian)"} == set(ilinca.labels)
    assert "Programme: Programul vecin (in Romanian)" in await ilinca.presses("Programul vecin (in Romanian)")
    await ilinca.presses("📤 Import")
    assert [other.programme] == [row.programme_id for row in await found(lab, ORGANISATION) if row.key == "X1"]
    assert [other.programme] == [row.programme_id for row in await found(lab, FILE)]


async def test_the_choice_is_made_once(lab: Lab, ilinca: Seat) -> None:
    """A tap on the other programme shows the import that has begun."""
    await neighbours(lab)
    await ilinca.sends_file("o.csv", b"id,name,sector,tags\nX1,Casa,,\n")
    message = ilinca.messages[-1]
    first, second = message.data("The sample"), message.data("Programul vecin")
    await ilinca.forges(first, message.id)
    await ilinca.forges(second, message.id)
    assert (1, "Programme: The sample programme" in ilinca.sees) == (len(await found(lab, JOB)), True)


async def test_somebody_elses_file(lab: Lab, ilinca: Seat) -> None:
    """Another manager cannot choose for the one who sent it."""
    await neighbours(lab)
    await holder(lab, "vera", Role.MANAGER, Scope.PROGRAMME, lab.programme)
    vera = await lab.arrives("vera")
    await ilinca.sends_file("o.csv", b"id,name,sector,tags\nX1,Casa,,\n")
    await vera.forges(ilinca.messages[-1].data("The sample"))
    assert ([], "somebody else" in vera.sees) == (await found(lab, JOB), True)


async def test_the_wall_between_programmes(lab: Lab, ilinca: Seat) -> None:
    """A manager of the neighbouring programme can neither do nor undo it, and sees no card."""
    other = await neighbours(lab)
    await holder(lab, "vera", Role.MANAGER, Scope.PROGRAMME, other.programme)
    vera = await lab.arrives("vera")
    await ilinca.sends_file("people.csv", NEW.encode())
    await ilinca.presses("The sample")
    await vera.forges(ilinca.messages[-1].data("📤 Import"))
    assert "P-1" not in await people(lab) and "Only the organisers" in vera.sees


async def test_another_manager_of_the_programme_may_decide(lab: Lab, ilinca: Seat) -> None:
    """The job is the programme's."""
    await holder(lab, "vera", Role.MANAGER, Scope.PROGRAMME, lab.programme)
    vera = await lab.arrives("vera")
    await ilinca.sends_file("people.csv", NEW.encode())
    await vera.forges(ilinca.messages[-1].data("📤 Import"))
    assert "P-1" in await people(lab)


async def test_what_was_changed_between_preview_and_tap(lab: Lab, ilinca: Seat) -> None:
    """It is compared again: an organisation that is gone is said, and nothing is imported."""
    await ilinca.sends_file("groups.csv", GROUPS.encode())
    await ilinca.presses("📤 Import")
    await ilinca.sends_file("people.csv", f"{HEAD}P-1,CASA,Ioana Pop,ro,\n".encode())
    preview = ilinca.messages[-1]
    first = ilinca.messages[-2].data("↩️ Undo")
    await ilinca.forges(first, ilinca.messages[-2].id)
    await ilinca.forges(preview.data("📤 Import"), preview.id)
    assert "The programme has no organisation “CASA”" in preview.text and "P-1" not in await people(lab)


async def test_a_process_that_is_killed_while_it_imports(lab: Lab, ilinca: Seat, url: str) -> None:
    """The next one does it from its start, once, and the card tells so."""
    await ilinca.sends_file("people.csv", NEW.encode())
    await lab.room.program.stop()
    db = Database(url)
    killed = {"kind": "import.apply", "state": "running", "attempts": 1}
    await db.write(lambda tx: tx.execute(JOB.update().values(**killed)))
    await db.close()

    second = await Room.open(url)
    await second.write(lambda tx: outbox.touch(tx, ["import"], "1"))
    await second.settle()

    assert "Imported" in second.memory.chats["ilinca"][-1].text
    assert ({"P-1", "P-2"} <= (await people(lab)).keys(), 1) == (
        True,
        sum(row.action == "import" for row in await _log(lab)),
    )
    await second.close()


async def test_after_the_hour_the_button_is_gone(lab: Lab, ilinca: Seat) -> None:
    """And a press on it says why; what could have been restored is forgotten."""
    await ilinca.sends_file("people.csv", MIXED.encode())
    await ilinca.presses("📤 Import")
    data = ilinca.messages[-1].data("↩️ Undo")
    await lab.room.until(MONDAY + timedelta(hours=1, seconds=1))
    assert ([], "Imported" in ilinca.sees) == (ilinca.labels, True)
    assert "that hour is over" in await ilinca.forges(data)
    (job,) = await found(lab, JOB)
    assert (False, None, "P-1" in await people(lab)) == ("journal" in job.outcome, job.undo_until, True)


async def test_undo_twice_is_undo_once(lab: Lab, ilinca: Seat) -> None:
    """The second tap finds it taken back."""
    await ilinca.sends_file("people.csv", NEW.encode())
    await ilinca.presses("📤 Import")
    data, message = ilinca.messages[-1].data("↩️ Undo"), ilinca.messages[-1].id
    await ilinca.forges(data, message)
    await ilinca.forges(data, message)
    assert ("Taken back" in ilinca.sees, 1) == (True, sum(row.action == "undo import" for row in await _log(lab)))
    assert ["replaced"] * 2 == sorted(row.state for row in await found(lab, DUE) if row.kind.startswith("import"))[-2:]


async def imported(lab: Lab, ilinca: Seat, content: str = NEW) -> dict[str, int]:
    """Import a table; the new people's numbers by key."""
    await ilinca.sends_file("people.csv", content.encode())
    await ilinca.presses("📤 Import")
    return {row.key: row.id for row in await found(lab, PERSON) if row.key and row.key.startswith("P-")}


async def test_who_has_arrived_stays(lab: Lab, ilinca: Seat) -> None:
    """With their affiliation, and the report of the undo names them."""
    new = await imported(lab, ilinca)
    lab.people["ioana"] = new["P-1"]
    await lab.arrives("ioana")
    back = await ilinca.presses("↩️ Undo")
    assert "People: gone 1, as before 0" in back
    assert "These stay, because something was done with them since:\nIoana Pop" in back
    assert (True, False) == (("P-1", "NORD") in await speaking(lab), "P-2" in await people(lab))


async def test_whose_link_was_opened_stays(lab: Lab, ilinca: Seat) -> None:
    """Even if nobody knows by whom."""
    new = await imported(lab, ilinca)
    opened = update(LINK).where(LINK.c.person_id == new["P-1"]).values(opened_at=MONDAY)
    await lab.room.write(lambda tx: tx.execute(opened))
    assert "Ioana Pop" in await ilinca.presses("↩️ Undo")


@pytest.mark.parametrize("deed", ["invited", "answered", "corrected", "role"])
async def test_who_was_built_on_stays(lab: Lab, ilinca: Seat, deed: str) -> None:
    """Whatever it was."""
    new = await imported(lab, ilinca)
    lab.people["ioana"] = new["P-1"]
    if deed == "invited":
        PEOPLE["ioana"] = ("Ioana Pop", "nord", "ro")
        await invite(lab, "ioana")
        del PEOPLE["ioana"]
    elif deed == "answered":
        await answer(lab, "ioana", Going.YES)
    elif deed == "corrected":
        corrected = update(PERSON).where(PERSON.c.id == new["P-1"]).values(name="Ioana Popa")
        await lab.room.write(lambda tx: tx.execute(corrected))
    else:
        grant = GrantRow(person_id=new["P-1"], role=Role.HOST, scope=Scope.EVENT, scope_id=lab.event, since=MONDAY)
        await lab.room.write(lambda tx: add(tx, grant))
    back = await ilinca.presses("↩️ Undo")
    assert ("People: gone 1" in back, "Ioana Pop" in back, True) == (True, True, "P-1" in await people(lab))


async def test_a_link_that_was_handed_out_opens_nobody_elses_door(lab: Lab, ilinca: Seat) -> None:
    """It is revoked, and its number is not given again."""
    new = await imported(lab, ilinca)
    (link,) = [row for row in await found(lab, LINK) if row.person_id == new["P-1"]]
    token = await lab.room.token("p", link.id)
    await ilinca.presses("↩️ Undo")
    again = await imported(lab, ilinca)
    stranger = lab.room.seat("stranger")
    await stranger.says(f"/start {token}")
    assert new["P-1"] not in again.values() and "Ioana" not in stranger.all_text
    async with lab.room.read() as tx:
        kept = await linkage.link(tx, link.id)
    assert kept is not None and (None, True) == (kept.person_id, kept.revoked_at is not None)


@pytest.mark.parametrize("seed_of_it", range(6))
async def test_whatever_was_imported_is_taken_back(lab: Lab, ilinca: Seat, seed_of_it: int) -> None:
    """Tables of known and new people, moved, renamed, with other languages: afterwards all is as it was."""
    dice = random.Random(seed_of_it)
    keys = [*(row.key for row in await found(lab, PERSON) if row.key), *(f"P-{number}" for number in range(6))]
    chosen = dice.sample(keys, 6)
    rows = [
        f"{key},{dice.choice(['NORD', 'BEGA', 'OXID'])},{dice.choice('ABC')},{dice.choice(['ro', 'en', ''])},"
        f"{dice.choice(['', 'slack'])},{dice.choice(['', 'a@example.org'])},{dice.choice(['', 'da'])}\n"
        for key in chosen
    ]
    before = await everything(lab)
    await imported(lab, ilinca, "id,org,name,language,channel,email,lead\n" + "".join(rows))
    assert before != await everything(lab)
    await ilinca.presses("↩️ Undo")
    assert before == await everything(lab)


async def test_values_that_are_others_by_now_stay(lab: Lab, ilinca: Seat) -> None:
    """What somebody corrected since is not overwritten; the rest is as before."""
    await imported(lab, ilinca, MIXED)
    ana = lab.people["ana"]
    await lab.room.write(lambda tx: tx.execute(update(PERSON).where(PERSON.c.id == ana).values(name="Ana M. C.")))
    back = await ilinca.presses("↩️ Undo")
    (row,) = [row for row in await found(lab, PERSON) if row.id == ana]
    assert ("Ana M. C.", "", True) == (row.name, row.email, "Ana M. C." in back)


async def test_a_move_to_another_organisation_is_taken_back(lab: Lab, ilinca: Seat) -> None:
    """The first affiliation stands again, the second is gone."""
    before = await speaking(lab)
    await imported(lab, ilinca, f"{HEAD}ANA,BEGA,Ana Câmpeanu,ro,\n")
    assert {("ANA", "BEGA")} == await speaking(lab) - before
    await ilinca.presses("↩️ Undo")
    assert before == await speaking(lab)


async def test_organisations_are_taken_back(lab: Lab, ilinca: Seat) -> None:
    """New ones to which nothing points, and old names."""
    before = await everything(lab)
    await ilinca.sends_file("groups.csv", GROUPS.encode())
    await ilinca.presses("📤 Import")
    back = await ilinca.presses("↩️ Undo")
    assert ("Organisations: gone 1, as before 1" in back, before) == (True, await everything(lab))


async def test_an_organisation_for_which_somebody_speaks_stays(lab: Lab, ilinca: Seat) -> None:
    """Somebody has built on it."""
    await ilinca.sends_file("groups.csv", GROUPS.encode())
    await ilinca.presses("📤 Import")
    card = ilinca.messages[-1]
    data, message = card.data("↩️ Undo"), card.id
    await imported(lab, ilinca, f"{HEAD}P-1,CASA,Ioana Pop,ro,\n")
    await ilinca.forges(data, message)
    assert "Organisations: gone 0, as before 1" in card.text and "Casa Nouă" in card.text


async def test_a_guest_whom_the_import_confirmed_is_a_guest_again(lab: Lab, ilinca: Seat) -> None:
    """With their answer counting apart."""
    guest = (
        update(AFFILIATION).where(AFFILIATION.c.person_id == lab.people["ana"]).values(confirmed=False, imported=False)
    )
    await lab.room.write(lambda tx: tx.execute(guest))
    await answer(lab, "ana", Going.YES, guest=True)
    before = await everything(lab)
    await imported(lab, ilinca, f"{HEAD}ANA,NORD,Ana Câmpeanu,ro,\n")
    assert [False] == [row.guest for row in await found(lab, RSVP)]
    await ilinca.presses("↩️ Undo")
    assert ([True], before) == ([row.guest for row in await found(lab, RSVP)], await everything(lab))


async def test_who_was_erased_meanwhile_is_not_brought_back(lab: Lab, ilinca: Seat) -> None:
    """The undo knows nothing of them any more."""
    ana = await lab.arrives("ana")
    await imported(lab, ilinca, MIXED)
    await ana.says("/data")
    await ana.presses("🗑 Delete my data")
    await ana.presses("Delete everything")
    (job,) = await found(lab, JOB)
    assert "Câmpeanu" not in str(job.outcome)
    await ilinca.presses("↩️ Undo")
    (row,) = [row for row in await found(lab, PERSON) if row.id == lab.people["ana"]]
    assert ("", "") == (row.name, row.email)


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
