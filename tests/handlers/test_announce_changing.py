"""A text that is being changed: the preview above still shows the old one, and neither of the two may get lost."""

from datetime import timedelta

import pytest

from tests.handlers.announce_steps import ROMANIAN, announcements, card, drafts, manager
from tests.room import MONDAY, Seat
from tests.seeds import Lab

BEING_CHANGED = (
    "The text is being changed just now, so nothing was sent. Please finish the change first; or leave it with "
    "/cancel, and then send the text as it was."
)
NEW = "Altă sală."


@pytest.fixture
async def ilinca(lab: Lab) -> Seat:
    """The manager, who is asked question by question and has begun to change the text of a draft; Ana waits for it."""
    await lab.arrives("ana")
    ilinca = await manager(lab, native=False)
    await ilinca.says("/announce")
    await ilinca.says(ROMANIAN)
    await ilinca.presses("Skip")
    await ilinca.says("nord")
    await ilinca.says("now")
    await ilinca.presses("Change")
    return ilinca


async def finishes(ilinca: Seat) -> None:
    """The rest of the questions, after the text in Romanian."""
    await ilinca.presses("Skip")
    await ilinca.presses("Keep it")
    await ilinca.says("now")


async def test_the_old_preview_does_not_send_meanwhile(lab: Lab, ilinca: Seat) -> None:
    """It says what is going on and how to go on."""
    await ilinca.presses("📤 Send")

    assert BEING_CHANGED == ilinca.sees
    assert [] == announcements(lab.room, "ana")


async def test_the_new_words_are_not_lost(lab: Lab, ilinca: Seat) -> None:
    """The questions go on where they stood, and the new text goes out."""
    await ilinca.says(NEW)
    await ilinca.presses("📤 Send")
    await finishes(ilinca)
    await ilinca.presses("📤 Send")

    assert [NEW] == [one.text.splitlines()[1] for one in announcements(lab.room, "ana")]


async def test_after_cancel_the_old_text_can_be_sent(lab: Lab, ilinca: Seat) -> None:
    """The preview stands as it was."""
    await ilinca.says(NEW)
    await ilinca.says("/cancel")
    await ilinca.presses("📤 Send")

    assert [ROMANIAN] == [one.text.splitlines()[1] for one in announcements(lab.room, "ana")]


async def test_the_change_is_left_by_a_button(lab: Lab, ilinca: Seat) -> None:
    """The refusal becomes the preview, and what is written next answers no question."""
    await ilinca.presses("📤 Send")
    await ilinca.presses("✖ Leave the change")
    preview = ilinca.sees
    await ilinca.says(NEW)

    assert preview.startswith("👁 Preview of the announcement")
    assert "Announcement · 2 of" not in ilinca.sees


async def test_a_form_that_was_closed_unseen(lab: Lab) -> None:
    """Where platforms show forms, they do not tell that one was closed: one tap more, and the old text goes."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN)
    await ilinca.presses("Change")

    await ilinca.presses("📤 Send")
    told = ilinca.sees
    await ilinca.presses("✖ Leave the change")
    await ilinca.presses("📤 Send")

    assert BEING_CHANGED == told
    assert [ROMANIAN] == [one.text.splitlines()[1] for one in announcements(lab.room, "ana")]


async def test_a_change_forgotten_for_a_day(lab: Lab, ilinca: Seat) -> None:
    """Its questions take no answers any more, so it holds nothing up."""
    await lab.room.until(MONDAY + timedelta(days=2))
    await ilinca.presses("📤 Send")

    assert [ROMANIAN] == [one.text.splitlines()[1] for one in announcements(lab.room, "ana")]


async def test_a_planned_one_goes_out_while_it_is_changed(lab: Lab) -> None:
    """The form comes back with what was written, and says what can be done with it."""
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN, when="5.01.2027 10:00")
    await ilinca.presses("📤 Plan")
    await lab.room.until(MONDAY + timedelta(hours=24))
    await ilinca.presses("Change")
    await lab.room.until(MONDAY + timedelta(hours=25))
    await ilinca.fills(ro=NEW)

    assert [NEW] == [one.value for one in ilinca.form.fields if one.name == "ro"]
    assert "It has gone out meanwhile, as it was." in ilinca.complaints["ro"]
    assert "Sent:" in card(ilinca)
