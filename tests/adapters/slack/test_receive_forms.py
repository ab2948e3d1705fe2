"""Forms that are asked for, opened while their trigger lives, complained about, and sent."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.adapters.slack.adapter import SlackAdapter
from bot.model.form import DrawnField, DrawnForm, Kind
from bot.model.update import Command, Now, Pressed, Submitted
from tests.adapters.slack.conftest import MemoryInbox, channel, listening, page, private
from tests.fakes.slack import FakeSlack, Person

pytestmark = pytest.mark.usefixtures("short_patience")

DAY = DrawnField("day", "Day", Kind.DAY)
FORM = DrawnForm("7", "When?", (DAY, DrawnField("place", "Place", Kind.LINE)), "Save", "Leave")


def complained(complaint: str, *repairs: tuple[str, str]) -> DrawnForm:
    """The form after a wrong day."""
    wrong = replace(DAY, value="mid-February", complaint=complaint, repairs=repairs)
    return replace(FORM, fields=(wrong, replace(FORM.fields[1], value="Oxid")))


async def test_a_form_opens_while_the_trigger_lives(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """Wherever it was asked for; what is filled in comes in private, for nobody else has seen it."""
    general = slack.channel("general", ana)
    inbox.now = Now(form=FORM)
    async with listening(slack, adapter, inbox):
        await ana.command("/sfat", "new_event", in_channel=general)
        await slack.until(lambda: ana.modal)
        inbox.now = Now()
        await ana.submits({"field:day": "17.02.2027", "field:place": "Oxid"})

    assert [Command("new_event"), Submitted("7", {"day": "17.02.2027", "place": "Oxid"})] == inbox.updates
    assert [channel(general), private(ana)] == [one.place for one in inbox.envelopes]
    assert (None, []) == (ana.modal, slack.late)


async def test_a_form_that_comes_too_late(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """Is asked for once more by an update that nobody waits for, so that a card with a button comes."""
    inbox.now = None
    async with listening(slack, adapter, inbox):
        await ana.command("/sfat", "new_event")
        await asyncio.sleep(0.3)
        inbox.now = Now()
        inbox.waiting[0].set_result(Now(form=FORM))
        async with asyncio.timeout(2):
            while len(inbox.envelopes) < 2:
                await asyncio.sleep(0.01)

    first, again = inbox.envelopes
    assert (f"{first.source}:again", True, False) == (again.source, first.waits, again.waits)
    assert (None, first.update) == (ana.modal, again.update)


@pytest.mark.parametrize("how", [{"error": "expired_trigger_id"}, {"status": 429}, {"cut": True}])
async def test_a_form_that_slack_does_not_open(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person, how: dict[str, Any]
) -> None:
    """The same."""
    inbox.now = Now(form=FORM)
    slack.fail("views.open", **how)
    async with listening(slack, adapter, inbox):
        await ana.command("/sfat", "new_event")
        async with asyncio.timeout(2):
            while len(inbox.envelopes) < 2:
                await asyncio.sleep(0.01)

    assert [True, False] == [one.waits for one in inbox.envelopes]


async def test_who_can_not_be_shown_a_form(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """What is written and the page that is opened bring no trigger."""
    async with listening(slack, adapter, inbox):
        await ana.says("/new_event")
        await ana.opens_home()

    assert [(False, Command("new_event")), (False, Pressed("home", "home"))] == [
        (one.waits, one.update) for one in inbox.envelopes
    ]
    assert page(ana) == inbox.envelopes[1].place


async def test_a_complaint_at_its_field(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """The form stays, with everything that was written."""
    inbox.now = Now(form=FORM)
    async with listening(slack, adapter, inbox):
        await ana.command("/sfat", "new_event")
        await slack.until(lambda: ana.modal)
        inbox.now = Now(form=complained("Not a date."))
        await ana.submits({"field:day": "mid-February", "field:place": "Oxid"})
        assert ana.modal is not None
        assert ["Not a date."] == list(ana.modal.errors.values())
        inbox.now = Now()
        await ana.submits({"field:day": "17.02.2027"})

    assert Submitted("7", {"day": "17.02.2027", "place": "Oxid"}) == inbox.updates[-1]


async def test_a_repair_beside_the_field(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """Is a button that fills it in; nothing is heard of that until the form is sent."""
    inbox.now = Now(form=FORM)
    async with listening(slack, adapter, inbox):
        await ana.command("/sfat", "new_event")
        await slack.until(lambda: ana.modal)
        inbox.now = Now(form=complained("Which day?", ("Wednesday", "17.02.2027"), ("Thursday", "18.02.2027")))
        await ana.submits({"field:day": "mid-February", "field:place": "Oxid"})
        assert ana.modal is not None and "Which day?" in ana.modal.plain

        await ana.presses("Thursday")
        await slack.until(lambda: ana.modal and "Which day?" not in ana.modal.plain)
        inbox.now = Now()
        await ana.submits()

    assert Submitted("7", {"day": "18.02.2027", "place": "Oxid"}) == inbox.updates[-1]
    assert 3 == len(inbox.updates)


async def test_a_form_after_a_form(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """Stands in its place."""
    following = DrawnForm("8", "And who?", (DrawnField("name", "Name", Kind.LINE),), "Save", "Leave")
    inbox.now = Now(form=FORM)
    async with listening(slack, adapter, inbox):
        await ana.command("/sfat", "new_event")
        await slack.until(lambda: ana.modal)
        inbox.now = Now(form=following)
        await ana.submits({"field:day": "17.02.2027", "field:place": "Oxid"})

    assert ana.modal is not None
    assert (["Name"], 1) == (ana.modal.fields, len(ana.stack))


async def test_a_form_whose_effect_takes_long(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """Is acknowledged in time, and closes: what comes of it comes as a card."""
    inbox.now = Now(form=FORM)
    async with listening(slack, adapter, inbox):
        await ana.command("/sfat", "new_event")
        await slack.until(lambda: ana.modal)
        inbox.now = None
        await ana.submits({"field:day": "17.02.2027", "field:place": "Oxid"})

    assert (None, [], []) == (ana.modal, ana.errors, slack.late)


@pytest.mark.parametrize(("late", "again"), [(complained("Not a date."), 1), (replace(FORM, key="8"), 0)])
async def test_a_complaint_that_comes_too_late(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person, late: DrawnForm, again: int
) -> None:
    """The form has closed, so it is heard once more by itself; another form after it is not this one."""
    inbox.now = Now(form=FORM)
    async with listening(slack, adapter, inbox):
        await ana.command("/sfat", "new_event")
        await slack.until(lambda: ana.modal)
        inbox.now = None
        await ana.submits({"field:day": "mid-February", "field:place": "Oxid"})
        inbox.now = Now()
        inbox.waiting[0].set_result(Now(form=late))
        await asyncio.sleep(0.1)

    submitted = Submitted("7", {"day": "mid-February", "place": "Oxid"})
    assert [(True, submitted), *[(False, submitted)] * again] == [
        (one.waits, one.update) for one in inbox.envelopes[1:]
    ]
