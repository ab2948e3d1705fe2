"""What is refused before anything of a programme file is looked at, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.imports import ImportRefused, read_import
from handlers.imports.safe_yaml import LARGEST, Scalar, Table, load
from tests.handlers.imports.stage import PROGRAMME, complaints, unmarked


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("a: ¦&x 1\nb: *x\n", "Aliases and anchors"),
        ("a: [1, ¦*x]\n", "Aliases and anchors"),
        ("a:\n  b: 1\n  ¦b: 2\n", "stands in line 2 already"),
        ("a: 1\n¦---\nb: 2\n", "second document"),
        ("a:\n¦\tb: 1\n", "A tab stands here"),
        ("a: b¦: c\n", "A colon cannot stand here"),
        ("a: ¦!!python/object/apply:os.system [ls]\n", "The tag"),
        ("a: ¦!colour red\n", "The tag “!colour” is not read"),
        ("a: ¦!!binary aGk=\n", "The tag"),
        ("a: ¦\"never closed\nb: 1\n", "quotation mark that opens here is never closed"),
        ("a: ¦[1, 2\n", "bracket that opens here is never closed"),
        ("a: ¦{b: 1\n", "bracket that opens here is never closed"),
        ("a: [1, 2¦}\n", "is not YAML"),
        ("a: 1\n¦- b\n", "is not YAML"),
        ("a: b\n  c¦: d\n", "A colon cannot stand here"),
        ("? ¦[a, b]\n: 1\n", "A key must be a word"),
        ("? ¦{a: b}\n: 1\n", "A key must be a word"),
        ("¦- a\n- b\n", "must begin with keys"),
        ("¦just a text\n", "must begin with keys"),
        ("a: b¦\x07c\n", "invisible character"),
        ('a: "\\U¦FFFFFFFF"\n', "check what stands after a backslash"),
        ("¦# nothing but a remark\n", "The file is empty"),
        ("a: " + "[" * 19 + "¦[" + "]" * 20, "more than 20 levels"),
    ],
)  # fmt: skip
def test_refused(marked: str, said: str) -> None:
    """What YAML offers beyond plain text, or gets wrong, is refused where it stands."""
    text, (place,) = unmarked(marked)
    ((line, column, sentence),) = complaints(text)
    assert (place, True) == ((line, column), said in sentence)


def test_bytes_that_are_not_utf_8() -> None:
    """Text in an older encoding is refused with the first byte that gives it away, and its place."""
    ((line, column, said),) = complaints("a: 1\nb: Timișoara".encode("iso-8859-16"))
    assert (2, 8, "The file is not UTF-8 from byte 12 on; save it as UTF-8.") == (line, column, said)


def test_too_large() -> None:
    """A programme of more than 2 MB is refused."""
    ((_, _, said),) = complaints(b"a: " + b"x" * LARGEST)
    assert "The file is larger than 2 MB; divide it into smaller ones." == said


def test_too_many_values() -> None:
    """A hundred thousand values are too many, however small the file."""
    ((_, _, said),) = complaints("a: [" + "1," * 100_000 + "]")
    assert "The file holds more than 100000 values; divide it into smaller ones." == said


def test_all_duplicates_are_named() -> None:
    """Each key that stands twice is complained of."""
    assert [(2, 1), (4, 3)] == [(line, column) for line, column, _ in complaints("a: 1\na: 2\nb: {c: 1,\n  c: 2}\n")]


@pytest.mark.parametrize(
    "written", ["2021-01-17", "0017", "no", "1e3", "12:30:45", "0x1F", "2021-01-17T11:00:00+02:00"]
)
def test_values_stay_as_written(written: str) -> None:
    """Nothing is turned into a date, a number or a yes before its field asks for it."""
    value = load(f"a: {written}".encode()).entries["a"].value
    assert written == (value.text if isinstance(value, Scalar) else "")


@pytest.mark.parametrize(
    ("written", "empty"), [("null", True), ("~", True), ("", True), ('"null"', False), ("''", False)]
)
def test_null_is_known_from_text(written: str, empty: bool) -> None:
    """Null is empty; a text in quotation marks is not null."""
    value = load(f"a: {written}".encode()).entries["a"].value
    assert isinstance(value, Scalar) and empty is value.empty


def test_a_byte_order_mark_says_nothing() -> None:
    """A mark of UTF-8 before the first key is passed over and moves no column."""
    entry = load("\N{ZERO WIDTH NO-BREAK SPACE}a: 1".encode()).entries["a"]
    assert (1, 1) == (entry.at.line, entry.at.column)


@given(st.binary(max_size=300))
def test_random_bytes(content: bytes) -> None:
    """Whatever the bytes, there is a table or a refusal, and no other error."""
    try:
        assert isinstance(load(content), Table)
    except ImportRefused as refused:
        assert refused.count >= 1


PIECES = st.sampled_from([
    "programme:", "events:", "\n", "\n  ", "- ", "{", "}", "[", "]", ": ", "id: ", "a", '"', "'", "&a ", "*a", "!!",
    "#", "|\n", "? ", "\\U", "%YAML 1.1", "---", "...", "start: ", "2021-02-30", "timezone: UTC", ",", "\t", "é",
])  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_random_pieces_of_yaml(text: str) -> None:
    """Whatever is made of pieces of YAML, it is read or refused, and every problem has a place in the file."""
    try:
        read_import("a.yaml", text.encode())
    except ImportRefused as refused:
        assert all(problem.line >= 1 and problem.column >= 1 for problem in refused.problems)


@given(st.integers(0, len(PROGRAMME) - 1), st.integers(0, 30), PIECES)
def test_random_damage(start: int, length: int, piece: str) -> None:
    """A right file in which a piece was replaced is read or refused, and no other error comes of it."""
    text = PROGRAMME[:start] + piece + PROGRAMME[start + length :]
    try:
        read_import("a.yaml", text.encode())
    except ImportRefused as refused:
        assert refused.count >= 1
