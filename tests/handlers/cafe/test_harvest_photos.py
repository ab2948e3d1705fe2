"""Photos and voice notes of a café: kept for good, and handed over to those who run it."""

import io
import zipfile
from datetime import timedelta

import pytest

from handlers.cafe import harvest_photos
from handlers.cafe.harvest_photos import TakePhoto, TakePhotos, parted
from storage import jobs
from storage.activity import newest
from storage.harvesting import InAFile
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.room import Seat
from tests.seeds import Lab

SHEET, NOTE = b"\xff\xd8 our sheet", b"OggS our words"
EVERYBODY = ("ana", "dan", "mia", "radu")


async def photographed(lab: Lab, **more: str) -> tuple[Seat, Seat]:
    """Round 1 runs; the facilitator, and Ana at table 1, who has sent a photo without a word and a voice note."""
    ana, *_ = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca, **more)
    await starts(ilinca)
    await ana.sends_file("Foaia lui Dan.JPG", SHEET)
    await ana.sends_file("note.ogg", NOTE, caption="What Dan said")
    return ilinca, ana


def archive(seat: Seat) -> tuple[str, dict[str, bytes]]:
    """The archive that came last: what it is called, and what is in it."""
    (document,) = seat.messages[-1].drawn.documents
    with zipfile.ZipFile(io.BytesIO(document.content)) as packed:
        return document.name, {name: packed.read(name) for name in packed.namelist()}


@pytest.mark.both
async def test_all_of_them_come_in_an_archive(lab: Lab) -> None:
    """Byte by byte, each named by where it belongs and by its number in the table; never as it was called."""
    ilinca, _ = await photographed(lab)
    await ilinca.says("/harvest E1")
    await ilinca.presses("📎 2 photos and voice notes")

    assert (
        "photos-E1.zip",
        {"question-1-table-1-round-1-1.jpg": SHEET, "question-1-table-1-round-1-2.ogg": NOTE},
    ) == archive(ilinca)


async def test_what_does_not_fit_comes_in_another_part(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chat brings no file of any size: the way to the next part stands below the one before."""
    monkeypatch.setattr(harvest_photos, "MOST_BYTES", len(SHEET))
    ilinca, _ = await photographed(lab)
    await ilinca.says("/harvest E1")
    await ilinca.presses("📎 2 photos and voice notes")
    first = archive(ilinca)
    await ilinca.presses("Part 2 of 2 ▸")

    assert ("photos-E1-1.zip", {"question-1-table-1-round-1-1.jpg": SHEET}) == first
    assert ("photos-E1-2.zip", {"question-1-table-1-round-1-2.ogg": NOTE}) == archive(ilinca)


@pytest.mark.parametrize(
    ("sizes", "parts"),
    [([], []), ([3], [[3]]), ([11], [[11]]), ([4, 6, 1], [[4, 6], [1]]), ([6, 5, 5], [[6], [5, 5]])],
)
def test_parts(sizes: list[int], parts: list[list[int]]) -> None:
    """In their order, ten bytes a part; what is larger by itself."""
    found = [InAFile(n, 1, 1, 1, 1, "", n, "a.jpg", size) for n, size in enumerate(sizes)]

    assert parts == [[one.size for one in part] for part in parted(found, 10)]


@pytest.mark.both
async def test_one_of_them_is_looked_at(lab: Lab) -> None:
    """Also one without a word: as a message of its own, with its caption."""
    ilinca, _ = await photographed(lab)
    await ilinca.says("/harvest E1")
    await ilinca.presses("🔎 One by one")
    listed = [label for label in ilinca.labels if label.startswith(("📎", "What"))]
    await ilinca.presses("What Dan said")
    await ilinca.presses("📎 Show the file")
    (document,) = ilinca.messages[-1].drawn.documents

    assert ["What Dan said", "📎"] == listed
    assert ("Question 1, table 1\nWhat Dan said", NOTE, "audio/ogg") == (
        ilinca.sees,
        document.content,
        document.media_type,
    )


async def test_what_was_withdrawn_is_in_no_archive(lab: Lab) -> None:
    """Nor is it offered."""
    ilinca, ana = await photographed(lab)
    await ana.presses("✏️ Change one of them")
    await ana.presses("What Dan said")
    await ana.presses("🗑 Withdraw")
    await ilinca.says("/harvest E1")
    await ilinca.presses("📎 1 photo or voice note")

    assert ["question-1-table-1-round-1-1.jpg"] == list(archive(ilinca)[1])


async def test_what_somebody_took_along_is_not_offered(lab: Lab) -> None:
    """Erased with whoever sent it."""
    ilinca, ana = await photographed(lab)
    await ana.says("/data")
    await ana.presses("🗑 Delete my data")
    await ana.presses("Delete everything")
    await ilinca.says("/harvest E1")

    assert not [label for label in ilinca.labels if "📎" in label]


@pytest.mark.both
async def test_they_are_kept_for_good(lab: Lab) -> None:
    """Other files are forgotten when they are done with; these are what somebody said."""
    ilinca, _ = await photographed(lab)
    later = lab.room.clock.now() + timedelta(days=99)
    await lab.room.write(lambda tx: jobs.forget_old_files(tx, later))
    await ilinca.says("/harvest E1")
    await ilinca.presses("📎 2 photos and voice notes")

    assert [SHEET, NOTE] == list(archive(ilinca)[1].values())


@pytest.mark.parametrize("press", [TakePhotos(1, 1), TakePhoto(1)])
async def test_only_those_who_run_the_cafe_get_them(lab: Lab, press: TakePhotos | TakePhoto) -> None:
    """A button is no proof."""
    _, ana = await photographed(lab)
    before = len(ana.messages)
    await ana.forges(press.pack())

    assert [] == [one for message in ana.messages[before:] for one in message.drawn.documents]


async def test_who_took_them_stands_in_the_log(lab: Lab) -> None:
    """As whoever takes the table."""
    ilinca, _ = await photographed(lab)
    await ilinca.forges(TakePhotos(1, 1).pack())
    async with lab.room.read() as tx:
        row = (await newest(tx, 1))[0]

    assert ("export photos", "event 1") == (row.action, row.object)


@pytest.mark.parametrize(("naming", "by"), [("named", True), ("facilitator", True), ("anonymous", False)])
async def test_whoever_runs_the_cafe_reads_who_said_it(lab: Lab, naming: str, by: bool) -> None:
    """As people were told; in an anonymous café nobody does."""
    ilinca, ana = await photographed(lab, naming=naming)
    await ana.says("More rooms.")
    await ilinca.says("/harvest E1")
    await ilinca.presses("🔎 One by one")
    await ilinca.presses("More rooms.")

    assert by == ("By Ana" in ilinca.sees)
