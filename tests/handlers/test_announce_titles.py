"""Groups in an announcement are read and written by their titles: their numbers mean nothing to anybody."""

import pytest

from handlers.announce.titles import with_words
from handlers.shared.groups import called
from storage.people import PlaceRow
from tests.handlers.announce_steps import drafts, manager
from tests.room import Seat
from tests.seeds import Lab


@pytest.fixture
async def ilinca(lab: Lab) -> Seat:
    """The manager, asked question by question, who has put us into a group and has written a text."""
    ilinca = await manager(lab, native=False)
    await ilinca.puts_us_into(lab.room.group("North Side"))
    await ilinca.says("/announce")
    await ilinca.says("Ne vedem joi.")
    await ilinca.presses("Skip")
    return ilinca


async def test_going_back_shows_the_title(ilinca: Seat) -> None:
    """What was chosen stands there as people call it."""
    await ilinca.presses("Group: North Side")
    await ilinca.presses("‹ Back")

    assert "Now: the group “North Side”" in ilinca.sees
    assert "group:" not in ilinca.sees


async def test_what_stands_there_can_be_kept(ilinca: Seat) -> None:
    """The tap means the same group."""
    await ilinca.presses("Group: North Side")
    await ilinca.presses("‹ Back")
    await ilinca.presses("Keep it")
    await ilinca.presses("Now")

    assert "To: the group “North Side”" in ilinca.sees
    assert "It is posted in 1 group or channel." in ilinca.sees


async def test_a_form_shows_the_title(lab: Lab) -> None:
    """Also where the platform shows forms, and beside other words."""
    ilinca = await manager(lab)
    await ilinca.puts_us_into(lab.room.group("North Side", native=True))
    await drafts(ilinca, "Ne vedem joi.", to="nord, North Side")
    await ilinca.presses("Change")

    assert ["NORD, the group “North Side”"] == [one.value for one in ilinca.form.fields if one.name == "segment"]


@pytest.mark.romanian
async def test_a_form_shows_the_title_in_romanian(lab: Lab) -> None:
    """In the words of its reader, which are understood again."""
    ilinca = await lab.arrives("ilinca", native=True)
    await ilinca.puts_us_into(lab.room.group("Latura de nord", native=True))
    await drafts(ilinca, "Ne vedem joi.", to="grup: latura de nord")
    await ilinca.presses("Modific")
    (field,) = [one for one in ilinca.form.fields if one.name == "segment"]
    await ilinca.fills(when="acum")

    assert "grupul „Latura de nord”" == field.value
    assert "Către: grupul „Latura de nord”" in ilinca.sees


GROUPS = {3: "Nord", 4: "North Side", 5: "North", 6: "Clubul „Sfat” (etaj 2)", 7: "12"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("North Side", "group:4"),
        ("north  side", "group:4"),
        ("all, North", "all group:5"),
        ("Group: North Side", "group:4"),
        ("group:North oxid", "group:5 oxid"),
        ("grupul „North Side”", "group:4"),
        ("the group “Clubul „Sfat” (etaj 2)”", "group:6"),
        ("bega “North” oxid", "bega group:5 oxid"),
        ("nord", "nord"),
        ("grupul „Nord”", "group:3"),
        ("group:12", "group:7"),
        ("sector:north", "sector:north"),
        ("North of all", "North of all"),
    ],
)
def test_titles_as_people_write_them(written: str, meant: str) -> None:
    """In quotation marks, behind `group:`, or alone between commas where no organisation is called so."""
    assert meant.split() == with_words(written, GROUPS, {"nord", "bega", "oxid", "all"}).replace(",", " ").split()


def test_groups_of_one_title_are_told_apart() -> None:
    """By their platform, and then by a number of their own; what is open goes first."""

    def group(number: int, title: str, platform: str, state: str = "open") -> PlaceRow:
        return PlaceRow(
            id=number, platform=platform, installation="1", chat=str(number), title=title, state=state, private=False
        )

    groups = [
        group(1, "Labs", "telegram", "gone"),
        group(2, "labs", "slack"),
        group(3, "Labs", "telegram"),
        group(4, "North", "slack"),
    ]

    assert {2: "labs (Slack)", 3: "Labs (Telegram)", 4: "North", 1: "Labs (Telegram) #2"} == called(groups)


async def test_a_title_from_an_old_keyboard(lab: Lab) -> None:
    """Its button and what stands in the form show commas below, and mean the group all the same."""
    ilinca = await manager(lab)
    await ilinca.puts_us_into(lab.room.group("Şcoala Mureş", native=True))
    await drafts(ilinca, "Ne vedem joi.", to="the group “Școala Mureș”")
    await ilinca.presses("Change")
    await ilinca.fills()

    assert "To: the group “Școala Mureș”" in ilinca.sees


@pytest.mark.parametrize(
    ("title", "written", "expected"),
    [
        ("Straßenfest", "straßenfest", "group:7"),
        ("Iasi", "“IASİ”", "“IASİ”"),
        ("Ţara Oaşului", "grup: țara oașului", "group:7"),
    ],
)
def test_letters_of_other_alphabets(title: str, written: str, expected: str) -> None:
    assert expected == with_words(written, {7: title}, ()).strip()
