"""Groups of tables in which nothing can be read or written: the list says so, and which setting to change."""

import pytest

from bot.model.update import Placed, Said
from handlers.cafe.places import GroupOf
from tests.handlers.cafe.places_steps import group_of_table, shows
from tests.handlers.cafe.steps import facilitator, guests, plans, starts
from tests.room import Seat
from tests.seeds import Lab

UNREADABLE = "⚠️ I can not read what people write in North (memory), only what is a reply to me."
UNKNOWN = "I do not know yet whether I can read what people write in North (memory). If no ✍ appears:"
CLOSED = "⚠️ I can not write in North (memory) (any more). Please add me to it again."


@pytest.mark.parametrize(
    ("news", "says"),
    [
        (Placed(True, "North", hears=True), ""),
        (Placed(True, "North", hears=False), UNREADABLE),
        (Placed(True, "North"), UNKNOWN),
        (Placed(False, "North"), CLOSED),
    ],
    ids=["reads", "can not read", "not known", "taken out"],
)
async def test_what_is_unusual_stands_on_the_list(lab: Lab, ilinca: Seat, news: Placed, says: str) -> None:
    """With the setting to change; it changes by itself when the group does."""
    north = await group_of_table(lab, ilinca, 1)
    await lab.room.seat("ilinca").does(news, north)
    lines = ilinca.sees.splitlines()

    assert ([says] if says else []) == [one for one in lines if one in (UNREADABLE, UNKNOWN, CLOSED)]
    assert (says in (UNREADABLE, UNKNOWN)) is ("/setprivacy" in ilinca.sees)


async def test_a_group_we_come_into_is_offered_for_any_table(lab: Lab) -> None:
    """Also for the tenth, while its choice is open."""
    await guests(lab)
    seat = await facilitator(lab)
    await plans(seat, tables=10)
    await group_of_table(lab, seat, 1)
    await seat.forges(GroupOf(1, 10).pack())
    before = [label for label in seat.messages[-1].labels if "South" in label]
    await lab.room.seat("ilinca").puts_us_into(lab.room.group("South"))
    choice = next(one for one in seat.messages if "Which group is that of table 10?" in one.text)

    assert [] == before
    assert [label for label in choice.labels if "South" in label]


async def test_words_that_are_heard_do_not_say_that_all_are(lab: Lab, ilinca: Seat) -> None:
    """An answer to a message of ours is heard everywhere; what people write besides is not."""
    north = await group_of_table(lab, ilinca, 1)
    await lab.room.seat("ilinca").does(Placed(True, "North", hears=False), north)
    await starts(ilinca)
    await lab.room.seat("ana").does(Said("More rooms.", message="m1"), north)
    await shows(ilinca)

    assert UNREADABLE in ilinca.sees
