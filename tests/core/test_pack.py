"""What waits in the database between two processes comes back as it was; nothing else comes alive."""

import json
import string
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.pack import packed, unpacked
from bot.model.address import Account, Place
from bot.model.card import Button, Card, Document
from bot.model.press import Press
from bot.model.text import Code, Day, Hour, Joined, Language, Link, Moment, Sentence, Slash, Text, ZoneName
from bot.model.update import Command, Edited, Envelope, FileHandle, Pressed, Reached, Said, Submitted
from bot.model.values import Going, Words


class Packed(Press, name="t.packed"):
    """A button on a card that waits."""

    number: int
    going: Going


TEXT = st.text(max_size=20)
NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=6)
INSTANTS = st.datetimes(timezones=st.just(UTC))
PLAIN = st.one_of(
    TEXT,
    st.integers(),
    st.builds(Words, st.dictionaries(NAMES, TEXT, max_size=2), NAMES),
    st.builds(Day, st.dates()),
    st.builds(Moment, INSTANTS, NAMES),
    st.builds(Hour, INSTANTS, NAMES),
    st.builds(ZoneName, NAMES),
    st.builds(Language, NAMES),
    st.builds(Link, TEXT, TEXT),
    st.builds(Code, TEXT),
    st.builds(Slash, TEXT),
)
TEXTS: st.SearchStrategy[Text] = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.builds(Sentence, TEXT, TEXT, st.dictionaries(NAMES, inner, max_size=3)),
        st.builds(Joined, st.lists(inner, max_size=3).map(tuple), TEXT),
    ),
    max_leaves=6,
)
BUTTONS = st.builds(Button, TEXTS, st.none() | st.builds(Packed, st.integers(0, 2**62), st.sampled_from(Going)), TEXT)
CARDS = st.builds(
    Card,
    st.lists(TEXTS, max_size=3).map(tuple),
    st.lists(st.lists(BUTTONS, max_size=2).map(tuple), max_size=2).map(tuple),
    st.lists(st.builds(Document, TEXT, TEXT, st.binary(max_size=20)), max_size=1).map(tuple),
    st.booleans(),
)
UPDATES = st.one_of(
    st.builds(Command, TEXT, st.lists(TEXT, max_size=3).map(tuple)),
    st.builds(Said, TEXT, TEXT, st.none() | st.builds(FileHandle, TEXT, TEXT, TEXT, st.integers())),
    st.builds(Pressed, TEXT, TEXT),
    st.builds(Submitted, TEXT, st.dictionaries(TEXT, TEXT, max_size=3)),
    st.builds(Reached, st.booleans(), st.booleans()),
    st.builds(Edited),
)
ENVELOPES = st.builds(
    Envelope,
    TEXT,
    st.builds(Account, TEXT, TEXT, TEXT),
    st.builds(Place, TEXT, TEXT, TEXT, TEXT, st.booleans()),
    UPDATES,
    TEXT,
    TEXT,
)


def through_json(value: Any) -> Any:
    """What comes back from the database."""
    return unpacked(json.loads(json.dumps(packed(value))))


@given(CARDS)
def test_any_card_comes_back(card: Card) -> None:
    """A card of any texts, buttons and files is the same after it has waited."""
    assert card == through_json(card)


@given(ENVELOPES)
def test_any_envelope_comes_back(envelope: Envelope) -> None:
    """An update of any kind is the same after it has waited."""
    assert envelope == through_json(envelope)


@pytest.mark.parametrize("value", [date(2027, 2, 10), datetime(2027, 2, 10, 9, tzinfo=UTC), time(11, 30)])
def test_times_come_back(value: date | datetime | time) -> None:
    """A date stays a date, an instant an instant, an hour an hour."""
    assert value == through_json(value)


class Mood(StrEnum):
    """Not one of the vocabulary's."""

    GOOD = "good"


@dataclass
class Card2:
    """Not one of the vocabulary's."""

    text: str


@pytest.mark.parametrize("value", [Card2("x"), Mood.GOOD, 1.5, {1, 2}, object()])
def test_what_is_not_listed_is_refused(value: Any) -> None:
    """A class or a kind of word that could not come back is refused when it is to wait."""
    with pytest.raises(TypeError, match="can not wait"):
        packed(value)


def test_a_class_that_only_shares_a_name_is_refused() -> None:
    """The name of a listed class is not enough."""
    impostor = type("Card", (), {})()

    with pytest.raises(TypeError, match="can not wait"):
        packed(impostor)


@pytest.mark.parametrize("name", ["Path", "Database", "type", "builtins.eval"])
def test_nothing_else_comes_alive(name: str) -> None:
    """A row that names another class makes nothing."""
    with pytest.raises(KeyError):
        unpacked({"$": name, "v": "x"})
