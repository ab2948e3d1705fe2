"""A café's row is written field by field: what another process has changed meanwhile stays."""

import pytest

from bot.model.values import CafeState
from handlers.cafe.routes import OpenRoom
from storage import cafe_plans
from storage.cafes import CafeRow
from storage.tx import Tx
from tests.handlers.cafe.steps import facilitator, guests, plans
from tests.seeds import Lab


@pytest.mark.both
async def test_what_another_has_changed_meanwhile_stays(lab: Lab) -> None:
    """The room was opened after the row was read; the grace is saved, and the room stays open."""
    await guests(lab, "ana", "dan", "mia", "radu")
    ilinca = await facilitator(lab)
    await plans(ilinca)
    async with lab.room.read() as tx:
        stale = await cafe_plans.cafe(tx, 1)
    assert stale is not None
    await ilinca.forges(OpenRoom(1).pack())

    async def save(tx: Tx) -> CafeRow | None:
        stale.grace = 7
        await cafe_plans.save(tx, stale, "grace")
        return await cafe_plans.cafe(tx, 1)

    row = await lab.room.write(save)

    assert row is not None
    assert (CafeState.OPEN, 7) == (row.state, row.grace)
