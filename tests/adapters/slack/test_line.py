"""Socket Mode: the line is kept, renewed without a gap, rebuilt when it dies, and its troubles are told."""

import asyncio
from collections.abc import Callable

import pytest

from bot.adapters.slack import line
from bot.adapters.slack.adapter import Credentials, SlackAdapter
from bot.core.ports import Unusable
from bot.model.update import Said
from tests.adapters.slack.conftest import MemoryInbox, listening
from tests.fakes.slack import APP_TOKEN, TOKEN, FakeSlack, Person


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Minutes are moments."""
    monkeypatch.setattr(line, "LOOK", 0.02)
    monkeypatch.setattr(line, "SHORT_LIFE", 0.0)
    monkeypatch.setattr("bot.adapters.slack.connection.PING", 0.1)
    monkeypatch.setattr("bot.adapters.slack.connection.HELLO", 0.5)


async def holds(condition: Callable[[], object], seconds: float = 3.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def test_who_we_are(slack: FakeSlack, adapter: SlackAdapter) -> None:
    """Our team is the installation."""
    assert ("T0SFATTEAM", "", "") == (adapter.installation, adapter.trouble, adapter.deep_link("x"))


@pytest.mark.parametrize(
    ("tokens", "setting"),
    [
        (Credentials("xoxb-wrong", APP_TOKEN), "SFAT_SLACK_BOT_TOKEN"),
        (Credentials(TOKEN, "xapp-wrong"), "SFAT_SLACK_APP_TOKEN"),
    ],
)
async def test_a_wrong_token(slack: FakeSlack, tokens: Credentials, setting: str) -> None:
    """Is said by the name of its setting, and not repeated."""
    adapter = SlackAdapter(tokens, slack.base_url, 100)
    with pytest.raises(Unusable) as caught:
        await adapter.connect()
    await adapter.close()

    assert (True, False) == (setting in str(caught.value), "wrong" in str(caught.value))
    slack.violations.clear()


async def test_an_unreachable_slack() -> None:
    """In a sentence."""
    adapter = SlackAdapter(Credentials(TOKEN, APP_TOKEN), "http://127.0.0.1:9/api/", 100)
    with pytest.raises(Unusable, match="SFAT_SLACK_API_URL"):
        await adapter.connect()
    await adapter.close()


def test_secrets_are_not_shown() -> None:
    """Where an adapter's parts are printed."""
    assert "Credentials()" == repr(Credentials(TOKEN, APP_TOKEN, "secret"))


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_line_that_is_renewed(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person, reason: str
) -> None:
    """The next one stands before the old one is gone; nothing is heard twice, and nobody else is suspected."""
    async with listening(slack, adapter, inbox):
        await slack.sockets.disconnect(reason)
        said = [ana.says(f"{number}") for number in range(5)]
        await holds(lambda: all(one.acknowledged for one in said))
        await holds(lambda: 1 == len(slack.sockets.links))
        assert (2, "") == (slack.sockets.opened, adapter.trouble)

    assert {f"{number}" for number in range(5)} == {one.text for one in inbox.updates if isinstance(one, Said)}
    assert 5 == len(inbox.updates)


async def test_a_line_that_breaks(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """Without a word: it is rebuilt, and what came in between is brought again."""
    async with listening(slack, adapter, inbox):
        slack.sockets.cut()
        said = ana.says("are you there?")
        await holds(lambda: 2 == slack.sockets.opened)
        await holds(lambda: said.acknowledged)

    assert [Said("are you there?")] == inbox.updates


async def test_a_line_that_falls_silent(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """Open, but without an answer to a ping: it is closed and rebuilt."""
    async with listening(slack, adapter, inbox):
        slack.sockets.silent = True
        await holds(lambda: not slack.sockets.links)
        slack.sockets.silent = False
        await holds(lambda: slack.sockets.links)
        await ana.says("hello again")

    assert [Said("hello again")] == inbox.updates


async def test_socket_mode_turned_off(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox) -> None:
    """The operator is told what to do; it is tried again."""
    async with listening(slack, adapter, inbox):
        slack.fail("apps.connections.open", times=3, error="internal_error")
        await slack.sockets.disconnect("link_disabled")
        await holds(lambda: line.TURNED_OFF == adapter.trouble)
        await holds(lambda: not adapter.trouble)


async def test_another_program_on_the_same_app(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each gets only a part of what is said: told when it is seen twice, until the other one ends."""
    monkeypatch.setattr(line, "A_MINUTE", 0.05)
    other = SlackAdapter(Credentials(TOKEN, APP_TOKEN), slack.base_url, 100, first_pause=0.01)
    await other.connect()
    async with listening(slack, adapter, inbox):
        async with listening(slack, other, inbox):
            await holds(lambda: line.SHARED_APP == other.trouble)
            await slack.sockets.disconnect("warning", slack.sockets.links[0])
            await holds(lambda: line.SHARED_APP == adapter.trouble)
        await holds(lambda: not adapter.trouble)
    await other.close()


async def test_a_connection_that_slack_still_counts(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of ours that has died is nobody else."""
    monkeypatch.setattr(line, "A_MINUTE", 0.05)
    greeting = slack.sockets._hello()
    counts = iter([2, 1, 1, 1])
    monkeypatch.setattr(slack.sockets, "_hello", lambda: greeting | {"num_connections": next(counts)})
    told: list[str] = []
    async with listening(slack, adapter, inbox):
        while slack.sockets.opened < 2:
            told.append(adapter.trouble)
            await asyncio.sleep(0.01)

    assert {""} == {*told, adapter.trouble}


async def test_no_line_to_be_had(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox) -> None:
    """Said once and tried again, slower each time."""
    slack.fail("apps.connections.open", times=3, status=503)
    async with listening(slack, adapter, inbox):
        await holds(lambda: not adapter.trouble)

    assert 1 + 3 + 1 == len(slack.called("apps.connections.open"))


async def test_an_end_leaves_nothing(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox) -> None:
    """No connection, and no task of the library's."""
    async with listening(slack, adapter, inbox):
        pass
    await holds(lambda: not slack.sockets.links)
    await asyncio.sleep(0.05)

    assert [] == [task for task in asyncio.all_tasks() if "slack_sdk" in repr(task)]
