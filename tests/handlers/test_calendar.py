"""Calendar entries in conversation: what a yes brings, how it follows the event, and what it never holds."""

from datetime import date

import pytest

from bot.model.address import Account, Place
from bot.model.update import Envelope, Pressed
from bot.model.values import Going, Words
from handlers.shared.presses import Answer
from storage.people import MARK
from tests.handlers.calendar_steps import MAYBE, NO, YES, cancels, invited
from tests.handlers.event_steps import changes, manager
from tests.handlers.ics import files, newest, read
from tests.handlers.steps import LINK, another_event, change_event, invite, keep_link, local
from tests.room import Room, Seat
from tests.seeds import Lab, seed

pytestmark = pytest.mark.english

OLD = "This file for Consultation on the plan is out of date. The newest one is further down."


def versions(seat: Seat) -> list[tuple[str, str, str]]:
    """METHOD, STATUS and DTSTART of every file in a chat, the oldest first."""
    calendars = [read(document.content) for document in files(seat)]
    return [(one.one("METHOD"), one.event.one("STATUS"), one.event.one("DTSTART")) for one in calendars]


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


@pytest.mark.parametrize("between", [(), (MAYBE,)])
async def test_a_no_takes_it_back(lab: Lab, between: tuple[str, ...]) -> None:
    """After a yes a no brings the file that cancels it; a maybe in between had left it where it was."""
    mia = await invited(lab, "mia", YES, *between, NO)

    assert ("CANCEL", "CANCELLED", "20270210T110000") == versions(mia)[-1]
    assert "📆 Open the file to take Consultation on the plan out of your calendar." in mia.sees


async def test_what_was_taken_back_says_so(lab: Lab) -> None:
    """Some calendars show nothing of a status: the title tells."""
    mia = await invited(lab, "mia", YES, NO)

    assert "Not coming: Consultation on the plan" == newest(mia).event.text("SUMMARY")


async def test_a_cancelled_event_says_so(lab: Lab) -> None:
    """The same for an event that does not take place."""
    mia = await invited(lab, "mia", YES)

    await cancels(await manager(lab))

    assert "Cancelled: Consultation on the plan" == newest(mia).event.text("SUMMARY")


async def test_each_change_of_mind_is_a_later_version(lab: Lab) -> None:
    """Yes, no, yes again, with the same identity: else a calendar would keep the cancelled one."""
    mia = await invited(lab, "mia", YES)
    numbers = [int(newest(mia).event.one("SEQUENCE"))]
    for label in (NO, MAYBE, YES):
        await mia.presses(label)
        numbers.append(int(newest(mia).event.one("SEQUENCE")))

    assert [0, 1, 2, 3] == numbers


async def test_an_old_file_is_called_old(lab: Lab) -> None:
    """A file stays where it was sent; its message says that there is a newer one."""
    mia = await invited(lab, "mia", YES)
    message = mia.messages[-1]

    await mia.presses(NO)

    assert (f"📆 {OLD}", True) == (message.text, bool(mia.messages[-1].drawn.documents))


async def test_a_file_is_old_when_the_event_has_moved(lab: Lab) -> None:
    """The message that it moved has the newer one."""
    mia = await invited(lab, "mia", YES)
    message = mia.messages[-1]

    await changes(await manager(lab), day="17.02.2027")

    assert (OLD in message.text, "20270217T110000") == (True, newest(mia).event.one("DTSTART"))


async def test_a_maybe_makes_no_file_old(lab: Lab) -> None:
    """The entry stays in the calendar while somebody thinks it over."""
    mia = await invited(lab, "mia", YES)
    message = mia.messages[-1]

    await mia.presses(MAYBE)

    assert OLD not in message.text


async def test_a_maybe_after_a_no_brings_nothing_back(lab: Lab) -> None:
    """The message with the file that takes the entry out of the calendar stays true."""
    mia = await invited(lab, "mia", YES, NO)
    message = mia.messages[-1]

    await mia.presses(MAYBE)

    told = "📆 Open the file to take Consultation on the plan out of your calendar."
    assert (told, "CANCEL") == (message.text.splitlines()[-1], newest(mia).one("METHOD"))


async def test_who_has_no_entry_gets_none_with_a_change(lab: Lab) -> None:
    """The silent, and those who said maybe or no, hear that the event moved and that it is cancelled without a file."""
    seats = [await invited(lab, "ana"), await invited(lab, "dan", MAYBE), await invited(lab, "radu", NO)]
    ilinca = await manager(lab)
    await changes(ilinca, day="17.02.2027")
    await cancels(ilinca)

    assert [[], [], []] == [files(seat) for seat in seats]


async def test_after_a_no_a_change_brings_nothing(lab: Lab) -> None:
    """What was taken out of the calendar does not come back."""
    mia = await invited(lab, "mia", YES, NO)
    before = len(files(mia))

    await changes(await manager(lab), day="17.02.2027")

    assert before == len(files(mia))


async def test_a_change_is_one_message(lab: Lab) -> None:
    """The newer file comes with the message that the event moved, not in one of its own."""
    mia = await invited(lab, "mia", YES)
    before = len(mia.messages)

    await changes(await manager(lab), day="17.02.2027")

    assert (before + 1, 1) == (len(mia.messages), len(mia.messages[-1].drawn.documents))


async def test_another_place_renews_it(lab: Lab) -> None:
    """Not only the hour: the entry says where."""
    mia = await invited(lab, "mia", YES)

    await changes(await manager(lab), place="Jitsi")

    assert "online, on Jitsi" == newest(mia).event.text("LOCATION")


async def test_a_moved_entry_asks_to_confirm(lab: Lab) -> None:
    """As long as nobody has tapped yes again, the entry says so."""
    mia = await invited(lab, "mia", YES)

    await changes(await manager(lab), day="17.02.2027")

    assert "Please tell us whether you are still coming." in newest(mia).event.text("DESCRIPTION")


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


async def test_before_anybody_has_an_entry(lab: Lab) -> None:
    """Answers from before there were entries: the change is told without a file, and nothing breaks."""
    mia = await invited(lab, "mia", YES)
    await lab.room.write(lambda tx: tx.execute(MARK.delete()))

    await changes(await manager(lab), day="17.02.2027")

    assert ("has moved" in mia.sees, ()) == (True, mia.messages[-1].drawn.documents)
