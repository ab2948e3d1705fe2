"""Long ideas: shown cut, with the way to every word of them, for those who may read them."""

import pytest

from handlers.cafe.hosts import ReadWhole
from handlers.cafe.moderating import ReadWhole as ReadOne
from tests.handlers.cafe.test_hosting import hide, running, second
from tests.room import Seat
from tests.seeds import Lab

LONG = "\n".join(f"{number}. A place in the neighbourhood that nobody uses yet." for number in range(80))


def text(seat: Seat) -> tuple[str, str]:
    """The name and the text of the file that came last."""
    (document,) = seat.messages[-1].drawn.documents
    return document.name, document.content.decode()


@pytest.mark.both
async def test_a_host_reads_the_long_ones_whole(lab: Lab) -> None:
    """Of the rounds that are over, with names where they were promised."""
    ilinca, ana, _ = await running(lab)
    await ana.says(LONG)
    await second(lab, ilinca)
    await ana.presses("📖 Read them whole")

    assert ("table-1.txt", f"• {LONG} (Ana Câmpeanu)") == text(ana)


async def test_where_nothing_is_cut_nothing_is_offered(lab: Lab) -> None:
    """There is no more to read."""
    ilinca, ana, _ = await running(lab)
    await ana.says("More rooms.")
    await second(lab, ilinca)

    assert "📖" not in str([message.labels for message in ana.messages])


async def test_only_the_host_reads_them(lab: Lab) -> None:
    """And not before all may."""
    ilinca, ana, dan = await running(lab)
    await ana.says(LONG)
    await second(lab, ilinca)
    told = [await dan.forges(ReadWhole(1).pack())]
    await hide(lab)
    told.append(await ana.forges(ReadWhole(1).pack()))

    assert [
        "Only the host of a table reads its ideas here.",
        "You will read them when those who run the café show them to all.",
    ] == told


async def test_whoever_runs_the_cafe_reads_one_whole(lab: Lab) -> None:
    """The card shows its beginning."""
    ilinca, ana, _ = await running(lab)
    await ana.says(LONG)
    await ilinca.says("/harvest E1")
    await ilinca.presses("🔎 One by one")
    await ilinca.presses("0. A place")
    shown = ilinca.sees
    await ilinca.presses("📖 Read it whole")

    assert ("idea-1.txt", LONG) == text(ilinca)
    assert (True, True) == (shown.endswith("…"), 2900 < len(shown) < 3100)


async def test_nobody_else_reads_it(lab: Lab) -> None:
    """A button is no proof."""
    _, ana, _ = await running(lab)
    await ana.says(LONG)
    before = len(ana.messages)
    await ana.forges(ReadOne(1).pack())

    assert [] == [one for message in ana.messages[before:] for one in message.drawn.documents]
