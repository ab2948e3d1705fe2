"""What is kept of what people say in channels is marked there, and whatever goes wrong with that harms nothing."""

import logging

import pytest

from bot.adapters.slack import marks
from bot.adapters.slack.adapter import SlackAdapter
from bot.model.update import Now, Placed, Said
from tests.adapters.slack.conftest import MemoryInbox, listening
from tests.fakes.slack import FakeSlack, Person


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the marks logged."""
    return [one.getMessage() for one in caplog.records if one.name == marks.logger.name]


async def test_what_is_kept_is_marked(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """With a reaction, and no message; nobody is looked up for what people say to each other."""
    table, inbox.now = slack.channel("masa-1", ana), Now(kept=True)
    async with listening(slack, adapter, inbox):
        message = (await ana.says("More benches", table)).message
        assert message is not None
        await slack.until(lambda: message.reactions)

    assert (["writing_hand"], [], []) == (message.reactions, table.chat, slack.called("users.info"))


@pytest.mark.parametrize("kept", [True, False])
async def test_nothing_else_is(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person, kept: bool
) -> None:
    """Neither what is said in private, nor what is not kept."""
    table, inbox.now = slack.channel("masa-1", ana), Now(kept=kept)
    async with listening(slack, adapter, inbox):
        await ana.says("More benches", None if kept else table)
        await slack.until(lambda: inbox.updates)
        inbox.now = Now(kept=True)
        message = (await ana.says("More trees", table)).message
        assert message is not None
        await slack.until(lambda: message.reactions)

    assert 1 == len(slack.called("reactions.add"))


async def test_too_fast(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """It waits as long as Slack says."""
    table, inbox.now = slack.channel("masa-1", ana), Now(kept=True)
    slack.fail("reactions.add", status=429, retry_after=1)
    async with listening(slack, adapter, inbox):
        message = (await ana.says("More benches", table)).message
        assert message is not None
        await slack.until(lambda: message.reactions)

    assert 2 == len(slack.called("reactions.add"))


async def test_a_wait_that_is_too_long(
    slack: FakeSlack,
    adapter: SlackAdapter,
    inbox: MemoryInbox,
    ana: Person,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The mark is left out."""
    monkeypatch.setattr(marks, "LONGEST", 0.5)
    table, inbox.now = slack.channel("masa-1", ana), Now(kept=True)
    slack.fail("reactions.add", status=429, retry_after=1)
    async with listening(slack, adapter, inbox):
        with caplog.at_level(logging.WARNING):
            message = (await ana.says("More benches", table)).message
            await slack.until(lambda: told(caplog))

    assert message is not None
    assert (1, []) == (len(told(caplog)), message.reactions)


@pytest.mark.parametrize("error", ["internal_error", "message_not_found", "missing_scope"])
async def test_a_mark_that_fails_is_logged(
    slack: FakeSlack,
    adapter: SlackAdapter,
    inbox: MemoryInbox,
    ana: Person,
    caplog: pytest.LogCaptureFixture,
    error: str,
) -> None:
    """Without a word of what was said; what comes next is heard and marked."""
    table, inbox.now = slack.channel("masa-1", ana), Now(kept=True)
    slack.fail("reactions.add", error=error)
    async with listening(slack, adapter, inbox):
        with caplog.at_level(logging.WARNING):
            await ana.says("secret words", table)
            message = (await ana.says("More trees", table)).message
            assert message is not None
            await slack.until(lambda: message.reactions)

    assert [f"A message in a channel could not be marked: {error}"] == told(caplog)
    assert ([Said("secret words"), Said("More trees")], "") == (inbox.updates, adapter.trouble)


async def test_a_mark_that_stands_already(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """Is as good."""
    table, inbox.now = slack.channel("masa-1", ana), Now(kept=True)
    slack.fail("reactions.add", error="already_reacted")
    async with listening(slack, adapter, inbox):
        await ana.says("More benches", table)
        await slack.until(lambda: slack.called("reactions.add"))

    assert [] == told(caplog)


async def test_whether_it_may_listen_is_told_with_the_channel(
    slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person
) -> None:
    """By the scopes with which the app was installed."""
    table = slack.channel("masa-1", ana, bot=False)
    async with listening(slack, adapter, inbox):
        table.invites_bot(ana.id)
        await slack.until(lambda: inbox.updates)

    assert [True] == [one.hears for one in inbox.updates if isinstance(one, Placed)]
