"""Cards as Slack takes them: within every limit, and with nothing in them that acts."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.slack.speak import (
    BLOCKS,
    FALLBACK,
    IN_A_BLOCK,
    LABEL,
    PAGE_BLOCKS,
    TEXT,
    blocks,
    button,
    escaped,
    fallback,
)
from bot.model.card import Drawn, DrawnButton
from bot.model.fitting import width
from bot.model.problems import Refused
from bot.model.text import Span, Style
from tests.fakes.slack_blocks import judge_blocks, reading
from tests.fakes.slack_chat import MESSAGE_BLOCKS
from tests.fakes.slack_text import read
from tests.fakes.slack_view import VIEW_BLOCKS

LETTERS = st.text(st.characters(codec="utf-8"), max_size=200)
SPANS = st.builds(Span, LETTERS, st.sampled_from(Style), st.sampled_from(["", "https://a.ro/x", "javascript:x"]))
LINES = st.lists(st.lists(SPANS, max_size=4).map(tuple), max_size=20).map(tuple)
BUTTONS = st.one_of(
    st.builds(DrawnButton, LETTERS, data=st.text(min_size=1, max_size=64)),
    st.builds(DrawnButton, LETTERS, url=st.sampled_from(["https://a.ro/x", "http://[::1", "javascript:alert(1)", "x"])),
)
ROWS = st.lists(st.lists(BUTTONS, min_size=1, max_size=30).map(tuple), max_size=120).map(tuple)


def drawn(text: str = "Hello", *rows: tuple[DrawnButton, ...]) -> Drawn:
    return Drawn(tuple((Span(line),) for line in text.split("\n")), rows)


def words(found: list[dict[str, Any]]) -> str:
    """What a person reads."""
    return reading(found, str).plain


def labels(found: list[dict[str, Any]]) -> list[list[str]]:
    return [[one["text"]["text"] for one in block["elements"]] for block in found if block["type"] == "actions"]


@given(LINES, ROWS)
def test_slack_takes_every_card(lines: tuple[tuple[Span, ...], ...], rows: tuple[tuple[DrawnButton, ...], ...]) -> None:
    """Whatever is written in it."""
    found = blocks(Drawn(lines, rows))

    assert [] == judge_blocks(found, MESSAGE_BLOCKS).problems
    assert len(found) <= BLOCKS


@given(LINES)
def test_nothing_acts(lines: tuple[tuple[Span, ...], ...]) -> None:
    """Not in the blocks and not in the fallback; only links of ours lead away."""
    card = Drawn(lines)
    shown, said = reading(blocks(card), str), read(fallback(card), str, verbatim=True)

    assert ((), (), (), (), ()) == (shown.mentions, shown.broadcasts, said.mentions, said.broadcasts, said.links)
    assert {address for address, _ in shown.links} <= {"https://a.ro/x"}


@pytest.mark.parametrize(
    "text",
    [
        "<!channel> <@U1>",
        "*bold* _it_ `code` ~no~",
        "<https://evil.ro|good.ro>",
        "a & b &lt; c",
        "👩🏽‍🎤 عنا",
        "@here #general",
    ],
)
def test_text_is_text(text: str) -> None:
    """Letter by letter."""
    assert text == words(blocks(drawn(text)))
    assert text == read(fallback(drawn(text)), str, verbatim=True).plain or "*" in text


def test_styles_and_links() -> None:
    """Each span is an element of its own; neighbours that look alike are one."""
    line = (Span("a"), Span("b", Style.BOLD), Span("c", href="https://a.ro"), Span("d", href="x:y"))

    (section,) = blocks(Drawn((line, (Span("e"), Span("f")))))[0]["elements"]

    assert [
        {"type": "text", "text": "a"},
        {"type": "text", "text": "b", "style": {"bold": True}},
        {"type": "link", "url": "https://a.ro", "text": "c"},
        {"type": "text", "text": "d\nef"},
    ] == section["elements"]


@pytest.mark.parametrize("letter", ["x", "👩🏽‍🎤 "])
def test_a_long_card_is_cut(letter: str) -> None:
    """With an ellipsis, at the end of what fits, in sections that Slack takes."""
    found = blocks(drawn("\n".join(f"{n}: {letter * 30}" for n in range(900))))

    assert TEXT >= width(words(found)) > TEXT // 2
    assert words(found).endswith("\n…")
    parts = ["".join(one["text"] for one in part["elements"]) for part in found[0]["elements"]]
    assert all(0 < width(part) <= 3000 for part in parts)


def test_one_endless_line_is_cut() -> None:
    """At a letter when there is no space."""
    assert TEXT > words(blocks(drawn("x" * 20_000))).count("x") > TEXT // 2


@pytest.mark.parametrize("lines", [(), ((),), ((Span(" "),), (Span(""),))])
def test_a_card_is_never_empty(lines: tuple[tuple[Span, ...], ...]) -> None:
    """Slack refuses a message without text."""
    assert ("…", "…") == (words(blocks(Drawn(lines))), fallback(Drawn(lines)))


def test_the_fallback_is_short() -> None:
    """It is read out, and cut before it is escaped, so no escape is cut in two."""
    said = fallback(drawn("&" * 5000))

    assert FALLBACK * len("&amp;") >= len(said)
    assert "&" * (FALLBACK - 1) + "…" == read(said, str, verbatim=True).plain


def test_a_row_is_a_block() -> None:
    """While there is room; a row that is too wide is broken."""
    numbers = [str(n) for n in range(30)]
    rows = [(DrawnButton("a", "1"), DrawnButton("b", "2")), tuple(DrawnButton(n, "x") for n in numbers)]

    assert [["a", "b"], numbers[:25], numbers[25:]] == labels(blocks(drawn("x", *rows)))


def test_a_long_list_of_buttons() -> None:
    """Rows are joined when there are too many for a message; on a page there is more room."""
    rows = [(DrawnButton(str(n), "x"),) for n in range(60)]

    assert [25, 25, 10] == [len(row) for row in labels(blocks(drawn("x", *rows)))]
    assert [1] * 60 == [len(row) for row in labels(blocks(drawn("x", *rows), PAGE_BLOCKS))]


def test_too_many_buttons_are_left_out() -> None:
    """From the end."""
    number = count()
    rows = [tuple(DrawnButton(str(next(number)), "x") for _ in range(IN_A_BLOCK)) for _ in range(60)]

    found = labels(blocks(drawn("x", *rows)))
    assert (BLOCKS - 1, "0", str((BLOCKS - 1) * IN_A_BLOCK - 1)) == (len(found), found[0][0], found[-1][-1])


@pytest.mark.parametrize(("most", "allowed"), [(BLOCKS, MESSAGE_BLOCKS), (PAGE_BLOCKS, VIEW_BLOCKS)])
def test_slack_takes_the_fullest_card(most: int, allowed: int) -> None:
    """More of everything than there is room for: blocks, buttons in one, labels, payloads, addresses."""
    address = f"https://a.ro/{'x' * 2987}"
    line = (Span("a", href=address), Span("b", href=f"{address}x"))
    buttons = (DrawnButton("x" * 80, "1" * 2000), DrawnButton("y" * 80, url=address))
    rows = [tuple(buttons[number % 2] for number in range(30))] * 150

    judged = judge_blocks(blocks(Drawn((line,), tuple(rows)), most), allowed)

    assert [] == judged.problems


def test_action_ids_are_unique() -> None:
    """In the whole message."""
    rows = [(DrawnButton("a", "1"), DrawnButton("b", url="https://a.ro")), (DrawnButton("c", "2"),)]
    ids = [one["action_id"] for block in blocks(drawn("x", *rows))[1:] for one in block["elements"]]

    assert ["press:0", "link:1", "press:2"] == ids


def test_a_long_label_is_cut() -> None:
    """With an ellipsis; one without letters is one."""
    long, none = button(0, DrawnButton("x" * 80, "1")), button(0, DrawnButton(" ", "1"))

    assert long is not None and none is not None
    assert ("x" * (LABEL - 1) + "…", "…") == (long["text"]["text"], none["text"]["text"])


@pytest.mark.parametrize("data", ["", "x" * 2001])
def test_a_payload_that_does_not_fit(data: str) -> None:
    """Is our fault."""
    with pytest.raises(Refused):
        blocks(drawn("x", (DrawnButton("a", data),)))


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "nowhere", "https://a b.ro", "http://[::1", "https://" + "a" * 3000]
)
def test_a_link_that_slack_refuses(address: str) -> None:
    """Is left out, and its row with it."""
    assert 1 == len(blocks(drawn("x", (DrawnButton("a", url=address),))))


@given(st.text())
def test_escaped(text: str) -> None:
    """Slack's three characters, and nothing else."""
    assert text == escaped(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert not set(escaped(text).replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")) & set("&<>")
