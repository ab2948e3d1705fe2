"""What a preview shows, and what is made of it: by whom, in which programme, and once."""

from datetime import timedelta

from bot.model.values import Role, Scope
from storage.files import FILE
from storage.jobs import JOB
from storage.people import ORGANISATION
from tests.handlers.imports.chat.steps import GROUPS, HEAD, NEW, contents, everything, log, people
from tests.handlers.neighbours import holder, neighbours
from tests.handlers.steps import found
from tests.room import MONDAY, Seat
from tests.seeds import Lab


async def test_what_changes_nothing_needs_no_button(lab: Lab, ilinca: Seat) -> None:
    """It is said, and the file is forgotten."""
    seen = await ilinca.sends_file("people.csv", b"id,org,name\nDAN,NORD,Dan Munteanu\n")
    assert ("there is nothing to import" in seen, [], 0) == (True, ilinca.labels, await contents(lab))


async def test_long_lists_are_cut_short(lab: Lab, ilinca: Seat) -> None:
    """A preview is no table."""
    rows = "".join(f"P-{number},NORD,Nume {number},ro,\n" for number in range(40))
    assert "Nume 5 and 34 more" in await ilinca.sends_file("people.csv", f"{HEAD}{rows}".encode())


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
    assert ("Imported" in ilinca.sees, 1) == (True, sum(row.action == "import" for row in await log(lab)))


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
