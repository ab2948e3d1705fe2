"""Socket Mode through the real client: acknowledgements, redelivery, connections that end."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest

from tests.fakes.slack import Delivery, FakeSlack
from tests.fakes.slack_apps import Listener, client_of, listening, socket_app
from tests.fakes.slack_kit import actions, button

Json = dict[str, Any]


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack(echo=False) as server:
        yield server


def answered(delivery: Delivery, attempts: int, listener: Listener | None = None) -> bool:
    """Whether so many attempts are over, and the next one has been heard."""
    return len(delivery.answers) == attempts and (listener is None or len(listener.heard) == attempts + 1)


async def test_an_event_comes_in_its_frame_and_is_timed(slack: FakeSlack) -> None:
    """The envelope holds an event_callback; its acknowledgement is written down with its seconds."""
    async with listening(slack) as listener:
        delivery = await slack.person("Ana Pop").says("hello")
        request = listener.heard[0]
    assert ("events_api", False, 0) == (request.type, request.accepts_response_payload, request.retry_attempt)
    assert ("event_callback", "hello", "im") == (
        request.payload["type"],
        request.payload["event"]["text"],
        request.payload["event"]["channel_type"],
    )
    assert (True, [("events_api", "message", 0, False)]) == (
        delivery.acknowledged,
        [(ack.kind, ack.name, ack.attempt, ack.late) for ack in slack.acks],
    )
    assert 0 < slack.percentile(50) <= slack.percentile(99) < 1


async def test_an_event_not_acknowledged_comes_three_times_more(slack: FakeSlack) -> None:
    """At once, after one minute, after five; the same event_id in new envelopes; then it is lost."""
    async with listening(slack) as listener:
        listener.acknowledges = False
        delivery = slack.person("Ana Pop").says("hello")
        for attempt, wait in enumerate((0.0, 60.0, 300.0)):
            await slack.until(partial(answered, delivery, attempt, listener))
            slack.passes(3.1)
            await slack.until(partial(answered, delivery, attempt + 1))
            slack.passes(wait)
        await slack.until(partial(answered, delivery, 3, listener))
        slack.passes(3.1)
        await slack.until(lambda: slack.carrier.lost)
    heard = listener.heard
    assert [(0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")] == [
        (r.retry_attempt, r.retry_reason) for r in heard
    ]
    assert (1, 4) == (len({r.payload["event_id"] for r in heard}), len({r.envelope_id for r in heard}))


async def test_a_late_acknowledgement_is_written_down(slack: FakeSlack) -> None:
    """After more than three seconds it is late, and the event has been sent again."""
    async with listening(slack) as listener:
        listener.acknowledges = False
        slack.person("Ana Pop").says("hello")
        await slack.until(lambda: listener.heard)
        slack.passes(3.1)
        listener.acknowledges = True
        await slack.until(lambda: slack.acks)
        await listener.client.send_socket_mode_response({"envelope_id": listener.heard[0].envelope_id})
        await slack.until(lambda: slack.late)
    assert ([0], [1], []) == (
        [ack.attempt for ack in slack.late],
        [ack.attempt for ack in slack.acks if not ack.late],
        slack.violations,
    )
    assert (True, 1) == (slack.late[0].seconds > 3, len(slack.missed))


async def test_an_interaction_is_never_sent_again(slack: FakeSlack) -> None:
    """The person sees an error instead."""
    ana = slack.person("Ana Pop")
    await client_of(slack).chat_postMessage(channel=ana.id, text="x", blocks=[actions(button(text="Yes"))])
    async with listening(slack) as listener:
        listener.acknowledges = False
        pressed, asked = ana.presses("Yes"), ana.command("/sfat", "help")
        await slack.until(lambda: len(listener.heard) == 2)
        slack.passes(3.1)
        await pressed
        await asked
    assert (2, [1, 1]) == (len(listener.heard), [len(pressed.answers), len(asked.answers)])
    assert [
        'the app failed with the error "operation_timeout"',
        '/sfat failed with the error "operation_timeout"',
    ] == ana.errors


async def test_an_exception_before_the_acknowledgement_brings_the_event_again(slack: FakeSlack) -> None:
    """Bolt answers no envelope when a listener fails first; the second attempt is acknowledged."""
    async with socket_app(slack, ack_last=True) as app:
        times: list[str] = []

        @app.event("message")
        async def heard(body: Json) -> None:
            times.append(body["event_id"])
            if len(times) == 1:
                raise LookupError("the table is locked")

        delivery = slack.person("Ana Pop").says("hello")
        await slack.until(lambda: times)
        slack.passes(3.1)
        await slack.until(lambda: delivery.acknowledged)
    assert (2, 1, [False, True]) == (len(times), len(set(times)), [answer.ok for answer in delivery.answers])


async def test_each_payload_goes_to_any_one_connection(slack: FakeSlack) -> None:
    """With two connections both get some, and nothing comes twice."""
    async with listening(slack) as one, listening(slack) as two:
        for number in range(10):
            await slack.person("Ana Pop").says(str(number))
        texts = [request.payload["event"]["text"] for listener in (one, two) for request in listener.heard]
    assert (sorted(map(str, range(10))), 5) == (sorted(texts), len(one.heard))


async def test_there_are_ten_connections_at_most(slack: FakeSlack) -> None:
    """The eleventh gets no address; an address is good for one connection."""
    client = client_of(slack)
    urls = [(await client.apps_connections_open(app_token=slack.app_token))["url"] for _ in range(10)]
    async with aiohttp.ClientSession() as session:
        sockets = [await session.ws_connect(url) for url in urls]
        hello = json.loads((await sockets[-1].receive()).data)
        assert ("hello", 10) == (hello["type"], hello["num_connections"])
        with pytest.raises(SlackApiError, match="too_many_websockets"):
            await client.apps_connections_open(app_token=slack.app_token)
        await sockets[0].close()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(urls[0])


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_client_told_to_leave_comes_back(slack: FakeSlack, reason: str) -> None:
    """The real client opens a new connection at once, and what happens meanwhile arrives there."""
    async with listening(slack) as listener:
        await slack.sockets.disconnect(reason)
        delivery = await slack.person("Ana Pop").says("hello")
        await slack.until(lambda: len(slack.sockets.links) == 1)
        assert (True, 2, 1) == (delivery.acknowledged, slack.sockets.opened, len(listener.heard))


async def test_a_broken_line_is_noticed_by_the_client(slack: FakeSlack) -> None:
    """Without a word from us the client finds out and connects again."""
    async with listening(slack, ping_interval=0.3) as listener:
        slack.sockets.cut()
        await slack.until(lambda: slack.sockets.opened > 1)
        await slack.person("Ana Pop").says("hello")
        assert 1 == len(listener.heard)


async def test_a_silent_connection_brings_nothing(slack: FakeSlack) -> None:
    """Open, but no pong and no payload: the client's own watch over pongs finds it, and events come later."""
    async with listening(slack, ping_interval=0.3) as listener:
        slack.sockets.silent = True
        delivery = slack.person("Ana Pop").says("hello")
        await slack.until(lambda: slack.sockets.opened > 1)
        assert [] == listener.heard
        slack.sockets.silent = False
        slack.passes(3.1)
        await slack.until(lambda: delivery.acknowledged)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda request: "no JSON", "the socket got what is no acknowledgement: no JSON"),
        (lambda request: json.dumps({"x": 1}), 'the socket got what is no acknowledgement: {"x": 1}'),
        (
            lambda request: json.dumps({"envelope_id": "never"}),
            "the socket got an acknowledgement for no envelope",
        ),
        (
            lambda request: json.dumps({"envelope_id": request.envelope_id, "payload": {"text": "x"}}),
            "message was acknowledged with a payload, and takes none",
        ),
    ],
)
async def test_a_wrong_acknowledgement_is_our_fault(
    slack: FakeSlack, answer: Callable[[SocketModeRequest], str], why: str
) -> None:
    """What Slack would not understand is written down."""
    async with listening(slack) as listener:
        listener.acknowledges = False
        slack.person("Ana Pop").says("hello")
        await slack.until(lambda: listener.heard)
        await listener.client.send_message(answer(listener.heard[0]))
        await slack.until(lambda: slack.violations)
    assert [why] == slack.violations


async def test_a_burst_is_acknowledged_one_by_one(slack: FakeSlack) -> None:
    """500 presses at once reach bolt, each once, and the percentiles are those of the presses."""
    people = [slack.person(f"Person {number}") for number in range(500)]
    general = slack.channel("general", *people)
    await client_of(slack).chat_postMessage(channel=general.id, text="x", blocks=[actions(button(text="Yes"))])
    async with socket_app(slack) as app:
        pressed: list[str] = []

        @app.action("a")
        async def yes(ack: Callable[[], Awaitable[None]], body: Json) -> None:
            pressed.append(body["user"]["id"])
            await ack()

        await people[0].presses("Yes")  # bolt asks auth.test for each request until one has been answered
        for delivery in slack.deliver_many((person, "Yes") for person in people[1:]):
            await delivery
    assert sorted(person.id for person in people) == sorted(pressed)
    assert (500, []) == (len([ack for ack in slack.acks if ack.kind == "interactive"]), slack.late)
    assert slack.percentile(50, "interactive") <= slack.percentile(99, "interactive")
