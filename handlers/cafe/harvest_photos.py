"""Photos and voice notes of a café, handed over as archives to those who run it, each no larger than a chat brings."""

import io
import mimetypes
import zipfile
from collections.abc import Sequence

from bot.core import Ctx, Look
from bot.core.files import read_file
from bot.model.card import Button, Card, Document, Row, card
from bot.model.press import Press
from bot.model.text import N, T, Text
from bot.model.values import Role
from handlers.cafe.routes import known, router, run_by
from storage import events, harvesting
from storage.harvesting import InAFile

PHOTOS, PHOTO = "cafe.photos", "cafe.photo"
MOST_BYTES = 8 * 1024 * 1024  # of an archive, unless one file alone is larger: it is opened while others wait
MEDIA = "application/zip"
LONGEST_ENDING = 8


class TakePhotos(Press, name="har.photos"):
    """Photos and voice notes; `number` is which archive of several, from 1 on."""

    cafe: int
    number: int


class TakePhoto(Press, name="har.photo"):
    """The photo or voice note that an idea is."""

    idea: int


def photo_row(cafe: int, found: Sequence[InAFile]) -> Row:
    """The way to them, where there are any."""
    if not found:
        return ()
    label = N("📎 {n} photo or voice note", "📎 {n} photos and voice notes", len(found))
    return (Button(label, TakePhotos(cafe, 1)),)


@router.press(TakePhotos, who=Role.FACILITATOR, about="cafe")
async def take_photos(ctx: Ctx, press: TakePhotos) -> None:
    """The archive comes as a message of its own; who took it stands in the log."""
    row = await known(ctx.db, press.cafe)
    about = f"event {row.event_id}"
    await ctx.record("export photos", about, by=ctx.my_id, role="facilitator", programme=row.programme_id)
    await ctx.also(PHOTOS, press.cafe, press.number)


@router.view(PHOTOS)
async def photos(look: Look, cafe: int, part: int) -> Card | None:
    """An archive, for whoever still runs the café; a part that is not there is the nearest."""
    row = await run_by(look, cafe)
    event = None if row is None else await events.event(look.db, row.event_id)
    found = [] if row is None else parted(await harvesting.in_files(look.db, row.event_id), MOST_BYTES)
    if event is None or not found:
        return None
    here = min(max(part, 1), len(found))
    number = "" if len(found) == 1 else f"-{here}"
    archive = Document(f"photos-{event.key}{number}.zip", MEDIA, await _packed(look, found[here - 1]))
    lines: list[Text] = [T("Photos and voice notes of *{title}*", title=event.title)]
    if len(found) > 1:
        lines = [T("Photos and voice notes of *{title}*, part {n} of {m}", title=event.title, n=here, m=len(found))]
    rows: list[Row] = []
    if here < len(found):
        following = T("Part {n} of {m} ▸", n=here + 1, m=len(found))
        rows = [(Button(following, TakePhotos(cafe, here + 1)),)]
    lines.append(T("Each is named by its question, table and round, and by its number in the harvest's table."))
    return card(*lines, rows=rows, documents=(archive,))


@router.press(TakePhoto, who=Role.FACILITATOR, about="idea")
async def take_photo(ctx: Ctx, press: TakePhoto) -> None:
    """A message of its own: a card that stands can get no file."""
    await ctx.also(PHOTO, press.idea)


@router.view(PHOTO)
async def photo(look: Look, idea: int) -> Card | None:
    """One of them, for whoever still runs the café; with its caption, as it is heard or seen."""
    one = await harvesting.in_a_file(look.db, idea)
    if one is None or await run_by(look, one.cafe_id) is None:
        return None
    content = await read_file(look.db, look.house.keys, one.file_id)
    if content is None:
        return card(T("This file is no longer kept."))
    name = _name(one)
    document = Document(name, mimetypes.guess_type(name)[0] or "application/octet-stream", content)
    return card(T("Question {q}, table {t}", q=one.question, t=one.table_number), one.caption, documents=(document,))


def parted(found: Sequence[InAFile], most: int) -> list[list[InAFile]]:
    """All of them in their order, as many together as make no more than `most` bytes."""
    parts: list[list[InAFile]] = []
    room = 0
    for one in found:
        if not parts or one.size > room:
            parts.append([])
            room = most
        parts[-1].append(one)
        room -= one.size
    return parts


async def _packed(look: Look, found: Sequence[InAFile]) -> bytes:
    """An archive that is the same whenever it is made: nothing tells when, and pictures are small already."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for one in found:
            content = await read_file(look.db, look.house.keys, one.file_id)
            if content is not None:
                archive.writestr(zipfile.ZipInfo(_name(one)), content)
    return packed.getvalue()


def _name(one: InAFile) -> str:
    """By where it belongs; of the name with which it came only the ending: that name is somebody's words."""
    ending = "".join(letter for letter in one.name.rpartition(".")[2].lower() if letter.isascii() and letter.isalnum())
    place = f"question-{one.question}-table-{one.table_number}-round-{one.round_number}"
    return f"{place}-{one.id}.{ending[:LONGEST_ENDING] or 'bin'}"
