"""Announcements in conversation: written, previewed, tried, changed, sent once."""

import pytest

from bot.model.update import Pressed
from storage import activity
from tests.handlers.announce_steps import ENGLISH, ROMANIAN, announcements, card, drafts, manager
from tests.seeds import Lab


@pytest.mark.both
async def test_everyone_reads_it_in_their_own_language(lab: Lab) -> None:
    """One announcement in two languages, written question by question, reaches each reader in theirs."""
    ana, mia, ilinca = await lab.arrives("ana"), await lab.arrives("mia"), await manager(lab, native=False)

    await ilinca.says("/announce")
    await ilinca.says(ROMANIAN)
    await ilinca.says(ENGLISH)
    await ilinca.presses("All organisations")
    await ilinca.presses("Now")
    await ilinca.presses("📤 Send")

    assert ([ROMANIAN], [ENGLISH]) == (ana.sees.splitlines()[1:], mia.sees.splitlines()[1:])


async def test_a_draft_is_changed_question_by_question(lab: Lab) -> None:
    """In a dialogue what was written stands beside each question, to be kept by a tap."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab, native=False)
    await ilinca.says("/announce")
    for answer in (ROMANIAN, ENGLISH, "nord", "now"):
        await ilinca.says(answer)

    await ilinca.presses("Change")
    await ilinca.says("Altă sală.")
    await ilinca.presses("Leave it empty")
    await ilinca.presses("Keep it")
    await ilinca.says("acum")
    await ilinca.presses("📤 Send")

    assert ["Altă sală."] == ana.sees.splitlines()[1:]


async def test_a_text_in_one_language_says_so_to_the_others(lab: Lab) -> None:
    """Who reads another language gets the text with the name of the language it is in."""
    mia, ilinca = await lab.arrives("mia"), await manager(lab)

    await drafts(ilinca, ROMANIAN)
    await ilinca.presses("📤 Send")

    assert [f"{ROMANIAN} (in Romanian)"] == mia.sees.splitlines()[1:]


async def test_the_preview_shows_what_readers_see_and_how_many_they_are(lab: Lab) -> None:
    """Before anything is sent both readings, the number of people and who can be written to are shown."""
    await lab.arrives("ana")
    ilinca = await manager(lab)

    await drafts(ilinca, ROMANIAN)

    assert ilinca.sees.splitlines()[1:] == [
        "To: all organisations",
        "It goes to 4 people.",
        "Can be written to now: 1",
        "Waiting for first contact: 3",
        "When: at once",
        "",
        "Readers of Romanian see:",
        ROMANIAN,
        "",
        "Readers of English see:",
        f"{ROMANIAN} (in Romanian)",
    ]


async def test_send_is_the_first_button_of_the_preview(lab: Lab) -> None:
    """On any card the first button is the one that goes on."""
    ilinca = await manager(lab)

    await drafts(ilinca, ROMANIAN)

    assert "📤 Send" == ilinca.labels[0]


async def test_a_trial_goes_to_its_author_alone(lab: Lab) -> None:
    """The trial stands in the author's chat and nowhere else."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    await drafts(ilinca, ROMANIAN, ENGLISH)

    await ilinca.presses("trial")

    assert (ENGLISH in ilinca.sees, announcements(lab.room, "ana")) == (True, []), ana.all_text


async def test_a_second_tap_on_send_sends_nothing_more(lab: Lab) -> None:
    """Pressing the button of an old preview again reaches nobody twice."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN)
    tap = Pressed(ilinca.messages[-1].data("📤 Send"), ilinca.messages[-1].id)

    await ilinca.does(tap)
    await ilinca.does(tap)

    assert 1 == len(announcements(lab.room, "ana"))


async def test_a_draft_is_changed_before_it_is_sent(lab: Lab) -> None:
    """The form comes back as it was filled; what was not changed is kept."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    await drafts(ilinca, ROMANIAN, to="sector:culture")

    await ilinca.presses("Change")
    await ilinca.fills(ro="Altă sală.", when="acum")
    await ilinca.presses("📤 Send")

    assert ["Altă sală."] == ana.sees.splitlines()[1:]


async def test_a_cancelled_draft_can_not_be_sent(lab: Lab) -> None:
    """After Cancel the card says so and nothing goes out, even by the old button."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN)
    tap = Pressed(ilinca.messages[-1].data("📤 Send"), ilinca.messages[-1].id)

    await ilinca.presses("✖ Cancel")
    await ilinca.does(tap)

    assert ("Cancelled. Nothing was sent." in card(ilinca), announcements(lab.room, "ana")) == (True, [])


async def test_everything_is_in_the_activity_log(lab: Lab) -> None:
    """Each act of the manager leaves a line with the announcement, never its text."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN)
    await ilinca.presses("trial")
    await ilinca.presses("📤 Send")
    await ilinca.presses("✖ Cancel the rest")

    async with lab.room.read() as tx:
        lines = [(one.action, one.object) for one in await activity.newest(tx, 4)]
    acts = ("cancel", "send", "try", "write")
    assert [(f"{act} announcement", "announcement 1") for act in acts] == lines
