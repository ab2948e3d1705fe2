"""Cards on Telegram: people's words never act, limits are kept, nothing is empty."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram.speak import html, keyboard, length
from bot.model.card import DrawnButton
from bot.model.fitting import file_name, shortened
from bot.model.problems import Refused
from bot.model.text import Span, Style
from tests.fakes.telegram_markup import HtmlReader, utf16

Line = tuple[Span, ...]
LINKS = ("", 'https://example.org/?a=1&b="2"\'', "mailto:ana@example.org", "tg://resolve?domain=sfat")
ACTING = st.sampled_from(
    ["<b>", "</b>", "&lt;", "&", "<a href='https://example.org'>", '"><script>', "🐻", "\ud83d", "\0", "\n"]
)
TEXTS = st.lists(st.one_of(st.text(max_size=6), ACTING), max_size=4).map("".join)
SPANS = st.builds(Span, TEXTS, st.sampled_from(Style), st.sampled_from(LINKS))
LINES = st.lists(st.lists(SPANS, max_size=4).map(tuple), min_size=1, max_size=5)
ENTITY = {Style.BOLD: "bold", Style.ITALIC: "italic", Style.CODE: "code"}


def read(markup: str) -> HtmlReader:
    """What Telegram's strict reader makes of it; raises for anything that is not exactly right."""
    return HtmlReader(markup).read()


def sent(text: str) -> str:
    """A person's text as it can be sent at all."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def marks(lines: list[Line]) -> list[tuple[str, str]]:
    """(entity, text) for each mark that the spans themselves ask for, a paragraph at a time."""
    expected = []
    for span in (span for line in lines for span in line):
        for part in filter(None, sent(span.text).split("\n")):
            if span.href:
                expected.append(("text_link", part))
            if span.style in ENTITY and not (span.href and span.style is Style.CODE):
                expected.append((ENTITY[span.style], part))
    return sorted(expected)


@given(LINES)
def test_any_text_arrives_as_it_was_written(lines: list[Line]) -> None:
    """Whatever people write comes out of Telegram's reader letter by letter."""
    plain = "\n".join("".join(sent(span.text) for span in line) for line in lines)
    assert (plain if plain.strip() else "…") == read(html(lines)).text


@given(LINES)
def test_only_styles_of_spans_become_marks(lines: list[Line]) -> None:
    """No mark comes from the words themselves."""
    reader = read(html(lines))
    wide = reader.text.encode("utf-16-le")
    found = [
        (entity["type"], wide[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le"))
        for entity in reader.entities
    ]
    assert ([] if html(lines) == "…" else marks(lines)) == sorted(found)


@given(LINES, st.integers(1, 40))
def test_what_is_too_long_is_cut_to_fit(lines: list[Line], limit: int) -> None:
    """Cut anywhere, a text keeps its limit in UTF-16 units, stays readable mark-up and is never empty."""
    text = read(html(lines, limit)).text
    assert 0 < utf16(text) <= limit


@pytest.mark.parametrize(
    ("lines", "limit", "expected"),
    [
        ([(Span("12345"),), (Span("678"),)], 9, "12345\n678"),
        ([(Span("12345"),), (Span("6789"),)], 9, "12345\n…"),
        ([(Span("12345"),), (), (Span("6789"),)], 9, "12345\n…"),
        ([(Span("one two three four"),)], 12, "one two\n…"),
        ([(Span("🐻🐻🐻🐻🐻"),)], 9, "🐻🐻🐻\n…"),
        ([(Span("see "), Span("the whole answer", href="https://example.org"))], 12, "see \n…"),
        ([(Span("abcdefghijklmnopq", Style.CODE),)], 12, "…"),
        ([(Span("one two three four", Style.BOLD),)], 12, "one two\n…"),
        ([(Span("one\ntwo\nthree"),)], 9, "one\ntwo\n…"),
    ],
)
def test_cut_at_lines_then_at_spaces(lines: list[Line], limit: int, expected: str) -> None:
    """Whole lines are kept, a very long one is cut at a space, a link or a code never in the middle."""
    assert expected == read(html(lines, limit)).text


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "file:///etc/passwd", "https://a b.org", "data:text/html,x", "//x"]
)
def test_other_addresses_are_no_links(href: str) -> None:
    """Only web, mail and Telegram addresses become links; the rest stays text."""
    assert "click" == html([(Span("click", href=href),)])


@pytest.mark.parametrize("lines", [[], [()], [(Span(""),)], [(Span(" "), Span("\n", Style.BOLD))]])
def test_never_empty(lines: list[Line]) -> None:
    """A card without words is a "…", because Telegram refuses nothing at all."""
    assert "…" == html(lines)


def test_at_most_hundred_marks() -> None:
    """Telegram reads 100 marks; further spans are written without."""
    assert 100 == html([tuple(Span("a", Style.BOLD) for _ in range(150))]).count("<b>")


def test_length_counts_as_telegram_does() -> None:
    """A letter beyond the first plane counts twice, a newline once."""
    assert 5 == length([(Span("a🐻"),), (Span("b"),)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("short", "short"),
        ("one two three", "one two…"),
        ("🐻" * 6, "🐻🐻🐻🐻…"),
        (" \ud83d ", "\ufffd"),
    ],
)
def test_shortened(text: str, expected: str) -> None:
    """A label that is too long ends with an ellipsis, within its limit; half a letter is replaced."""
    assert expected == shortened(text, 9)


@pytest.mark.parametrize("data", ["", "x" * 65, "ș" * 33])
def test_button_data_has_64_bytes(data: str) -> None:
    """Data that does not fit is refused here, before Telegram refuses the message."""
    with pytest.raises(Refused):
        keyboard([[DrawnButton("Yes", data)]])


def test_button_data_of_64_bytes_is_taken() -> None:
    """The limit itself is allowed."""
    markup = keyboard([[DrawnButton("Yes", "x" * 64)]])
    assert markup is not None
    assert "x" * 64 == markup.inline_keyboard[0][0].callback_data


def test_wide_rows_are_broken() -> None:
    """Eight buttons stand in a row, the others below."""
    markup = keyboard([[DrawnButton(str(n), "x") for n in range(11)]])
    assert markup is not None
    assert [8, 3] == [len(row) for row in markup.inline_keyboard]


def test_hundred_buttons_at_most() -> None:
    """What goes beyond 100 buttons is left out."""
    markup = keyboard([[DrawnButton("a", "x")] * 7 for _ in range(20)])
    assert markup is not None
    assert 100 == sum(len(row) for row in markup.inline_keyboard)


def test_labels_are_cut() -> None:
    """A label has 64 characters at most."""
    markup = keyboard([[DrawnButton("a" * 70, "x")]])
    assert markup is not None
    assert "a" * 63 + "…" == markup.inline_keyboard[0][0].text


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://sfat.example.org/rsvp/x", True),
        ("http://192.0.2.1:8080/", True),
        ("tg://resolve?domain=sfat", True),
        ("http://localhost:8080/", False),
        ("javascript:alert(1)", False),
        ("https://[broken/", False),
        ("https://exa mple.org/", False),
    ],
)
def test_only_addresses_telegram_opens_become_buttons(url: str, kept: bool) -> None:
    """A link that Telegram would refuse the whole message for is left out."""
    assert kept == (keyboard([[DrawnButton("Open", url=url)]]) is not None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Invitație.ics", "Invitație.ics"), ('a"b/../c\r\n.pdf', "a_b_.._c__.pdf"), (" ", "file")],
)
def test_file_names_stay_one_name(name: str, expected: str) -> None:
    """A file name can neither leave its header nor name a folder."""
    assert expected == file_name(name)


def test_a_label_is_never_empty() -> None:
    """Nor is a button's, for the same reason."""
    markup = keyboard([[DrawnButton(" ", "x")]])
    assert markup is not None
    assert "…" == markup.inline_keyboard[0][0].text
