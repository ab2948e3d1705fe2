"""HTTP mode: signed posts to the real bolt, redelivery, and requests that Slack would never send."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from tests.fakes.slack import FakeSlack
from tests.fakes.slack_apps import client_of, posted_app
from tests.fakes.slack_http import signature
from tests.fakes.slack_kit import actions, button, field, modal

Json = dict[str, Any]
Ack = Callable[..., Awaitable[Any]]


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack(echo=False) as server:
        yield server


@pytest.fixture
async def app(slack: FakeSlack) -> AsyncIterator[AsyncApp]:
    async with posted_app(slack) as bolt:
        yield bolt


def test_the_signature_is_that_of_the_documentation() -> None:
    """The example that Slack prints gives the signature that Slack prints."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&"
        b"channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&"
        b"response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&"
        b"trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    assert "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503" == signature(
        "8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body
    )


async def test_everything_is_posted_in_its_own_form(slack: FakeSlack, app: AsyncApp) -> None:
    """Events are JSON, commands a form, interactions JSON within a form; all are signed, and bolt reads them all."""
    heard: list[str] = []

    @app.event("message")
    async def message(event: Json) -> None:
        heard.append(event["text"])

    @app.command("/sfat")
    async def command(ack: Ack, command: Json) -> None:
        heard.append(command["text"])
        await ack("done")

    @app.action("a")
    async def pressed(ack: Ack, body: Json) -> None:
        heard.append(body["actions"][0]["value"])
        await client_of(slack).views_open(trigger_id=body["trigger_id"], view=modal(field(), callback_id="form"))
        await ack()

    @app.view("form")
    async def submitted(ack: Ack) -> None:
        await ack(response_action="errors", errors={"name": "No."})

    ana = slack.person("Ana Pop")
    await client_of(slack).chat_postMessage(channel=ana.id, text="x", blocks=[actions(button(text="Yes", value="1"))])
    await ana.says("hello ș")
    await ana.command("/sfat", "rsvp E-1 yes")
    await ana.presses("Yes")
    await ana.submits(name="Ana")
    assert (["hello ș", "rsvp E-1 yes", "1"], ["done"]) == (heard, [m.plain for m in ana.whispers])
    assert ana.modal is not None
    assert ({"name": "No."}, [], []) == (ana.modal.errors, ana.errors, slack.violations)
    verifier = SignatureVerifier(slack.signing_secret)
    assert all(verifier.is_valid_request(post.body, post.headers) for post in slack.posts.sent)
    assert ["events_api", "slash_commands", "interactive", "interactive"] == [ack.kind for ack in slack.acks]


async def test_an_address_is_verified(slack: FakeSlack, app: AsyncApp) -> None:
    """The challenge comes back."""
    assert await slack.posts.verify()


async def test_an_event_that_failed_is_posted_again(slack: FakeSlack, app: AsyncApp) -> None:
    """After a 500 at once, with the number and the reason in the headers."""
    heard: list[str] = []

    @app.event("message")
    async def message(body: Json) -> None:
        heard.append(body["event_id"])
        if len(heard) == 1:
            raise LookupError("the table is locked")

    delivery = slack.person("Ana Pop").says("hello")
    await slack.until(lambda: delivery.acknowledged)
    headers = [post.headers for post in slack.posts.sent]
    assert (2, 1) == (len(heard), len(set(heard)))
    assert [None, "1"] == [one.get("X-Slack-Retry-Num") for one in headers]
    assert [None, "http_error"] == [one.get("X-Slack-Retry-Reason") for one in headers]


async def test_a_slow_answer_is_late(slack: FakeSlack, app: AsyncApp) -> None:
    """After three seconds the event is posted again, and the first answer is written down when it comes."""
    heard: list[str] = []
    gate = asyncio.Event()

    @app.event("message")
    async def message(body: Json) -> None:
        heard.append(body["event_id"])
        if len(heard) == 1:
            await gate.wait()

    delivery = slack.person("Ana Pop").says("hello")
    await slack.until(lambda: heard)
    slack.passes(3.1)
    await slack.until(lambda: delivery.acknowledged)
    gate.set()
    await slack.until(lambda: slack.late)
    assert (2, [1, 0], [False, True]) == (
        len(heard),
        [ack.attempt for ack in slack.acks],
        [ack.late for ack in slack.acks],
    )
    assert "http_timeout" == slack.posts.sent[1].headers["X-Slack-Retry-Reason"]


async def test_an_app_may_ask_for_no_more(slack: FakeSlack, app: AsyncApp) -> None:
    """A failed answer with x-slack-no-retry is the last."""

    @app.middleware
    async def refuse() -> BoltResponse:
        return BoltResponse(status=503, headers={"x-slack-no-retry": "1"})

    delivery = await slack.person("Ana Pop").says("hello")
    await slack.until(lambda: slack.carrier.open == 0)
    assert ([True], 1) == ([answer.final for answer in delivery.answers], len(slack.posts.sent))


async def test_nobody_there_is_a_failed_connection(slack: FakeSlack) -> None:
    """An event is tried again for its six minutes; a command shows an error at once."""
    slack.posts_to("http://127.0.0.1:9/slack/events")
    ana = slack.person("Ana Pop")
    event, command = ana.says("hello"), ana.command("/sfat")
    await slack.until(lambda: len(event.answers) == 2)
    for wait in (60, 300):
        slack.passes(wait)
        await slack.until(lambda: event in slack.carrier.lost or len(event.answers) == 3)
    await slack.until(lambda: event in slack.carrier.lost)
    await command
    assert ["connection_failed"] * 4 == [answer.reason for answer in event.answers]
    assert ['/sfat failed with the error "dispatch_failed"'] == ana.errors


async def test_bolt_refuses_what_slack_would_never_send(slack: FakeSlack, app: AsyncApp) -> None:
    """Unsigned, wrongly signed and stale requests are 401; an oversized one is 413; a replay passes bolt."""
    heard: list[str] = []

    @app.event("message")
    async def message(body: Json) -> None:
        heard.append(body["event_id"])

    payload = slack.framed({"type": "message", "channel": "D1", "user": "U1", "text": "x"})
    posts = slack.posts
    assert [401, 401, 401] == [
        await posts.unsigned(payload),
        await posts.wrongly_signed(payload),
        await posts.stale(payload),
    ]
    assert 413 == await posts.oversized()
    assert [] == heard
    await slack.person("Ana Pop").says("hello")
    index = len(posts.sent) - 1
    assert (200, 2, 1) == (await posts.replayed(index), len(heard), len(set(heard)))
