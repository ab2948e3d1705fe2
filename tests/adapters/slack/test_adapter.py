"""The adapter against the stand-in: what is said reaches the inbox, what is sent reaches people."""

import pytest

from bot.adapters.slack.adapter import Credentials, SlackAdapter
from bot.core.ports import Rates
from bot.model.card import Drawn, DrawnButton
from bot.model.form import DrawnField, DrawnForm, Kind
from bot.model.problems import Refused
from bot.model.text import Span
from bot.model.update import Command, Now, Pressed, Said, Submitted
from bot.settings import Settings
from tests.adapters.slack.conftest import MemoryInbox, listening, private
from tests.fakes.slack import FakeSlack, Person

CARD = Drawn(((Span("Are you coming?"),),), ((DrawnButton("Yes", "rsvp:1:yes"), DrawnButton("No", "rsvp:1:no")),))


async def test_a_text_is_heard(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """With who wrote it, in their own chat."""
    async with listening(slack, adapter, inbox):
        said = await ana.says("Is there parking? <b> & so on")

    (envelope,) = inbox.envelopes
    assert (True, Said("Is there parking? <b> & so on")) == (said.acknowledged, envelope.update)
    assert (private(ana), "Ana Pop", "ro", "ana@example.org", "Europe/Bucharest") == (
        envelope.place,
        envelope.name,
        envelope.language,
        envelope.profile.email,
        envelope.profile.zone,
    )


async def test_a_card_is_sent_and_pressed(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """A press brings the payload and the message it stood under."""
    async with listening(slack, adapter, inbox):
        message = await adapter.send(private(ana), CARD, "1")
        assert ("Are you coming?", ["Yes", "No"]) == (ana.chat[-1].plain, ana.chat[-1].labels)

        await ana.presses("No")

    assert [Pressed("rsvp:1:no", message)] == inbox.updates
    assert private(ana) == inbox.envelopes[0].place


async def test_a_command_opens_a_form(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """And what is filled in comes back under its key."""
    question = DrawnField("text", "Your question", Kind.PROSE, hint="in your own words")
    inbox.now = Now(form=DrawnForm("7", "Ask", (question,), "Send", "Leave"))
    async with listening(slack, adapter, inbox):
        await ana.command("/sfat", "ask E1")
        await slack.until(lambda: ana.modal)
        inbox.now = Now()
        await ana.submits({"Your question": "Parking?"})

    assert [Command("ask", ("E1",)), Submitted("7", {"text": "Parking?"})] == inbox.updates
    assert None is ana.modal


async def test_a_file_is_heard_and_fetched(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """A table that somebody shares with the app comes as a handle, and its bytes when they are asked for."""
    async with listening(slack, adapter, inbox):
        await ana.shares("people.csv", b"id,org,name\n")
        (said,) = [update for update in inbox.updates if isinstance(update, Said)]
        assert said.file is not None
        content = await adapter.fetch(said.file, 1000)

    assert ("people.csv", b"id,org,name\n") == (said.file.name, content)


async def test_a_file_that_is_too_large_is_refused(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """No more than asked for is kept in memory."""
    async with listening(slack, adapter, inbox):
        await ana.shares("people.csv", b"x" * 1001)
        (said,) = [update for update in inbox.updates if isinstance(update, Said)]
        assert said.file is not None
        with pytest.raises(Refused):
            await adapter.fetch(said.file, 1000)


async def test_a_form_is_acknowledged_within_three_seconds(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """However long it takes to work it; else the person would read that something went wrong."""
    inbox.now = Now(form=DrawnForm("7", "Ask", (DrawnField("text", "Your question", Kind.PROSE),), "Send", "Leave"))
    async with listening(slack, adapter, inbox):
        await ana.command("/sfat", "ask E1")
        await slack.until(lambda: ana.modal)
        inbox.now = None
        submitted = await ana.submits({"Your question": "Parking?"})

    assert (True, [], []) == (submitted.acknowledged, slack.late, ana.errors)


@pytest.mark.parametrize("method", ["users.info", "conversations.info"])
async def test_what_slack_knows_is_not_waited_for_until_it_is_too_late(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person, method: str
) -> None:
    """An acknowledgement has three seconds; who somebody is, or what a channel is called, may be told later."""
    general = slack.channel("general", ana)
    slack.delay(method, 3.2)
    async with listening(slack, adapter, inbox):
        done = [await ana.says("hello"), await general.rename("ateliere")]

    assert ([True, True], []) == ([one.acknowledged for one in done], slack.late)


def test_it_is_no_faster_than_slack_allows() -> None:
    """Unless the operator says so: 8 a second in all, "several hundred a minute", and one a second in a channel."""
    rate = Settings.model_fields["slack_rate"].default
    rates = SlackAdapter(Credentials("xoxb-1"), "http://127.0.0.1:9/api/", rate).capabilities.rates

    assert Rates(overall=8, per_chat=1, burst=3, group_per_minute=60) == rates
