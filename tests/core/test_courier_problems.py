"""Every answer of a platform has its effect, and no problem of one chat is another's."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.ports import Rates
from bot.model.address import Place
from bot.model.card import Drawn
from bot.model.problems import Lost, Moved, PortError, Refused, TryLater, Unknown, Unreachable
from bot.model.values import Reason, Sending
from storage.people import ACCOUNT, PLACE
from tests.core.workshop import Workshop, open_workshop, until
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


async def test_a_chat_that_had_much_is_closed_alone(url: str) -> None:
    """As long as the platform says, and not only until its own pace would let the next message go."""
    workshop = await open_workshop(url, memory=MemoryAdapter(rates=Rates(overall=1000, per_chat=20, burst=4)))
    ana, dan = await workshop.people("ana", "dan")
    await workshop.send(1, ana, ana, ana, view="flyer")
    await workshop.settle()
    workshop.memory.trips.append(("ana", TryLater(0.8, chat("ana"))))
    await workshop.send(2, ana)
    await until(lambda: not workshop.memory.trips)
    await workshop.send(3, dan)
    await until(lambda: workshop.texts("dan"), 0.4)
    await asyncio.sleep(0.2)

    assert ["note 1"] * 3 == workshop.texts("ana")
    await workshop.settle()
    assert "note 2" == workshop.texts("ana")[-1]
    await workshop.close()


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


def test_only_these_errors() -> None:
    """The table above covers every error that a port may raise."""
    assert {TryLater, Unreachable, Moved, Refused, Lost, Unknown} == set(PortError.__subclasses__())
