"""Tables of organisations and people: how they are read, and what is wrong with them."""

import csv
import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.imports import ImportedTable, ImportRefused, read_import
from handlers.imports.records import ImportedOrganisation, ImportedPerson
from tests.handlers.imports.stage import complaints

DATA = Path(__file__).parents[2] / "data"
ORGANISATIONS = "id,name,sector,tags\n"
PEOPLE = "id,org,name,language,channel,email,lead\n"


def table(content: bytes | str, name: str = "table.csv") -> ImportedTable:
    """What is in this table."""
    found = read_import(name, content.encode() if isinstance(content, str) else content)
    assert isinstance(found, ImportedTable)
    return found


def test_organisations() -> None:
    """The sample of organisations is read with its quotation marks, tags, and an empty sector."""
    found = table((DATA / "organisations.csv").read_bytes())
    assert (
        ImportedOrganisation("ORG-A", 'Teatrul "Luna Mică"', "culture", ("scenă", "tineret")),
        ImportedOrganisation("ORG-B", "Atelierul de Hârtie SRL", "business", ("meșteșug",)),
        ImportedOrganisation("ORG-C", "Asociația Malul Stâng", None, ()),
    ) == found.organisations


def test_people() -> None:
    """The sample of people has semicolons and columns in another order."""
    found = table((DATA / "representatives.csv").read_bytes())
    assert (
        ImportedPerson("REP-A", "Ilona Pârâu", "ro", "telegram", "ilona@example.org", True, ("ORG-A",)),
        ImportedPerson("REP-B", "Şerban Ţărână", "ro", "paper", "", False, ("ORG-A",)),
        ImportedPerson("REP-C", "=SUM(Mara)", "en", "slack", "mara@example.org", True, ("ORG-B",)),
    ) == found.people


def test_only_id_organisation_and_name_are_needed_of_people() -> None:
    """The other columns may be missing, and which are there is said."""
    found = table("name,id,org\nAna,R1,O1\n")
    assert (("name", "id", "org"), "Ana", "") == (found.columns, found.people[0].name, found.people[0].language)


def test_where_an_organisation_is_named() -> None:
    """A person says in which line and cell the organisation stands, for those who must look it up."""
    (_, found) = table('name,id,org\n"Ana",R1,O1\nIon,R2,O2\n').people
    assert (3, 3) == (found.at.line, found.at.column)


def test_where_a_sector_is_named() -> None:
    """An organisation says where its sector stands, or its id when it has none."""
    found = table(f"{ORGANISATIONS}O1,A,culture,\nO2,B,,\n").organisations
    assert [(2, 3), (3, 1)] == [(organisation.at.line, organisation.at.column) for organisation in found]


@pytest.mark.parametrize("cell", ["yes", "da", "1", "true", "x", "X", " DA "])
def test_lead(cell: str) -> None:
    """A lead is marked in several ways."""
    assert table(f"id,org,name,lead\nR1,O1,Ana,{cell}\n").people[0].lead


@pytest.mark.parametrize("cell", ["", "no", "nu", "0", "false"])
def test_no_lead(cell: str) -> None:
    """So is one who is none."""
    assert not table(f"id,org,name,lead\nR1,O1,Ana,{cell}\n").people[0].lead


@pytest.mark.parametrize("cell", ["a;b", "a|b", "a b", '"a, b"', "a ; | b;", '"a\nb"', "a;b;a"])
def test_tags(cell: str) -> None:
    """Tags are divided by any sign between words, each kept once."""
    assert ("a", "b") == table(f"{ORGANISATIONS}O1,Name,,{cell}\n").organisations[0].tags


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    """The sign between cells is found in the head line."""
    text = "id,name,sector,tags\nO1,Name,culture,\n".replace(",", delimiter)
    assert (delimiter, "culture") == (table(text).delimiter, table(text).organisations[0].sector)


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1250", "cp1250"), ("cp852", "cp852")],
)
def test_encodings(encoding: str, named: str) -> None:
    """What spreadsheets write is read, and the encoding is named."""
    found = table(f"{ORGANISATIONS}O1,Şcoala Măgura,,\n".encode(encoding))
    assert (named, "Şcoala Măgura") == (found.encoding, found.organisations[0].name)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("Timişoara şi Banatul Înalt", "cp852"),
        ("Câmpia", "cp852"),
        ("Timi\N{SOFT HYPHEN}şoara", "cp1250"),
        ("Timi\N{SOFT HYPHEN}soara", "cp1250"),
        ("Çelik „Cafe” 2×3", "cp1250"),
        ("Asociaţia Română „Ş”", "cp1250"),
        ("François", "cp1250"),
    ],
)
def test_older_code_pages_are_told_apart(name: str, page: str) -> None:
    """That of DOS only where it surely is: what could be either is read as that of Windows."""
    assert name == table(f"{ORGANISATIONS}O1,{name},,\n".encode(page)).organisations[0].name


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    """Lines end as on any system; the last need not."""
    found = table(f"id,name,sector,tags{end}O1,A,,{end}{end}O2,B,,")
    assert [2, 4] == [organisation.at.line for organisation in found.organisations]


def test_blank_rows_are_passed_over() -> None:
    """Rows with nothing in any cell, as spreadsheets leave them, are no rows."""
    assert 1 == len(table(f"\n{ORGANISATIONS},,,\nO1,A,,\n ,,,\n\n").organisations)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("colour,shape\n1,2\n", 1, 1, "The first row must name the columns"),
        ("id,name,tags\n", 1, 4, "The column “sector” is missing"),
        ("id,name,sector,tags,colour\n", 1, 5, "The column “colour” is not known here"),
        ("id,name,sector,tags,name\n", 1, 5, "The column “name” is there twice"),
        ("id,name,email\n", 1, 4, "The column “org” is missing"),
        # rows
        (f"{ORGANISATIONS}O1\n", 2, 2, "This row has 1 cell and the first has 4"),
        (f"{ORGANISATIONS}O1,A,culture\n", 2, 4, "This row has 3 cells and the first has 4"),
        (f"{ORGANISATIONS}O1,A,culture,a,b\n", 2, 5, "This row has 5 cells and the first has 4"),
        (f"{ORGANISATIONS}O1,A,,\nO1,B,,\n", 3, 1, "“O1” stands in line 2 already"),
        (f"{ORGANISATIONS}O 1,A,,\n", 2, 1, "is no id"),
        (f"{ORGANISATIONS},A,,\n", 2, 1, "id is empty here"),
        (f"{ORGANISATIONS}O1,\u2003\u200b,,\n", 2, 2, "shows nothing"),
        (f"{ORGANISATIONS}O1, ,,\n", 2, 2, "name is empty here"),
        (f"{ORGANISATIONS}O1,{'a' * 201},,\n", 2, 2, "longer than 200 characters"),
        (f"{ORGANISATIONS}O1,A,,{'a b ' * 251}\n", 2, 4, "longer than 1000 characters"),
        (f"{ORGANISATIONS}O1,A,,{'a' * 65}\n", 2, 4, "longer than 64 characters"),
        (f"{ORGANISATIONS}O1,A,the arts,\n", 2, 3, "is no id"),
        (f"{PEOPLE}R1,,Ana,,,,\n", 2, 2, "org is empty here"),
        (f"{PEOPLE}R1,O1,Ana,romanian,,,\n", 2, 4, "is no language code"),
        (f"{PEOPLE}R1,O1,Ana,,pigeon,,\n", 2, 5, "is no channel"),
        (f"{PEOPLE}R1,O1,Ana,,,ana at home,\n", 2, 6, "is no e-mail address"),
        (f"{PEOPLE}R1,O1,Ana,,,,perhaps\n", 2, 7, "neither yes nor no"),
        (f"{PEOPLE}R1,O1,\"A\nna\",,,,\n", 2, 3, "control character or a line break"),
        # quotation marks
        (f"{ORGANISATIONS}O1,\"never closed,,\nO2,B,,\n", 2, 2, "is never closed"),
        (f"{ORGANISATIONS}O1,\"A\" B,,\n", 2, 2, "behind the closing quotation mark"),
        (f"{ORGANISATIONS}O1,A \"B\",,\n", 2, 2, "A quotation mark inside a cell"),
        (f"{ORGANISATIONS}O1,A,,\"a\nb\"\nO 2,B,,\n", 4, 1, "is no id"),
    ],
)  # fmt: skip
def test_refused(text: str, line: int, column: int, said: str) -> None:
    """What is wrong is said once, with the line of the file and the number of the cell."""
    ((found_line, found_column, words),) = complaints(text, "table.csv")
    assert (line, column, True) == (found_line, found_column, said in words)


def test_all_rows_are_looked_at() -> None:
    """Every wrong cell of every row is named, in the order of the file."""
    found = complaints(f"{PEOPLE}R1,O1,,xxxx,,,\nR2,O2,Ana,ro,,bad,\nR3,O3\n", "table.csv")
    assert [(2, 3), (2, 4), (3, 6), (4, 3)] == [(line, column) for line, column, _ in found]


def test_too_many_rows() -> None:
    """More than 20,000 rows are refused at the first that is too many."""
    text = ORGANISATIONS + "".join(f"O{n},A,,\n" for n in range(20_001))
    assert [(20_002, 1)] == [(line, column) for line, column, _ in complaints(text, "table.csv")]


def test_too_many_rows_with_errors() -> None:
    """The limit is the only complaint, whatever is wrong in the rows before."""
    found = complaints(ORGANISATIONS + ",,,\n,A,,\n" * 10_001, "table.csv")
    assert ["The table has more than 20000 rows; divide it into smaller ones."] == [said for _, _, said in found]


def test_as_many_rows_as_there_may_be() -> None:
    """20,000 rows are read."""
    text = ORGANISATIONS + "".join(f"O{n},A,,\n" for n in range(20_000))
    assert 20_000 == len(table(text).organisations)


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")), min_size=1, max_size=30
).filter(lambda text: bool(text.strip()))
WESTERN = st.text(st.sampled_from("abcăâîşţÁÉő \"'=<>;,|-"), min_size=1, max_size=30).filter(
    lambda text: bool(text.strip())
)


def written(names: list[str], delimiter: str) -> str:
    """A table of organisations with these names, as a spreadsheet writes it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(["id", "name", "sector", "tags"])
    writer.writerows([f"O{number}", name, "", ""] for number, name in enumerate(names))
    return file.getvalue()


@given(
    st.lists(WESTERN, max_size=5),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1250"]),
)
def test_what_a_spreadsheet_writes_is_read(names: list[str], delimiter: str, encoding: str) -> None:
    """Names come back from every delimiter and encoding as they were typed."""
    found = table(written(names, delimiter).encode(encoding))
    assert [name.strip() for name in names] == [organisation.name for organisation in found.organisations]


@given(st.lists(CELL, max_size=5), st.sampled_from([",", ";", "\t", "|"]))
def test_every_letter_is_read(names: list[str], delimiter: str) -> None:
    """No letter of any alphabet is lost, and a name comes back in its composed form."""
    found = table(written(names, delimiter))
    expected = [unicodedata.normalize("NFC", name.strip()) for name in names]
    assert expected == [organisation.name for organisation in found.organisations]


@given(st.binary(max_size=300))
def test_random_bytes(content: bytes) -> None:
    """Whatever the bytes, there is a table or a refusal, and no other error."""
    try:
        table(content)
    except ImportRefused as refused:
        assert refused.count >= 1


@given(st.text(st.sampled_from('id,name;org\t"|\r\n x'), max_size=80))
def test_random_cells(text: str) -> None:
    """Whatever stands below a right head line, it is read or refused at a place in the file."""
    try:
        table(PEOPLE + text)
    except ImportRefused as refused:
        assert all(problem.line >= 2 and problem.column >= 1 for problem in refused.problems)
