"""The card of an event in a group: posted after a preview, true for all, answered in private."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core import outcome
from bot.core.translate import Reader, plain
from bot.model.press import Press
from bot.model.problems import Unreachable
from bot.model.update import Continues, Placed, Pressed
from bot.model.values import Going, Reason
from handlers.groups.card import counted
from handlers.groups.doors import Post, PreviewIn
from handlers.shared.presses import Answer, PostIn
from storage.answers import RSVP
from storage.event_figures import Figures
from storage.people import PENDING, PLACE
from tests.handlers.steps import found, in_english, invite
from tests.room import Group, Seat
from tests.seeds import Lab


@pytest.fixture
async def english(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> Lab:
    """The lab, everybody reading English but the programme being Romanian; cards in groups rest for no time."""
    monkeypatch.setattr(outcome, "GROUP_EDIT_REST", timedelta(0))
    return await in_english(lab)


@pytest.fixture
async def ilinca(english: Lab) -> Seat:
    """The manager."""
    return await english.arrives("ilinca")


@pytest.fixture
async def north(english: Lab, ilinca: Seat) -> Group:
    """A group in which the card stands."""
    group = english.room.group("North")
    await ilinca.puts_us_into(group)
    await post(english, ilinca, group)
    return group


async def post(lab: Lab, ilinca: Seat, group: Group) -> None:
    """The manager has the card posted in a group we are in."""
    await ilinca.forges(PostIn(lab.event).pack())
    await ilinca.presses(group.title)
    await ilinca.presses("📤 Send")


async def kept(lab: Lab) -> dict[int, Going]:
    """Every answer, by person."""
    return {row.person_id: row.answer for row in await found(lab, RSVP)}


@pytest.mark.both
async def test_one_card_in_two_groups_stays_true(english: Lab, ilinca: Seat, north: Group) -> None:
    """Whoever answers wherever: the card changes in every group, and shows numbers by organisation, no names."""
    south = english.room.group("South", native=True)
    ana = await english.arrives("ana", native=True)
    await ana.puts_us_into(south)
    await post(english, ilinca, south)
    await ana.presses_in(south, "✅")

    assert 1 == len(north.messages) == len(south.messages)
    for group in (north, south):
        assert "1 person is coming · 1 organisation" in group.sees
        assert "Atelierul Nord: ✅1" in group.sees
        assert "Câmpeanu" not in group.sees


async def test_it_is_in_the_language_of_the_programme(english: Lab, north: Group) -> None:
    """Many read it, so nobody's own language counts."""
    assert "Limba evenimentului" in north.sees or "Language of the event" in north.sees
    assert "ro" == north.messages[-1].drawn.language


async def test_an_answer_in_the_group_comes_in_private(english: Lab, north: Group) -> None:
    """Who pressed gets their own card, and a toast; the group sees numbers only."""
    ana = await english.arrives("ana")
    await ana.presses_in(north, "✅")

    assert "Noted: you are coming." in ana.sees
    assert "Noted: you are coming." == ana.told.toast
    assert 1 == len(north.messages)


async def test_a_card_that_stands_in_private_is_not_sent_again(english: Lab, north: Group) -> None:
    """Who has the invitation already sees it change."""
    await invite(english, "ana")
    ana = await english.arrives("ana")
    before = len(ana.messages)
    await ana.presses_in(north, "❌")

    assert before == len(ana.messages)
    assert "Noted: you cannot come." in ana.sees


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


async def guests_say_yes(lab: Lab, number: int) -> None:
    """So many people whom nobody has confirmed are coming."""
    for one in range(number):
        seat = lab.room.seat(f"guest{one}", native=True)
        await seat.says("/start")
        await seat.fills(name=f"Guest {one}", organisation="oxid")
        await seat.forges(Answer(lab.event, Going.YES).pack())


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


@pytest.mark.parametrize("command", ["/rsvp", "/events", "/my", "/help", "/rsvp E1 maybe", "/nothing"])
async def test_commands_in_a_group_are_answered_in_private(english: Lab, north: Group, command: str) -> None:
    """The group hears nothing of it."""
    ana = await english.arrives("ana")
    before = len(ana.messages)
    await ana.types_in(north, command)

    assert (1, before + 1) == (len(north.messages), len(ana.messages))


async def test_a_form_begun_in_a_group_goes_on_in_private(english: Lab, ilinca: Seat, north: Group) -> None:
    """The question stands in the private chat, and takes what is written there."""
    await ilinca.types_in(north, "/new_event")
    await ilinca.says("A new title")

    assert "2 of" in ilinca.sees
    assert 1 == len(north.messages)


async def test_a_strangers_command_in_a_group(english: Lab, north: Group) -> None:
    """Where we can not write first, the group is told where to find us."""
    vlad = english.room.seat("vlad")
    await vlad.types_in(north, "/rsvp")

    assert "open our chat" in north.sees or "deschideți" in north.sees.casefold()


async def test_names_come_in_private(english: Lab, ilinca: Seat, north: Group) -> None:
    """The organiser sees all names, others those of their own organisation."""
    ana, mia = await english.arrives("ana"), await english.arrives("mia")
    await ana.presses_in(north, "✅")
    await mia.presses_in(north, "✅")
    await ilinca.presses_in(north, "👥")
    await ana.presses_in(north, "👥")

    assert ("Ana Câmpeanu" in ilinca.sees, "Mia Lindqvist" in ilinca.sees) == (True, True)
    assert ("Ana Câmpeanu" in ana.sees, "Mia Lindqvist" in ana.sees) == (True, False)


async def test_a_double_tap_posts_once(english: Lab, ilinca: Seat, north: Group) -> None:
    """The same button means the same posting."""
    await ilinca.forges(Post(english.event, await number_of(english, north), 0).pack())

    assert 1 == len(north.messages)


async def test_posted_again_the_older_card_is_closed(english: Lab, ilinca: Seat, north: Group) -> None:
    """Only the newest card of an event in a group takes answers."""
    await post(english, ilinca, north)

    assert [True, False] == [message.frozen for message in north.messages]


async def test_the_manager_who_adds_us_is_offered_cards(english: Lab, ilinca: Seat) -> None:
    """In private; the group hears nothing."""
    group = english.room.group("East")
    await ilinca.puts_us_into(group)

    assert "I am in East" in ilinca.sees
    assert any("Consultation" in label for label in ilinca.labels)
    assert [] == group.messages


async def test_taken_out_the_managers_hear_of_it(english: Lab, ilinca: Seat, north: Group) -> None:
    """And the group is no longer offered."""
    ana = await english.arrives("ana")
    await ana.takes_us_out_of(north)
    heard = ilinca.sees
    await ilinca.forges(PreviewIn(english.event, await number_of(english, north)).pack())

    assert "I was taken out of North" in heard
    assert "I can not write in this group" in ilinca.sees


async def test_of_a_channel_that_was_archived_nobody_reads_that_we_were_taken_out(
    english: Lab, ilinca: Seat, north: Group
) -> None:
    """Its managers look for the channel, not for whoever removed us."""
    ana = await english.arrives("ana")
    await ana.does(Placed(open=False, title=north.title, over=True), north)

    assert ") was archived or deleted, so the card of Consultation on the plan there no longer changes." in ilinca.sees


async def test_a_group_that_can_not_be_written_to_is_closed(english: Lab, ilinca: Seat, north: Group) -> None:
    """The card that can not be kept up any more is given up, and the event says so."""
    north.adapter.trips.append((north.chat, Unreachable(Reason.GONE)))
    ana = await english.arrives("ana")
    await ana.presses_in(north, "✅")
    await ilinca.says("/events")
    await ilinca.presses("⚙️")

    assert "North (no longer reachable)" in ilinca.sees


async def test_a_group_goes_on_under_a_new_id(english: Lab, north: Group) -> None:
    """A group that became a larger one keeps its card and its place."""
    larger = Group(north.adapter, "larger", "North")
    ana = await english.arrives("ana")
    north.adapter.chats[larger.chat] = north.adapter.chats.pop(north.chat)
    await ana.does(Continues(north.chat), larger)
    await ana.presses_in(larger, "✅")

    assert "1 person is coming" in larger.sees or "vine 1 persoană" in larger.sees
    assert ["open"] == [
        row.state for row in await found(english, PLACE) if row.title == "North" and row.state == "open"
    ]


@pytest.mark.parametrize("press", [PostIn(1), PreviewIn(1, 1), Post(1, 1, 0)])
async def test_only_managers_post(english: Lab, north: Group, press: Press) -> None:
    """A stakeholder's forged button is refused."""
    ana = await english.arrives("ana")
    await ana.forges(press.pack())

    assert "Only the organisers can do this" in ana.sees
    assert 1 == len(north.messages)


async def test_a_forged_press_in_a_group_is_silent_there(english: Lab, north: Group) -> None:
    """A retired button is answered by a toast alone."""
    ana = await english.arrives("ana")
    before = len(ana.messages)
    await ana.does(Pressed("gone:1", north.messages[-1].id), north)

    assert "This button is no longer in use" in ana.told.toast
    assert (1, before) == (len(north.messages), len(ana.messages))


async def test_two_hundred_answers_are_a_few_edits(english: Lab, north: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many press at once, the card in a group is drawn anew at most every four seconds."""
    monkeypatch.setattr(outcome, "GROUP_EDIT_REST", timedelta(seconds=1))
    ana = await english.arrives("ana")
    for _ in range(20):
        for going in Going:
            press = Pressed(Answer(english.event, going).pack(), north.messages[-1].id)
            await ana.room.program.intake.hear([ana.envelope(press, north)])
    await english.room.settle()

    assert north.messages[-1].edits <= 3


async def number_of(lab: Lab, group: Group) -> int:
    """The number of a group's row."""
    async with lab.room.read() as tx:
        return int((await tx.execute(select(PLACE.c.id).where(PLACE.c.chat == group.chat))).scalar_one())
