"""The events of the fake Slack: what is told, in which words, and to which app."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import APP, BOT, BOT_USER, OTHER_TEAM, TEAM, Delivery, FakeSlack, Person
from tests.fakes.slack_apps import socket_app

Json = dict[str, Any]


@pytest.fixture
def ana(slack: FakeSlack) -> Person:
    return slack.person("Ana Pop")


def event(delivery: Delivery) -> Json:
    """The event within its frame."""
    told: Json = delivery.payload["event"]
    return told


def told(slack: FakeSlack) -> list[str]:
    """Types and subtypes of the events so far."""
    events = [delivery.payload["event"] for delivery in slack.deliveries if delivery.kind == "events_api"]
    return [":".join(filter(None, (one["type"], one.get("subtype", "")))) for one in events]


async def test_a_frame_names_team_app_and_authorization(slack: FakeSlack, ana: Person) -> None:
    """Every event stands in the frame by which bolt finds the installation."""
    frame = ana.says("hello").payload
    assert (TEAM, APP, "event_callback", False) == tuple(
        frame[name] for name in ("team_id", "api_app_id", "type", "is_ext_shared_channel")
    )
    assert (TEAM, BOT_USER) == (frame["authorizations"][0]["team_id"], frame["authorizations"][0]["user_id"])


async def test_a_mention_in_a_channel_is_two_events(slack: FakeSlack, ana: Person) -> None:
    """app_mention, and the message itself; in a channel without the bot nothing is told."""
    general, other = slack.channel("general", ana), slack.channel("other", ana, bot=False)
    said = ana.says("@Sfat help", general)
    assert (["app_mention", "message"], f"<@{BOT_USER}> help") == (told(slack), event(said)["text"])
    assert ana.says("@Sfat help", other).unwanted


async def test_a_thread_names_its_parent(slack: FakeSlack, client: AsyncWebClient, ana: Person) -> None:
    """A reply has the ts of the first message, and the author of it."""
    general = slack.channel("general", ana)
    await client.chat_postMessage(channel=general.id, text="x")
    reply = ana.says("da", general, thread=general.chat[0])
    assert (general.chat[0].ts, BOT_USER) == (event(reply)["thread_ts"], event(reply)["parent_user_id"])


async def test_edits_and_deletions_are_hidden_messages(slack: FakeSlack, ana: Person) -> None:
    """They are told with the message of before."""
    message = ana.says("da").message
    assert message is not None
    edited, deleted = event(ana.edits(message, "nu")), event(ana.deletes(message))
    assert ("message_changed", "nu", "da") == (
        edited["subtype"],
        edited["message"]["text"],
        edited["previous_message"]["text"],
    )
    assert ("message_deleted", message.ts) == (deleted["subtype"], deleted["deleted_ts"])


async def test_the_bot_hears_itself_and_others(slack: FakeSlack, client: AsyncWebClient, ana: Person) -> None:
    """Own messages come back with the bot's id, its edits too; another bot's come as bot_message."""
    posted = await client.chat_postMessage(channel=ana.id, text="x")
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="y")
    other = event(slack.bot_says("ping", ana, own=False))
    assert ["message", "message:message_changed", "message:bot_message"] == told(slack)
    assert (BOT, True) == (slack.deliveries[0].payload["event"]["bot_id"], other["bot_id"] not in ("", BOT))


async def test_bolt_is_spared_its_own_messages(ana: Person, slack: FakeSlack) -> None:
    """What the bot said itself is acknowledged and reaches no listener."""
    async with socket_app(slack) as app:
        heard: list[str] = []

        @app.event("message")
        async def message(event: Json) -> None:
            heard.append(event["text"])

        await slack.bot_says("x", ana)
        await ana.says("y")
        assert ["y"] == heard


async def test_a_shared_file_is_two_events(slack: FakeSlack, ana: Person) -> None:
    """file_shared, and a message with the file in it."""
    message = event(ana.shares("people.csv", b"a;b", "Here."))
    assert ["file_shared", "message:file_share"] == told(slack)
    assert ("people.csv", 3, "text/csv", "Here.") == (
        message["files"][0]["name"],
        message["files"][0]["size"],
        message["files"][0]["mimetype"],
        message["text"],
    )


async def test_what_happens_to_channels_and_people(slack: FakeSlack, ana: Person) -> None:
    """Each has its event, with the other name for private channels."""
    general, secret = slack.channel("general"), slack.channel("secret", private=True)
    ana.joins(general)
    ana.leaves(general)
    general.rename("all")
    general.archive()
    general.unarchive()
    general.removes_bot()
    general.invites_bot()
    general.delete()
    secret.archive()
    secret.removes_bot()
    ana.changes(tz="Europe/Chisinau")
    ana.deactivate()
    slack.uninstalls()
    slack.revokes()
    assert [
        *("member_joined_channel", "member_left_channel", "channel_rename", "channel_archive", "channel_unarchive"),
        *("member_left_channel", "channel_left", "member_joined_channel", "channel_deleted"),
        *("group_archive", "member_left_channel", "group_left"),
        *("user_change", "user_change", "app_uninstalled", "tokens_revoked"),
    ] == told(slack)
    users = [d.payload["event"]["user"] for d in slack.deliveries if d.name == "user_change"]
    assert ("Europe/Chisinau", True) == (users[0]["tz"], users[1]["deleted"])


async def test_unknown_events_come_as_they_are(slack: FakeSlack, ana: Person) -> None:
    """Unknown types and subtypes are delivered like any other."""
    slack.happens({"type": "moon_landing"})
    subtype = slack.happens({"type": "message", "subtype": "sung", "user": ana.id, "text": "la"}, ana)
    assert (["moon_landing", "message:sung"], "im") == (told(slack), event(subtype)["channel_type"])


async def test_a_stranger_is_of_another_team(slack: FakeSlack) -> None:
    """In a shared channel the frame says so, and user_team names the other team."""
    far = slack.stranger("Far")
    shared = slack.channel("shared", far, shared=True)
    delivery = far.says("hello", shared)
    assert (True, OTHER_TEAM) == (delivery.payload["is_ext_shared_channel"], event(delivery)["user_team"])


@pytest.mark.parametrize(
    ("events", "scopes", "wanted"),
    [
        ({"message.im"}, {"im:history"}, True),
        ({"message.channels"}, {"im:history"}, False),
        ({"message.im"}, {"chat:write"}, False),
    ],
)
async def test_only_what_was_asked_for_is_told(events: set[str], scopes: set[str], wanted: bool) -> None:
    """An event needs its subscription and its scope; what is kept back is remembered."""
    async with FakeSlack(events=events, scopes=scopes) as slack:
        delivery = slack.person("Ana Pop").says("hello")
        assert ((not wanted), [] if wanted else [delivery]) == (delivery.unwanted, slack.unwanted)
        assert ({"im:history"} if wanted else set()) == slack.used_scopes
