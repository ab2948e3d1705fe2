"""A message that got no answer is looked for: it stands there, or it does not, or nobody can tell."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.adapters.slack import lookback, post
from bot.adapters.slack.adapter import Credentials, SlackAdapter
from bot.model.problems import PortError, TryLater, Unknown
from tests.adapters.slack.conftest import CARD, channel, private
from tests.fakes.slack import APP_TOKEN, TOKEN, FakeSlack, Person
from tests.fakes.slack_workspace import SCOPES

ARRIVED: Mapping[str, Any] = {"cut": True, "after_effect": True}
NOT_ARRIVED: Mapping[str, Any] = {"cut": True}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for what may be on its way."""
    monkeypatch.setattr(lookback, "REST", 0.0)


async def refusal(doing: Any) -> PortError:
    """The port error a call ends with."""
    with pytest.raises(PortError) as caught:
        await doing
    return caught.value


@asynccontextmanager
async def installed(slack: FakeSlack) -> AsyncIterator[SlackAdapter]:
    """The app as it is installed in this workspace."""
    async with slack:
        adapter = SlackAdapter(Credentials(TOKEN, APP_TOKEN), slack.base_url, 100)
        await adapter.connect()
        yield adapter
        await adapter.close()
        assert [] == slack.violations


@pytest.mark.parametrize(
    "how", [{"status": 504, "after_effect": True}, {"error": "fatal_error", "after_effect": True}, ARRIVED]
)
async def test_what_arrived_is_found(
    slack: FakeSlack, adapter: SlackAdapter, ana: Person, how: Mapping[str, Any]
) -> None:
    """The answer is lost, the message stands: its id is as good as answered."""
    slack.fail("chat.postMessage", **how)

    message = await adapter.send(private(ana), CARD, "1")

    assert [message] == [one.ts for one in ana.chat]


async def test_in_a_thread(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Its replies are read, where the operator lets us read the channel."""
    general = slack.channel("general", ana)
    asked = (await ana.says("Who comes?", general)).message
    assert asked is not None
    slack.fail("chat.postMessage", **ARRIVED)

    message = await adapter.send(channel(general, asked.ts), CARD, "1")

    assert [message] == [one.ts for one in general.chat]


async def test_another_message_of_ours_is_not_it(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """The same words with another number are another message."""
    await adapter.send(private(ana), CARD, "1")
    slack.fail("chat.postMessage", **NOT_ARRIVED)

    assert isinstance(await refusal(adapter.send(private(ana), CARD, "2")), TryLater)


async def test_what_did_not_arrive_is_sent_again(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """It is not there, so there is no doubt."""
    slack.fail("chat.postMessage", **NOT_ARRIVED)
    later = await refusal(adapter.send(private(ana), CARD, "1"))

    message = await adapter.send(private(ana), CARD, "1")

    assert isinstance(later, TryLater)
    assert (post.MISSING_REST, None, [message]) == (later.after, later.place, [one.ts for one in ana.chat])


async def test_what_arrives_late_is_not_said_twice(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Slack was still at it when we looked: we look once more before it is sent again."""
    slack.fail("conversations.history", error="internal_error")
    slack.fail("chat.postMessage", **ARRIVED)
    assert isinstance(await refusal(adapter.send(private(ana), CARD, "1")), Unknown)

    message = await adapter.send(private(ana), CARD, "1")

    assert [message] == [one.ts for one in ana.chat]


async def test_what_never_arrives_is_given_up(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """A second time it may be the message itself, so nobody waits for it for ever."""
    slack.fail("chat.postMessage", error="fatal_error", times=2)

    errors = [await refusal(adapter.send(private(ana), CARD, "1")) for _ in range(2)]

    assert [TryLater, Unknown] == [type(error) for error in errors]


@pytest.mark.parametrize("fault", [{"error": "internal_error"}, {"status": 429}])
async def test_a_chat_that_cannot_be_read(
    slack: FakeSlack, adapter: SlackAdapter, ana: Person, fault: dict[str, Any]
) -> None:
    """Then it stays unknown, and that is no trouble of the app's."""
    slack.fail("chat.postMessage", **ARRIVED)
    slack.fail("conversations.history", **fault)

    error = await refusal(adapter.send(private(ana), CARD, "1"))

    assert (Unknown, "") == (type(error), adapter.trouble)


async def test_a_look_that_takes_too_long(
    slack: FakeSlack, adapter: SlackAdapter, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others wait behind it, so it is bounded."""
    monkeypatch.setattr(lookback, "PATIENCE", 0.2)
    slack.fail("chat.postMessage", **ARRIVED)
    slack.fail("conversations.history", hang=True)

    assert isinstance(await refusal(adapter.send(private(ana), CARD, "1")), Unknown)


async def test_without_the_right_to_read() -> None:
    """The app as its manifest has it may read in private and not in channels; nothing is asked in vain."""
    manifest = FakeSlack(scopes=SCOPES - {"channels:history", "groups:history"})
    async with installed(manifest) as adapter:
        general = manifest.channel("general")
        manifest.fail("chat.postMessage", **ARRIVED)

        error = await refusal(adapter.send(channel(general), CARD, "1"))

        assert (Unknown, []) == (type(error), manifest.called("conversations.history"))


async def test_more_was_said_than_is_read(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """In a lively channel it may stand behind what was read."""
    general = slack.channel("general", ana)
    slack.fail("chat.postMessage", **NOT_ARRIVED)
    for number in range(101):
        ana.says(str(number), general)

    assert isinstance(await refusal(adapter.send(channel(general), CARD, "1")), Unknown)


async def test_the_mark_tells_nothing(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Other apps may read it."""
    await adapter.send(private(ana), CARD, "17")

    assert [{"event_type": "sfat_delivery", "event_payload": {"key": "17"}}] == [one.metadata for one in ana.chat]
