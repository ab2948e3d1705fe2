"""Workbooks as people make them, and as nobody should."""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]
SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: Rows = (), *, formats: Mapping[str, str] | None = None, **others: Rows) -> bytes:
    """A workbook with these rows in its first sheet, and a sheet for each of the others by its name.

    `formats` are number formats by cell, such as {"A2": "0000"}.
    """
    book = Workbook()
    first = book.active
    assert first is not None
    for name, more in {"": rows, **others}.items():
        sheet = book.create_sheet(name) if name else first
        for row in more:
            sheet.append(list(row))
    for cell, form in (formats or {}).items():
        first[cell].number_format = form
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rezipped(content: bytes, change: Callable[[str, bytes], bytes], extra: Mapping[str, bytes] | None = None) -> bytes:
    """The same archive with each part changed, and some parts more."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
        for name, part in (extra or {}).items():
            after.writestr(name, part)
    return file.getvalue()


def with_part(name: str, part: bytes) -> bytes:
    """A workbook with one part more."""
    return rezipped(workbook([["id"]]), lambda _name, content: content, {name: part})


def with_sheet(xml: str) -> bytes:
    """A workbook whose sheet has these rows in XML."""
    whole = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{xml}</sheetData></worksheet>"
    ).encode()
    return rezipped(workbook([["id"]]), lambda name, content: whole if name == SHEET else content)


def bomb(size: int = 60 * 1024 * 1024) -> bytes:
    """A small file with a part that would be huge."""
    return with_part("xl/media/image1.png", b"\0" * size)


def lying_bomb() -> bytes:
    """A part that says it is small, and is not."""
    content = with_part("xl/media/image1.png", b"\0" * 4_000_000)
    return content.replace((4_000_000).to_bytes(4, "little"), (4_000).to_bytes(4, "little"))


def many_parts() -> bytes:
    """An archive of thousands of parts."""
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"{number}", b"")
    return file.getvalue()


def locked() -> bytes:
    """A part that needs a password."""
    content = bytearray(workbook([["id"]]))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def packed_otherwise() -> bytes:
    """A part in a compression that no spreadsheet uses."""
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr(ZipInfo("[Content_Types].xml"), b"<Types/>", ZIP_LZMA)
    return file.getvalue()


def with_entities() -> bytes:
    """Entities that would grow when they are read."""
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>'
    return rezipped(workbook([["id"]]), lambda name, content: laughs + content if name == SHEET else content)
