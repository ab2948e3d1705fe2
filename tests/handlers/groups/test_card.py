"""The card of an event in a group: posted after a preview, true for all, answered in private."""

from datetime import timedelta

import pytest

from bot.core import outcome
from bot.model.press import Press
from bot.model.update import Pressed
from bot.model.values import Going
from handlers.groups.doors import Post, PreviewIn
from handlers.shared.presses import Answer, PostIn
from tests.handlers.groups.steps import number_of, post
from tests.handlers.steps import invite
from tests.room import Group, Seat
from tests.seeds import Lab


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
    """Only the newest card of an event in a group takes answers and counts them; the older one leads on to it."""
    await post(english, ilinca, north)

    older, newer = north.messages
    leads_on = "Consultare privind planul\nThe newer card of this event is further down."
    assert (leads_on, []) == (older.text, older.labels)
    assert "Nobody has said yes so far." in newer.text


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
