"""What is kept of somebody who sat in a café: shown to them, and gone, or nobody's, when they wish."""

import json
from typing import Any

import pytest

from storage.cafes import CAFE_GUEST, CAFE_SEAT
from storage.ideas import IDEA
from tests.handlers.cafe.test_collecting import kept, running
from tests.handlers.steps import found
from tests.seeds import Lab


async def test_ones_own_ideas_are_shown(lab: Lab) -> None:
    """In words, and in the file with question, table and round."""
    _, ana = await running(lab)
    await ana.says("More rooms.")
    await ana.says("/data")
    figures = ana.sees
    await ana.presses("👁 See")
    listed = ana.sees
    await ana.presses("⬇️ Download")
    (file,) = ana.messages[-1].drawn.documents
    everything: dict[str, Any] = json.loads(file.content)

    assert ("1 idea" in figures, "· “More rooms.”" in listed) == (True, True)
    assert [("E1", 1, 1, 1, "More rooms.")] == [
        (one["event"], one["question"], one["round_number"], one["table_number"], one["text"])
        for one in everything["ideas"]
    ]
    assert [1, 2] == [one["round_number"] for one in everything["seats"]]


@pytest.mark.both
@pytest.mark.parametrize(("label", "text"), [("Without a name", "More rooms."), ("Delete everything", "")])
async def test_erased_ideas_are_nobodys(lab: Lab, label: str, text: str) -> None:
    """Their words stay without a name, or go as well; the seat is free."""
    _, ana = await running(lab)
    await ana.says("More rooms.")
    await ana.says("/data")
    await ana.presses("🗑 Delete my data")
    await ana.presses(label)
    (row,) = await kept(lab)
    me = lab.people["ana"]

    assert (text, None, "") == (row.text, row.person_id, row.message)
    assert me not in {one.person_id for table in (CAFE_SEAT, CAFE_GUEST) for one in await found(lab, table)}
    assert [] == [one for one in await found(lab, IDEA) if one.person_id == me]
