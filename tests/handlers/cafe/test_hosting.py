"""Hosts in conversation: what they tell the newcomers, and ideas of people without a phone."""

from datetime import timedelta
from typing import Any

import pytest

from handlers.cafe import hosts
from storage import cafe_plans
from storage.ideas import IDEA
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.handlers.steps import found
from tests.room import Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")
BEHALF = "➕ An idea from someone without a phone"


async def running(lab: Lab, **more: str) -> tuple[Seat, Seat, Seat]:
    """Round 1 of a café runs; the facilitator, Ana, who hosts table 1, and Dan, who travels."""
    ana, dan, *_ = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca, **more)
    await starts(ilinca)
    return ilinca, ana, dan


async def second(lab: Lab, ilinca: Seat) -> None:
    """Round 1 is over, round 2 has begun."""
    await ilinca.presses("🔔 Gong now")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=3))
    await starts(ilinca, 2)


async def hide(lab: Lab) -> None:
    """What others said is shown to nobody for now."""

    async def work(tx: Any) -> None:
        row = await cafe_plans.cafe(tx, 1)
        assert row is not None
        row.hidden = True
        await cafe_plans.save(tx, row, "hidden")

    await lab.room.write(work)


def briefed(seat: Seat) -> str:
    """What a host has read to tell the newcomers."""
    return "\n".join(one.text for one in seat.messages if "for those who are new" in one.text)


@pytest.mark.both
async def test_a_host_reads_what_was_said_at_the_table_before(lab: Lab) -> None:
    """Counted, the newest first, with names where that was promised; what says nothing is not among it."""
    ilinca, ana, _ = await running(lab)
    for words in ("More rooms.", "idem", "Lower rents."):
        await ana.says(words)
    await second(lab, ilinca)

    assert [
        "🏠 Table 1: 2 ideas in round 1, for those who are new.",
        "• Lower rents. (Ana Câmpeanu)",
        "• More rooms. (Ana Câmpeanu)",
    ] == briefed(ana).splitlines()


async def test_nobody_else_reads_it(lab: Lab) -> None:
    """Travellers, and hosts of other tables, do not."""
    ilinca, ana, dan = await running(lab)
    await ana.says("More rooms.")
    await second(lab, ilinca)

    assert "" == briefed(dan)
    assert "More rooms." not in "".join(one.all_text for one in (dan, lab.room.seat("mia"), lab.room.seat("radu")))


async def test_names_are_for_those_who_run_the_cafe_only(lab: Lab) -> None:
    """As it was promised."""
    ilinca, ana, _ = await running(lab, naming="facilitator")
    await ana.says("More rooms.")
    await second(lab, ilinca)

    assert "• More rooms." == briefed(ana).splitlines()[1]


async def test_what_is_hidden_is_counted_only(lab: Lab) -> None:
    """Until those who run the café show it."""
    ilinca, ana, _ = await running(lab)
    await ana.says("More rooms.")
    await hide(lab)
    await second(lab, ilinca)

    assert "You will read them when those who run the café show them to all." == briefed(ana).splitlines()[1]


async def test_all_ideas_stand_behind_a_button(lab: Lab) -> None:
    """Fifteen at first, all by a tap, and what can be done stays there; nobody but the host gets them."""
    ilinca, ana, dan = await running(lab)
    for number in range(17):
        await ana.says(f"Idea number {number}")
    await second(lab, ilinca)
    first = briefed(ana).splitlines()
    message = next(one for one in reversed(ana.messages) if "📜 All ideas" in one.labels)
    await dan.forges(message.data("📜 All ideas"))
    refused = dan.sees
    await ana.presses("📜 All ideas")

    assert 16 == len(first)
    assert "• Idea number 2 (Ana Câmpeanu)" == first[-1]
    assert [f"• Idea number {number} (Ana Câmpeanu)" for number in range(16, -1, -1)] == ana.sees.splitlines()[1:]
    assert [BEHALF] == ana.labels
    assert "Only the host of a table reads its ideas here." == refused


async def test_more_ideas_stand_on_pages(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a way back and forth."""
    monkeypatch.setattr(hosts, "A_PAGE", 8)
    ilinca, ana, _ = await running(lab)
    for number in range(17):
        await ana.says(f"Idea number {number}")
    await second(lab, ilinca)
    await ana.presses("📜 All ideas")
    read = [ana.sees.splitlines()]
    for label in ("Older ▸", "Older ▸", "◂ Newer"):
        await ana.presses(label)
        read.append(ana.sees.splitlines())

    head = "🏠 Table 1: all ideas so far, page {n} of 3"
    assert [head.format(n=number) for number in (1, 2, 3, 2)] == [lines[0] for lines in read]
    assert "• Idea number 0 (Ana Câmpeanu)" == read[2][-1]
    assert ["◂ Newer", "Older ▸", BEHALF] == ana.labels


async def test_older_ideas_of_several_rounds_stand_in_one_order(lab: Lab) -> None:
    """The newest first, from round to round."""
    ilinca, ana, _ = await running(lab, rounds=3)  # type: ignore[arg-type]
    for number in range(2):
        await ana.says(f"Idea number {number}")
    await second(lab, ilinca)
    for number in range(2, 18):
        await ana.says(f"Idea number {number}")
    await ilinca.presses("🔔 Gong now")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=3))
    await starts(ilinca, 3)
    await ana.presses("📜 All ideas")

    expected = [f"• Idea number {number} (Ana Câmpeanu)" for number in range(17, -1, -1)]
    assert expected == ana.sees.splitlines()[1:]


async def test_three_main_ideas_are_kept_as_ideas(lab: Lab) -> None:
    """What the host writes after the gong belongs to the round that has ended; they are asked at the last one too."""
    ilinca, ana, _ = await running(lab, rounds="1")
    await ilinca.presses("🔔 Gong now")
    asked = ana.sees
    await ana.says("Rooms, rents, forms.")
    (row,) = await found(lab, IDEA)

    assert "🔔 Time! That was the last round.\nPlease send the table's three main ideas." == asked
    assert (1, True, "Rooms, rents, forms.") == (row.round_number, row.late, row.text)


async def test_a_host_types_for_somebody_without_a_phone(lab: Lab) -> None:
    """Kept with who typed it and nobody who said it; one after the other, until that is done."""
    ilinca, ana, _ = await running(lab)
    for words in ("Invitations on paper.", "More benches."):
        await ana.presses("➕ A")
        await ana.says(words)
        await ana.presses("Skip")
    kept = ana.sees
    await ana.presses("✅ Done")
    rows = await found(lab, IDEA)

    assert "✔️ Saved for question 1, for somebody without an account (no name is kept)." == kept
    assert "✅ You have written 2 ideas for others." == ana.sees
    assert ["Invitations on paper.", "More benches."] == [row.text for row in rows]
    assert [(None, lab.people["ana"], 1, 1)] * 2 == [
        (row.person_id, row.by_id, row.table_number, row.round_number) for row in rows
    ]
    assert "Table 1, question 1: 2 ideas" in ilinca.sees


async def test_a_facilitator_types_a_pile_of_paper(lab: Lab) -> None:
    """She says once which table and round; the channel is paper."""
    ilinca, ana, _ = await running(lab)
    await ilinca.forges(next(one for one in ana.messages if BEHALF in one.labels).data(BEHALF))
    await ilinca.fills(where="t2 r1", text="From the seniors.", organisation="hubul oxid")
    await ilinca.presses("➕ Another one")
    await ilinca.fills(text="And once more.")
    rows = await found(lab, IDEA)

    assert [("From the seniors.", 2, "paper"), ("And once more.", 2, "paper")] == [
        (row.text, row.table_number, row.channel) for row in rows
    ]
    assert [lab.organisations["oxid"], None] == [row.organisation_id for row in rows]


async def test_a_card_of_a_table_that_is_not_there_is_refused(lab: Lab) -> None:
    """With what there is."""
    ilinca, ana, _ = await running(lab)
    await ilinca.forges(next(one for one in ana.messages if BEHALF in one.labels).data(BEHALF))
    await ilinca.fills(where="T7-R1", text="From the seniors.")

    assert {"where": "Please write table and round as on the card, T1-R1 to T2-R2."} == ilinca.complaints


async def test_a_traveller_writes_for_nobody(lab: Lab) -> None:
    """A forged button says who may."""
    _, ana, dan = await running(lab)
    await dan.forges(next(one for one in ana.messages if BEHALF in one.labels).data(BEHALF))

    assert "Only hosts, and those who run the café, write ideas for others." == dan.sees
