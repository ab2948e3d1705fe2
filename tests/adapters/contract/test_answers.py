"""Invitations and answers on every platform: cards that are edited where they stand, and what follows a yes."""

from datetime import date

import pytest

from bot.model.values import Going
from handlers.shared.event_changes import facts_of, keep_change
from handlers.shared.presses import Manage
from storage import events
from storage.tx import Tx
from tests.adapters.contract.person import TELEGRAM, WEB, Person
from tests.adapters.contract.steps import answers
from tests.adapters.contract.town import Town
from tests.handlers.ics import Part, read
from tests.handlers.steps import desk, invite, keep_link, local, out


@pytest.mark.both
async def test_hello_by_link(here: Town, platform: str) -> None:
    """Who comes by their own link is greeted, asked nothing, and finds their invitation below."""
    await invite(here.lab, "ana")

    ana = await here.arrives(platform, "ana")

    hello, invitation = await ana.chat()
    assert "a program, not a person" in hello.text
    assert "✉️ Invitation for Atelierul Nord" in invitation.text
    assert "✅ I am coming" == invitation.labels[0]


@pytest.mark.both
async def test_the_pressed_message_is_edited(here: Town, platform: str) -> None:
    """An answer shows on the very message that was pressed, with a toast; nothing new comes but the calendar entry."""
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")
    before = await ana.chat()
    assert not before[-1].edited

    await ana.presses("✅ I am coming")

    after, new = (await ana.chat())[: len(before)], (await ana.chat())[len(before) :]
    assert [one.id for one in before] == [one.id for one in after]
    assert (True, True) == (after[-1].edited, "Noted: you are coming." in after[-1].text)
    assert ["calendar.ics"] == [name for one in new for name, _ in one.documents]
    assert ana.toast == ("Noted: you are coming." if ana.has_toasts else "")
    assert [Going.YES] == await answers(here)


@pytest.mark.both
async def test_an_entry_that_follows(here: Town, platform: str) -> None:
    """Files come with the yes, the move and the end, and stay with their messages whatever is pressed there."""
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")
    await ana.presses("✅ I am coming")
    await moved(here, date(2027, 2, 17))
    await ana.presses("✅ I am coming")
    assert "20270217T110000" == (await entries(ana))[-1].one("DTSTART")
    await ana.presses("🤔 Not sure yet")
    assert "20270217T110000" == (await entries(ana))[-1].one("DTSTART")
    assert any("The event has moved" in one.text and "Noted: not sure yet." in one.text for one in await ana.chat())

    ilinca = await here.arrives(platform, "ilinca")
    await ilinca.forges(Manage(here.lab.event).pack())
    await ilinca.presses("Cancel event")
    await ilinca.presses("Cancel the event")

    assert "CANCELLED" == (await entries(ana))[-1].one("STATUS")


async def moved(here: Town, day: date) -> None:
    """The event is on another day, and everyone concerned is told."""

    async def work(tx: Tx) -> None:
        event = await events.event(tx, here.lab.event)
        assert event is not None
        before = await facts_of(tx, event)
        event.day = day
        await keep_change(desk(here.lab, tx), event, before)

    await here.room.write(work)
    await out(here.room)


async def entries(person: Person) -> list[Part]:
    """The events in the files that stand in a chat, the oldest first."""
    return [read(content).event for one in await person.chat() for _, content in one.documents]


async def test_every_copy_shows_the_answer(here: Town, platform: str) -> None:
    """A second card of the same event follows the first."""
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")
    await ana.says("/rsvp E1")

    await ana.presses("❌ I cannot come")

    cards = [one.text for one in await ana.chat() if "✉️" in one.text]
    assert [True, True] == ["you cannot come" in text for text in cards]


async def test_an_answer_in_words(here: Town, platform: str) -> None:
    """A word means the button."""
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")

    await ana.says("Poate")

    assert [Going.MAYBE] == await answers(here)


async def test_one_tap_twice(here: Town, platform: str) -> None:
    """Pressed twice, there is one answer and nothing more is said."""
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")
    await ana.presses("✅ I am coming")
    number = len(await ana.chat())

    await ana.presses("✅ I am coming")

    assert ([Going.YES], number) == (await answers(here), len(await ana.chat()))


async def test_another_language(here: Town, platform: str) -> None:
    """The switch redraws what stands, on the same messages."""
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")
    ids = [one.id for one in await ana.chat()]

    await ana.presses("🌐 Română")

    chat = await ana.chat()
    assert ids == [one.id for one in chat][: len(ids)]
    assert "miercuri, 10 februarie 2027" in chat[1].text


async def test_the_access_link(here: Town, platform: str) -> None:
    """The link comes at its hour to who comes, and goes with a no."""
    await keep_link(here.lab, local(9, 11))
    ana, radu = await here.arrives(platform, "ana"), await here.arrives(platform, "radu")
    await invite(here.lab)
    await ana.presses("✅ I am coming")
    await here.room.until(local(9, 11))
    assert "meet.example.org" in await ana.all_text()
    assert "meet.example.org" not in await radu.all_text()

    await ana.presses("❌ I cannot come")

    assert "meet.example.org" not in await ana.all_text()


async def test_one_event_on_two_platforms(way: str, here: Town) -> None:
    """What people answer on either platform counts on the manager's live card."""
    ilinca = await here.arrives(WEB, "ilinca")
    ana, mia = await here.arrives(TELEGRAM, "ana"), await here.arrives(WEB, "mia")
    await invite(here.lab)
    await ilinca.forges(Manage(here.lab.event).pack())

    await ana.presses("✅ I am coming")
    await mia.presses("❌ I cannot come")
    await here.settle()

    assert any("4 people: ✅ 1 · 🤔 0 · ❌ 1 · silent 2" in one.text for one in await ilinca.chat())
