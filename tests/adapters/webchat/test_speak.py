"""What stands in a chat, as JSON."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.webchat.hear import as_drawn
from bot.adapters.webchat.speak import disposition, form_json, line_json, person_json
from bot.core.ports import Line, Visitor
from bot.model.address import Account
from bot.model.card import Document, Drawn, DrawnButton
from bot.model.form import DrawnField, DrawnForm, Kind
from bot.model.text import Span, Style

AT = datetime(2027, 3, 1, 7, 0, tzinfo=UTC)


def test_line_has_its_parts() -> None:
    """A line is its id, side, instant, texts with styles, buttons and documents."""
    drawn = Drawn(
        ((Span("Da", Style.BOLD), Span("aici", href="https://example.org")), ()),
        ((DrawnButton("Vin", "a:1"), DrawnButton("Hartă", url="https://example.org/h")),),
        (Document("a.csv", "text/csv", b"secret"),),
        language="en",
    )
    assert {
        "id": 3,
        "ours": True,
        "at": "2027-03-01T07:00:00+00:00",
        "edited": False,
        "language": "en",
        "spans": [
            [
                {"text": "Da", "style": "bold", "href": ""},
                {"text": "aici", "style": "plain", "href": "https://example.org"},
            ],
            [],
        ],
        "rows": [
            [
                {"label": "Vin", "data": "a:1", "url": ""},
                {"label": "Hartă", "data": "", "url": "https://example.org/h"},
            ]
        ],
        "documents": [{"picture": False, "alt": "", "name": "a.csv", "url": "/chat/documents/ioana/3/0"}],
    } == line_json("ioana", Line(3, True, AT, drawn))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("mailto:cineva@example.org", True),
        ("tg://resolve?domain=x", True),
        ("HTTPS://EXAMPLE.ORG", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("/chat", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_addresses_that_lead_on(address: str, expected: bool) -> None:
    """Links and buttons lead to the web, to mail and to Telegram, and nowhere else."""
    drawn = Drawn(((Span("x", href=address),),), ((DrawnButton("x", url=address),),))
    line = line_json("ioana", Line(1, True, AT, drawn))
    assert (expected, expected) == (bool(line["spans"][0][0]["href"]), bool(line["rows"][0][0]["url"]))


@given(st.text())
def test_text_comes_back_as_it_was(text: str) -> None:
    """Whatever is written, its characters stand in the JSON unchanged, line by line."""
    line = line_json("ioana", Line(1, False, AT, as_drawn(text, "ro")))
    assert text == "\n".join("".join(span["text"] for span in spans) for spans in line["spans"])


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_disposition_is_one_header(name: str) -> None:
    """Whatever a document is called, its header is one line of ASCII with two quotes."""
    header = disposition(Document(name, "text/csv", b""))
    assert (True, True, 2) == (header.isascii(), header.isprintable(), header.count('"'))


def test_form_is_plain_json() -> None:
    """A form becomes JSON with its kinds as words and its pairs as lists."""
    form = DrawnForm("k", "Titlu", (DrawnField("a", "A", Kind.CHOICE, (("1", "Unu"),)),), "Trimite", "Renunț")
    field = json.loads(json.dumps(form_json(form)))["fields"][0]
    assert ("choice", [["1", "Unu"]]) == (field["kind"], field["options"])


def test_whoever_has_no_name_yet_has_a_heading() -> None:
    """The page says whose chat it is; the name that is passed on with their words stays empty."""
    nobody = Visitor(Account("web", "web", "7"), "")

    assert "Sfat" == person_json(nobody, [])["name"]
