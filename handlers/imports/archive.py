"""The archive that a workbook is: looked at before anything in it is unpacked for use.

An archive says of each part how large it will be, and no part is unpacked beyond that, so what it says can be counted.
"""

import io
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bot.model.text import T
from handlers.imports.records import ImportRefused

MOST_UNPACKED = 50 * 1024 * 1024  # bytes, of all parts together
MOST_PARTS = 2_000
MOST_RATIO = 200  # unpacked to packed, of one part; sheets that repeat themselves reach 100, a bomb 1000

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of older formats, and of anything with a password

_SMALL = 1024 * 1024  # bytes, below which the ratio says nothing
_MACROS = "vbaproject.bin"
_ENCRYPTED = 0x1  # APPNOTE.TXT 4.4.4, bit 0
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")  # a workbook has none (ECMA-376 part 2, 8.3.4); entities can be bombs too

DAMAGED = T("The workbook is damaged, or is none; save it again as a workbook of type .xlsx.")
_LOCKED = T("This is an older workbook (.xls), or one with a password; save it as .xlsx without a password.")
_HUGE = T("The workbook would be too large when it is unpacked; save only the table, in a workbook of its own.")
_WITH_MACROS = T("The workbook holds macros; save it as .xlsx, without them.")


def check_archive(content: bytes) -> None:
    """Raises `ImportRefused` unless the archive is whole and harmless to unpack."""
    if content.startswith(OLE):
        raise ImportRefused.because(_LOCKED)
    try:
        archive = ZipFile(io.BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise ImportRefused.because(DAMAGED) from None
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ImportRefused.because(_HUGE)
    if any(_is_bomb(part) for part in parts):
        raise ImportRefused.because(_HUGE)
    if any(part.filename.lower().endswith(_MACROS) for part in parts):
        raise ImportRefused.because(_WITH_MACROS)
    for part in parts:
        _check(archive, part)


def _is_bomb(part: ZipInfo) -> bool:
    return part.file_size > _SMALL and part.file_size > MOST_RATIO * part.compress_size


def _check(archive: ZipFile, part: ZipInfo) -> None:
    """One part, whatever it is called: it can be unpacked, and declares nothing that would grow when it is read."""
    if part.flag_bits & _ENCRYPTED:
        raise ImportRefused.because(_LOCKED)
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise ImportRefused.because(DAMAGED)
    try:
        unpacked = archive.read(part)
    except Exception:
        # Broken bytes may raise anything that `zipfile` and `zlib` know.
        raise ImportRefused.because(DAMAGED) from None
    plain = unpacked.replace(b"\0", b"") if unpacked[:2] in (b"\xff\xfe", b"\xfe\xff") else unpacked
    if any(declaration in plain for declaration in _DECLARATIONS):
        raise ImportRefused.because(DAMAGED)
