"""Every answer of a platform has its effect, and no problem of one chat is another's."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.exc import DataError, OperationalError

from bot.core import Terms, outcome
from bot.core.ports import Rates
from bot.model.address import Place
from bot.model.card import Drawn
from bot.model.problems import Lost, Moved, PortError, Refused, TryLater, Unknown, Unreachable
from bot.model.values import Lane, Reason, Sending
from storage import outbox, sending
from storage.people import ACCOUNT, PLACE
from tests.core.workshop import Board, Workshop, open_workshop, until
from tests.memory import MemoryAdapter


def chat(name: str) -> Place:
    """A chat of the memory platform."""
    return Place("memory", "m1", name)


async def test_a_chat_that_is_closed_keeps_its_order(workshop: Workshop) -> None:
    """Asked to wait, the first message stays the first: the second does not overtake it."""
    workshop.memory.trips.append(("ana", TryLater(0.2, chat("ana"))))
    (ana,) = await workshop.people("ana")
    await workshop.send(1, ana)
    await workshop.send(2, ana)
    await workshop.settle()

    assert ["note 1", "note 2"] == workshop.texts("ana")


async def test_one_closed_chat_closes_no_other(workshop: Workshop) -> None:
    """When one chat has to wait, others get theirs meanwhile."""
    workshop.memory.trips.append(("ana", TryLater(0.5, chat("ana"))))
    ana, dan = await workshop.people("ana", "dan")
    await workshop.send(1, ana)
    await workshop.send(2, dan)

    await until(lambda: workshop.texts("dan"), 0.4)
    assert [] == workshop.texts("ana")
    await workshop.settle()


async def test_a_closed_platform_closes_all_its_chats(workshop: Workshop) -> None:
    """When the whole installation has to wait, nobody gets anything until then."""
    workshop.memory.trips.append(("ana", TryLater(0.5)))
    ana, dan = await workshop.people("ana", "dan")
    await workshop.send(1, ana)
    await until(lambda: not workshop.memory.trips)
    await workshop.send(2, dan)
    await asyncio.sleep(0.3)
    early = workshop.texts("ana") + workshop.texts("dan")
    await workshop.settle()

    assert ([], ["note 1"], ["note 2"]) == (early, workshop.texts("ana"), workshop.texts("dan"))


async def test_a_closed_platform_closes_no_other_platform(workshop: Workshop) -> None:
    """Another platform has its own pace."""
    workshop.memory.trips.append(("ana", TryLater(0.5)))
    (ana, dan) = await workshop.people("ana", "dan")
    await workshop.write(lambda tx: workshop.account(tx, dan, "dan", "native"))
    await workshop.send(1, ana)
    await until(lambda: not workshop.memory.trips)
    await workshop.send(2, dan)

    await until(lambda: workshop.native.chats.get("dan"), 0.3)
    await workshop.settle()


class Slow(MemoryAdapter):
    """A platform that answers after a while."""

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """A new message, or what the platform says instead."""
        await asyncio.sleep(0.05)
        return await super().send(place, drawn, key)


async def test_a_short_wait_does_not_end_a_long_one(url: str) -> None:
    """Two messages in flight are told to wait for half a second and for none: the longer one counts."""
    workshop = await open_workshop(url, memory=Slow(trips=[("ana", TryLater(0.5)), ("dan", TryLater(0.0))]))
    ana, dan = await workshop.people("ana", "dan")
    await workshop.send(1, ana, dan)
    await until(lambda: not workshop.memory.trips)
    await asyncio.sleep(0.25)

    assert [] == workshop.texts("dan")
    await workshop.settle()
    await workshop.close()


async def test_whoever_can_not_be_reached_is_tried_elsewhere(workshop: Workshop) -> None:
    """A person who blocked us on one platform gets the message on their other, once."""
    (ana,) = await workshop.people("ana")
    await workshop.write(lambda tx: workshop.account(tx, ana, "ana", "native"))
    workshop.native.trips.append(("ana", Unreachable(Reason.BLOCKED)))
    await workshop.send(1, ana)
    await workshop.settle()

    assert (["note 1"], Sending.SENT) == (workshop.texts("ana"), (await workshop.delivery()).state)


async def test_an_account_that_can_not_be_reached_is_closed(workshop: Workshop) -> None:
    """Nobody is tried again and again: the account is marked with the reason."""
    (ana,) = await workshop.people("ana")
    workshop.memory.trips.append(("ana", Unreachable(Reason.DEACTIVATED)))
    await workshop.send(1, ana)
    await workshop.settle()
    async with workshop.read() as tx:
        state = (await tx.execute(ACCOUNT.select())).one().state

    row = await workshop.delivery()
    assert ("deactivated", Sending.FAILED, Reason.DEACTIVATED) == (state, row.state, row.reason)


async def test_whoever_comes_back_gets_what_failed(workshop: Workshop) -> None:
    """Blocked and unblocked: what failed for that reason is sent."""
    seat = workshop.seat("ana", language="en")
    (ana,) = await workshop.people("ana")
    workshop.memory.trips.append(("ana", Unreachable(Reason.BLOCKED)))
    await workshop.send(1, ana)
    await workshop.settle()

    await seat.blocks(back=True)

    assert ["note 1"] == workshop.texts("ana")


async def test_a_chat_that_moved_is_followed(workshop: Workshop) -> None:
    """The message goes to the new address, and so do all others, in their order."""
    workshop.memory.trips += [("old", Moved(chat("new"))), ("old", Moved(chat("new")))]
    (ana,) = await workshop.people("old")
    await workshop.send(1, ana)
    await workshop.send(2, ana)
    await workshop.settle()

    assert ([], ["note 1", "note 2"]) == (workshop.texts("old"), workshop.texts("new"))


@pytest.mark.both
async def test_a_chat_that_moved_to_an_address_we_know(workshop: Workshop) -> None:
    """When we heard from the new address before the old one told us, the two are one from then on."""
    workshop.memory.trips.append(("old", Moved(chat("new"))))
    (ana,) = await workshop.people("old")
    await workshop.write(lambda tx: tx.execute(PLACE.insert().values(_place("new"))))
    await workshop.send(1, ana)
    await workshop.settle()
    await workshop.send(2, ana)
    await workshop.settle()

    assert ([], ["note 1", "note 2"]) == (workshop.texts("old"), workshop.texts("new"))


def _place(name: str) -> dict[str, object]:
    return {"platform": "memory", "installation": "m1", "chat": name, "thread": "", "private": True}


async def test_a_refused_message_is_a_dead_letter(workshop: Workshop) -> None:
    """What the platform does not take is our fault: failed, and the next message goes."""
    workshop.memory.trips.append(("ana", Refused("too long")))
    (ana,) = await workshop.people("ana")
    await workshop.send(1, ana)
    await workshop.send(2, ana)
    await workshop.settle()

    assert [Sending.FAILED, Sending.SENT] == [row.state for row in await workshop.deliveries()]
    assert ["note 2"] == workshop.texts("ana")


async def test_an_unknown_outcome_is_tried_once_more(workshop: Workshop) -> None:
    """No answer: half a minute of real time later it is sent once more, and not before."""
    workshop.memory.trips.append(("ana", Unknown()))
    await workshop.send(1, *await workshop.people("ana"))
    await until(lambda: not workshop.memory.trips)
    await until(lambda: workshop.program.courier.idle)
    workshop.twoclocks.ahead = timedelta(seconds=29)
    workshop.program.courier.wake()
    await asyncio.sleep(0.1)
    early = workshop.texts("ana")
    workshop.twoclocks.ahead = timedelta(seconds=31)
    workshop.program.courier.wake()
    await workshop.settle()

    assert ([], ["note 1"]) == (early, workshop.texts("ana"))


async def test_a_second_unknown_outcome_is_left(workshop: Workshop) -> None:
    """Unknown twice is shown as unknown, and not sent a third time."""
    workshop.memory.trips += [("ana", Unknown()), ("ana", Unknown())]
    await workshop.send(1, *await workshop.people("ana"))
    await until(lambda: len(workshop.memory.trips) == 1)
    workshop.twoclocks.ahead = timedelta(seconds=31)
    await workshop.settle()

    assert (Sending.UNKNOWN, []) == ((await workshop.delivery()).state, workshop.texts("ana"))


async def test_an_announcement_is_not_sent_once_more(workshop: Workshop) -> None:
    """Where a view says so, an unknown outcome is left as it is at once."""
    workshop.memory.trips.append(("ana", Unknown()))
    await workshop.send(1, *await workshop.people("ana"), view="broadcast")
    await workshop.settle()

    assert Sending.UNKNOWN == (await workshop.delivery()).state


@pytest.mark.parametrize("problem", [LookupError("a bug of the adapter"), OSError("the wire")])
async def test_an_unforeseen_error_is_tried_again(workshop: Workshop, problem: Exception) -> None:
    """What an adapter should not have raised costs a pause, not the courier: the others go on."""
    workshop.memory.trips.append(("ana", problem))  # type: ignore[arg-type]
    ana, dan = await workshop.people("ana", "dan")
    await workshop.send(1, ana, dan)
    await until(lambda: workshop.texts("dan"))
    workshop.twoclocks.ahead = timedelta(seconds=3)
    await workshop.settle()

    assert ["note 1"] == workshop.texts("ana")


async def test_a_view_that_fails_is_given_up_at_last(workshop: Workshop) -> None:
    """A view that can never be drawn is a dead letter after eight tries, each after a longer pause."""
    workshop.board.notes[1] = object()  # type: ignore[assignment]
    ana, dan = await workshop.people("ana", "dan")
    await workshop.send(1, ana)
    await workshop.send(2, dan)
    for tries in range(8):
        workshop.twoclocks.ahead = timedelta(seconds=3**tries)
        workshop.program.courier.wake()
        await until(lambda: len(workshop.board.drawn) > tries + 1, 2)  # noqa: B023
    await workshop.settle()

    row = (await workshop.deliveries())[0]
    assert (Sending.FAILED, Reason.REFUSED, 8) == (row.state, row.reason, workshop.board.drawn.count(1))
    assert ["note 2"] == workshop.texts("dan")


@pytest.mark.parametrize(
    "problem", [Lost("x"), Refused("x"), Unreachable(Reason.BLOCKED), Unknown(), Moved(chat("new")), OSError("x")]
)
async def test_a_card_that_is_over_and_can_not_be_changed(workshop: Workshop, problem: Exception) -> None:
    """Taking the buttons away is tried once; whatever becomes of it, the chat's next message goes."""
    (ana,) = await workshop.people("ana")
    await workshop.send(1, ana)
    await workshop.settle()
    workshop.memory.trips.append(("ana", problem))  # type: ignore[arg-type]
    await workshop.change(1, None)
    await workshop.settle()
    workshop.memory.trips.clear()
    await workshop.write(lambda tx: tx.execute(ACCOUNT.update().values(state="open")))
    await workshop.send(2, ana)
    await workshop.settle()

    assert "note 2" in workshop.texts("ana")


async def test_a_platform_that_is_gone_stops_nobody(workshop: Workshop) -> None:
    """Messages for a platform that is no longer configured wait for it; all others go, after a restart too."""
    ana, dan = await workshop.people("ana", "dan")
    gone = {"platform": "pigeon", "installation": "m1", "chat": "ana", "thread": "", "private": True}
    place = (await workshop.write(lambda tx: tx.execute(PLACE.insert().values(gone)))).inserted_primary_key[0]
    values = {"kind": "note", "subject": "1", "lane": 0, "due": workshop.clock.now(), "place_id": place}
    await workshop.write(lambda tx: outbox.stage(tx, {**values, "person_id": ana, "live": True}))
    await workshop.send(2, dan)
    await until(lambda: workshop.texts("dan"))
    await workshop.send(3, dan)
    await until(lambda: len(workshop.texts("dan")) == 2)
    await until(lambda: workshop.program.courier.idle)

    assert workshop.program.failed() is None
    assert [Sending.QUEUED, Sending.SENT, Sending.SENT] == [row.state for row in await workshop.deliveries()]


async def test_a_person_whose_zone_is_nonsense_stops_nobody(workshop: Workshop) -> None:
    """A row that can not even be looked at fails alone."""
    (ana,) = await workshop.people("ana", zone="Nowhere/Land")
    (dan,) = await workshop.people("dan")
    await workshop.send(1, ana, dan, terms=Terms(quiet=True))
    await until(lambda: workshop.texts("dan"))
    await workshop.settle()

    assert [Sending.FAILED, Sending.SENT] == [row.state for row in await workshop.deliveries()]


def broken_for(times: int, problem: Exception, works: Callable[..., object]) -> Callable[..., object]:
    """`works`, but failing a few times first."""
    left = [problem] * times

    async def work(*args: object, **named: object) -> object:
        if left:
            raise left.pop()
        return await works(*args, **named)  # type: ignore[misc]

    return work


async def test_trouble_of_the_database_at_the_mark_does_not_send_twice(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sent, and then the database is locked for a while: the mark waits, the message is there once."""
    monkeypatch.setattr(outcome, "PAUSE_SECONDS", 0.05)
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    locked = OperationalError("UPDATE", None, busy)
    monkeypatch.setattr(sending, "mark_sent", broken_for(6, locked, sending.mark_sent))
    await workshop.send(1, *await workshop.people("ana"))
    await workshop.settle()

    assert (["note 1"], Sending.SENT) == (workshop.texts("ana"), (await workshop.delivery()).state)


async def test_a_mark_that_can_never_be_written_does_not_send_for_ever(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the database refuses the mark itself, the outcome is unknown: better than sending each second."""
    wrong = DataError("UPDATE", None, ValueError("message id too long"))
    monkeypatch.setattr(sending, "mark_sent", broken_for(99, wrong, sending.mark_sent))
    await workshop.send(1, *await workshop.people("ana"))
    await asyncio.sleep(1.2)
    await workshop.settle()

    assert (["note 1"], Sending.UNKNOWN) == (workshop.texts("ana"), (await workshop.delivery()).state)


async def test_a_view_with_a_bad_query_does_not_close_the_chat(url: str) -> None:
    """A statement that the database can not take is the view's fault: it is tried later, and the chat goes on."""

    class Bad(Board):
        async def note(self, look: object, number: int) -> None:
            if number == 1:
                raise DataError("SELECT", None, ValueError("value out of int32 range"))
            return await super().note(look, number)  # type: ignore[return-value, arg-type]

    workshop = await open_workshop(url, board=Bad())
    (ana,) = await workshop.people("ana")
    await workshop.send(1, ana)
    await workshop.send(2, ana)

    await until(lambda: ["note 2"] == workshop.texts("ana"), 0.9)
    await workshop.close()


async def test_a_slow_chat_is_not_asked_faster_than_it_may_be(url: str) -> None:
    """A chat gets its burst at once and then waits, an edit counting like a message."""
    memory = MemoryAdapter(rates=Rates(overall=1000, per_chat=4, burst=2))
    workshop = await open_workshop(url, memory=memory)
    (ana,) = await workshop.people("ana")
    started = asyncio.get_running_loop().time()
    await workshop.send(1, *[ana] * 6, view="flyer", terms=Terms(lane=Lane.INTERACTIVE))
    await workshop.settle()

    assert asyncio.get_running_loop().time() - started >= 1.0
    await workshop.close()


def test_only_these_errors() -> None:
    """The table above covers every error that a port may raise."""
    assert {TryLater, Unreachable, Moved, Refused, Lost, Unknown} == set(PortError.__subclasses__())
