"""Tables in workbooks: read as people see them, never computed; and files that are no workbooks, or bad ones."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.imports import ImportedTable, ImportRefused, read_import
from handlers.imports.displayed import displayed
from handlers.imports.records import ImportedOrganisation, ImportedPerson
from handlers.imports.workbook import sheets
from handlers.shared.tables import safe, xlsx_bytes
from tests.handlers.imports.stage import Complaint, complaints
from tests.handlers.imports.workbooks import (
    bomb,
    locked,
    lying_bomb,
    many_parts,
    packed_otherwise,
    rezipped,
    with_entities,
    with_part,
    with_sheet,
    workbook,
)

ORGANISATIONS = ["id", "name", "sector", "tags"]
PEOPLE = ["id", "org", "name", "language", "channel", "email", "lead"]
DAMAGED = "The workbook is damaged, or is none; save it again as a workbook of type .xlsx."
HUGE = "The workbook would be too large when it is unpacked; save only the table, in a workbook of its own."
LOCKED = "This is an older workbook (.xls), or one with a password; save it as .xlsx without a password."
MACROS = "The workbook holds macros; save it as .xlsx, without them."
XML = '<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def table(content: bytes) -> ImportedTable:
    """What is in this workbook."""
    found = read_import("table.xlsx", content)
    assert isinstance(found, ImportedTable)
    return found


def wrong(*rows: list[Any]) -> list[Complaint]:
    """What is wrong with a sheet of these rows."""
    return complaints(workbook(rows), "table.xlsx")


def test_organisations() -> None:
    """Heads in the first row, whatever their order; a sheet has no sign between cells."""
    found = table(workbook([["name", "id", "tags", "sector"], ["Teatrul, mic", "O1", "a;b", "culture"], ["B", "O2"]]))
    expected = (
        ImportedOrganisation("O1", "Teatrul, mic", "culture", ("a", "b")),
        ImportedOrganisation("O2", "B", None, ()),
    )
    assert (expected, "", "") == (found.organisations, found.encoding, found.delimiter)


def test_people() -> None:
    """As from CSV; a tick in a cell is a yes."""
    found = table(workbook([PEOPLE, ["R1", "O1", "Ana", "ro", "telegram", "ana@example.org", True]]))
    assert (ImportedPerson("R1", "Ana", "ro", "telegram", "ana@example.org", True, ("O1",)),) == found.people


def test_the_first_sheet_is_read() -> None:
    """Others may hold anything."""
    assert 1 == len(table(workbook([ORGANISATIONS, ["O1", "A"]], Notes=[["whatever"]])).organisations)


@pytest.mark.parametrize(("first", "second"), [("organisations", "people"), ("Organizații", "Reprezentanți")])
def test_sheets_that_are_called_as_their_tables(first: str, second: str) -> None:
    """Both are read, wherever they stand, and nothing else."""
    named = {second: [["id", "org", "name"], ["R1", "O1", "Ana"]], first: [ORGANISATIONS, ["O1", "A"]]}
    found = table(workbook([["a cover"]], formats=None, **named))
    assert (1, 1, ("id", "org", "name")) == (len(found.organisations), len(found.people), found.columns)


def test_of_two_sheets_the_one_that_is_wrong_is_named() -> None:
    """Row and column alone would not lead there."""
    content = workbook(organisations=[ORGANISATIONS, ["O1", "A"]], people=[["id", "org", "name"], ["R1", "O1", ""]])
    assert [(2, 3, "Sheet “people”: name is empty here; fill it in.")] == complaints(content, "table.xlsx")


def test_blank_rows_count_as_rows_of_the_sheet() -> None:
    """A place in the file is the one that the spreadsheet shows."""
    assert [(5, 1)] == [at[:2] for at in wrong(ORGANISATIONS, [], ["O1", "A"], [" "], ["", "B"])]


def test_cells_without_a_head() -> None:
    """What stands beside the table is not lost in silence."""
    said = "There is no head above this cell; name its column in the first row, or empty the cell."
    assert [(2, 5, said)] == wrong(ORGANISATIONS, ["O1", "A", "", "", "a note"])


def test_an_error_of_the_spreadsheet() -> None:
    """It is no name."""
    said = "The spreadsheet shows an error in this cell; correct it."
    assert [(2, 2, said)] == wrong(ORGANISATIONS, ["O1", "#N/A"])


@pytest.mark.parametrize("text", ["=1+1", "=SUM(A1:A9)", '=HYPERLINK("https://example.org")', "+40", "-1", "@a"])
def test_formulas_are_text(text: str) -> None:
    """They are what they are: nothing is computed, nothing is called."""
    assert text == table(workbook([ORGANISATIONS, ["O1", text]])).organisations[0].name


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (7, "General", "7"),
        (7.0, "General", "7"),
        (0.1 + 0.2, "General", "0.3"),
        (7, "0000", "0007"),
        (-7, "000", "-007"),
        (2.5, "0.00", "2.50"),
        (1234567, "#,##0", "1,234,567"),
        (0.125, "0.0%", "12.5%"),
        (12, '0" lei"', "12"),
        (12, "# ?/?", "12"),
        (True, "General", "true"),
        (date(2027, 2, 10), "dd.mm.yyyy", "10.02.2027"),
        (datetime(2027, 2, 10, 9, 5), "d/m/yy hh:mm", "10/2/27 09:05"),
        (datetime(2027, 2, 10, 9, 5, 7), "yyyy-mm-dd h:mm:ss", "2027-02-10 9:05:07"),
        (datetime(2027, 2, 10, 9, 5), r"[$-418]dd\-mm\-yyyy", "10-02-2027"),
        (date(2027, 2, 10), "mm-dd-yy", "2027-02-10"),
        (date(2027, 2, 10), "d mmmm yyyy", "2027-02-10"),
        (datetime(2027, 2, 10, 9, 5), "h:mm AM/PM", "2027-02-10 09:05"),
        (time(9, 5), "h:mm", "09:05"),
        (timedelta(hours=26), "[h]:mm", "1 day, 2:00:00"),
        ("a_x000D_\nb", "General", "a\r\nb"),
        ("_x005F_x000D_", "General", "_x000D_"),
    ],
)
def test_values_as_people_see_them(value: object, form: str, expected: str) -> None:
    """Numbers and dates in the format of their cell, where it is a common one."""
    assert expected == displayed(value, form)


def test_numbers_in_a_sheet() -> None:
    """An id that the spreadsheet keeps as a number is the one that it shows."""
    content = workbook([ORGANISATIONS, [12, "A"], [7, "B"]], formats={"A2": "0000"})
    assert ["0012", "7"] == [found.key for found in table(content).organisations]


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "no archive": (lambda: b"PK\x03\x04\x14\x00\x06\x00", DAMAGED),
    "cut short": (lambda: workbook([ORGANISATIONS])[:-200], DAMAGED),
    "other bytes inside": (lambda: rezipped(workbook([ORGANISATIONS]), lambda _n, _c: b"\xff\xfe\0broken"), DAMAGED),
    "another archive": (lambda: rezipped(workbook(), lambda _n, _c: b"<a/>"), DAMAGED),
    "no columns": (lambda: with_sheet('<row r="1"><c r="1A1"><v>x</v></c></row>'), DAMAGED),
    "a password": (locked, LOCKED),
    "an older workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, LOCKED),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"Sub AutoOpen()"), MACROS),
    "a bomb": (bomb, HUGE),
    "a small bomb": (lambda: bomb(2_000_000), HUGE),
    "a bomb that lies": (lying_bomb, DAMAGED),
    "thousands of parts": (many_parts, HUGE),
    "another compression": (packed_otherwise, DAMAGED),
    "entities": (with_entities, DAMAGED),
    "no cell": (workbook, "The first row must name the columns: id,name,sector,tags, or "
                "id,org,name,language,channel,email,lead."),
    "other heads": (lambda: workbook([["Nume", "Oraș"]]), "The first row must name the columns: id,name,sector,tags, "
                    "or id,org,name,language,channel,email,lead."),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_bad_files(kind: str) -> None:
    """Each is refused in one sentence."""
    make, said = BAD[kind]
    assert [said] == [sentence for _, _, sentence in complaints(make(), "table.xlsx")]


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods", "A.XLSM"])
def test_what_is_only_called_a_workbook(name: str) -> None:
    """It is not taken for a programme."""
    assert [DAMAGED] == [sentence for _, _, sentence in complaints(b"first name\n", name)]


def test_a_file_of_25_mb() -> None:
    """Its size is enough."""
    content = b"PK\x03\x04" + b"\0" * 25 * 1024 * 1024
    said = "The file is larger than 20 MB; save only the table, in a workbook of its own."
    assert [said] == [sentence for _, _, sentence in complaints(content, "a.xlsx")]


def test_too_many_rows() -> None:
    """One is told where it is too much, and the rest is not looked at."""
    head = "".join(f"<c><v>{name}</v></c>" for name in ORGANISATIONS).replace("<c>", '<c t="str">')
    rows = "".join(f'<row><c t="str"><v>O{number}</v></c><c><v>1</v></c></row>' for number in range(20_100))
    found = complaints(with_sheet(f"<row>{head}</row>{rows}"), "a.xlsx")
    assert [(20_002, 1, "The table has more than 20000 rows; divide it into smaller ones.")] == found


def test_a_row_far_below() -> None:
    """The blank rows before it cost next to nothing; below the last row that a spreadsheet has nothing is read."""
    rows = XML.format(row=1, text="id") + XML.format(row=2_000_000_000, text="O1")
    (sheet,) = sheets(with_sheet(rows))
    assert ["id"] == [row[0].text for row in sheet.rows]


@pytest.mark.filterwarnings("ignore:Unknown extension")
def test_what_is_not_understood_beside_the_cells() -> None:
    """Lists of choices, charts and the like of newer spreadsheets are no matter."""
    extension = b'<extLst><ext uri="{A}"/></extLst></worksheet>'

    def extended(_name: str, part: bytes) -> bytes:
        return part.replace(b"</worksheet>", extension)

    assert 1 == len(table(rezipped(workbook([ORGANISATIONS, ["O1", "A"]]), extended)).organisations)


def test_long_cells() -> None:
    """As in CSV."""
    said = "This cell is longer than 1000 characters; shorten it."
    assert said in [sentence for _, _, sentence in wrong(ORGANISATIONS, ["O1", "a" * 1001])]


def test_invisible_sheets_are_left_alone() -> None:
    """The first that somebody sees is meant."""
    content = workbook([["hidden"]], Second=[ORGANISATIONS, ["O1", "A"]])

    def hidden(name: str, part: bytes) -> bytes:
        return (
            part.replace(b'sheetId="1" state="visible"', b'sheetId="1" state="hidden"') if "workbook" in name else part
        )

    assert 1 == len(table(rezipped(content, hidden)).organisations)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(st.characters(codec=None, exclude_categories=[]), max_size=40), min_size=1, max_size=5))
def test_what_is_written_is_what_is_read(texts: list[str]) -> None:
    """Every text comes back, but for signs that no workbook can hold and the kind of a line's end."""
    (sheet,) = sheets(xlsx_bytes(["text"], [[text] for text in texts]))
    read = {row[0].at.line: row[0].text for row in sheet.rows}
    held = {line: _held(str(safe(text))) for line, text in enumerate(texts, 2)}
    assert {line: text for line, text in held.items() if text.strip()} == {
        line: read[line] for line in read if line > 1
    }


def _held(text: str) -> str:
    """A text as a workbook can hold it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join("\N{REPLACEMENT CHARACTER}" if _unwritable(letter) else letter for letter in text)


def _unwritable(letter: str) -> bool:
    """XML 1.0, 2.2."""
    return letter in "\ufffe\uffff" or (letter < " " and letter not in "\t\n") or "\ud800" <= letter <= "\udfff"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes(content: bytes) -> None:
    """Whatever follows the first bytes of an archive, nothing but a refusal is raised."""
    with pytest.raises(ImportRefused):
        read_import("a.xlsx", b"PK\x03\x04" + content)


@settings(deadline=None)
@given(st.integers(0, 6000), st.binary(min_size=1, max_size=4))
def test_a_workbook_with_a_few_other_bytes(place: int, other: bytes) -> None:
    """It is read or refused."""
    content = workbook([ORGANISATIONS, ["O1", "A"]])
    at = place % len(content)
    try:
        read_import("a.xlsx", content[:at] + other + content[at + len(other) :])
    except ImportRefused as refused:
        assert refused.problems


def test_written_text_is_no_formula() -> None:
    """Each cell is marked as text, and what could act is prefixed besides."""
    (sheet,) = sheets(xlsx_bytes(["name"], [["=1+1"], ["#N/A"], [12]]))
    assert ["name", "'=1+1", "#N/A", "12"] == [row[0].text for row in sheet.rows]
