"""What Slack takes without an answer, through the whole program: one message, and no doubt that is not there."""

import pytest

from bot.adapters.slack import lookback
from bot.model.values import Sending
from handlers.announce.routes import MESSAGE
from storage.deliveries import DELIVERY
from tests.acceptance.slack.steps import arrives
from tests.adapters.contract.town import Town
from tests.handlers.steps import found


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for what may be on its way."""
    monkeypatch.setattr(lookback, "REST", 0.0)


@pytest.mark.parametrize(
    ("readable", "expected"), [(True, Sending.SENT), (False, Sending.UNKNOWN)], ids=["read back", "not to be read"]
)
async def test_an_announcement_without_an_answer(here: Town, readable: bool, expected: Sending) -> None:
    """It stands once: sent, where we see it there; left as unknown where we can not."""
    ilinca, ana = await arrives(here, "ilinca"), await arrives(here, "ana")
    await ilinca.says("/announce")
    await ilinca.opens_form()
    await ilinca.fills(ro="Sala e aceeași.", en="", segment="NORD", when="now")
    if not readable:
        here.slack.fail("conversations.history", error="internal_error")
    here.slack.fail("chat.postMessage", cut=True, after_effect=True)
    await ilinca.presses("📤 Send")

    said = [one for one in ana.user.chat if "Sala e aceeași." in one.plain]
    rows = [row for row in await found(here.lab, DELIVERY) if row.kind == MESSAGE]
    states = [row.state for row in rows if row.person_id == here.lab.people["ana"]]
    assert ([expected], 1) == (states, len(said))
