"""Photos and voice notes in a table's group: kept as in private, marked like words, and fetched from nobody else."""

from datetime import timedelta
from typing import Any

import pytest

from bot.core.ports import LARGEST_FILE
from bot.model.problems import Refused
from bot.model.update import Edited, FileHandle
from storage import cafe_places
from storage.files import FILE, FILE_PART
from storage.ideas import IDEA
from storage.inbox import INBOX
from tests.handlers.cafe.places_steps import bound, group_of_an_open_cafe, runs
from tests.handlers.neighbours import neighbours
from tests.handlers.steps import found
from tests.room import Group
from tests.seeds import Lab

SHEET = b"\xff\xd8 a sheet"
HEAD = "Your file in North:\n"
TOO_LARGE = HEAD + "The file is larger than 20 MB, so I did not take it. Please send a smaller one."
NOT_FETCHED = HEAD + "I could not fetch the file, and nothing was changed. Please send it again in a few minutes."
OTHER = HEAD + "I can read files of these kinds here: .jpg"
NO_TABLES = HEAD + "The group is no longer that of a table, so I did not keep it."


@pytest.fixture
async def north(lab: Lab) -> Group:
    """The group of table 2."""
    return await group_of_an_open_cafe(lab)


async def kept(lab: Lab) -> list[Any]:
    """The ideas."""
    return await found(lab, IDEA)


@pytest.mark.both
@pytest.mark.parametrize(
    ("name", "caption", "what"), [("photo-7.jpg", "Our sheet", "photo"), ("voice-8.ogg", "", "voice")]
)
async def test_it_is_an_idea_of_whoever_sent_it(lab: Lab, north: Group, name: str, caption: str, what: str) -> None:
    """With its caption, at the question of the table; the message gets a mark, and nobody a message."""
    await runs(lab)
    ana = lab.room.seat("ana")
    before = len(ana.messages), len(north.messages)
    await ana.sends_file(name, SHEET, caption=caption, group=north)
    (row,), (file,) = await kept(lab), await found(lab, FILE)

    assert (caption, what, 2, lab.people["ana"]) == (row.text, row.what, row.question, row.person_id)
    assert (file.id, lab.people["ana"], True) == (row.file_id, file.by_id, row.counts)
    assert (True, before) == (ana.told.kept, (len(ana.messages), len(north.messages)))


async def test_it_counts_at_the_table(lab: Lab, north: Group) -> None:
    """On the console."""
    ilinca = await runs(lab)
    await lab.room.seat("ana").sends_file("photo-7.jpg", SHEET, group=north)
    await ilinca.says("/cafe E1")

    assert "Table 2, question 2: 1 idea" in ilinca.sees


async def test_an_edit_corrects_its_caption(lab: Lab, north: Group) -> None:
    """A photo counts whatever stands beside it."""
    await runs(lab)
    ana = lab.room.seat("ana")
    await ana.sends_file("photo-7.jpg", SHEET, caption="Our sheet", group=north)
    (row,) = await kept(lab)
    await ana.does(Edited("idem", row.message), north)

    assert [("idem", True)] == [(row.text, row.counts) for row in await kept(lab)]


async def test_a_telephone_number_in_a_caption_is_warned_of_in_private(lab: Lab, north: Group) -> None:
    """As in words."""
    await runs(lab)
    ana = lab.room.seat("ana")
    await ana.sends_file("photo-7.jpg", SHEET, caption="Call 0723 456 789.", group=north)

    assert "✔️ Your photo is saved for question 2." in ana.sees
    assert "⚠️ Your message seems to contain personal data" in ana.sees


async def test_outside_a_round_nothing_is_fetched_or_stored(lab: Lab, north: Group) -> None:
    """Neither before it nor after its grace."""
    ana = lab.room.seat("ana")
    before = len(await found(lab, INBOX))
    await ana.sends_file("photo-7.jpg", SHEET, group=north)
    early = len(await found(lab, INBOX))
    ilinca = await runs(lab)
    await ilinca.presses("🔔 Gong now")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=5))
    ended = len(await found(lab, INBOX))
    await ana.sends_file("photo-8.jpg", SHEET, group=north)

    assert (before, ended) == (early, len(await found(lab, INBOX)))
    assert ([], []) == (lab.room.memory.fetches, await found(lab, FILE))


@pytest.mark.parametrize("whose", ["another group", "no longer the table's"])
async def test_in_a_group_of_no_table_nothing_is_fetched_or_stored(lab: Lab, north: Group, whose: str) -> None:
    """Though a round runs, and we are in it."""
    ilinca = await runs(lab)
    south = lab.room.group("South")
    await lab.room.seat("ilinca").puts_us_into(south)
    await bound(lab, ilinca, 2, None)
    before = len(await found(lab, INBOX))
    await lab.room.seat("ana").sends_file("photo-7.jpg", SHEET, group=south if whose == "another group" else north)

    assert (before, []) == (len(await found(lab, INBOX)), lab.room.memory.fetches)


@pytest.mark.both
async def test_nothing_is_fetched_from_a_stranger(lab: Lab, north: Group) -> None:
    """They are shown the way, as for words."""
    await runs(lab)
    stranger = lab.room.seat("x")
    await stranger.sends_file("photo-7.jpg", SHEET, group=north)

    assert ([], [], False) == (lab.room.memory.fetches, await kept(lab), stranger.told.kept)
    assert north.sees.startswith("I keep ideas of people I know.")


async def test_nothing_is_fetched_from_somebody_of_another_programme(lab: Lab, north: Group) -> None:
    """Nor are their words kept there."""
    await runs(lab)
    lab.people["ion"] = (await neighbours(lab)).person
    ion = await lab.arrives("ion")
    await ion.sends_file("photo-7.jpg", SHEET, group=north)

    assert ([], [], False) == (lab.room.memory.fetches, await kept(lab), ion.told.kept)


async def test_nothing_is_fetched_from_whoever_was_erased(lab: Lab, north: Group) -> None:
    """We do not know them any more."""
    await runs(lab)
    ana = lab.room.seat("ana")
    await ana.says("/data")
    await ana.presses("🗑 Delete my data")
    await ana.presses("Delete everything")
    await ana.sends_file("photo-7.jpg", SHEET, group=north)

    assert ([], []) == (lab.room.memory.fetches, await kept(lab))


@pytest.mark.parametrize(
    ("name", "size", "fault", "told"),
    [
        ("photo-7.jpg", LARGEST_FILE + 1, None, TOO_LARGE),
        ("photo-7.jpg", None, Refused("gone"), NOT_FETCHED),
        ("plan.tiff", None, None, OTHER),
    ],
    ids=["too large", "not fetched", "of another kind"],
)
async def test_what_can_not_be_taken_is_said_to_its_sender(
    lab: Lab, north: Group, name: str, size: int | None, fault: Refused | None, told: str
) -> None:
    """In private, in the words of a private chat; the group reads nothing, and there is no mark."""
    await runs(lab)
    lab.room.memory.broken_fetches = [fault] if fault else []
    ana, before = lab.room.seat("ana"), len(north.messages)
    await ana.sends_file(name, SHEET, size=size, group=north)

    assert ana.sees.startswith(told)
    assert (before, False, [], []) == (len(north.messages), ana.told.kept, await kept(lab), await found(lab, FILE))


async def test_who_can_not_be_written_to_is_told_in_the_group(lab: Lab, north: Group) -> None:
    """Once in ten minutes, for all read it there."""
    await runs(lab)
    ana, before = lab.room.seat("ana"), len(north.messages)
    await ana.blocks()
    for name in ("photo-7.jpg", "photo-8.jpg"):
        await ana.sends_file(name, SHEET, size=LARGEST_FILE + 1, group=north)

    assert (TOO_LARGE.removeprefix(HEAD), 1) == (north.sees, len(north.messages) - before)


async def test_several_that_can_not_be_taken_are_told_together(lab: Lab, north: Group) -> None:
    """Those of one minute; later again."""
    await runs(lab)
    ana = lab.room.seat("ana")
    before = len(ana.messages)
    for name in ("photo-7.jpg", "photo-8.jpg"):
        await ana.sends_file(name, SHEET, size=LARGEST_FILE + 1, group=north)
    at_once = len(ana.messages) - before
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=1))
    await ana.sends_file("photo-9.jpg", SHEET, size=LARGEST_FILE + 1, group=north)

    assert (1, 2) == (at_once, len(ana.messages) - before)


async def test_what_takes_so_long_that_the_group_is_no_longer_the_tables_is_not_kept(
    lab: Lab, north: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing stays of it, and its sender hears why."""
    await runs(lab)
    fetch = lab.room.memory.fetch

    async def slowly(handle: FileHandle, limit: int) -> bytes:
        await lab.room.write(lambda tx: cafe_places.bind(tx, 1, 2, None))
        return await fetch(handle, limit)

    monkeypatch.setattr(lab.room.memory, "fetch", slowly)
    ana = lab.room.seat("ana")
    await ana.sends_file("photo-7.jpg", SHEET, group=north)

    assert NO_TABLES == ana.sees
    assert ([], [], []) == (await kept(lab), await found(lab, FILE), await found(lab, FILE_PART))


async def test_a_withdrawn_photo_is_gone(lab: Lab, north: Group) -> None:
    """With its content, from the list of one's own ideas."""
    await runs(lab)
    ana = lab.room.seat("ana")
    await ana.sends_file("photo-7.jpg", SHEET, caption="Our sheet", group=north)
    await ana.says("/my")
    await ana.presses("💡 My ideas")
    await ana.presses("2. Our sheet")
    await ana.presses("🗑 Withdraw")

    assert [] == await found(lab, FILE_PART)
