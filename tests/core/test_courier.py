"""The courier: in order in a chat, people's own replies first, never for nothing."""

import asyncio
from datetime import timedelta

import pytest

from bot.core import Terms
from bot.core.ports import Rates
from bot.model.card import Card
from bot.model.text import T
from bot.model.values import Lane, Reason, Sending
from storage import outbox, preferences
from storage.people import PERSON, PersonRow
from storage.tx import Tx, add
from tests.core.workshop import Workshop, open_workshop, until
from tests.memory import MemoryAdapter

BROADCAST = Terms(lane=Lane.BROADCAST)


async def outcomes(workshop: Workshop) -> list[tuple[Sending, Reason | None]]:
    """State and reason of every delivery."""
    await workshop.settle()
    return [(row.state, row.reason) for row in await workshop.deliveries()]


@pytest.mark.both
async def test_a_message_is_drawn_when_it_is_sent(workshop: Workshop) -> None:
    """What is sent is what the view says at that moment, in one message."""
    (ana,) = await workshop.people("ana")
    await workshop.send(1, ana)
    await workshop.settle()

    row = await workshop.delivery()
    assert (["note 1"], Sending.SENT) == (workshop.texts("ana"), row.state)
    assert row.message == workshop.memory.chats["ana"][0].id


@pytest.mark.both
async def test_a_hundred_and_fifty_messages_arrive_once(workshop: Workshop) -> None:
    """More than one batch: everybody gets theirs, nobody twice."""
    chats = [f"c{number}" for number in range(150)]
    await workshop.send(1, *await workshop.people(*chats))
    await workshop.settle()

    assert {chat: ["note 1"] for chat in chats} == {chat: workshop.texts(chat) for chat in chats}


async def test_each_reader_in_their_language(workshop: Workshop) -> None:
    """The same view is drawn for each person in theirs."""
    workshop.board.notes[1] = Card((T("Romanian time"),))
    (mia,) = await workshop.people("mia")
    (ana,) = await workshop.people("ana", language="ro")
    await workshop.send(1, mia, ana)
    await workshop.settle()
    drawn = {chat: workshop.memory.chats[chat][0].drawn.language for chat in ("mia", "ana")}

    assert {"mia": "en", "ana": "ro"} == drawn


async def test_a_chat_gets_its_messages_in_order(workshop: Workshop) -> None:
    """Ten messages to one person arrive in the order in which they were staged."""
    (ana,) = await workshop.people("ana")
    for number in range(10):
        await workshop.send(number, ana)
    await workshop.settle()

    assert [f"note {number}" for number in range(10)] == workshop.texts("ana")


@pytest.mark.both
async def test_what_was_due_first_goes_first(workshop: Workshop) -> None:
    """Of what is ready together, a person gets the earlier before the later, whichever was planned first."""
    (ana,) = await workshop.people("ana")
    now = workshop.clock.now()
    ago = {1: 10, 2: 30, 3: 20}
    terms = {number: Terms(due=now - timedelta(minutes=minutes)) for number, minutes in ago.items()}
    await asyncio.gather(*(workshop.send(number, ana, terms=terms[number]) for number in ago))
    await workshop.settle()

    assert ["note 2", "note 3", "note 1"] == workshop.texts("ana")


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (None, (Sending.SKIPPED, Reason.WITHDRAWN)),
        (Reason.ANSWERED, (Sending.SKIPPED, Reason.ANSWERED)),
        ("still wanted", (Sending.SENT, None)),
    ],
)
async def test_a_view_that_is_not_wanted_is_skipped(
    workshop: Workshop, shown: str | Reason | None, expected: tuple[Sending, Reason | None]
) -> None:
    """A view that says nothing before it was sent is skipped with its reason, and nothing goes out."""
    workshop.board.notes[1] = shown
    await workshop.send(1, *await workshop.people("ana"))

    assert [expected] == await outcomes(workshop)
    assert ([] if expected[0] is Sending.SKIPPED else [shown]) == workshop.texts("ana")


async def test_too_late_is_skipped(workshop: Workshop) -> None:
    """After its `until` a message is of no use any more."""
    until_ = workshop.clock.now() - timedelta(seconds=1)
    await workshop.send(1, *await workshop.people("ana"), terms=Terms(until=until_))

    assert [(Sending.SKIPPED, Reason.TOO_LATE)] == await outcomes(workshop)


async def test_what_is_due_later_waits(workshop: Workshop) -> None:
    """A message is not sent before it is due."""
    due = workshop.clock.now() + timedelta(hours=1)
    await workshop.send(1, *await workshop.people("ana"), terms=Terms(due=due))
    await workshop.settle()
    before = workshop.texts("ana")
    await workshop.until(due)

    assert ([], ["note 1"]) == (before, workshop.texts("ana"))


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (Terms(lane=Lane.BROADCAST), Sending.SKIPPED),
        (Terms(lane=Lane.REMINDER), Sending.SKIPPED),
        (Terms(lane=Lane.BROADCAST, vital=True), Sending.SENT),
        (Terms(lane=Lane.INTERACTIVE), Sending.SENT),
    ],
)
async def test_who_asked_for_silence_has_it(workshop: Workshop, terms: Terms, expected: Sending) -> None:
    """Only what they asked for themselves, and what they must know, reaches someone who opted out."""
    (ana,) = await workshop.people("ana", stopped_at=workshop.clock.now())
    await workshop.send(1, ana, terms=terms)

    assert [expected] == [state for state, _ in await outcomes(workshop)]


async def test_nobody_to_write_to_is_waited_for(workshop: Workshop) -> None:
    """Someone without an account is waiting for first contact, which holds up nothing."""

    async def stranger(tx: Tx) -> int:
        return await add(tx, PersonRow(name="zoe", language="en"))

    zoe = await workshop.write(stranger)
    await workshop.send(1, zoe)

    assert [(Sending.WAITING, None)] == await outcomes(workshop)

    await workshop.write(lambda tx: workshop.account(tx, zoe, "zoe"))
    await workshop.write(lambda tx: outbox.release(tx, zoe))
    workshop.program.courier.wake()
    await workshop.settle()

    assert ["note 1"] == workshop.texts("zoe")


async def test_a_cause_reaches_somebody_once(workshop: Workshop) -> None:
    """The same cause twice to the same person is one message, alone or among many."""
    (ana,) = await workshop.people("ana")

    async def twice(tx: Tx) -> list[int]:
        desk = workshop.desk(tx)
        await desk.send("note", 1, to=ana, cause="invite:1")
        everyone = PERSON.select().with_only_columns(PERSON.c.id)
        return [await desk.send_all("note", 1, to=everyone, cause=cause) for cause in ("invite:1", "invite:2")]

    assert [0, 1] == await workshop.write(twice)
    workshop.program.courier.wake()
    await workshop.settle()
    assert ["note 1", "note 1"] == workshop.texts("ana")


async def test_a_reply_overtakes_a_broadcast(url: str) -> None:
    """While three hundred messages go out at fifty a second, a reply is out within a quarter of a second."""
    workshop = await open_workshop(url, memory=MemoryAdapter(rates=Rates(overall=50)))
    crowd = await workshop.people(*(f"c{number}" for number in range(300)))
    (ana,) = await workshop.people("ana")
    await workshop.send(1, *crowd, terms=BROADCAST)
    await until(lambda: len(workshop.memory.sends) > 20)
    await workshop.send(2, ana, terms=Terms(lane=Lane.INTERACTIVE))

    await until(lambda: workshop.texts("ana"), 0.25)
    assert len(workshop.memory.sends) < 60
    await workshop.close()


async def test_redrawing_many_cards_does_not_delay_a_reply(url: str) -> None:
    """Cards that were once replies are redrawn behind the replies that somebody waits for now."""
    workshop = await open_workshop(url, memory=MemoryAdapter(rates=Rates(overall=200)))
    crowd = await workshop.people(*(f"c{number}" for number in range(60)))
    (ana,) = await workshop.people("ana")
    await workshop.send(1, *crowd, terms=Terms(lane=Lane.INTERACTIVE))
    await workshop.settle()
    await asyncio.sleep(1.0)
    await workshop.change(1, "changed")
    await workshop.send(2, ana, terms=Terms(lane=Lane.INTERACTIVE))
    await until(lambda: workshop.texts("ana"))

    assert 30 > sum(workshop.texts(f"c{number}") == ["changed"] for number in range(60))
    await workshop.close()


async def test_what_is_staged_during_a_claim_does_not_wait(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Staged just after the courier has looked and before it has finished looking: it looks again at once."""
    (ana,) = await workshop.people("ana")
    await workshop.settle()
    claim = workshop.program.courier._claim_some

    async def claiming() -> bool:
        more = await claim()
        monkeypatch.undo()
        await workshop.send(1, ana)
        return more

    monkeypatch.setattr(workshop.program.courier, "_claim_some", claiming)
    workshop.program.courier.wake()

    await until(lambda: workshop.texts("ana"), 0.5)
    await workshop.settle()


async def test_many_that_are_skipped_do_not_hold_up_the_rest(workshop: Workshop) -> None:
    """Three hundred who want no messages are passed over without a pause for each hundred."""
    silent = await workshop.people(*(f"s{number}" for number in range(300)), stopped_at=workshop.clock.now())
    (ana,) = await workshop.people("ana")
    await workshop.send(1, *silent, ana, terms=BROADCAST)

    await until(lambda: workshop.texts("ana"), 1.0)


async def test_one_chat_with_much_to_get_does_not_hold_up_the_others(url: str) -> None:
    """A hundred and twenty messages to one slow chat: a broadcast to others goes out meanwhile."""
    workshop = await open_workshop(url, memory=MemoryAdapter(rates=Rates(overall=1000, per_chat=1, burst=1)))
    (ana,) = await workshop.people("ana")
    crowd = await workshop.people(*(f"c{number}" for number in range(30)))
    await workshop.send(1, *[ana] * 120, terms=Terms(lane=Lane.REMINDER))
    await until(lambda: workshop.texts("ana"))
    await workshop.send(2, *crowd, terms=BROADCAST)

    await until(lambda: all(workshop.texts(f"c{number}") for number in range(30)), 2.5)
    await workshop.close()


async def test_paused_and_cancelled_are_not_sent(workshop: Workshop) -> None:
    """What a manager holds is not sent until it is resumed; what is cancelled never."""
    ana, dan = await workshop.people("ana", "dan")
    due = workshop.clock.now() + timedelta(hours=1)

    async def work(tx: Tx) -> None:
        desk = workshop.desk(tx)
        await desk.send("note", 1, to=ana, cause="held:1", terms=Terms(due=due))
        await desk.send("note", 1, to=dan, cause="gone:1", terms=Terms(due=due))
        await outbox.set_state(tx, "held:1", [Sending.QUEUED], Sending.HELD)
        await outbox.set_state(tx, "gone:1", [Sending.QUEUED], Sending.CANCELLED)

    await workshop.write(work)
    await workshop.until(due)
    before = workshop.texts("ana")
    await workshop.write(lambda tx: outbox.set_state(tx, "held:1", [Sending.HELD], Sending.QUEUED))
    workshop.program.courier.wake()
    await workshop.settle()

    assert ([], ["note 1"], []) == (before, workshop.texts("ana"), workshop.texts("dan"))


async def test_the_chosen_channel_wins(workshop: Workshop) -> None:
    """A person with two accounts is written to on the one they chose, else on the one they used last."""
    (ana,) = await workshop.people("ana")
    await workshop.write(lambda tx: workshop.account(tx, ana, "ana", "native"))
    await workshop.send(1, ana)
    await workshop.settle()
    await workshop.write(lambda tx: tx.execute(PERSON.update().where(PERSON.c.id == ana).values(channel="memory")))
    await workshop.send(2, ana)
    await workshop.settle()

    assert ["note 1"] == [message.text for message in workshop.native.chats["ana"]]
    assert ["note 2"] == workshop.texts("ana")


async def test_another_language_redraws_what_stands(workshop: Workshop) -> None:
    """Who chooses another language finds their live cards in it."""
    workshop.board.notes[1] = Card((T("Romanian time"),))
    (ana,) = await workshop.people("ana", language="ro")
    await workshop.send(1, ana)
    await workshop.settle()
    await workshop.write(lambda tx: preferences.speak(tx, ana, "en"))
    workshop.program.courier.wake()
    await until(lambda: workshop.memory.chats["ana"][0].drawn.language == "en")
    await workshop.settle()
