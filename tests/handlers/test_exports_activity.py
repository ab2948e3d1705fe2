"""The exported log: who did what to which object."""

from handlers.people.doors import EndRole
from handlers.shared.presses import Manage
from tests.handlers.export_steps import rows
from tests.handlers.steps import desk, in_english
from tests.seeds import Lab


async def lines(lab: Lab) -> list[tuple[str, str, str]]:
    """The exported log: who did what to which object."""
    return [(row["person"], row["action"], row["object"]) for row in await rows(lab, "activity")]


async def test_the_log_names_objects_by_their_keys(lab: Lab) -> None:
    """Our numbers mean nothing outside."""
    await in_english(lab)
    ana, ilinca = await lab.arrives("ana"), await lab.arrives("ilinca")
    number = lab.people["ilinca"]
    await ana.forges(Manage(lab.event).pack())
    await ana.says("/start WRONGCODE-2345")
    await lab.room.seat("stranger").says("/start WRONGCODE-2345")
    await ana.says("/ask E1 Unde?")
    await ana.presses("📤")
    await ilinca.presses("📞")
    await ana.forges(EndRole(1).pack())
    await lab.room.write(lambda tx: desk(lab, tx).record("grant host for lab 1", f"person {number}", by=number))

    assert [
        ("ANA", Manage.name, "event E1"),
        ("ANA", "start", "account A#1 (memory, ANA)"),
        ("", "start", "account A#3 (memory)"),
        (f"P#{number}", "question handled elsewhere", "question Q#1 (E1)"),
        ("ANA", EndRole.name, f"grant manager P#{number}"),
        (f"P#{number}", "grant host for lab L1", f"person P#{number}"),
    ] == await lines(lab)
