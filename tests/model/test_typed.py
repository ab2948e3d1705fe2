"""Commands as people type them."""

import pytest

from bot.model.typed import Typed, typed_command, typed_words


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
        ("/", None),
        ("//help", None),
        ("a /help", None),
    ],
)
def test_commands(text: str, expected: Typed | None) -> None:
    """A slash, a name, perhaps whom it is meant for, words."""
    assert expected == typed_command(text)
