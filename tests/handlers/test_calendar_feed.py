"""Calendar feeds in conversation: one address a person, what it opens, and how it is changed and closed."""

from datetime import date, timedelta

import pytest

from bot.model.address import Account, Place
from bot.model.card import Document
from bot.model.update import Envelope, Pressed
from bot.model.values import EventState
from handlers.calendar import feed_document
from handlers.shared.presses import CalendarFeed
from storage.deliveries import DELIVERY
from storage.people import ACTIVITY
from storage.people import LINK as LINKS
from tests.handlers.calendar_steps import MAYBE, NO, YES, cancels, invited
from tests.handlers.event_steps import changes, manager
from tests.handlers.ics import Part, newest, read
from tests.handlers.steps import LINK, another_event, change_event, found, in_english, invite, keep_link, local
from tests.room import MONDAY, Room, Seat
from tests.seeds import Lab, seed

SITE = "https://sfat.example.org"
CLOSED_FEED = "Your calendar feed is closed: its address opens nothing any more."


@pytest.fixture
async def lab(room: Room) -> Lab:
    """A seeded lab in which everyone reads English, with a site that can be reached."""
    room.program.house.links.public_url = SITE
    return await in_english(await seed(room))


async def fetch(lab: Lab, address: str) -> Document | None:
    """What a calendar gets from an address."""
    token = lab.room.program.house.keys.read(address.removeprefix(f"{SITE}/files/"))
    assert token is not None, f"{address!r} holds no token of ours"
    async with lab.room.read() as tx:
        return await feed_document(lab.room.program.house, tx, token, lab.room.clock.now())


async def feed(lab: Lab, address: str) -> Part:
    """The same, read strictly."""
    document = await fetch(lab, address)
    assert document is not None, f"{address} opens nothing"
    return read(document.content)


def address_in(seat: Seat) -> str:
    """The address that the newest message tells."""
    (address,) = [line for line in seat.sees.splitlines() if line.startswith(SITE)]
    return address


async def subscribes(seat: Seat) -> str:
    """Ask for the feed where the data is; its address."""
    await seat.says("/data")
    await seat.presses("📆 Calendar feed")
    return address_in(seat)


async def all_events(lab: Lab, address: str) -> list[tuple[str, str]]:
    """SUMMARY and STATUS of everything in a feed."""
    calendar = await feed(lab, address)
    return [(event.text("SUMMARY"), event.one("STATUS")) for event in calendar.all("VEVENT")]


@pytest.mark.both
async def test_a_feed_follows(lab: Lab) -> None:
    """Yes, maybe and no; moved; cancelled: what a calendar fetches from one address is what holds now."""
    other = await another_event(lab, "E2", "A second evening", date(2027, 2, 11))
    mia = await invited(lab)
    address = await subscribes(mia)
    assert [] == await all_events(lab, address)

    await mia.presses(YES)
    await invite(lab, "mia", event=other)
    await mia.presses(MAYBE)
    expected = [("Consultation on the plan", "CONFIRMED"), ("A second evening", "TENTATIVE")]
    assert expected == await all_events(lab, address)

    await mia.presses(NO)
    ilinca = await manager(lab)
    await changes(ilinca, day="17.02.2027", deadline="12.02.2027")
    assert "20270217T110000" == (await feed(lab, address)).event.one("DTSTART")

    await cancels(ilinca)
    assert [("Cancelled: Consultation on the plan", "CANCELLED")] == await all_events(lab, address)


async def test_a_cancelled_entry_was_revised_when_it_was_cancelled(lab: Lab) -> None:
    """DTSTAMP in what is fetched is when the entry was last revised (RFC 5545, 3.8.7.2)."""
    mia = await invited(lab, "mia", YES)
    await lab.room.until(MONDAY + timedelta(hours=3))
    await cancels(await manager(lab))

    event = (await feed(lab, await subscribes(mia))).event
    assert [f"{MONDAY + timedelta(hours=3):%Y%m%dT%H%M%SZ}"] * 2 == [event.one("DTSTAMP"), event.one("LAST-MODIFIED")]


async def test_the_entry_leads_to_the_feed(lab: Lab) -> None:
    """The button under the file brings the address, in a message of its own."""
    mia = await invited(lab, "mia", YES)
    before = len(mia.messages)

    await mia.presses("📆 Calendar feed")

    assert (before + 1, 1) == (len(mia.messages), len((await feed(lab, address_in(mia))).all("VEVENT")))


async def test_file_and_feed_are_one_entry(lab: Lab) -> None:
    """Under the same identity and number, so that a calendar with both shows one."""
    mia = await invited(lab, "mia", YES)
    file, fetched = newest(mia).event, (await feed(lab, await subscribes(mia))).event

    assert [file.one(name) for name in ("UID", "SEQUENCE")] == [fetched.one(name) for name in ("UID", "SEQUENCE")]


async def test_nothing_changed_is_the_same_to_the_byte(lab: Lab) -> None:
    """A calendar that comes again later hears that nothing has changed."""
    mia = await invited(lab, "mia", YES)
    address = await subscribes(mia)
    first = await fetch(lab, address)

    await lab.room.until(local(1, 12))

    assert first == await fetch(lab, address)


async def test_a_corrected_title_reaches_the_feed(lab: Lab) -> None:
    """A change of which nobody is told is in the calendar all the same, as a later version."""
    mia = await invited(lab, "mia", YES)
    address = await subscribes(mia)

    await changes(await manager(lab), title_other="A public consultation")

    event = (await feed(lab, address)).event
    assert ("A public consultation", "1") == (event.text("SUMMARY"), event.one("SEQUENCE"))


async def test_what_is_over_stays(lab: Lab) -> None:
    """Past events, and those that have become records, stay in the calendar."""
    mia = await invited(lab, "mia", YES)
    address = await subscribes(mia)
    await change_event(lab, state=EventState.RECORD)
    await lab.room.until(local(20, 12))

    assert [("Consultation on the plan", "CONFIRMED")] == await all_events(lab, address)


async def test_a_new_address(lab: Lab) -> None:
    """The old one dies, and the message shows the new one."""
    mia = await invited(lab, "mia", YES)
    old = await subscribes(mia)

    await mia.presses("🔁 New address")

    new = address_in(mia)
    assert (None, True) == (await fetch(lab, old), await fetch(lab, new) is not None)


async def test_every_message_shows_the_address_of_now(lab: Lab) -> None:
    """An older message with the address is drawn again."""
    mia = await invited(lab, "mia")
    old = await subscribes(mia)
    await subscribes(mia)

    await mia.presses("🔁 New address")

    assert old not in mia.all_text


async def test_a_closed_feed(lab: Lab) -> None:
    """It opens nothing; asked for again it has another address."""
    mia = await invited(lab, "mia", YES)
    old = await subscribes(mia)
    await mia.presses("Close the feed")
    assert (CLOSED_FEED, None) == (mia.sees, await fetch(lab, old))

    await mia.presses("📆 Calendar feed")

    new = address_in(mia)
    assert (True, None, True) == (new != old, await fetch(lab, old), await fetch(lab, new) is not None)


async def test_the_same_address_when_asked_again(lab: Lab) -> None:
    """Looking at it does not change it."""
    mia = await invited(lab)

    assert await subscribes(mia) == await subscribes(mia)


async def test_everybody_has_their_own(lab: Lab) -> None:
    """Nobody's feed holds what somebody else said."""
    ana = await invited(lab, "ana", YES)
    mia = await invited(lab, "mia")

    counts = [len((await feed(lab, await subscribes(seat))).all("VEVENT")) for seat in (ana, mia)]
    assert [1, 0] == counts


async def test_no_secret_in_a_feed(lab: Lab) -> None:
    """Its address is given to others: the link is not in it, only when and where it comes."""
    await keep_link(lab, local(9, 11))
    mia = await invited(lab, "mia", YES)
    address = await subscribes(mia)
    await lab.room.until(local(9, 12))

    document = await fetch(lab, address)

    assert document is not None and LINK.encode() not in document.content
    assert "The access link is not kept here" in read(document.content).event.text("DESCRIPTION")


@pytest.mark.romanian
async def test_a_feed_in_its_owners_language(room: Room) -> None:
    """The calendar has a Romanian name for who reads Romanian."""
    room.program.house.links.public_url = SITE
    lab = await seed(room)
    ana = await lab.arrives("ana")
    await ana.says("/date")
    await ana.presses("📆 Abonare la calendar")

    assert "Sfat: evenimentele mele" == (await feed(lab, address_in(ana))).text("NAME")


async def test_a_feed_in_a_group(lab: Lab) -> None:
    """The address comes in private, wherever it is asked for."""
    mia = await invited(lab)
    group = Place("memory", "m1", "the group", private=False)

    await mia.repeats(Envelope("g2", Account("memory", "m1", "mia"), group, Pressed(CalendarFeed().pack()), "Mia"))

    shown = [message for message in lab.room.memory.chats.get("the group", []) if SITE in message.text]
    assert ([], True) == (shown, SITE in mia.sees)


async def test_no_site_no_feed(lab: Lab) -> None:
    """Where no page can be reached nothing is offered, and a forged press is answered."""
    lab.room.program.house.links.public_url = ""
    mia = await invited(lab, "mia", YES)
    offered = [label for message in mia.messages for label in message.labels if "feed" in label]

    await mia.forges(CalendarFeed().pack())

    assert ([], "There is no address here from which a calendar could fetch anything.") == (offered, mia.sees)


async def test_erased(lab: Lab) -> None:
    """With their data a person's feed is gone."""
    mia = await invited(lab, "mia", YES)
    address = await subscribes(mia)
    await mia.says("/data")
    await mia.presses("🗑 Delete my data")
    await mia.presses("Delete everything")

    assert await fetch(lab, address) is None


@pytest.mark.parametrize("kind", ["p", "c", "s"])
async def test_other_tokens_open_no_feed(lab: Lab, kind: str) -> None:
    """The number of a personal link is no feed's, whatever its token says."""
    await lab.arrives("mia")
    row = (await found(lab, LINKS))[0]
    token = lab.room.program.house.keys.read(lab.room.program.house.keys.token(kind, row.id))

    async with lab.room.read() as tx:
        assert token is not None
        assert await feed_document(lab.room.program.house, tx, token, lab.room.clock.now()) is None


async def test_a_feed_is_no_entrance(lab: Lab) -> None:
    """Its token, typed after /start, opens nothing."""
    mia = await invited(lab, "mia", YES)
    address = await subscribes(mia)
    somebody = lab.room.seat("somebody", language="en")

    await somebody.says(f"/start {address.rsplit('/', 1)[1]}")

    assert "This link or code does not open anything (any more)." in somebody.sees


async def test_changes_of_a_feed_are_recorded(lab: Lab) -> None:
    """Who renewed and closed their address stands in the log; the address does not."""
    mia = await invited(lab, "mia")
    await subscribes(mia)
    await mia.presses("🔁 New address")
    await mia.presses("Close the feed")

    actions = [row.action for row in await found(lab, ACTIVITY) if "feed" in row.action]
    assert ["renew calendar feed", "close calendar feed"] == actions


async def test_nothing_secret_waits_in_a_table(lab: Lab) -> None:
    """Deliveries hold neither files nor addresses: both are made when they are sent."""
    mia = await invited(lab, "mia", YES)
    await subscribes(mia)

    rows = [row for row in await found(lab, DELIVERY) if row.kind.startswith("calendar.")]
    assert [("calendar.entry", None), ("calendar.feed", None)] == [(row.kind, row.card) for row in rows]
