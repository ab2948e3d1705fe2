"""Which kind of file an import is, and what is no import at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.imports import ImportedProgramme, ImportedTable, ImportRefused, read_import
from tests.handlers.imports.stage import PROGRAMME, complaints

TABLE = "id,name,sector,tags\nO1,A,,\n"


@pytest.mark.parametrize("name", ["lab.yaml", "lab.yml", "lab", "LAB.TXT", ""])
def test_programmes(name: str) -> None:
    """A programme is a programme whatever its name."""
    assert isinstance(read_import(name, PROGRAMME.encode()), ImportedProgramme)


@pytest.mark.parametrize("name", ["a.csv", "a.CSV", "a.tsv", "a.txt", "a.yaml", "a"])
def test_tables(name: str) -> None:
    """A first line of our heads makes a table whatever its name."""
    assert isinstance(read_import(name, TABLE.encode()), ImportedTable)


def test_a_table_without_our_heads_is_known_by_its_name() -> None:
    """What is called a table is told which heads it needs."""
    ((line, column, said),) = complaints("first name,town\nAna,Arad\n", "people.csv")
    assert (1, 1) == (line, column) and "id,org,name,language,channel,email,lead" in said


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.yaml", "The file is empty."),
        (b" \r\n\t", "a.csv", "The file is empty."),
        (
            b"PK\x03\x04\x14\x00\x06\x00",
            "a.csv",
            "The workbook is damaged, or is none; save it again as a workbook of type .xlsx.",
        ),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0",
            "a.yaml",
            "The file is no text; a programme is YAML, a table is CSV, both in UTF-8.",
        ),
        (b"id,name\n1,\0\n", "a.csv", "The file is no text; a programme is YAML, a table is CSV, both in UTF-8."),
        (b"id,name,\x81\n", "a.csv", "The file is no text from byte 8 on; save it as CSV in UTF-8."),
        (b"id,name,\xe3\x1b\n", "a.csv", "The file is no text; save it as CSV in UTF-8."),
        (b"\xff\xfea", "a.csv", "The file is no text from byte 2 on; save it as CSV in UTF-8."),
        (b"a" * (5 * 1024 * 1024 + 1), "a.csv", "The file is larger than 5 MB; divide it into smaller ones."),
    ],
)
def test_no_import_at_all(content: bytes, name: str, said: str) -> None:
    """What cannot be an import is refused in one sentence."""
    assert [said] == [sentence for _, _, sentence in complaints(content, name)]


@given(st.text(max_size=20), st.binary(max_size=200))
def test_random_files(name: str, content: bytes) -> None:
    """Whatever the name and the bytes, nothing but a refusal is raised."""
    try:
        read_import(name, content)
    except ImportRefused as refused:
        assert refused.problems
