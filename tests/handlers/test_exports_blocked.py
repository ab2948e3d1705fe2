"""Exports and the manager's card tell the same of whoever blocked the bot: not reached, and why."""

import pytest

from storage.invitees import Stage
from tests.handlers.export_steps import rows
from tests.handlers.invite_steps import manager
from tests.room import Seat
from tests.seeds import Lab


async def radu_is_invited(lab: Lab) -> Seat:
    """Radu came, blocked the bot, and was invited afterwards, as were all the others; the manager reads the list."""
    radu, ilinca = await lab.arrives("radu"), await manager(lab)
    await radu.blocks()
    await ilinca.says("/invite E1 all")
    await ilinca.presses("📤 Send")
    await ilinca.presses("Recipients")
    assert "– has blocked me" in ilinca.sees
    return radu


@pytest.mark.both
async def test_the_delivery_failed_because_of_it(lab: Lab) -> None:
    """It is kept for the day when they come back; until then nobody waits for it to arrive."""
    await radu_is_invited(lab)

    told = {row["person"]: (row["state"], row["reason"]) for row in await rows(lab, "deliveries", event="E1")}

    assert ("failed", "blocked") == told["RADU"]
    assert ("waiting", "") == told["DAN"]


@pytest.mark.both
async def test_the_invitation_is_undelivered(lab: Lab) -> None:
    """As on the card."""
    await radu_is_invited(lab)

    told = {row["person"]: row["state"] for row in await rows(lab, "invitations", event="E1")}

    assert (Stage.UNDELIVERED, Stage.WAITING) == (told["RADU"], told["DAN"])


async def test_who_comes_back_has_it(lab: Lab) -> None:
    """What waited is sent then, and no reason is left."""
    radu = await radu_is_invited(lab)
    await radu.blocks(back=True)

    told = {row["person"]: (row["state"], row["reason"]) for row in await rows(lab, "deliveries", event="E1")}

    assert ("sent", "") == told["RADU"]
