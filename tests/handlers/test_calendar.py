"""Calendar entries in conversation: what a yes brings, and what an entry never holds."""

from datetime import date

import pytest

from bot.model.address import Account, Place
from bot.model.update import Envelope, Pressed
from bot.model.values import Going, Words
from handlers.shared.presses import Answer
from storage.people import MARK, PERSON
from tests.handlers.calendar_steps import MAYBE, NO, YES, cancels, invited
from tests.handlers.event_steps import changes, manager
from tests.handlers.ics import files, newest, read
from tests.handlers.steps import LINK, another_event, change_event, invite, keep_link, local
from tests.room import Room
from tests.seeds import Lab, seed

pytestmark = pytest.mark.english


@pytest.mark.both
async def test_an_entry_from_the_yes_to_the_end(lab: Lab) -> None:
    """The yes brings it, the move renews it, the end cancels it: one identity, each version above the one before."""
    mia = await invited(lab, "mia", YES)
    brought = files(mia)
    ilinca = await manager(lab)
    await changes(ilinca, day="17.02.2027", deadline="12.02.2027")
    brought += files(mia)[-1:]
    await cancels(ilinca)
    brought += files(mia)[-1:]

    events = [read(document.content) for document in brought]
    told = [(one.one("METHOD"), one.event.one("STATUS"), one.event.one("DTSTART")) for one in events]
    assert [
        ("PUBLISH", "CONFIRMED", "20270210T110000"),
        ("PUBLISH", "CONFIRMED", "20270217T110000"),
        ("CANCEL", "CANCELLED", "20270217T110000"),
    ] == told
    assert 1 == len({one.event.one("UID") for one in events})
    assert [0, 1, 2] == [int(one.event.one("SEQUENCE")) for one in events]


async def test_a_file_as_platforms_take_it(lab: Lab) -> None:
    """A name that calendars know, and the media type with its method."""
    mia = await invited(lab, "mia", YES)

    ((name, media_type),) = [(one.name, one.media_type) for one in files(mia)]

    assert ("calendar.ics", "text/calendar; charset=utf-8; method=PUBLISH") == (name, media_type)


async def test_by_which_clock_the_link_comes(lab: Lab) -> None:
    """Whoever lives by another clock reads whose hour it is."""
    await keep_link(lab, local(9, 11))
    await lab.room.write(
        lambda tx: tx.execute(PERSON.update().where(PERSON.c.id == lab.people["mia"]).values(zone="Europe/London"))
    )
    mia = await invited(lab, "mia", YES)

    assert "The access link comes here on Tuesday, 9 February 2027, 11:00 (Romanian time)." in mia.sees


async def test_what_comes_with_it(lab: Lab) -> None:
    """The message says what was noted, what the file is for, and when the access link comes."""
    await keep_link(lab, local(9, 11))
    mia = await invited(lab, "mia", YES)

    assert [
        "Noted: you are coming. You can change it until Wednesday, 10 February 2027, 11:00.",
        "",
        "📆 Open the file to put Consultation on the plan into your calendar.",
        "The access link comes here on Tuesday, 9 February 2027, 11:00.",
    ] == mia.sees.splitlines()


@pytest.mark.romanian
async def test_in_the_readers_language(room: Room) -> None:
    """Message and file are Romanian for who reads Romanian."""
    lab = await seed(room)
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.presses("✅ Vin")

    assert "📆 Deschideți fișierul ca să treceți Consultare privind planul în calendarul dvs." in ana.sees
    event = newest(ana).event
    told = (event.text("SUMMARY"), event.text("LOCATION"), event.text("DESCRIPTION"))
    assert ("Consultare privind planul", "online, pe Zoom", "Limba evenimentului: română") == told


async def test_a_title_that_is_in_another_language_says_so(lab: Lab) -> None:
    """As on every card."""
    await change_event(lab, title=Words.plain("Consultare", "ro"))

    mia = await invited(lab, "mia", YES)

    assert "Consultare (in Romanian)" == newest(mia).event.text("SUMMARY")


async def test_where_it_takes_place_and_who_invites(lab: Lab) -> None:
    """The place in words, the programme as organiser."""
    mia = await invited(lab, "mia", YES)

    event = newest(mia).event
    assert ("online, on Zoom", ';CN="The sample programme"') == (event.text("LOCATION"), event.parameters("ORGANIZER"))


async def test_an_event_without_hours(lab: Lab) -> None:
    """It is a whole day in the calendar."""
    await change_event(lab, starts=None, ends=None)

    mia = await invited(lab, "mia", YES)

    assert (";VALUE=DATE", "20270210") == (newest(mia).event.parameters("DTSTART"), newest(mia).event.one("DTSTART"))


@pytest.mark.parametrize("say", ["yes", "/rsvp E1 yes"])
async def test_a_yes_in_words(lab: Lab, say: str) -> None:
    """However it is said, a yes brings the entry."""
    mia = await invited(lab)

    await mia.says(say)

    assert 1 == len(files(mia))


async def test_once_for_each_yes(lab: Lab) -> None:
    """The same tap again, and cards that are drawn again, bring nothing."""
    mia = await invited(lab, "mia", YES, YES)
    ilinca = await manager(lab)
    await changes(ilinca, title_other="A public consultation")

    assert 1 == len(files(mia))


async def test_a_redelivered_yes(lab: Lab) -> None:
    """An update that comes twice is one answer with one entry."""
    mia = await invited(lab)
    account, place = Account("memory", "m1", "mia"), Place("memory", "m1", "mia")
    envelope = Envelope("twice", account, place, Pressed(Answer(lab.event, Going.YES).pack()), "Mia")

    await mia.repeats(envelope)
    await mia.repeats(envelope)

    assert 1 == len(files(mia))


async def test_a_yes_in_a_group(lab: Lab) -> None:
    """The entry comes in private."""
    mia = await invited(lab)
    group = Place("memory", "m1", "the group", private=False)
    press = Pressed(Answer(lab.event, Going.YES).pack())

    await mia.repeats(Envelope("g1", Account("memory", "m1", "mia"), group, press, "Mia"))

    in_group = [message for message in lab.room.memory.chats.get("the group", []) if message.drawn.documents]
    assert (1, []) == (len(files(mia)), in_group)


@pytest.mark.parametrize("answers", [(MAYBE,), (NO,), (MAYBE, NO)])
async def test_no_entry_without_a_yes(lab: Lab, answers: tuple[str, ...]) -> None:
    """Who never said yes gets no file, not even one to cancel."""
    assert [] == files(await invited(lab, "mia", *answers))


async def test_two_installations(lab: Lab) -> None:
    """The same event of another database is another entry."""
    mia = await invited(lab, "mia", YES)
    first = newest(mia).event.one("UID")
    await lab.room.write(lambda tx: tx.execute(MARK.delete()))

    await mia.presses(NO)
    await mia.presses(YES)

    assert first != newest(mia).event.one("UID")


async def test_two_events(lab: Lab) -> None:
    """Each event has an identity of its own."""
    other = await another_event(lab, "E2", "A second evening", date(2027, 2, 11))
    mia = await invited(lab, "mia", YES)
    await invite(lab, "mia", event=other)
    await mia.presses(YES)

    assert 2 == len({read(document.content).event.one("UID") for document in files(mia)})


async def test_no_secret_in_any_file(lab: Lab) -> None:
    """Neither before nor after the release: calendars are shared, links change. The file says where the link is."""
    await keep_link(lab, local(9, 11))
    mia = await invited(lab, "mia", YES)
    await lab.room.until(local(9, 12))
    await mia.presses(NO)
    await mia.presses(YES)
    await changes(await manager(lab), hours="12:00-14:00")

    assert LINK in mia.all_text
    assert all(b"meet.example.org" not in one.content and b"liliac" not in one.content for one in files(mia))
    told = "The access link is not kept here: it comes in your conversation with us, on Tuesday, 9 February 2027,"
    assert told in newest(mia).event.text("DESCRIPTION")


async def test_a_guest_is_promised_no_link(lab: Lab) -> None:
    """Who is not confirmed yet gets no link, so neither message nor file speaks of one."""
    await keep_link(lab, local(9, 11))
    zoe = lab.room.seat("zoe", language="en")
    for words in ("/start", "Zoe Pavel", "oxid"):
        await zoe.says(words)
    await zoe.forges(Answer(lab.event, Going.YES).pack())

    assert (1, False) == (len(files(zoe)), "access link" in zoe.sees + newest(zoe).event.text("DESCRIPTION"))
