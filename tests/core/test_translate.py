"""Sentences in one reader's language: plurals, marks, days, zones."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import catalogue
from bot.core.translate import Reader, draw, plain, spans
from bot.model.card import Button, Card
from bot.model.text import (
    Code,
    Day,
    Hour,
    Joined,
    Language,
    Link,
    Moment,
    N,
    Sentence,
    Slash,
    Span,
    Style,
    T,
    Text,
    ZoneName,
    join,
)
from bot.model.values import Words
from tests.core.workshop import ENGLISH, ROMANIAN

SENTENCES: Mapping[str, str | tuple[str, ...]] = {
    "{n} answer": ("{n} răspuns", "{n} răspunsuri", "{n} de răspunsuri"),
    "{n} seat": ("{n} loc", "", ""),
    "Hello, *{name}*!": "Bună, *{name}*!",
    "in English": "în engleză",
    "Romanian time": "ora României",
    "{city} time": "ora din {city}",
}


SLACK = Reader("en", "Europe/Bucharest", "/sfat ")


@pytest.fixture
def romanian(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small catalogue."""
    monkeypatch.setattr(catalogue, "sentences", lambda language: SENTENCES if language == "ro" else {})


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0 răspunsuri"),
        (1, "1 răspuns"),
        (2, "2 răspunsuri"),
        (19, "19 răspunsuri"),
        (20, "20 de răspunsuri"),
        (100, "100 de răspunsuri"),
        (101, "101 răspunsuri"),
        (119, "119 răspunsuri"),
        (120, "120 de răspunsuri"),
        (1001, "1001 răspunsuri"),
    ],
)
def test_romanian_counts(romanian: None, count: int, expected: str) -> None:
    """The form after a number follows CLDR: few for 0, 2–19 and what ends in 01–19, "de" for the rest."""
    assert expected == plain(N("{n} answer", "{n} answers", count), ROMANIAN)


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0 answers"), (1, "1 answer"), (2, "2 answers"), (21, "21 answers")]
)
def test_english_counts(romanian: None, count: int, expected: str) -> None:
    """English has one and other, and needs no catalogue."""
    assert expected == plain(N("{n} answer", "{n} answers", count), ENGLISH)


@pytest.mark.parametrize(("count", "expected"), [(1, "1 seat"), (2, "2 seats")])
def test_half_a_translation_is_none(romanian: None, count: int, expected: str) -> None:
    """A plural of which a form is missing is shown in English rather than empty."""
    assert expected == plain(N("{n} seat", "{n} seats", count), ROMANIAN)


def test_an_unknown_sentence_is_english(romanian: None) -> None:
    """A sentence that nobody has translated is shown as it is in the code."""
    assert "Not yet" == plain(T("Not yet"), ROMANIAN)


def test_marks_of_a_sentence_are_styles(romanian: None) -> None:
    """The stars of our own sentence make its value bold, in any language."""
    assert (
        Span("Bună, "),
        Span("Ana", Style.BOLD),
        Span("!"),
    ) == spans(T("Hello, *{name}*!", name="Ana"), ROMANIAN)


OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
words_of_people = st.text(st.characters(exclude_characters=OVERRIDES), min_size=1)


@given(words_of_people)
def test_a_value_never_acts_as_a_mark(name: str) -> None:
    """Stars, backticks and braces in a person's words are letters: one bold span, exactly as written."""
    assert (Span("Hello, "), Span(name, Style.BOLD), Span("!")) == spans(T("Hello, *{name}*!", name=name), ENGLISH)


@given(words_of_people)
def test_words_of_people_have_no_style(text: str) -> None:
    """What a person wrote is one plain span."""
    assert (Span(text),) == spans(Words.plain(text, "en"), ENGLISH)


@given(words_of_people, words_of_people)
def test_a_value_is_not_filled_in_again(one: str, two: str) -> None:
    """A value that looks like a placeholder stays what it is."""
    assert f"{{two}}{one}|{two}" == plain(T("{one}|{two}", one="{two}" + one, two=two), ENGLISH)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("/help lists it.", "/sfat help lists it."),
        ("Send /start, please.", "Send /sfat start, please."),
        ("*/new_event* makes one (/events).", "/sfat new_event makes one (/sfat events)."),
        ("https://x.org/help, and/or, {n}/day, 1 / 2, /", "https://x.org/help, and/or, 3/day, 1 / 2, /"),
    ],
)
def test_a_command_in_a_sentence(template: str, expected: str) -> None:
    """Is named as it is typed where the reader reads; other strokes are strokes."""
    assert expected == plain(Sentence(template, "", {"n": 3}), SLACK)


@pytest.mark.parametrize(("reader", "expected"), [(ENGLISH, "/start 7"), (SLACK, "/sfat start 7")])
def test_a_command_by_its_name(reader: Reader, expected: str) -> None:
    """Is drawn as it is typed, in the style around it."""
    assert (Span("Type "), Span(expected, Style.CODE)) == spans(T("Type `{what}`", what=Slash("start 7")), reader)


@given(words_of_people)
def test_a_command_of_people_is_theirs(text: str) -> None:
    """What looks like a command in a person's words, or in code, is as it was written."""
    words = f"/help {text} /help"

    shown = plain(T("{said}: {words}, {code}", said=words, words=Words.plain(words, "en"), code=Code(words)), SLACK)

    assert f"{words}: {words}, {words}" == shown


@given(st.text(st.one_of(st.characters(), st.sampled_from(OVERRIDES))))
def test_a_value_turns_no_line_around(text: str) -> None:
    """Marks that would turn the direction of the letters around them are dropped; the letters stay."""
    kept = "".join(sign for sign in text if sign not in OVERRIDES)

    shown = (
        plain(value, ENGLISH) for value in (text, Words.plain(text, "en"), Code(text), Link("https://x", f"l{text}"))
    )

    assert [kept, kept, kept, f"l{kept}"] == list(shown)


def test_a_styled_value_keeps_its_style_in_bold() -> None:
    """Code inside a bold sentence is still code."""
    assert (Span("Type ", Style.BOLD), Span("/rsvp", Style.CODE)) == spans(
        T("*Type {what}*", what=Code("/rsvp")), ENGLISH
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (Words({"ro": "Salut", "en": "Hello"}, "ro"), "Salut"),
        (Words({"en": "Hello"}, "en"), "Hello (în engleză)"),
        (Words({"ro": "", "en": "Hello"}, "en"), "Hello (în engleză)"),
        (Words({}, "en"), ""),
    ],
)
def test_words_in_another_language_say_so(romanian: None, words: Words, expected: str) -> None:
    """A reader gets their own language, else the original with its name."""
    assert expected == plain(words, ROMANIAN)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("“{text}”", "“Hello” (în engleză)"),
        ("You wrote “{text}”.", "You wrote “Hello” (în engleză)."),
        ("“{text}”, “{other}”", "“Hello” (în engleză), “Salut”"),
        ("*{text}*, tomorrow", "Hello (în engleză), tomorrow"),
        ("{text}{other}", "Hello (în engleză)Salut"),
        ("{text} “{other}”", "Hello (în engleză) “Salut”"),
    ],
)
def test_the_language_stands_behind_the_quotation(romanian: None, template: str, expected: str) -> None:
    """The name of the language is ours, not the writer's: it stands outside the marks that quote them."""
    hello, salut = Words.plain("Hello", "en"), Words.plain("Salut", "ro")

    assert expected == plain(Sentence(template, "", {"text": hello, "other": salut}), ROMANIAN)


def test_a_language_without_a_sentence_of_ours_is_named(romanian: None) -> None:
    """Any language has a name."""
    assert "Bonjour (franceză)" == plain(Words.plain("Bonjour", "fr"), ROMANIAN)


@pytest.mark.parametrize(
    ("reader", "expected"),
    [(ROMANIAN, "miercuri, 17 februarie 2027"), (ENGLISH, "Wednesday, 17 February 2027")],
)
def test_a_day_has_its_weekday(reader: Reader, expected: str) -> None:
    """No date is printed without its weekday, in the reader's language."""
    assert expected == plain(Day(date(2027, 2, 17)), reader)


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        (datetime(2027, 2, 17, 21, 59, tzinfo=UTC), "", "Wednesday, 17 February 2027, 23:59"),
        (datetime(2027, 2, 17, 22, 0, tzinfo=UTC), "", "Thursday, 18 February 2027, 00:00"),
        (datetime(2027, 7, 17, 9, 0, tzinfo=UTC), "", "Saturday, 17 July 2027, 12:00"),
        (datetime(2027, 2, 17, 9, 0, tzinfo=UTC), "Europe/London", "Wednesday, 17 February 2027, 09:00"),
    ],
)
def test_an_instant_is_local(at: datetime, zone: str, expected: str) -> None:
    """An instant is printed with its weekday in its own zone, else in the reader's."""
    assert expected == plain(Moment(at, zone), ENGLISH)


def test_an_hour_is_local() -> None:
    """An hour is printed in the reader's zone."""
    assert "11:00" == plain(Hour(datetime(2027, 2, 17, 9, 0, tzinfo=UTC)), ENGLISH)


@pytest.mark.parametrize(
    ("zone", "reader", "expected"),
    [
        ("Europe/Bucharest", ENGLISH, "Romanian time"),
        ("Europe/Bucharest", ROMANIAN, "ora României"),
        ("Europe/London", ENGLISH, "London time"),
        ("Europe/London", ROMANIAN, "ora din Londra"),
        ("America/New_York", ENGLISH, "New York time"),
    ],
)
def test_zones_have_names(romanian: None, zone: str, reader: Reader, expected: str) -> None:
    """A zone is called as people call it."""
    assert expected == plain(ZoneName(zone), reader)


def test_a_language_has_a_name() -> None:
    """A language is named in the reader's language."""
    assert ("Romanian", "engleză") == (plain(Language("ro"), ENGLISH), plain(Language("en"), ROMANIAN))


def test_a_link_leads_where_it_says() -> None:
    """A link has its own address as text, unless it has a label."""
    assert (Span("https://x", Style.PLAIN, "https://x"),) == spans(Link("https://x"), ENGLISH)


def test_neighbours_become_one_span() -> None:
    """Texts of one look are one span; empty ones are left out."""
    parts: tuple[Text, ...] = ("a", "", "b")

    assert (Span("a b"),) == spans(join(*parts), ENGLISH)


def test_joined_texts_are_parted() -> None:
    """What stands between is printed between."""
    assert "1, 2" == plain(Joined((1, 2), ", "), ENGLISH)


def test_a_card_is_drawn_in_the_readers_language(romanian: None) -> None:
    """Lines and labels alike are in the language of whoever reads."""
    drawn = draw(
        Card((T("Hello, *{name}*!", name="Ana"),), ((Button(T("Romanian time"), url="https://x"),),)), ROMANIAN
    )

    assert ("Bună, Ana!", "ora României", "ro") == (drawn.plain, drawn.rows[0][0].label, drawn.language)


@pytest.mark.parametrize(("told", "expected"), [("ro-RO", "ro"), ("EN", "en"), ("fr", "ro"), ("", "ro")])
def test_a_platforms_language_is_one_of_ours(told: str, expected: str) -> None:
    """A language we do not speak is the house's own."""
    assert expected == catalogue.known(told, "ro")
