"""Slack over HTTP: what is signed is heard, and nothing else; nothing of Slack's is answered 404."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from bot.adapters.slack.adapter import Credentials, SlackAdapter
from bot.adapters.slack.doors import PATH
from bot.core.ports import Unusable
from bot.model.form import DrawnField, DrawnForm, Kind
from bot.model.update import Command, Now, Pressed, Said, Submitted
from tests.adapters.slack.conftest import CARD, MemoryInbox, listening, private
from tests.fakes.slack import APP_TOKEN, SIGNING_SECRET, TOKEN, FakeSlack, Person

EVENT = {"type": "event_callback", "event": {"type": "message"}}


@pytest.fixture
async def adapter(slack: FakeSlack, inbox: MemoryInbox) -> AsyncIterator[SlackAdapter]:
    """The adapter behind a real server; it listens."""
    adapter = SlackAdapter(Credentials(TOKEN, signing_secret=SIGNING_SECRET), slack.base_url, 100)
    await adapter.connect()
    app = Starlette(routes=list(adapter.routes()))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    listening = asyncio.create_task(adapter.run(inbox))
    while not server.started:
        await asyncio.sleep(0.01)
    slack.posts_to(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}{PATH}")
    yield adapter
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
    await adapter.close()
    server.should_exit = True
    await serving


async def test_everything_is_heard(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """Events, presses, commands, forms."""
    await ana.says("hello")
    await adapter.send(private(ana), CARD, "1")
    await ana.presses("Yes")
    inbox.now = Now(form=DrawnForm("7", "Ask", (DrawnField("text", "Question", Kind.PROSE),), "Send", "Leave"))
    await ana.command("/sfat", "ask")
    await slack.until(lambda: ana.modal)
    inbox.now = Now()
    await ana.submits({"field:text": "Parking?"})

    pressed = Pressed("rsvp:1:yes", ana.chat[0].ts)
    assert [Said("hello"), pressed, Command("ask"), Submitted("7", {"text": "Parking?"})] == inbox.updates
    assert (None, [], []) == (ana.modal, slack.late, ana.errors)


async def test_the_address_is_verified(slack: FakeSlack, adapter: SlackAdapter) -> None:
    """Slack asks for its challenge back."""
    assert await slack.posts.verify()


async def test_what_is_not_slacks(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox) -> None:
    """Unsigned, signed by others, old: 401, and not heard."""
    posts = slack.posts

    assert [401, 401, 401] == [await posts.unsigned(EVENT), await posts.wrongly_signed(EVENT), await posts.stale(EVENT)]
    assert [] == inbox.updates


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=1"},
        {"X-Slack-Request-Timestamp": "9" * 30, "X-Slack-Signature": "v0=1"},
        {"X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "v0=ș"},
        {"X-Slack-Request-Timestamp": "1"},
    ],
)
async def test_headers_that_make_no_sense(slack: FakeSlack, adapter: SlackAdapter, headers: dict[str, str]) -> None:
    """Are no signature."""
    status, _, _ = await slack.posts.post(b"{}", {"Content-Type": "application/json", **headers})

    assert 401 == status


async def test_a_replayed_request(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """Comes with the id it had, by which the inbox knows it."""
    await ana.says("hello")

    assert 200 == await slack.posts.replayed()
    assert 1 == len({one.source for one in inbox.envelopes})


async def test_a_request_that_is_too_long(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox) -> None:
    """Is not read to its end."""
    assert 413 == await slack.posts.oversized(1024 * 1024)
    assert [] == inbox.updates


@pytest.mark.parametrize("body", [b"\xff\xfe", b"{", b"null", b"[1, 2]", b"payload=%7B"])
async def test_what_can_not_be_read(slack: FakeSlack, adapter: SlackAdapter, body: bytes) -> None:
    """Is refused, signed or not."""
    kind = "application/x-www-form-urlencoded" if body.startswith(b"payload") else "application/json"
    status, _, _ = await slack.posts.post(body, slack.posts.signed(body if body != b"\xff\xfe" else b"", kind))

    assert 400 == status


async def test_unknown_kinds(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """Are acknowledged: Slack counts what is answered 404, and stops sending."""
    unknown = [
        await slack.happens({"type": "something_new", "user": ana.id}),
        await ana.shortcut("something_old"),
        await ana.command("/other", "x"),
    ]

    assert [True, True, True] == [one.acknowledged for one in unknown]
    assert ([], 3) == (inbox.updates, adapter._receiver.passed_over)


async def test_a_database_in_trouble(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> None:
    """Is answered 500, and Slack sends the same again."""
    inbox.broken = True
    said = ana.says("hello")
    await slack.until(lambda: said.answers)
    assert ("http_error", False) == (said.answers[0].reason, said.acknowledged)

    inbox.broken = False
    slack.passes(3)
    await slack.until(lambda: said.acknowledged)

    assert [Said("hello")] == inbox.updates


async def test_before_we_listen(slack: FakeSlack) -> None:
    """Nothing is taken that nobody keeps."""
    adapter = SlackAdapter(Credentials(TOKEN, signing_secret=SIGNING_SECRET), slack.base_url, 100)

    assert 503 == (await adapter._receiver.take({"type": "event_callback"})).status


async def test_other_methods(slack: FakeSlack, adapter: SlackAdapter) -> None:
    """There is nothing to be got."""
    (route,) = adapter.routes()

    assert (PATH, {"POST"}) == (route.path, route.methods)


@pytest.mark.parametrize(("part", "sentence"), [("BOT", "no bot's token"), ("TEAM", "one workspace")])
async def test_tokens_of_other_kinds(
    slack: FakeSlack, monkeypatch: pytest.MonkeyPatch, part: str, sentence: str
) -> None:
    """A person's, or a whole organisation's: the sentence says what is asked for."""
    monkeypatch.setattr(f"tests.fakes.slack_conversations.{part}", "")
    adapter = SlackAdapter(Credentials(TOKEN, signing_secret=SIGNING_SECRET), slack.base_url, 100)
    with pytest.raises(Unusable, match=sentence):
        await adapter.connect()
    await adapter.close()


async def test_what_bolt_finds_in_the_environment(
    slack: FakeSlack, inbox: MemoryInbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Somebody else's app on this machine: no store of installations is opened, no other token used."""
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "somebody-elses")
    adapter = SlackAdapter(Credentials(TOKEN, APP_TOKEN), slack.base_url, 100)
    await adapter.connect()
    ana = slack.person("Ana Pop")
    async with listening(slack, adapter, inbox):
        said = await ana.says("hello")
    await adapter.close()

    assert (True, [Said("hello")], []) == (said.acknowledged, inbox.updates, list(tmp_path.iterdir()))
