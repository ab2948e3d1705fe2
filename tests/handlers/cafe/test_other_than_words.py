"""What people send in a round instead of words: a voice note is kept; of what can not be, they hear what can."""

import pytest

from storage.files import FILE, FILE_PART
from storage.ideas import IDEA
from tests.handlers.cafe.test_collecting import running
from tests.handlers.steps import found
from tests.seeds import Lab

INSTEAD = "I can not keep this as an idea. Please write it in words, or send a photo or a voice message."


@pytest.mark.parametrize("what", ["sticker", "other"])
async def test_what_is_no_idea_is_answered_with_what_can_be_sent(lab: Lab, what: str) -> None:
    """A sticker; a location or a video, which platforms bring as something other than all that has a name."""
    ilinca, ana = await running(lab)
    await ana.sends(what)

    assert (INSTEAD, []) == (ana.sees, await found(lab, IDEA))
    assert "Table 1, question 1: 0 ideas" in ilinca.sees


async def test_a_video_that_is_sent_as_a_file_is_not_fetched(lab: Lab) -> None:
    """Its writer hears which files can be sent, and not a byte of it is kept."""
    ilinca, ana = await running(lab)
    await ana.sends_file("table-1.mp4", b"\x00\x00\x00\x18ftypmp42", caption="Our table")

    assert ana.sees.startswith("I can read files of these kinds here: .jpg, ")
    assert ([], [], []) == (lab.room.memory.fetches, await found(lab, IDEA), await found(lab, FILE))
    assert "Table 1, question 1: 0 ideas" in ilinca.sees


@pytest.mark.both
@pytest.mark.parametrize("name", ["voice-9.ogg", "voice-9.oga", "voice-9.m4a"])
async def test_a_voice_note_is_kept_with_its_caption(lab: Lab, name: str) -> None:
    """As a file, at the question of the table; it counts."""
    ilinca, ana = await running(lab)
    await ana.sends_file(name, b"OggS, more rooms", caption="More rooms")
    (row,), (file,) = await found(lab, IDEA), await found(lab, FILE)

    assert ("More rooms", "voice", True, 1) == (row.text, row.what, row.counts, row.question)
    assert (row.file_id, 16) == (file.id, file.size)
    assert 1 == len(await found(lab, FILE_PART))
    assert "✔️ Your voice message is saved for question 1." in ana.sees
    assert "Table 1, question 1: 1 idea" in ilinca.sees
