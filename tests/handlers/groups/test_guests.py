"""Strangers press and command in a group: asked in private who they are, and counted apart."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.translate import Reader, plain
from bot.model.update import Command
from bot.model.values import Going
from handlers.groups.card import counted
from storage.event_figures import Figures
from storage.people import PENDING
from storage.programmes import PROGRAMME
from tests.handlers.groups.steps import guests_say_yes, kept, post
from tests.handlers.neighbours import neighbours
from tests.handlers.steps import found
from tests.room import MONDAY, Group, Seat
from tests.seeds import Lab


@pytest.mark.parametrize(
    ("button", "told"),
    [
        ("✅", "Please tell me who you are; your answer counts as soon as I know."),
        ("👥", "I show names only to people I know. To begin, please tell me in our chat who you are."),
    ],
)
async def test_a_stranger_is_told_what_becomes_of_their_press(
    english: Lab, north: Group, button: str, told: str
) -> None:
    """Who asks for names has given no answer, so none is said to count."""
    zoe = english.room.seat("zoe", language="en")
    await zoe.presses_in(north, button)

    assert told == zoe.told.toast


@pytest.mark.both
async def test_a_strangers_press_is_completed_after_start(english: Lab, north: Group) -> None:
    """It is kept, the toast leads to our chat, who it is is asked there, and the answer counts as a guest's."""
    vlad = english.room.seat("vlad")
    await vlad.presses_in(north, "✅")
    told = vlad.told
    await vlad.says("/start here")
    await vlad.says("Vlad Nou")
    await vlad.says("Malul Begăi")

    assert told.link.endswith("here")
    assert "" != told.toast
    assert [Going.YES] == list((await kept(english)).values())
    assert [] == await found(english, PENDING)
    assert "So far only 1 guest is coming." in north.sees


async def test_a_strangers_press_names_the_programme(english: Lab, north: Group, ilinca: Seat) -> None:
    """Of several programmes it is the event's whose managers are asked about an organisation that nobody knows."""
    await neighbours(english)
    vlad = english.room.seat("vlad", language="en")
    await vlad.presses_in(north, "✅")
    await vlad.says("/start here")
    await vlad.says("Vlad Nou")
    await vlad.says("Casa Albă")

    await vlad.presses("Another one")

    assert "✅ Add it and confirm" in ilinca.labels


async def test_only_guests_are_coming(english: Lab, north: Group) -> None:
    """One sentence that does not say in the same breath that nobody comes."""
    await guests_say_yes(english, 3)

    assert ["So far only 3 guests are coming."] == [line for line in north.sees.splitlines() if line.startswith("So ")]
    assert "Nobody" not in north.sees


@pytest.mark.romanian
@pytest.mark.parametrize(
    ("guests", "told"),
    [
        (1, "Deocamdată vine doar 1 oaspete."),
        (3, "Deocamdată vin doar 3 oaspeți."),
        (20, "Deocamdată vin doar 20 de oaspeți."),
    ],
)
def test_only_guests_in_romanian(guests: int, told: str) -> None:
    """The same sentence with each of the three plurals."""
    figures = [Figures("Atelierul Nord", 0, 1, 0, 0, 0, guests, guests)]

    assert [told] == [plain(line, Reader("ro", "Europe/Bucharest")) for line in counted(figures)]


async def test_guests_beside_others(english: Lab, north: Group) -> None:
    """With representatives among those who come, guests are counted after them."""
    await (await english.arrives("ana")).presses_in(north, "✅")
    await guests_say_yes(english, 2)

    assert "1 person is coming · 1 organisation\nand 2 guests\n" in north.sees


async def test_where_we_may_write_first_a_stranger_is_asked_at_once(english: Lab, ilinca: Seat) -> None:
    """The question opens with the press."""
    south = english.room.group("South", native=True)
    mia = await english.arrives("mia", native=True)
    await mia.puts_us_into(south)
    await post(english, ilinca, south)
    vlad = english.room.seat("vlad", native=True)
    await vlad.presses_in(south, "✅")
    await vlad.fills(name="Vlad Nou", organisation="Malul Begăi")

    assert [Going.YES] == list((await kept(english)).values())


async def test_what_was_pressed_by_somebody_else_stays_theirs(english: Lab, north: Group) -> None:
    """Who comes by a link does what they themselves pressed, and nothing of others."""
    vlad = english.room.seat("vlad")
    await vlad.presses_in(north, "✅")
    await english.arrives("ana")

    assert {} == await kept(english)


async def test_a_strangers_command_in_a_group(english: Lab, north: Group) -> None:
    """Where we can not write first, the group is told where to find us."""
    vlad = english.room.seat("vlad")
    await vlad.types_in(north, "/rsvp")

    assert "open our chat" in north.sees


@pytest.mark.parametrize(("minutes", "told"), [(0, 1), (9, 1), (11, 2)])
async def test_strangers_commands_in_a_group_are_pointed_home_once_in_ten_minutes(
    english: Lab, north: Group, minutes: int, told: int
) -> None:
    """Whoever types, and however much: all who sit there would have to read it."""
    await english.room.seat("vlad").types_in(north, "/rsvp")
    await english.room.until(MONDAY + timedelta(minutes=minutes))
    await english.room.seat("zoe").types_in(north, "/help")
    await english.room.seat("vlad").types_in(north, "/my")

    assert told == len(north.messages) - 1


async def test_topics_of_a_group_are_pointed_home_together(english: Lab, north: Group) -> None:
    """They are one chat, which the same people read."""
    vlad = english.room.seat("vlad")
    for topic in ("7", "8"):
        envelope = vlad.envelope(Command("rsvp"), north)
        await vlad.repeats(replace(envelope, place=replace(envelope.place, thread=topic)))

    assert 1 == len(north.messages) - 1


async def test_each_group_is_pointed_home_for_itself(english: Lab, north: Group) -> None:
    """What one group has heard, the other has not."""
    vlad, south = english.room.seat("vlad"), english.room.group("South")
    await vlad.types_in(north, "/rsvp")
    await vlad.types_in(south, "/rsvp")

    assert 1 == len(south.messages)


@pytest.mark.parametrize("claimed", [True, False], ids=["a manager's group", "nobody's group"])
async def test_where_to_find_us_is_said_in_the_language_of_the_programme(
    english: Lab, ilinca: Seat, claimed: bool
) -> None:
    """Like the card; neither the installation's language nor that of whoever typed counts."""
    await english.room.write(lambda tx: tx.execute(PROGRAMME.update().values(language="en")))
    south = english.room.group("South")
    await (ilinca if claimed else await english.arrives("ana")).puts_us_into(south)
    await english.room.seat("vlad", language="ro").types_in(south, "/rsvp")

    assert "en" == south.messages[-1].drawn.language
