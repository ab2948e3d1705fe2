"""From the bytes of an import file to checked records, or to all that is wrong with it. No database."""

from collections.abc import Callable
from pathlib import PurePath

from bot.model.text import T
from handlers.imports import tables
from handlers.imports.archive import DAMAGED, OLE, ZIP
from handlers.imports.delimited import decode
from handlers.imports.programme import read_programme
from handlers.imports.records import ImportedProgramme, ImportedTable, ImportRefused
from handlers.imports.safe_yaml import load

_WIDE = (b"\xff\xfe", b"\xfe\xff")  # the marks of UTF-16, in which ordinary letters have empty bytes
_TABLES = {".csv", ".tsv", ".tab"}
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}


def read_import(
    name: str, content: bytes, *, accept_weekdays: bool = False, seen: Callable[[int], None] = tables.unseen
) -> ImportedProgramme | ImportedTable:
    """What the file `name` holds: a programme (YAML), or tables of organisations or people (CSV, XLSX).

    A workbook is known by its first bytes. A first line of known heads makes a text a table whatever its name; else
    the ending of the name says what it is, and without a known one it is a programme. `accept_weekdays` lets weekdays
    pass that do not fit their dates. Raises `ImportRefused`, and nothing else, whatever the bytes.
    """
    if content.startswith((ZIP, OLE)):
        return tables.read_workbook(content, seen)
    _refuse_what_is_no_text(content)
    if _is_table(name, content):
        return tables.read_table(content, seen)
    if PurePath(name).suffix.lower() in _WORKBOOKS:
        raise ImportRefused.because(DAMAGED)
    return read_programme(load(content), accept_weekdays)


def _refuse_what_is_no_text(content: bytes) -> None:
    if not content.strip():
        raise ImportRefused.because(T("The file is empty."))
    if len(content) > tables.LARGEST:
        raise ImportRefused.because(T("The file is larger than 5 MB; divide it into smaller ones."))
    if b"\0" in content and not content.startswith(_WIDE):
        raise ImportRefused.because(T("The file is no text; a programme is YAML, a table is CSV, both in UTF-8."))


def _is_table(name: str, content: bytes) -> bool:
    if PurePath(name).suffix.lower() in _TABLES:
        return True
    try:
        text, _ = decode(content)
    except ImportRefused:
        return False
    return tables.looks_like_table(text)
