"""One evening: people on three platforms, one event, one group, one channel, one moved date."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.core import outcome
from bot.demo.clock import StoryClock
from tests.acceptance.one_evening import Evening, one_evening
from tests.handlers.joining_steps import CODE
from tests.room import MONDAY

NORD, BEGA, OXID = "Atelierul Nord", "Biroul Malul Begăi", "Hubul Oxid & Co"
NAMES = ("Câmpeanu", "Munteanu", "Lindqvist", "Ionescu", "Vlad")
MOVED = ("The event has moved:", "Evenimentul s-a mutat:")
STILL = (
    "You said that you are coming before the event moved. Are you still coming?",
    "Ați spus că veniți înainte ca evenimentul să se mute. Mai puteți veni?",
)


@pytest.fixture
async def here(url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Evening]:
    """The evening; its clock stands still, and nobody waits between two edits but for the platforms' sake."""
    clock = StoryClock(MONDAY)
    monkeypatch.setattr("bot.main.WallClock", lambda: clock)
    monkeypatch.setattr(outcome, "EDIT_REST", timedelta(0))
    monkeypatch.setattr(outcome, "GROUP_EDIT_REST", timedelta(0))
    async with one_evening(url, clock) as evening:
        yield evening


@pytest.mark.both
async def test_one_evening(here: Evening) -> None:
    """Everybody answers where they are and hears what concerns them once, and what stands anywhere is true."""
    await everybody_comes(here)
    await one_card_in_a_group_and_a_channel(here)
    await they_answer_where_they_are(here)
    await a_stranger_says_who_they_are(here)
    await two_accounts_are_one_person(here)
    await names_are_seen_in_private(here)
    await the_date_moves(here)
    await they_answer_again(here)

    assert [] == await here.sent_twice()
    assert [] == here.complaints()


async def everybody_comes(here: Evening) -> None:
    """Invited before they came, they find the invitation behind their link, each in their own language."""
    await here.comes(here.ilinca, "ilinca")
    await here.ilinca.says("/invite E1 NORD BEGA OXID")
    await here.ilinca.presses("📤 Send")
    them = {"ana": here.ana, "dan": here.dan, "radu": here.radu, "mia": here.mia}
    await asyncio.gather(*(here.comes(person, name) for name, person in them.items()))

    assert {"ana": 1, "dan": 0, "radu": 1, "mia": 0, "vlad": 0} == await here.how_often("✉️ Invitație pentru")
    assert {"ana": 0, "dan": 1, "radu": 0, "mia": 1, "vlad": 0} == await here.how_often("✉️ Invitation for")


async def one_card_in_a_group_and_a_channel(here: Evening) -> None:
    """The manager posts it into both, where somebody else has put us; it is in the language of the programme."""
    here.group.adds_bot(here.ana.user)
    await here.channel.invites_bot(here.radu.user.id)
    await here.town.settle()
    for title in ("Vecinii", "ateliere"):
        await here.ilinca.says("/events")
        await here.ilinca.presses("⚙️")
        await here.ilinca.presses("📌 Post in a group")
        await here.ilinca.presses(title)
        await here.ilinca.presses("📤 Send")
    await here.ilinca.presses("Open the event")

    assert all("📅 miercuri, 10 februarie 2027, 11:00–13:30" in card for card in here.cards)
    assert all("Deocamdată nu a confirmat nimeni." in card for card in here.cards)


async def they_answer_where_they_are(here: Evening) -> None:
    """In the group, in the channel, in private, on the page; whoever answers is answered in private."""
    await asyncio.gather(
        here.taps_in_the_group(here.ana, "✅ Vin"),
        here.taps_in_the_channel(here.radu, "✅ Vin"),
        here.dan.presses("🤔 Not sure yet"),
        here.mia.presses("✅ I am coming"),
    )

    assert [{NORD: 1, BEGA: 1, OXID: 1}] * 3 == await here.everywhere()
    assert "Am notat: veniți" in await here.ana.all_text()
    assert "Am notat: veniți" in await here.radu.all_text()


async def a_stranger_says_who_they_are(here: Evening) -> None:
    """A press by somebody unknown counts when they have come through Start, apart until the manager confirms them."""
    await here.taps_in_the_group(here.vlad, "✅ Vin")
    assert all("oaspete" not in card for card in here.cards)
    here.vlad.user.follows_toast()
    await here.town.settle()
    await here.vlad.fills(name="Vlad Nou", organisation="bega")
    assert all("și 1 oaspete" in card for card in here.cards)
    assert "1 guest whom nobody has confirmed, 1 of them coming" in await here.managers_card()

    await here.ilinca.presses("✅ Confirm")
    assert [{NORD: 1, BEGA: 2, OXID: 1}] * 3 == await here.everywhere()


async def two_accounts_are_one_person(here: Evening) -> None:
    """Mia joins her Telegram account, and says yes in the group once more: she comes once."""
    await here.mia.says("/data")
    await here.mia.presses("🔗 Join another account")
    code = CODE.search(await here.mia.sees())
    assert code is not None
    await here.mia_on_telegram.says(f"/start {code[1]}")
    await here.mia.presses("✅ Yes, it is me")
    await here.taps_in_the_group(here.mia_on_telegram, "✅ Vin")

    assert "Noted: you are coming." in await here.mia_on_telegram.all_text()
    assert [{NORD: 1, BEGA: 2, OXID: 1}] * 3 == await here.everywhere()


async def names_are_seen_in_private(here: Evening) -> None:
    """A button under the card shows those of one's own organisation, to the manager all; the card shows none."""
    await here.taps_in_the_group(here.ana, "👥 Cine vine")
    await here.taps_in_the_channel(here.radu, "👥 Cine vine")
    await here.ilinca.presses("👥 Names")

    seen = [await one.all_text() for one in (here.ana, here.radu, here.ilinca)]
    assert [["Câmpeanu"], ["Ionescu"], list(NAMES)] == [[name for name in NAMES if name in text] for text in seen]
    assert [] == [name for name in NAMES for card in here.cards if name in card]


async def the_date_moves(here: Evening) -> None:
    """Everyone is told once, on one of their accounts; whoever said yes is asked to confirm; what stands follows."""
    before = await here.entries()
    await here.ilinca.says("/events")
    await here.ilinca.presses("⚙️")
    await here.ilinca.presses("✏️ Change")
    await here.ilinca.fills(day="17.02.2027", deadline="12.02.2027")

    assert {"ana": 1, "dan": 1, "radu": 1, "mia": 1, "vlad": 1} == await here.how_often(*MOVED)
    assert {"ana": 1, "dan": 0, "radu": 1, "mia": 2, "vlad": 1} == await here.how_often(*STILL)  # Mia: on both
    assert "✅ 4, of them 4 not yet confirmed after the move · 🤔 1 · ❌ 0" in await here.managers_card()
    assert all("📅 miercuri, 17 februarie 2027, 11:00–13:30" in card for card in here.cards)
    assert not any("10 februarie" in card for card in here.cards)
    assert ["ana", "radu", "mia", "vlad"] == list(before)
    for name, entries in (await here.entries()).items():
        old, new = before[name][-1], entries[-1]
        assert (old.one("UID"), "20270217T110000") == (new.one("UID"), new.one("DTSTART"))
        assert int(new.one("SEQUENCE")) > int(old.one("SEQUENCE"))


async def they_answer_again(here: Evening) -> None:
    """Two confirm, each in another place, and one can no longer come; only Vlad, who is silent, is still asked."""
    await asyncio.gather(
        here.taps_in_the_group(here.ana, "✅ Vin"),
        here.taps_in_the_channel(here.radu, "❌ Nu pot veni"),
        here.mia_on_telegram.presses("✅ I am coming"),
    )

    assert [{NORD: 1, BEGA: 2}] * 3 == await here.everywhere()
    assert "✅ 3, of them 1 not yet confirmed after the move · 🤔 1 · ❌ 1" in await here.managers_card()
    assert {"ana": 0, "dan": 0, "radu": 0, "mia": 0, "vlad": 1} == await here.how_often(*STILL)
