"""Two people who have both answered turn out to be one: the newest answer stands, and both histories stay."""

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.model.values import Going
from handlers.shared.presses import Answer
from storage import event_figures, invitations, joining
from storage.answers import RSVP, RSVP_CHANGE
from storage.people import ACCOUNT
from storage.tx import Tx, add
from tests.handlers.joining_steps import joins, pair
from tests.handlers.neighbours import event
from tests.handlers.steps import another_event, found, invite, titled
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english

STEPS = [(who, going) for who in ("ana", "dan") for going in (Going.YES, Going.NO)]
ORDERS = [order for length in (1, 2, 3) for order in itertools.product(STEPS, repeat=length)]


async def record(lab: Lab, tx: Tx, number: int, name: str, going: Going, minutes: int) -> None:
    """One of the two answers to an event."""
    values = {
        "programme_id": lab.programme,
        "event_id": number,
        "person_id": lab.people[name],
        "organisation_id": lab.organisations["nord"],
        "answer": going,
        "late": False,
        "guest": False,
        "answered_at": MONDAY + timedelta(minutes=minutes),
        "by_id": lab.people[name],
        "channel": {"ana": "memory", "dan": "native"}[name],
    }
    await invitations.record_answer(tx, values)


@pytest.mark.both
async def test_any_order_of_answers(lab: Lab) -> None:
    """Whoever said what when, on either account: what was said last stands, every change is kept, one is counted."""
    await pair(lab)

    async def answer(tx: Tx) -> list[int]:
        numbers = []
        for index, order in enumerate(ORDERS):
            number = await add(tx, event(lab.programme, None, f"M{index}", "Event"))
            for minutes, (name, going) in enumerate(order):
                await record(lab, tx, number, name, going, minutes)
            numbers.append(number)
        return numbers

    numbers: list[int] = await lab.room.write(answer)
    before = {number: history(await found(lab, RSVP_CHANGE), number) for number in numbers}
    await join_by_hand(lab, "dan", "ana")

    answers, changes = await found(lab, RSVP), await found(lab, RSVP_CHANGE)
    expected = [(number, lab.people["ana"], order[-1][1]) for number, order in zip(numbers, ORDERS, strict=True)]
    assert expected == sorted((row.event_id, row.person_id, row.answer) for row in answers)
    assert before == {number: history(changes, number) for number in numbers}
    assert {lab.people["ana"]} == {row.person_id for row in changes} | {row.by_id for row in changes}
    async with lab.room.read() as tx:
        assert {1} == {sum(one.people for one in await event_figures.figures(tx, number)) for number in numbers}


def history(changes: list[Any], number: int) -> list[Going]:
    """The answers to an event in the order in which they were given."""
    return [row.answer for row in changes if row.event_id == number]


@pytest.mark.parametrize("order", [("ana", "dan"), ("dan", "ana")])
async def test_of_one_instant_the_later_change_stands(lab: Lab, order: tuple[str, str]) -> None:
    """A clock that stands still does not decide."""
    await pair(lab)

    async def answer(tx: Tx) -> None:
        for name, going in zip(order, (Going.YES, Going.NO), strict=True):
            await record(lab, tx, lab.event, name, going, 0)

    await lab.room.write(answer)

    await join_by_hand(lab, "dan", "ana")

    assert [Going.NO] == [row.answer for row in await found(lab, RSVP)]


async def join_by_hand(lab: Lab, before: str, after: str) -> None:
    """Join the account of one to the person of the other, without the conversation."""

    async def work(tx: Tx) -> None:
        account = next(row for row in await found_accounts(tx) if row.person_id == lab.people[before])
        await joining.join(tx, account, lab.people[after], lab.room.clock.now())

    await lab.room.write(work)


async def found_accounts(tx: Tx) -> list[Any]:
    """All accounts."""
    return [await joining.account(tx, number) for number in (await tx.execute(select(ACCOUNT.c.id))).scalars()]


@pytest.mark.both
async def test_both_cards_show_the_newest_answer(lab: Lab) -> None:
    """Yes here, no there: after the join both cards say no, and a change on either shows on both."""
    ana, dan = await pair(lab)
    await invite(lab, "ana", "dan")
    await ana.presses("✅ I am coming")
    lab.room.clock.move(MONDAY + timedelta(minutes=1))
    await dan.presses("❌ I cannot come")

    await joins(lab, ana, dan)
    after = [noted(ana), noted(dan)]
    await dan.presses("🤔 Not sure yet")

    assert [["you cannot come"], ["you cannot come"]] == after
    assert [["not sure yet"], ["not sure yet"]] == [noted(ana), noted(dan)]
    assert [Going.YES, Going.NO, Going.MAYBE] == history(await found(lab, RSVP_CHANGE), lab.event)


def noted(seat: Seat) -> list[str]:
    """What the invitations in a chat say was answered."""
    lines = [line for text in titled(seat, "✉️") for line in text.splitlines() if line.startswith("Noted: ")]
    return [line.removeprefix("Noted: ").partition(".")[0] for line in lines]


async def test_saying_the_same_again_counts_as_said(lab: Lab) -> None:
    """Yes here, no there, yes here again: it was said last, so it stands."""
    ana, dan = await pair(lab)
    await invite(lab, "ana", "dan")
    for minutes, (seat, label) in enumerate([(ana, "✅"), (dan, "❌"), (ana, "✅")]):
        lab.room.clock.move(MONDAY + timedelta(minutes=minutes + 1))
        await seat.presses(label)

    await joins(lab, ana, dan)

    assert [Going.YES] == [row.answer for row in await found(lab, RSVP)]
    assert [["you are coming"], ["you are coming"]] == [noted(ana), noted(dan)]


async def test_an_answer_of_either_alone_stands(lab: Lab) -> None:
    """To an event that only one of them has answered, that answer stands."""
    ana, dan = await pair(lab)
    other = await another_event(lab, "E2", "Second evening", date(2027, 2, 12))
    await ana.forges(Answer(lab.event, Going.YES).pack())
    await dan.forges(Answer(other, Going.NO).pack())

    await joins(lab, ana, dan)

    mine = lab.people["ana"]
    assert [(lab.event, mine, Going.YES), (other, mine, Going.NO)] == [
        (row.event_id, row.person_id, row.answer) for row in await found(lab, RSVP)
    ]
