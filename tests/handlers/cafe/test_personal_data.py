"""Telephone numbers and addresses in ideas: kept, and left out wherever everybody reads."""

import httpx
import pytest

from tests.handlers.cafe.test_harvest import file, table
from tests.handlers.cafe.test_hosting import BEHALF
from tests.handlers.cafe.test_wall import runs, wall
from tests.seeds import Lab

WRITTEN, SHOWN = "Ask emma@example.org or 0722 123 456.", "Ask ••• or •••."


@pytest.mark.both
async def test_the_wall_leaves_them_out(lab: Lab, site: httpx.AsyncClient) -> None:
    """From the ideas and from the cloud of words."""
    ilinca, ana = await runs(lab)
    await ana.says(WRITTEN)
    (one,) = (await wall(site, ilinca))["ideas"]
    words = [word["word"] for word in (await wall(site, ilinca, "cloud"))["cloud"]]

    assert (SHOWN, ["ask"]) == (one["text"], words)


async def test_the_page_to_print_leaves_them_out(lab: Lab, site: httpx.AsyncClient) -> None:
    """The table of those who run the café holds every word."""
    ilinca, ana = await runs(lab)
    await ana.says(WRITTEN)
    await ilinca.says("/harvest E1")
    await ilinca.presses("🖨")
    page = file(ilinca)[1]
    await ilinca.says("/harvest E1")
    await ilinca.presses("CSV")

    assert (True, False) == (SHOWN in page, "emma" in page)
    assert [WRITTEN] == [row["text"] for row in table(ilinca)]


async def test_whoever_types_for_others_is_warned(lab: Lab, site: httpx.AsyncClient) -> None:
    """As whoever writes for themselves."""
    _, ana = await runs(lab)
    await ana.presses(BEHALF)
    await ana.says(WRITTEN)
    await ana.presses("Skip")

    assert "⚠️ It seems to contain personal data (phone or e-mail)" in ana.sees
