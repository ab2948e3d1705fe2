"""What comes in: on disk before it is acknowledged, answered while its trigger lives, and never lost in between."""

import asyncio
import logging
from dataclasses import replace
from typing import Any

import pytest

from bot.adapters.slack import receive
from bot.adapters.slack.adapter import SlackAdapter
from bot.model.card import Drawn, DrawnButton
from bot.model.form import DrawnField, DrawnForm, Kind
from bot.model.text import Span
from bot.model.update import Command, Now, Placed, Pressed, Profile, Reached, Said, Submitted
from tests.adapters.slack.conftest import MemoryInbox, channel, listening, page, private
from tests.fakes.slack import BOT_USER, FakeSlack, Person

CARD = Drawn(((Span("Are you coming?"),),), ((DrawnButton("Yes", "rsvp:1:yes"),),))
DAY = DrawnField("day", "Day", Kind.DAY)
FORM = DrawnForm("7", "When?", (DAY, DrawnField("place", "Place", Kind.LINE)), "Save", "Leave")


def complained(complaint: str, *repairs: tuple[str, str]) -> DrawnForm:
    """The form after a wrong day."""
    wrong = replace(DAY, value="mid-February", complaint=complaint, repairs=repairs)
    return replace(FORM, fields=(wrong, replace(FORM.fields[1], value="Oxid")))


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for seconds."""
    monkeypatch.setattr(receive, "PATIENCE", 0.2)


async def test_nothing_is_acknowledged_that_is_not_on_disk(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """Slack brings it again; the operator reads of it without a word of what was written."""
    inbox.broken = True
    async with listening(slack, adapter, inbox):
        with caplog.at_level(logging.DEBUG):
            said = ana.says("my secret words")
            await slack.until(lambda: 1 == inbox.refusals)
        assert (False, receive.NOT_TAKEN) == (said.acknowledged, adapter.trouble)
        assert [] == [word for word in ("secret words", slack.token, slack.app_token) if word in caplog.text]

        inbox.broken = False
        slack.passes(3)
        await slack.until(lambda: said.acknowledged)

    assert ([Said("my secret words")], "") == (inbox.updates, adapter.trouble)


async def test_a_press_is_acknowledged_at_once(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """It does not wait for what the press does."""
    inbox.now = None
    async with listening(slack, adapter, inbox):
        await adapter.send(private(ana), CARD, "1")
        pressed = await ana.presses("Yes")

    assert (True, []) == (pressed.acknowledged, slack.late)


@pytest.mark.parametrize(
    "about", [{"restricted": True}, {"ultra_restricted": True}, {"team": "T0OTHER"}, {"email_confirmed": False}]
)
async def test_whom_slack_does_not_vouch_for(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, about: dict[str, object]
) -> None:
    """Guests, strangers and unconfirmed addresses: the name and the zone, never the address."""
    zoe = slack.person("Zoe Pavel", email="zoe@example.org", locale="en-GB", tz="Europe/London", **about)
    slack.channel("shared", zoe, shared=True)
    async with listening(slack, adapter, inbox):
        await zoe.command("/sfat", "help")

    (envelope,) = inbox.envelopes
    assert ("Zoe Pavel", "en", Profile("", "Europe/London")) == (envelope.name, envelope.language, envelope.profile)


async def test_slack_is_not_waited_for(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an answer in time the update goes without a profile; the answer is kept for the next one."""
    monkeypatch.setattr("bot.adapters.slack.directory.LOOK", 0.05)
    slack.delay("users.info", 0.2)
    async with listening(slack, adapter, inbox):
        await ana.says("one")
        await slack.until(lambda: slack.called("users.info"))
        await ana.says("two")

    assert [("", Profile()), ("Ana Pop", Profile("ana@example.org", "Europe/Bucharest"))] == [
        (one.name, one.profile) for one in inbox.envelopes
    ]


async def test_people_are_asked_about_once(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """And what changes is told."""
    async with listening(slack, adapter, inbox):
        await ana.says("one")
        await ana.changes(tz="Europe/Paris", locale="fr-FR")
        await ana.says("two")

    assert 1 == len(slack.called("users.info"))
    assert ["Europe/Bucharest", "Europe/Paris"] == [one.profile.zone for one in inbox.envelopes]


async def test_a_closed_account_is_heard_of(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """In the person's own chat."""
    async with listening(slack, adapter, inbox):
        await ana.deactivate()

    assert [(private(ana), Reached(open=False))] == [(one.place, one.update) for one in inbox.envelopes]


async def test_our_own_messages_are_no_news(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """Nor our edits, nor other bots, nor deletions; all are acknowledged."""
    async with listening(slack, adapter, inbox):
        message = await adapter.send(private(ana), CARD, "1")
        await adapter.edit(private(ana), message, Drawn(((Span("Noted."),),)))
        await slack.bot_says("hello", ana, own=False)
        said = await ana.says("oh")
        assert said.message is not None
        await ana.deletes(said.message)
        await slack.happens({"type": "something_new", "user": ana.id})
        await slack.until(lambda: all(one.acknowledged for one in slack.deliveries))

    assert [Said("oh")] == inbox.updates


async def test_we_come_and_go(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """A channel that we are put into is known by its name; being taken out ends it."""
    general = slack.channel("general", ana, bot=False)
    async with listening(slack, adapter, inbox):
        await general.invites_bot(ana.id)
        await general.rename("ateliere")
        await general.removes_bot()

    assert [(channel(general), Placed(True, "general")), (channel(general), Placed(True, "ateliere"))] == [
        (one.place, one.update) for one in inbox.envelopes[:2]
    ]
    assert Placed(open=False) in inbox.updates[2:]


async def test_channels_of_other_people(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """Slack tells of every public channel; one that we are not in is none of our business."""
    other = slack.channel("other", ana, bot=False)
    async with listening(slack, adapter, inbox):
        await slack.happens({"type": "channel_rename", "channel": {"id": other.id, "name": "new"}})

    assert [] == inbox.updates


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


async def test_the_message_shortcut(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """On somebody else's message in a channel."""
    radu = slack.person("Radu Ene")
    general = slack.channel("general", ana, radu)
    async with listening(slack, adapter, inbox):
        message = (await radu.says("Is there parking?", general)).message
        assert message is not None
        await ana.message_shortcut("ask", message)

    assert [(private(ana), Command("ask", ("Is there parking?",)))] == [
        (one.place, one.update) for one in inbox.envelopes
    ]


async def test_a_mention_in_a_thread(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """Where slash commands do not work."""
    general = slack.channel("general", ana)
    async with listening(slack, adapter, inbox):
        asked = (await ana.says("Who comes?", general)).message
        assert asked is not None
        await ana.says("@Sfat report E1", general, thread=asked)

    await slack.until(lambda: all(one.acknowledged for one in slack.deliveries if not one.unwanted))
    assert [(channel(general, asked.ts), Command("report", ("E1",)))] == [
        (one.place, one.update) for one in inbox.envelopes
    ]


async def test_revoked_and_let_in_again(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator is told, and it is tried again."""
    monkeypatch.setattr("bot.adapters.slack.line.A_MINUTE", 0.05)
    monkeypatch.setattr("bot.adapters.slack.line.LOOK", 0.02)
    async with listening(slack, adapter, inbox):
        await slack.revokes()
        await slack.until(lambda: ("auth.test", "token_revoked") in slack.refusals)
        assert "SFAT_SLACK_BOT_TOKEN" in adapter.trouble or receive.UNINSTALLED == adapter.trouble
        slack.server.dead = ""
        async with asyncio.timeout(3):
            while adapter.trouble:
                await asyncio.sleep(0.02)


async def test_malformed_payloads(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """Are acknowledged, or they would come again and be the same."""
    async with listening(slack, adapter, inbox):
        for event in ({"type": "app_home_opened", "tab": "home"}, {"type": "user_change", "user": BOT_USER}):
            assert (await slack.happens(event)).acknowledged

    assert [] == inbox.updates


async def test_events_that_slack_holds_back(adapter: SlackAdapter, caplog: pytest.LogCaptureFixture) -> None:
    """The operator reads of it."""
    adapter._receiver.inbox = MemoryInbox()

    answer = await adapter._receiver.take({"type": "app_rate_limited", "minute_rate_limited": 1})

    assert (200, [receive.HELD_BACK]) == (answer.status, [one.message for one in caplog.records])
