"""Bugs of views and adapters, odd rows and a database in trouble: none of them stops the courier."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy.exc import DataError, OperationalError

from bot.core import Terms, sent
from bot.core.ports import Rates
from bot.model.address import Place
from bot.model.card import Drawn
from bot.model.problems import Lost, Moved, Refused, Unknown, Unreachable
from bot.model.values import Lane, Reason, Sending
from storage import outbox, sending
from storage.people import ACCOUNT, PLACE, PlaceRow
from storage.sending import Sent
from storage.tx import Tx, add
from tests.core.workshop import Board, Workshop, open_workshop, until
from tests.memory import MemoryAdapter


def chat(name: str) -> Place:
    """A chat of the memory platform."""
    return Place("memory", "m1", name)


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


@pytest.mark.usefixtures("quick")
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
    monkeypatch.setattr(sent, "PAUSE_SECONDS", 0.05)
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


async def test_a_mark_that_can_not_be_written_leaves_the_others_of_its_batch(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marks that are written together: what one of them is refused for, the others do not pay."""
    ana, dan, mia = await workshop.people("ana", "dan", "mia")
    together: list[int] = []

    async def picky(tx: Tx, batch: Sequence[Sent]) -> None:
        together.append(len(batch))
        if any(one.row.person_id == dan for one in batch):
            raise DataError("UPDATE", None, ValueError("message id too long"))
        await mark_sent(tx, batch)

    mark_sent = sending.mark_sent
    monkeypatch.setattr(sending, "mark_sent", picky)
    await workshop.send(1, ana, dan, mia)
    await workshop.settle()

    assert [Sending.SENT, Sending.UNKNOWN, Sending.SENT] == [row.state for row in await workshop.deliveries()]
    assert max(together) > 1, "they were not marked together"


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
    await until(lambda: workshop.program.courier.idle)
    assert [Sending.QUEUED, Sending.SENT] == [row.state for row in await workshop.deliveries()]
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


async def test_a_group_has_its_minute(url: str) -> None:
    """What a chat with one person may get is too much for a group."""
    memory = MemoryAdapter(rates=Rates(overall=1000, per_chat=1000, burst=100, group_per_minute=2))
    workshop = await open_workshop(url, memory=memory)

    async def work(tx: Tx) -> None:
        place = await add(tx, PlaceRow(platform="memory", installation="m1", chat="group", private=False))
        for number in range(3):
            await workshop.desk(tx).post("flyer", number, place=place, cause=f"flyer:{number}")

    await workshop.write(work)
    workshop.program.courier.wake()
    await until(lambda: len(workshop.texts("group")) == 2)
    await asyncio.sleep(0.2)

    assert 2 == len(workshop.texts("group"))
    await workshop.close()


@dataclass(repr=False)
class SlowAtFirst(MemoryAdapter):
    """The first message is on its way for a while, the others for no time. `came` is when each came there."""

    came: list[float] = field(default_factory=list)

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """Sent, and a little later there."""
        await asyncio.sleep(0 if self.came else 0.15)
        self.came.append(asyncio.get_running_loop().time())
        return await super().send(place, drawn, key)


async def test_a_message_that_was_long_under_way_is_not_followed_at_once(url: str) -> None:
    """The platform goes by when messages come to it, not by when they left us."""
    memory = SlowAtFirst(rates=Rates(overall=1000, per_chat=5, burst=1))
    workshop = await open_workshop(url, memory=memory)
    (ana,) = await workshop.people("ana")
    await workshop.send(1, ana, ana, view="flyer", terms=Terms(lane=Lane.INTERACTIVE))
    await workshop.settle()

    first, second = memory.came
    assert second - first >= 0.2
    await workshop.close()
