"""After a crash at most what was on the wire is sent again; after a good end nothing is."""

import asyncio
from datetime import timedelta

import pytest

from bot.core import Terms, courier, membership
from bot.core.ports import Rates
from bot.model.address import Place
from bot.model.card import Drawn
from bot.model.values import Lane, Sending
from storage import claiming, sending
from storage.deliveries import DELIVERY
from storage.processes import Share
from tests.core.workshop import Workshop, open_workshop, until
from tests.memory import FAST, MemoryAdapter


class Wire(MemoryAdapter):
    """A platform that takes messages and does not answer any more once it is cut."""

    cut = False

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """It arrives; whether we hear of it is another question."""
        message = await super().send(place, drawn, key)
        if self.cut:
            await asyncio.Event().wait()
        return message

    async def edit(self, place: Place, message: str, drawn: Drawn) -> None:
        """The same for an edit."""
        await super().edit(place, message, drawn)
        if self.cut:
            await asyncio.Event().wait()


async def killed(workshop: Workshop) -> None:
    """The process is gone, with what it had on the wire."""
    workshop.crash()
    await asyncio.sleep(0.02)
    await workshop.program.db.close()


async def crashed_with(url: str, terms: Terms, crashes: int, memory: MemoryAdapter, view: str = "note") -> Workshop:
    """A message that was on the wire at so many crashes; the next process."""
    wire = Wire(chats=memory.chats)
    wire.cut = True
    workshop = await open_workshop(url, memory=wire)
    await workshop.send(1, *await workshop.people("ana"), view=view, terms=terms)
    for crash in range(crashes):
        await until(lambda: len(wire.sends) > crash)  # noqa: B023
        await killed(workshop)
        workshop = await open_workshop(url, memory=wire if crash < crashes - 1 else memory)
    return workshop


@pytest.mark.both
@pytest.mark.parametrize("lane", list(Lane))
async def test_what_was_on_the_wire_is_sent_again(url: str, lane: Lane) -> None:
    """After one crash a message whose outcome nobody knows is sent once more."""
    memory = MemoryAdapter()
    workshop = await crashed_with(url, Terms(lane=lane), 1, memory)
    await workshop.settle()

    assert (["note 1", "note 1"], Sending.SENT) == (workshop.texts("ana"), (await workshop.delivery()).state)
    await workshop.close()


async def test_a_broadcast_that_crashed_twice_is_unknown(url: str) -> None:
    """What is said once and was on the wire at two crashes is not sent a third time."""
    memory = MemoryAdapter()
    workshop = await crashed_with(url, Terms(lane=Lane.BROADCAST), 2, memory, "broadcast")
    await workshop.settle()

    assert (2, Sending.UNKNOWN) == (len(workshop.texts("ana")), (await workshop.delivery()).state)
    await workshop.close()


async def test_a_reminder_that_crashed_twice_goes_last(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one person waits for is sent again, after everything else."""
    monkeypatch.setattr(membership, "CRASHED_TWICE_REST", timedelta(seconds=30))
    monkeypatch.setattr(courier, "SUSPECTS_SECONDS", 0.1)
    memory = MemoryAdapter()
    workshop = await crashed_with(url, Terms(lane=Lane.REMINDER), 2, memory)
    await workshop.send(2, *await workshop.people("dan"))
    await until(lambda: workshop.texts("dan"))
    early = len(workshop.texts("ana"))
    workshop.twoclocks.ahead = timedelta(seconds=31)
    await workshop.settle()

    assert (2, 3) == (early, len(workshop.texts("ana")))
    await workshop.close()


async def test_a_delivery_that_kills_is_given_up(url: str) -> None:
    """What was claimed eight times and never came to an end is not tried a ninth time."""
    memory = MemoryAdapter()
    workshop = await crashed_with(url, Terms(lane=Lane.INTERACTIVE), 1, memory)
    await workshop.settle()
    await workshop.write(
        lambda tx: tx.execute(DELIVERY.update().values(state="sending", message="", attempts=8, crashes=7))
    )
    await killed(workshop)
    workshop = await open_workshop(url, memory=memory)
    await workshop.settle()

    assert (2, Sending.FAILED) == (len(workshop.texts("ana")), (await workshop.delivery()).state)
    await workshop.close()


@pytest.mark.both
async def test_what_crashed_in_company_is_not_blamed(url: str) -> None:
    """However often messages were claimed together when the process ended: each of them is sent."""
    memory = MemoryAdapter()
    workshop = await open_workshop(url, memory=memory)
    later = Terms(lane=Lane.BROADCAST, due=workshop.clock.now() + timedelta(hours=1))
    await workshop.send(1, *await workshop.people("ana", "dan"), terms=later)
    due = workshop.clock.now()
    in_flight = {"state": "sending", "attempts": 9, "crashes": 8, "due": due}
    await workshop.write(lambda tx: tx.execute(DELIVERY.update().values(in_flight)))
    await killed(workshop)
    workshop = await open_workshop(url, memory=memory)
    workshop.twoclocks.ahead = timedelta(minutes=10)
    await workshop.settle()

    assert (["note 1"], ["note 1"]) == (workshop.texts("ana"), workshop.texts("dan"))
    await workshop.close()


async def test_a_suspect_is_carried_alone(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was in flight at two crashes waits until all else is out, and all else waits for it."""
    monkeypatch.setattr(courier, "SUSPECTS_SECONDS", 0.0)
    wire = Crowded()
    workshop = await open_workshop(url, memory=wire)
    later = Terms(due=workshop.clock.now() + timedelta(hours=1))
    await workshop.send(1, *await workshop.people("ana", "bea"), terms=later)
    due = workshop.clock.now()
    await workshop.write(lambda tx: tx.execute(DELIVERY.update().values(crashes=2, due=due)))
    await workshop.send(2, *await workshop.people(*(f"c{number}" for number in range(60))))
    await until(lambda: len(wire.sends) == 62)

    assert {"ana": 1, "bea": 1} == {chat: wire.company[chat] for chat in ("ana", "bea")}
    await workshop.close()


async def test_many_suspects_do_not_take_long(url: str) -> None:
    """Each follows at once on the one before."""
    workshop = await open_workshop(url)
    people = await workshop.people(*(f"c{number}" for number in range(40)))
    await workshop.send(1, *people, terms=Terms(due=workshop.clock.now() + timedelta(hours=1)))
    due = workshop.clock.now()
    await workshop.close()
    workshop = await open_workshop(url)
    await workshop.write(lambda tx: tx.execute(DELIVERY.update().values(crashes=2, due=due)))
    workshop.program.courier._no_suspects_until = 0.0
    await workshop.settle()

    assert 40 == len(workshop.memory.sends)
    await workshop.close()


class Crowded(MemoryAdapter):
    """A platform that takes its time, and knows with how many others each message was on its way."""

    def __init__(self) -> None:
        super().__init__()
        self.company: dict[str, int] = {}
        self._on_the_way: set[str] = set()

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """It arrives a little later."""
        self._on_the_way.add(place.chat)
        for chat in self._on_the_way:
            self.company[chat] = max(self.company.get(chat, 0), len(self._on_the_way))
        await asyncio.sleep(0.005)
        self._on_the_way.discard(place.chat)
        return await super().send(place, drawn, key)


async def test_an_edit_on_the_wire_is_made_again(url: str) -> None:
    """An edit is made as often as needed: it rings nobody."""
    wire = Wire()
    workshop = await open_workshop(url, memory=wire)
    await workshop.send(1, *await workshop.people("ana"), terms=Terms(lane=Lane.BROADCAST))
    await workshop.settle()
    for number in range(2):
        wire.cut = True
        await workshop.change(1, f"change {number}")
        await until(lambda: workshop.texts("ana") == [f"change {number}"])  # noqa: B023
        await killed(workshop)
        wire.cut = False
        workshop = await open_workshop(url, board=workshop.board, memory=wire)
    await workshop.settle()

    assert (["change 1"], Sending.SENT) == (workshop.texts("ana"), (await workshop.delivery()).state)
    await workshop.close()


@pytest.mark.both
async def test_a_crash_in_a_broadcast_loses_nobody(url: str) -> None:
    """Killed in the middle of two hundred messages: everybody has it, and few have it twice."""
    memory = MemoryAdapter(rates=Rates(overall=400))
    workshop = await open_workshop(url, memory=memory)
    chats = [f"c{number}" for number in range(200)]
    await workshop.send(1, *await workshop.people(*chats), terms=Terms(lane=Lane.BROADCAST))
    await until(lambda: len(memory.sends) > 60)
    await killed(workshop)
    memory.rates = FAST
    workshop = await open_workshop(url, memory=memory)
    await workshop.settle()
    copies = [len(workshop.texts(chat)) for chat in chats]

    assert (1, True) == (min(copies), sum(copies) <= 200 + 32)
    await workshop.close()


async def test_a_good_end_is_no_crash(url: str) -> None:
    """Stopped in the middle of a broadcast and started again: everybody has it once, nothing is in doubt."""
    chats = [f"c{number}" for number in range(120)]
    memory = MemoryAdapter(rates=Rates(overall=100))
    workshop = await open_workshop(url, memory=memory)
    await workshop.send(1, *await workshop.people(*chats), terms=Terms(lane=Lane.BROADCAST))
    for sent in (20, 40, 60):
        await until(lambda: len(memory.sends) > sent)  # noqa: B023
        await workshop.close()
        left = await open_workshop(url, memory=memory)
        workshop = left
    crashes = [row.crashes for row in await workshop.deliveries()]
    await until(lambda: len(memory.sends) >= 120)
    await workshop.settle()

    assert ({0}, [1] * 120) == (set(crashes), [len(workshop.texts(chat)) for chat in chats])
    await workshop.close()


async def test_put_back_is_not_a_try(workshop: Workshop) -> None:
    """What was claimed and not tried is as it was before."""
    due = workshop.clock.now() + timedelta(hours=1)
    await workshop.send(1, *await workshop.people("ana"), terms=Terms(due=due))
    before = await workshop.delivery()
    numbers = await workshop.write(
        lambda tx: claiming.claim(tx, Share(7), now=due, real=due, most=1, lane=Lane.BROADCAST)
    )
    await workshop.write(lambda tx: sending.put_back(tx, numbers, 7))

    assert before == await workshop.delivery()


async def test_what_was_cancelled_meanwhile_is_not_put_back(workshop: Workshop) -> None:
    """It was claimed and not tried, and is not wanted any more."""
    due = workshop.clock.now() + timedelta(hours=1)
    await workshop.send(1, *await workshop.people("ana"), terms=Terms(due=due))
    numbers = await workshop.write(
        lambda tx: claiming.claim(tx, Share(7), now=due, real=due, most=1, lane=Lane.BROADCAST)
    )
    cancelled = DELIVERY.update().values(state=Sending.CANCELLED)
    await workshop.write(lambda tx: tx.execute(cancelled))
    await workshop.write(lambda tx: sending.put_back(tx, numbers, 7))

    assert Sending.CANCELLED == (await workshop.delivery()).state


async def test_stopping_waits_for_what_is_on_the_wire(url: str) -> None:
    """A message that is being sent when the program ends is marked, so that the next process does not send it again."""
    memory = Late()
    workshop = await open_workshop(url, memory=memory)
    await workshop.send(1, *await workshop.people("ana"))
    await until(lambda: memory.begun)
    await workshop.close()
    workshop = await open_workshop(url, memory=memory)
    await workshop.settle()

    assert ["note 1"] == workshop.texts("ana")
    await workshop.close()


class Late(MemoryAdapter):
    """A platform that answers after a fifth of a second."""

    begun = False

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """It arrives and is answered late."""
        self.begun = True
        await asyncio.sleep(0.2)
        return await super().send(place, drawn, key)
