"""The main job, from the invitation to the report, with people on all platforms."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.core import outcome
from tests.adapters.contract.person import SLACK, TELEGRAM, WEB, Person
from tests.adapters.contract.town import Town, town
from tests.handlers.steps import LINK, keep_link, local

REMINDER = "You have not answered yet."


@pytest.fixture
async def here(url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """The town of this evening, in which nobody waits between two edits."""
    monkeypatch.setattr(outcome, "EDIT_REST", timedelta(0))
    async with town(url) as opened:
        yield opened


async def times(person: Person, words: str) -> int:
    """How many messages in a chat hold these words."""
    return len([one for one in await person.chat() if words in one.text])


@pytest.mark.both
@pytest.mark.parametrize(
    ("manager", "nord", "bega"), [(TELEGRAM, TELEGRAM, WEB), (SLACK, SLACK, TELEGRAM), (WEB, TELEGRAM, SLACK)]
)
async def test_an_evening(here: Town, manager: str, nord: str, bega: str) -> None:
    """Invited, answered, reminded, late, told the link and counted: everything once, and to the right people."""
    await keep_link(here.lab, local(9, 11))
    ilinca = await here.arrives(manager, "ilinca")
    ana, mia = await here.arrives(nord, "ana"), await here.arrives(bega, "mia")
    radu = await here.arrives(WEB, "radu")

    await ilinca.says("/invite E1 NORD BEGA OXID")
    assert "3 organisations · 4 people newly invited" in await ilinca.sees()
    assert "3 can be reached now" in await ilinca.sees()
    await ilinca.presses("👁 In English")
    assert "✉️ Invitation for" in await ilinca.sees()
    assert [0, 0, 0] == [await times(one, "✉️") for one in (ana, mia, radu)]
    await ilinca.presses("📤 Send")
    dan = await here.arrives(nord, "dan")
    assert [1, 1, 1, 1] == [await times(one, "✉️ Invitation for") for one in (ana, dan, mia, radu)]

    await ana.presses("✅ I am coming")
    await mia.says("maybe")
    await here.room.until(local(6, 9))
    assert [0, 2, 0, 2] == [await times(one, REMINDER) for one in (ana, dan, mia, radu)]

    await dan.presses("❌ I cannot come")
    assert "The deadline has passed, but I have told the organisers." in await dan.sees()
    assert "Dan Munteanu (Atelierul Nord) answered after the deadline" in await ilinca.sees()

    await here.room.until(local(10, 10, 30))
    assert [1, 0, 0, 0] == [await times(one, LINK) for one in (ana, dan, mia, radu)]
    assert [1, 0, 0, 0] == [await times(one, "⏰ It begins in 60 minutes.") for one in (ana, dan, mia, radu)]

    await ilinca.says("/report E1")
    report = (await ilinca.sees()).splitlines()
    assert {
        "Organisations invited: 3",
        "People invited: 4",
        "✅ coming: 1",
        "🤔 not sure yet: 1",
        "❌ not coming: 1",
        "Silent: 1",
        "Answered late: 1",
    } <= set(report)
