"""Buttons carry a typed record of at most 64 bytes."""

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import press
from bot.model.press import LIMIT, Press, Retired, unpack

NUMBERS = st.integers(min_value=-(2**63) + 1, max_value=2**63 - 1)


class Colour(StrEnum):
    """What a test button may be."""

    RED = "red"
    DEEP = "deep-blue"


class Paint(Press, name="t.paint"):
    """Numbers and a choice."""

    wall: int
    colour: Colour
    coat: int


class Bare(Press, name="t.bare"):
    """No fields."""


class Widest(Press, name="t.widest-of-all"):
    """As much as fits: 15 letters, three numbers of 12 and nine letters, four colons."""

    one: int
    two: int
    three: int
    colour: Colour


@given(NUMBERS, st.sampled_from(Colour), NUMBERS)
def test_what_is_packed_comes_back(wall: int, colour: Colour, coat: int) -> None:
    """A record comes back from its payload as it was, negative and very large numbers too."""
    painted = Paint(wall, colour, coat)

    assert painted == unpack(painted.pack())


@given(NUMBERS, NUMBERS, NUMBERS, st.sampled_from(Colour))
def test_no_payload_is_too_long(one: int, two: int, three: int, colour: Colour) -> None:
    """Whatever the numbers, a class that was accepted fits into 64 ASCII bytes."""
    assert len(Widest(one, two, three, colour).pack().encode("ascii")) <= LIMIT


def test_a_button_without_fields() -> None:
    """A record without fields is its name."""
    assert Bare() == unpack("t.bare")


def test_one_byte_too_many_is_refused() -> None:
    """A class that could take 65 bytes is refused when it is made: 26 letters and three times 1 + 12."""
    with pytest.raises(TypeError, match="65 bytes"):

        class TooWide(Press, name="t.abcdefghijklmnopqrstuvwx"):
            one: int
            two: int
            three: int


def test_a_field_of_free_text_is_refused() -> None:
    """Text has no worst case, so no button can have it."""
    with pytest.raises(TypeError, match="neither a number nor a StrEnum"):

        class Wordy(Press, name="t.wordy"):
            text: str


def test_a_name_is_given_once() -> None:
    """Two kinds of button can not have one name."""
    with pytest.raises(TypeError, match=r"t\.bare"):

        class Again(Press, name="t.bare"):
            pass


def test_a_refused_class_leaves_its_name_free() -> None:
    """What was refused is nobody's: its payload is retired."""
    with pytest.raises(TypeError):

        class Refused(Press, name="t.refused"):
            text: str

    with pytest.raises(Retired):
        unpack("t.refused:x")


@given(st.text().filter(lambda payload: payload.split(":")[0] not in press._names))
def test_any_forged_payload_is_retired(payload: str) -> None:
    """A payload with a name that no button has is Retired, never another error."""
    with pytest.raises(Retired):
        unpack(payload)


@given(st.sampled_from(("t.paint", "t.bare", "t.widest-of-all")), st.lists(st.text(max_size=14), max_size=5))
def test_any_forged_field_is_retired_or_a_record(name: str, parts: list[str]) -> None:
    """Right names with wrong fields are Retired; what can be read is a record that fits into a button again."""
    try:
        read = unpack(":".join([name, *parts]))
    except Retired:
        return
    assert read == unpack(read.pack())


@pytest.mark.parametrize(
    "payload",
    [
        "t.paint",
        "t.paint:1:red",
        "t.paint:1:red:2:3",
        "t.paint:1:green:2",
        "t.paint::red:2",
        "t.paint:~:red:2",
        "t.paint:1:red:--------------",
        "t.paint:8_________:red:_2___________",
        "t.paint:w__________:red:2",
        "t.paint:é:red:2",
        "T.PAINT:1:red:2",
        "t.bare:",
    ],
)
def test_payloads_a_forger_would_try(payload: str) -> None:
    """Missing, empty, unknown and overflowing fields are Retired."""
    with pytest.raises(Retired):
        unpack(payload)
