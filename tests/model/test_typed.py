"""Commands as people type them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.typed import Typed, meant_as_command, plain_name, typed_command, typed_words


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", ()),
        ("a  b\tc", ("a", "b", "c")),
        ("'a b' c", ("'a", "b'", "c")),
        ("O'Neil d'Arc", ("O'Neil", "d'Arc")),
        ('"a b', ('"a', "b")),
        ("„a b” «c d»", ("a b", "c d")),
        ('"" x', ("", "x")),
        ("\\", ("\\",)),
    ],
)
def test_words_never_stumble(rest: str, expected: tuple[str, ...]) -> None:
    """Double quotes of any country hold words together; apostrophes and lone quotes are letters."""
    assert expected == typed_words(rest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/rsvp", Typed("rsvp", "", ())),
        (" /RSVP 7 da ", Typed("rsvp", "", ("7", "da"))),
        ("/help@Sfat_Bot", Typed("help", "Sfat_Bot", ())),
        ("/Invită@Sfat_Bot E1", Typed("invită", "Sfat_Bot", ("E1",))),
        ("/invita\u0306 E1", Typed("invita\u0306", "", ("E1",))),
        ("/", None),
        ("//help", None),
        ("a /help", None),
    ],
)
def test_commands(text: str, expected: Typed | None) -> None:
    """A slash, a name, perhaps whom it is meant for, words."""
    assert expected == typed_command(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/rsvp@bot 7", Typed("rsvp", "bot", ("7",))),
        (" // ", Typed("/", "", ())),
        ("/", Typed("", "", ())),
        ("//Help\n7 „a b”", Typed("/help", "", ("7", "a b"))),
        ("/new-event", Typed("new-event", "", ())),
        ("/ help", Typed("", "", ("help",))),
        ("a /help", None),
        ("", None),
    ],
)
def test_whatever_begins_with_a_slash_is_meant_as_a_command(text: str, expected: Typed | None) -> None:
    """Its name may be one that no command can have; then nobody knows it, and that is said."""
    assert expected == meant_as_command(text)


@pytest.mark.parametrize("name", ["Invită", "invita\u0306", "INVITA", "invitã"])
def test_a_name_is_the_same_without_its_diacritics(name: str) -> None:
    """And in any case, whether a letter and its sign are one or two."""
    assert "invita" == plain_name(name)


@given(st.text())
def test_what_is_no_command_is_not_taken_for_one(text: str) -> None:
    """A name that was only meant has no shape of a command's, so it never does what another does."""
    meant = meant_as_command(f"/{text}")
    assert meant is not None
    assert (typed_command(f"/{text}") is None) == (not re.fullmatch(r"(?:\w[\u0300-\u036f]*){1,64}", meant.name))
