"""An earlier harvest carried into a later café of the same lab: offered with the plan, given to hosts with round 1."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.model.values import CafeState, EventState, Words
from handlers.cafe.carrying import Carry
from handlers.shared.events import settle
from storage import events
from storage.cafes import CafeQuestionRow, CafeRow
from storage.events import EventRow
from storage.ideas import IdeaRow
from storage.programmes import LabRow
from storage.tx import Tx, add
from tests.handlers.cafe.steps import facilitator, guests, opens, plans, starts
from tests.room import MONDAY, Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")
BRING = "📎 Bring the harvest of First round"


async def earlier_cafe(lab: Lab, *, same_lab: bool = True, **of_idea: Any) -> int:
    """A café a month ago at which Dan said something; the number of its event."""

    async def work(tx: Tx) -> int:
        now = await events.event(tx, lab.event)
        assert now is not None
        other = LabRow(programme_id=lab.programme, key="L2", topic=Words.plain("Altceva", "ro"))
        values = {
            **now.model_dump(exclude={"id"}),
            "key": "E0",
            "title": Words.plain("First round", "en"),
            "day": date(2026, 12, 1),
            "deadline": None,
            "state": EventState.RECORD,
            "lab_id": now.lab_id if same_lab else await add(tx, other),
        }
        event = await add(tx, settle(EventRow(**values)))
        cafe = CafeRow(programme_id=lab.programme, event_id=event, state=CafeState.OVER, tasks=[[1]], made_at=MONDAY)
        number = await add(tx, cafe)
        await add(tx, CafeQuestionRow(cafe_id=number, ordinal=1, words=Words.plain("What now?", "en")))
        idea = {
            "programme_id": lab.programme, "event_id": event, "cafe_id": number, "question": 1, "table_number": 1,
            "round_number": 1, "number": 1, "person_id": lab.people["dan"], "text": "A <b>clock</b> tower.",
            "at": MONDAY - timedelta(days=30), **of_idea,
        }  # fmt: skip
        await add(tx, IdeaRow(**idea))
        return event

    number: int = await lab.room.write(work)
    return number


def pages(seat: Seat) -> list[str]:
    """The pages that somebody was given."""
    documents = [one for message in seat.messages for one in message.drawn.documents]
    return [one.content.decode() for one in documents if one.name.endswith(".html")]


@pytest.mark.both
async def test_hosts_get_it_with_the_first_round(lab: Lab) -> None:
    """Once, without names; nobody else does."""
    await earlier_cafe(lab)
    ana, dan, mia, radu = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca)
    await ilinca.presses(BRING)
    said = ilinca.sees
    await ilinca.presses("🚪 Open the room")
    await starts(ilinca)
    await ilinca.presses("🔔 Gong now")
    await starts(ilinca, 2)

    assert "📎 With round 1 the hosts get the harvest of First round" in said
    assert [1, 0, 1, 0] == [len(pages(seat)) for seat in (ana, dan, mia, radu)]
    assert (True, False) == ("A &lt;b&gt;clock&lt;/b&gt; tower." in pages(ana)[0], "Dan Munteanu" in pages(ana)[0])


async def test_unless_it_is_asked_for_nobody_gets_it(lab: Lab) -> None:
    """Or when it was left out again."""
    await earlier_cafe(lab)
    ana, *_ = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca)
    await ilinca.presses(BRING)
    await ilinca.presses("📎 Leave the earlier harvest out")
    offered = ilinca.labels
    await ilinca.presses("🚪 Open the room")
    await starts(ilinca)

    assert (True, []) == (any(BRING in label for label in offered), pages(ana))


@pytest.mark.parametrize("earlier", [{"same_lab": False}, {"withdrawn_at": MONDAY}, None])
async def test_without_an_earlier_harvest_none_is_offered(lab: Lab, earlier: dict[str, Any] | None) -> None:
    """None of another lab, none that was taken back."""
    if earlier is not None:
        await earlier_cafe(lab, **earlier)
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca)

    assert not [label for label in ilinca.labels if "📎" in label]


async def test_a_forged_button_brings_nothing_of_another_lab(lab: Lab) -> None:
    """A button is a request, not a proof."""
    await earlier_cafe(lab, same_lab=False)
    ana, *_ = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await ilinca.forges(Carry(2, 1).pack())
    said = ilinca.sees
    await starts(ilinca)

    assert ("This earlier harvest is no longer there.", []) == (said.split(" Please")[0], pages(ana))
