"""The harvest in conversation: counted by question, and handed over as a file to those who run the café."""

import csv
import io
import json
from html.parser import HTMLParser
from typing import Any

import pytest

from bot.model.update import Said
from handlers.cafe import harvest
from handlers.cafe.harvest_files import Form
from handlers.cafe.routes import Harvest
from handlers.imports.workbook import sheets
from storage.activity import newest
from storage.files import FILE, FILE_PART
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.handlers.export_steps import exported
from tests.handlers.steps import found, titled
from tests.room import Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")
FORMULA, MARKUP = "=1+1", "<script>alert(1)</script> <b>bold</b> & more"


async def running(lab: Lab, **more: str) -> tuple[Seat, Seat, Seat]:
    """Round 1 runs; the facilitator, Ana, who hosts table 1, and Mia, who hosts table 2."""
    ana, _, mia, _ = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca, **more)
    await starts(ilinca)
    return ilinca, ana, mia


async def said(lab: Lab, **more: str) -> Seat:
    """Something was said at both tables, and one thing withdrawn, where that can be done."""
    ilinca, ana, mia = await running(lab, **more)
    if more.get("naming") != "anonymous":
        await ana.says("Not meant.")
        await ana.presses("🗑 Withdraw")
    await ana.says(FORMULA)
    await mia.does(Said(MARKUP, message="m1"))
    return ilinca


def file(seat: Seat) -> tuple[str, str]:
    """The name and the text of the file that came last."""
    (document,) = seat.messages[-1].drawn.documents
    return document.name, document.content.decode()


def table(seat: Seat) -> list[dict[str, str]]:
    """The CSV file that came last."""
    return list(csv.DictReader(io.StringIO(file(seat)[1], newline="")))


class Page(HTMLParser):
    """What a page shows: its tags, and its text by the tag that holds it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1], data.strip()))


@pytest.mark.both
async def test_the_card_counts_by_question(lab: Lab) -> None:
    """What says nothing by itself is told apart; while a round runs the card lives."""
    ilinca, ana, mia = await running(lab)
    await ilinca.says("/recolta E1")
    for words in ("More rooms.", "Fewer forms.", "idem"):
        await ana.says(words)
    await mia.says("The young.")

    lines = [
        "🌾 Consultation on the plan", "3 ideas", "", "Question 1: What do we need? (in Romanian)", "2 ideas", "",
        "Question 2: Who is missing? (in Romanian)", "1 idea", "", "1 more answer, “idem” or the like, does not count.",
    ]  # fmt: skip
    assert lines == ilinca.sees.split("\n")


async def test_from_the_console_and_back(lab: Lab) -> None:
    """Nothing was said yet, so there is no file."""
    ilinca, _, _ = await running(lab)
    await ilinca.presses("🌾 Harvest")
    counted, labels = ilinca.sees, ilinca.labels
    await ilinca.presses("Back to the café")

    assert ("🌾 Consultation on the plan\n0 ideas", ["Back to the café"]) == (counted.split("\n\n")[0], labels)
    assert "Round 1 of 2 runs until 09:20." in ilinca.sees


async def test_without_a_cafe_it_is_said_how_to_begin(lab: Lab) -> None:
    """By event, and without one."""
    ilinca = await facilitator(lab)
    await ilinca.says("/limba en")
    await ilinca.says("/harvest")
    none = ilinca.sees
    await ilinca.says("/harvest E1")

    assert "There is no world café that you run. /cafe prepares one." == none
    assert "This event has no world café. /cafe prepares one." == ilinca.sees


@pytest.mark.both
async def test_the_table_is_the_one_that_is_exported(lab: Lab) -> None:
    """Cell by cell, by question, table and round; a formula is harmless, and what was withdrawn is not in it."""
    ilinca = await said(lab)
    await ilinca.says("/harvest")
    await ilinca.presses("CSV")
    name, text = file(ilinca)

    expected = [
        ("E1", "1", "1", "1", "NORD", "ANA", "en", "memory", "'=1+1", "2027-01-04T09:00:00+02:00",
         "What do we need?", "Atelierul Nord", "Ana Câmpeanu", "true"),
        ("E1", "2", "2", "1", "BEGA", "MIA", "en", "memory", MARKUP, "2027-01-04T09:00:00+02:00",
         "Who is missing?", "Biroul Malul Begăi", "Mia Lindqvist", "true"),
    ]  # fmt: skip
    assert ("harvest-E1.csv", (await exported(lab, "answers", event="E1")).decode()) == (name, text)
    assert expected == [tuple(row.values())[1:] for row in table(ilinca)]


async def test_json_and_a_workbook_say_the_same(lab: Lab) -> None:
    """JSON as it was written, the workbook as text."""
    ilinca = await said(lab)
    await ilinca.says("/harvest")
    await ilinca.presses("JSON")
    records = json.loads(file(ilinca)[1])
    await ilinca.presses("XLSX")
    (document,) = ilinca.messages[-1].drawn.documents
    (sheet,) = sheets(document.content)

    assert [FORMULA, MARKUP] == [one["text"] for one in records]
    assert ["'=1+1", MARKUP] == [row[9].text for row in [*sheet.rows][1:]]


async def test_the_page_is_grouped_and_harmless(lab: Lab) -> None:
    """Headings for question, table and round; markup is text; nothing in it acts or loads."""
    ilinca = await said(lab)
    await ilinca.says("/harvest")
    await ilinca.presses("🖨 Page to print")
    page = Page(file(ilinca)[1])
    shown = [(tag, text) for tag, text in page.texts if tag in ("h1", "h2", "h3", "span")]

    expected = [
        ("h1", "Harvest: Consultation on the plan"),
        ("h2", "Question 1:"), ("span", "What do we need?"),
        ("h3", "Table 1, round 1"), ("span", FORMULA), ("span", "(Ana Câmpeanu, Atelierul Nord)"),
        ("h2", "Question 2:"), ("span", "Who is missing?"),
        ("h3", "Table 2, round 1"), ("span", MARKUP), ("span", "(Mia Lindqvist, Biroul Malul Begăi)"),
    ]  # fmt: skip
    assert expected == shown
    assert not {"script", "link", "img", "b", "a"} & set(page.tags)
    assert '<!DOCTYPE html>\n<html lang="en">' == file(ilinca)[1][:32]


NAMED, UNNAMED = ("NORD", "ANA"), ("", "")


@pytest.mark.parametrize(
    ("naming", "keys", "names", "on_page"),
    [
        ("named", NAMED, ("Atelierul Nord", "Ana Câmpeanu"), True),
        ("facilitator", NAMED, UNNAMED, False),
        ("anonymous", UNNAMED, UNNAMED, False),
    ],
)
async def test_names_stand_where_the_mode_allows(
    lab: Lab, naming: str, keys: tuple[str, str], names: tuple[str, str], on_page: bool
) -> None:
    """The table is for those who run the café, the page for everybody."""
    ilinca = await said(lab, naming=naming)
    await ilinca.says("/harvest")
    await ilinca.presses("CSV")
    (row, *_) = table(ilinca)
    await ilinca.presses("🖨 Page to print")

    assert (keys, names) == ((row["organisation"], row["person"]), (row["organisation_name"], row["person_name"]))
    assert on_page == ("Ana" in file(ilinca)[1] or "Nord" in file(ilinca)[1])


async def test_an_idea_without_a_name_has_none_anywhere(lab: Lab) -> None:
    """Neither in the table nor on the page."""
    ilinca, ana, _ = await running(lab)
    await ana.says("A secret.")
    await ana.presses("🙈 Without my name")
    await ana.presses("🙈 Take my name away")
    await ilinca.says("/harvest")
    await ilinca.presses("CSV")
    (row,) = table(ilinca)
    await ilinca.presses("🖨 Page to print")

    assert {""} == {row[one] for one in ("organisation", "person", "organisation_name", "person_name")}
    assert "Ana" not in file(ilinca)[1]


async def test_the_table_marks_what_does_not_count(lab: Lab) -> None:
    """So that whoever counts its rows finds the number that stands in the chat."""
    ilinca, ana, _ = await running(lab)
    for text in ("More rooms.", "idem"):
        await ana.says(text)
    await ilinca.says("/harvest")
    await ilinca.presses("CSV")

    assert [("More rooms.", "true"), ("idem", "false")] == [(row["text"], row["counts"]) for row in table(ilinca)]


@pytest.mark.parametrize("label", ["CSV", "XLSX", "JSON", "🖨 Page to print"])
async def test_a_large_harvest_is_made_apart(lab: Lab, monkeypatch: pytest.MonkeyPatch, label: str) -> None:
    """It is said that it takes a moment; then it comes, the same, and is kept sealed, for the programme."""
    ilinca = await said(lab)
    await ilinca.says("/harvest")
    await ilinca.presses(label)
    (small,) = ilinca.messages[-1].drawn.documents
    monkeypatch.setattr(harvest, "LARGE", 1)
    await ilinca.presses(label)
    (large,) = ilinca.messages[-1].drawn.documents
    (kept,), parts = await found(lab, FILE), await found(lab, FILE_PART)

    assert ["✔️ The harvest is below."] == titled(ilinca, "✔️ The harvest is below.")
    assert small.name == large.name
    assert label == "XLSX" or small.content == large.content
    assert (lab.programme, False) == (kept.programme_id, "alert" in str(parts[0].body))


async def test_who_took_it_stands_in_the_log(lab: Lab) -> None:
    """Names have left the house."""
    ilinca = await said(lab)
    await ilinca.says("/harvest")
    await ilinca.presses("CSV")
    async with lab.room.read() as tx:
        acts: list[Any] = [(row.action, row.person_id, row.role) for row in await newest(tx)]

    assert ("export answers", lab.people["ilinca"], "facilitator") in acts


async def test_nobody_else_takes_it(lab: Lab) -> None:
    """Not one who has said something either."""
    _, ana, _ = await running(lab)
    await ana.says("/harvest E1")
    await ana.forges(Harvest(1).pack())
    await ana.forges(harvest.HarvestAs(1, Form.CSV).pack())

    taken = [one.name for message in ana.messages for one in message.drawn.documents if one.name.startswith("harvest")]
    assert ([], False) == (taken, "🌾" in ana.all_text)
