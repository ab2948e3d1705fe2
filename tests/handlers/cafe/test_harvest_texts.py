"""What stands in a harvest as it was said: formulas, long ideas, photos, and what is hidden on the wall."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select, update

from handlers.imports.workbook import sheets
from storage.files import FileRow
from storage.ideas import IDEA
from storage.tx import add
from tests.handlers.cafe.test_harvest import MARKUP, Page, file, running, said, table
from tests.room import MONDAY
from tests.seeds import Lab


async def kept_as(lab: Lab, **values: Any) -> None:
    """What was said last stands like this."""
    last = select(func.max(IDEA.c.id)).scalar_subquery()
    await lab.room.write(lambda tx: tx.execute(update(IDEA).where(IDEA.c.id == last).values(**values)))


BEGINNINGS = ("=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠SUM(A1)")
FORMULAS = (*BEGINNINGS, "=TAXA*0,1 – zece la sută")


@pytest.mark.parametrize("words", FORMULAS)
async def test_no_cell_acts_as_a_formula(lab: Lab, words: str) -> None:
    """Neither in the table nor in the workbook, whatever it begins with; the rest of it is as it was written."""
    ilinca = await said(lab)
    await kept_as(lab, text=words)
    await ilinca.says("/harvest")
    await ilinca.presses("CSV")
    in_table = table(ilinca)[-1]["text"]
    await ilinca.presses("XLSX")
    (document,) = ilinca.messages[-1].drawn.documents
    (sheet,) = sheets(document.content)

    assert "'" + words == in_table
    assert "'" + words.replace("\r", "\n") == [*sheet.rows][-1][9].text


@pytest.mark.parametrize("letters", [4096, 12_000])
async def test_a_long_idea_stands_whole_in_every_form(lab: Lab, letters: int) -> None:
    """To the last letter."""
    ilinca, ana, _ = await running(lab)
    words = ("Spații ieftine, știri și „ateliere” pentru tineri, nu doar săli. 🎭 " * letters)[: letters - 1] + "."
    await ana.says(words)
    await ilinca.says("/harvest")
    await ilinca.presses("CSV")
    in_table = [row["text"] for row in table(ilinca)]
    await ilinca.presses("JSON")
    in_records = [one["text"] for one in json.loads(file(ilinca)[1])]
    await ilinca.presses("XLSX")
    (document,) = ilinca.messages[-1].drawn.documents
    (sheet,) = sheets(document.content)
    in_workbook = [row[9].text for row in [*sheet.rows][1:]]
    await ilinca.presses("🖨 Page to print")
    on_page = [text for _, text in Page(file(ilinca)[1]).texts if text.startswith("Spații")]

    assert [[words]] * 4 == [in_table, in_records, in_workbook, on_page]


async def test_a_photo_is_named_by_its_file(lab: Lab) -> None:
    """With its caption; the photo itself comes in an archive."""
    ilinca = await said(lab)
    row = FileRow(name="foaia mesei.jpg", media_type="image/jpeg", size=1, sha256="", made_at=MONDAY)
    number = await lab.room.write(lambda tx: add(tx, row))
    await kept_as(lab, what="photo", file_id=number, text="Our sheet")
    await ilinca.says("/harvest")
    await ilinca.presses("CSV")

    assert ["'=1+1", "[foaia mesei.jpg] Our sheet"] == [row["text"] for row in table(ilinca)]


async def test_what_is_hidden_is_not_on_the_page(lab: Lab) -> None:
    """It is said that something is left out; the table, for those who run the café, holds it."""
    ilinca = await said(lab)
    await kept_as(lab, hidden="names somebody")
    await ilinca.says("/harvest")
    await ilinca.presses("CSV")
    rows = table(ilinca)
    await ilinca.presses("🖨 Page to print")
    texts = [text for _, text in Page(file(ilinca)[1]).texts]

    assert (2, False, True) == (len(rows), MARKUP in texts, "1 hidden answer is left out." in texts)
