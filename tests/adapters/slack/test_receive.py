"""What comes in: on disk before it is acknowledged, and never lost in between."""

import asyncio
import logging

import pytest

from bot.adapters.slack import receive
from bot.adapters.slack.adapter import SlackAdapter
from bot.model.card import Drawn
from bot.model.text import Span
from bot.model.update import Command, Edited, Now, Placed, Pressed, Profile, Reached, Said
from tests.adapters.slack.conftest import CARD, MemoryInbox, channel, listening, page, private
from tests.fakes.slack import BOT_USER, FakeSlack, Person

pytestmark = pytest.mark.usefixtures("short_patience")


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


async def test_trouble_is_over_though_nobody_writes(
    slack: FakeSlack,
    adapter: SlackAdapter,
    inbox: MemoryInbox,
    ana: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else a site that is asked only while it is ready would never be asked again."""
    monkeypatch.setattr(receive, "CALM", 0.05)
    inbox.broken = True
    async with listening(slack, adapter, inbox):
        ana.says("hello")
        await slack.until(lambda: bool(adapter.trouble))
        inbox.broken = False
        await slack.until(lambda: not adapter.trouble)
    assert [] == inbox.updates


async def test_a_press_is_acknowledged_at_once(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """It does not wait for what the press does."""
    inbox.now = None
    async with listening(slack, adapter, inbox):
        await adapter.send(private(ana), CARD, "1")
        pressed = await ana.presses("Yes")

    assert (True, []) == (pressed.acknowledged, slack.late)


@pytest.mark.parametrize("in_thread", [False, True])
async def test_a_toast_in_a_channel(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person, in_thread: bool
) -> None:
    """Is seen where the button stands, by whoever pressed it; every letter is only a letter."""
    general = slack.channel("general", ana, slack.person("Dan Rus"))
    inbox.now = Now(toast="Noted: *Ana* <!channel> & @dan")
    async with listening(slack, adapter, inbox):
        said = (await ana.says("Who comes?", general)).message
        thread = said.ts if said and in_thread else ""
        await adapter.send(channel(general, thread), CARD, "1")
        await ana.presses("Yes")
        await slack.until(lambda: ana.whispers)

    (seen,) = ana.whispers
    assert (thread, "Noted: *Ana* <!channel> & @dan", (), ()) == (
        seen.thread_ts or "",
        seen.plain,
        seen.mentions,
        seen.broadcasts,
    )


async def test_a_toast_that_comes_late(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """Needs no trigger, so it is told all the same."""
    general = slack.channel("general", ana)
    inbox.now = None
    async with listening(slack, adapter, inbox):
        await adapter.send(channel(general), CARD, "1")
        await ana.presses("Yes")
        await asyncio.sleep(0.3)
        inbox.waiting[0].set_result(Now(toast="Noted."))
        await slack.until(lambda: ana.whispers)

    assert ["Noted."] == [one.plain for one in ana.whispers]


async def test_a_toast_in_private(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """Is not needed: the card itself shows it."""
    inbox.now = Now(toast="Noted.")
    async with listening(slack, adapter, inbox):
        await adapter.send(private(ana), CARD, "1")
        await ana.presses("Yes")
        await adapter.send(page(ana), CARD, "2")
        await ana.presses("Yes", on=ana.home)

    assert (2, []) == (len(inbox.updates), slack.called("chat.postEphemeral"))


async def test_a_toast_that_slack_refuses(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """Is lost, and nothing else is."""
    slack.fail("chat.postEphemeral", error="user_not_in_channel")
    general = slack.channel("general", ana)
    inbox.now = Now(toast="Noted.")
    async with listening(slack, adapter, inbox):
        message = await adapter.send(channel(general), CARD, "1")
        await ana.presses("Yes")
        await slack.until(lambda: slack.called("chat.postEphemeral"))
        await ana.says("one")

    assert ([Pressed("rsvp:1:yes", message), Said("one")], "") == (inbox.updates, adapter.trouble)


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

    assert [(private(ana), Reached(open=False, over=True))] == [(one.place, one.update) for one in inbox.envelopes]


async def test_our_own_messages_are_no_news(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """Nor our edits, nor other bots; what somebody deletes is, and all are acknowledged."""
    async with listening(slack, adapter, inbox):
        message = await adapter.send(private(ana), CARD, "1")
        await adapter.edit(private(ana), message, Drawn(((Span("Noted."),),)))
        await slack.bot_says("hello", ana, own=False)
        said = await ana.says("oh")
        assert said.message is not None
        await ana.deletes(said.message)
        await slack.happens({"type": "something_new", "user": ana.id})
        await slack.until(lambda: all(one.acknowledged for one in slack.deliveries))

    assert [Said("oh"), Edited(gone=True)] == inbox.updates


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


async def test_the_message_shortcut(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """On somebody else's message in a channel."""
    radu = slack.person("Radu Ene")
    general = slack.channel("general", ana, radu)
    async with listening(slack, adapter, inbox):
        message = (await radu.says("Is there parking?", general)).message
        assert message is not None
        await ana.message_shortcut("ask", message)

    assert [(private(ana), Command("ask", ("Is there parking?",)))] == [
        (one.place, one.update) for one in inbox.envelopes if isinstance(one.update, Command)
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
        (one.place, one.update) for one in inbox.envelopes if isinstance(one.update, Command)
    ]
    assert [Said("Who comes?")] == [update for update in inbox.updates if isinstance(update, Said)]


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
