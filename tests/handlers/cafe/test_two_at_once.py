"""Two who run a café press the same button in the same moment: it is done once, and neither reads of an error."""

import asyncio
from datetime import datetime

import pytest

from bot.model.update import Pressed
from bot.model.values import Role, RoundState, Scope
from storage import cafe_plans
from storage.people import GrantRow
from storage.tx import add
from tests.handlers.cafe.steps import facilitator, guests, opens
from tests.handlers.steps import local
from tests.room import MONDAY, Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")
STARTED, DONE = "▶️ Start round 1", "That had been done already."
ENDED = RoundState.ENDED
RUNNING, PAUSED, LATE, WAITING = RoundState.RUNNING, RoundState.PAUSED, RoundState.LATE, RoundState.WAITING


async def both(lab: Lab, *before: str) -> tuple[Seat, Seat]:
    """Ilinca and Dan run it together, and both look at its console after these steps of hers."""
    await guests(lab, *EVERYBODY)
    ilinca, dan = await facilitator(lab), lab.room.seat("dan")
    at_the_event = {"role": Role.FACILITATOR, "scope": Scope.EVENT, "scope_id": lab.event, "since": MONDAY}
    grant = GrantRow(person_id=lab.people["dan"], **at_the_event)  # type: ignore[arg-type]
    await lab.room.write(lambda tx: add(tx, grant))
    await opens(ilinca)
    for label in before:
        await ilinca.presses(label)
    await dan.says("/cafe E1")
    return ilinca, dan


async def press(lab: Lab, seats: tuple[Seat, Seat], label: str) -> list[str]:
    """Both press it, and it is heard in one go; what flashes up for them."""
    envelopes = []
    for seat in seats:
        message = next(one for one in reversed(seat.messages) if any(label in each for each in one.labels))
        envelopes.append(seat.envelope(Pressed(message.data(label), message.id)))
    told = await asyncio.gather(*await lab.room.program.intake.hear(envelopes))
    await lab.room.settle()
    return sorted(now.toast for now in told)


async def rounds(lab: Lab) -> list[tuple[RoundState, datetime | None]]:
    """How the rounds of the only café are, and when they end."""
    async with lab.room.read() as tx:
        return [(row.state, row.ends_at) for row in await cafe_plans.rounds(tx, 1)]


@pytest.mark.both
@pytest.mark.parametrize(
    ("before", "label", "told", "first", "second"),
    [
        ((), STARTED, "Round 1 of 2 · Table", (RUNNING, local(4, 9, 20, month=1)), (WAITING, None)),
        ((STARTED,), "⏸ Pause", "⏸ The round is paused.", (PAUSED, None), (WAITING, None)),
        (
            (STARTED, "⏸ Pause"),
            "▶️ Go on",
            "▶️ The round goes on until 09:20.",
            (RUNNING, local(4, 9, 20, month=1)),
            (WAITING, None),
        ),
        (
            (STARTED,),
            "+5 min",
            "▶️ The round goes on until 09:25.",
            (RUNNING, local(4, 9, 25, month=1)),
            (WAITING, None),
        ),
        ((STARTED,), "🔔 Gong now", "🔔 Time!", (LATE, None), (WAITING, None)),
        (
            (STARTED, "🔔 Gong now"),
            "▶️ Start round 2",
            "Round 2 of 2 · Table",
            (LATE, None),
            (RUNNING, local(4, 9, 20, month=1)),
        ),
        (
            (STARTED, "🔔 Gong now"),
            "↩️ Not yet",
            "▶️ The round goes on until 09:05.",
            (RUNNING, local(4, 9, 5, month=1)),
            (WAITING, None),
        ),
    ],
)
async def test_it_is_done_once(
    lab: Lab,
    before: tuple[str, ...],
    label: str,
    told: str,
    first: tuple[RoundState, datetime | None],
    second: tuple[RoundState, datetime | None],
) -> None:
    """Everybody hears of it once, the end moves once, and whoever comes second is told that it was done."""
    seats = await both(lab, *before)
    toasts = await press(lab, seats, label)
    heard = [sum(told in one.text for one in lab.room.seat(name).messages) for name in EVERYBODY]

    assert [1, 1, 1, 1] == heard
    assert [first, second] == await rounds(lab)
    assert ["", DONE] == toasts


@pytest.mark.both
async def test_five_minutes_more_in_a_pause_are_five(lab: Lab) -> None:
    """Nobody is told before it goes on."""
    seats = await both(lab, STARTED, "⏸ Pause")
    toasts = await press(lab, seats, "+5 min")
    async with lab.room.read() as tx:
        left = [row.left for row in await cafe_plans.rounds(tx, 1)]

    assert ([25 * 60, 0], ["", DONE]) == (left, toasts)


@pytest.mark.both
async def test_it_ends_once(lab: Lab) -> None:
    """Everybody is thanked once, and both see that it is over."""
    seats = await both(lab, STARTED, "🔔 Gong now")
    for seat in seats:
        await seat.presses("🏁 End the café")
    toasts = await press(lab, seats, "🏁 End it")
    heard = [sum("Thank you" in one.text for one in lab.room.seat(name).messages) for name in EVERYBODY]

    assert ([1, 1, 1, 1], ["", ""]) == (heard, toasts)
    assert [(ENDED, None), (WAITING, None)] == await rounds(lab)
    assert all("🏁 The café is over." in seat.all_text for seat in seats)
