"""The fake's Web API through the real client: messages, conversations, people, files."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import BOT_USER, FakeSlack
from tests.fakes.slack_apps import refused
from tests.fakes.slack_kit import actions, button, section

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": ["x"]}, "invalid_blocks_format"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [section(3000)] * 5}, "msg_blocks_too_long"),
        ({"text": "x", "attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
        ({"text": "x", "markdown_text": "x"}, "markdown_text_conflict"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "x y", "event_payload": {}}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "x", "event_payload": "1"}}, "invalid_metadata_format"),
        ({"text": "x", "channel": "C0NOBODY"}, "channel_not_found"),
        ({"text": "x", "channel": "U0NOBODY"}, "user_not_found"),
    ],
)
async def test_a_wrong_message_is_our_fault(slack: FakeSlack, client: AsyncWebClient, params: Json, error: str) -> None:
    """What no correct client sends is refused with Slack's word and written down, and reaches nobody."""
    general = slack.channel("general")
    with pytest.raises(SlackApiError) as answer:
        await client.api_call("chat.postMessage", json={"channel": general.id} | params)
    assert (error, 1, []) == (answer.value.response["error"], len(slack.violations), general.chat)


async def test_a_text_over_40000_is_cut(slack: FakeSlack, client: AsyncWebClient) -> None:
    """Slack cuts off what is too long; here somebody is blamed for it."""
    general = slack.channel("general")
    for length in (40_000, 40_001):
        await client.chat_postMessage(channel=general.id, text="x" * length)
    assert [(40_000, False), (40_000, True)] == [(len(message.text), message.truncated) for message in general.chat]
    assert ["chat.postMessage sent 40001 characters, of which 40000 arrive"] == slack.violations


async def test_a_message_goes_to_a_channel_a_thread_and_a_person(slack: FakeSlack, client: AsyncWebClient) -> None:
    """An id of a channel or a person, a name, or a thread is where it stands afterwards."""
    ana = slack.person("Ana Pop")
    general = slack.channel("general", ana)
    first = await client.chat_postMessage(channel=general.id, text="one")
    await client.chat_postMessage(channel="#general", text="two", thread_ts=first["ts"])
    posted = await client.chat_postMessage(channel=ana.id, text="three")
    assert [("one", None), ("two", first["ts"])] == [(m.plain, m.thread_ts) for m in general.chat]
    assert (["three"], ana.state.id, []) == ([m.plain for m in ana.chat], posted["channel"], slack.violations)


async def test_places_that_take_no_message_are_bad_luck(slack: FakeSlack, client: AsyncWebClient) -> None:
    """Archived, left, deleted and hidden channels refuse, and nobody is blamed."""
    left, archived, hidden = (
        slack.channel("left"),
        slack.channel("old", archived=True),
        slack.channel("h", private=True),
    )
    left.removes_bot()
    hidden.removes_bot()
    gone = slack.channel("gone")
    gone.delete()
    words = [await refused(client, "chat.postMessage", channel=p.id, text="x") for p in (left, archived, hidden, gone)]
    assert ["not_in_channel", "is_archived", "channel_not_found", "channel_not_found"] == words
    assert [] == slack.violations


async def test_an_edit_replaces_text_and_blocks(slack: FakeSlack, client: AsyncWebClient) -> None:
    """chat.update shows the new words only; blocks that are not sent again are gone."""
    general = slack.channel("general")
    blocks = [section(), actions(button(text="Yes"))]
    posted = await client.chat_postMessage(channel=general.id, text="old", blocks=blocks)
    assert ["Yes"] == general.chat[0].labels
    await client.chat_update(channel=general.id, ts=posted["ts"], text="new")
    assert [("new", [], 1)] == [(m.plain, m.labels, m.edits) for m in general.chat]


async def test_only_own_standing_messages_are_edited(slack: FakeSlack, client: AsyncWebClient) -> None:
    """Another's, a deleted one, one that never was, and one in an archived channel are refused."""
    ana = slack.person("Ana Pop")
    general = slack.channel("general", ana)
    own, gone = [(await client.chat_postMessage(channel=general.id, text="x"))["ts"] for _ in range(2)]
    others = ana.says("hello", general).message
    assert others is not None
    await client.chat_delete(channel=general.id, ts=gone)
    update = {"channel": general.id, "text": "y"}
    words = [await refused(client, "chat.update", ts=ts, **update) for ts in (others.ts, gone, "1.000001")]
    general.archive()
    words.append(await refused(client, "chat.update", ts=own, **update))
    assert ["cant_update_message", "message_not_found", "message_not_found", "is_inactive"] == words
    assert 2 == len(slack.violations), "a deleted message and an archived channel are bad luck"


async def test_an_ephemeral_message_is_seen_by_one(slack: FakeSlack, client: AsyncWebClient) -> None:
    """It stands in nobody's channel, cannot be edited, and is refused for who is not there."""
    ana, dan = slack.person("Ana Pop"), slack.person("Dan Rus")
    general = slack.channel("general", ana)
    said = await client.chat_postEphemeral(channel=general.id, user=ana.id, text="psst")
    word = await refused(client, "chat.update", channel=general.id, ts=said["message_ts"], text="y")
    absent = await refused(client, "chat.postEphemeral", channel=general.id, user=dan.id, text="psst")
    assert (["psst"], [], []) == ([m.plain for m in ana.whispers], dan.whispers, general.chat)
    assert ("message_not_found", "user_not_in_channel") == (word, absent)


async def test_conversations_open_gives_the_im(slack: FakeSlack, client: AsyncWebClient) -> None:
    """The same IM each time; a deactivated person, a bot and a stranger to us have none."""
    ana, gone, far = slack.person("Ana Pop"), slack.person("Gone"), slack.stranger("Far")
    gone.deactivate()
    opened = [(await client.conversations_open(users=[ana.id]))["channel"]["id"] for _ in range(2)]
    words = [await refused(client, "conversations.open", users=user) for user in (gone.id, BOT_USER, far.id)]
    slack.channel("shared", far, shared=True)
    met = await client.conversations_open(users=[far.id])
    assert ([ana.state.id] * 2, far.state.id) == (opened, met["channel"]["id"])
    assert ["user_disabled", "cannot_dm_bot", "user_not_found"] == words


async def test_a_deactivated_persons_im_still_takes_messages(slack: FakeSlack, client: AsyncWebClient) -> None:
    """As in the real Slack, where nothing tells that nobody will read it (python-slack-sdk issue 1156)."""
    ana = slack.person("Ana Pop")
    room = ana.state.id
    ana.deactivate()
    assert (await client.chat_postMessage(channel=room, text="x"))["ok"]


async def test_people_are_told_as_slack_tells_them(slack: FakeSlack, client: AsyncWebClient) -> None:
    """Zone and confirmed address always, the locale when asked for, restrictions of guests, strangers by their team."""
    ana = slack.person("Ana Pop", email="ana@example.ro", tz="Europe/Bucharest", locale="ro-RO")
    guest, far = slack.guest("Guest"), slack.stranger("Far")
    slack.channel("shared", far, shared=True)
    told = (await client.users_info(user=ana.id, include_locale=True))["user"]
    assert ("Europe/Bucharest", "ro-RO", True) == (told["tz"], told["locale"], told["is_email_confirmed"])
    assert "ana@example.ro" == told["profile"]["email"]
    assert "locale" not in (await client.users_info(user=ana.id))["user"]
    assert (await client.users_info(user=guest.id))["user"]["is_restricted"]
    assert (await client.users_info(user=far.id))["user"]["is_stranger"]
    assert ana.id == (await client.users_lookupByEmail(email="ANA@example.ro"))["user"]["id"]
    ana.deactivate()
    assert "users_not_found" == await refused(client, "users.lookupByEmail", email="ana@example.ro")


async def test_channels_are_listed_and_described(slack: FakeSlack, client: AsyncWebClient) -> None:
    """Public ones always, private ones with the bot in them; joining works for public ones only."""
    ana = slack.person("Ana Pop")
    open_to_all, secret = slack.channel("open", ana, bot=False), slack.channel("secret", private=True)
    slack.channel("hidden", private=True, bot=False)
    listed = await client.conversations_list(types="public_channel,private_channel", limit=1)
    names = [channel["name"] async for page in listed for channel in page["channels"]]
    await client.conversations_join(channel=open_to_all.id)
    members = await client.conversations_members(channel=open_to_all.id)
    assert (["open", "secret"], sorted([BOT_USER, ana.id])) == (names, members["members"])
    assert (await client.conversations_info(channel=secret.id))["channel"]["is_private"]
    assert "method_not_supported_for_channel_type" == await refused(client, "conversations.join", channel=secret.id)


async def test_files_go_out_and_come_in(slack: FakeSlack, client: AsyncWebClient) -> None:
    """The three steps of an upload; the download wants the token, and shows a page to sign in to anybody else."""
    ana = slack.person("Ana Pop")
    await client.files_upload_v2(
        channel=ana.state.id, filename="list.csv", content=b"a;b\n", initial_comment="Here.", alt_txt="A table"
    )
    came = ana.shares("answers.csv", b"c;d\n").message
    assert came is not None
    about = (await client.files_info(file=came.files[0].id))["file"]
    async with aiohttp.ClientSession() as session:
        with_token = await session.get(about["url_private"], headers={"Authorization": f"Bearer {slack.token}"})
        assert b"c;d\n" == await with_token.read()
        assert [] == slack.violations
        without = await session.get(about["url_private"])
        assert (200, "text/html") == (without.status, without.content_type)
    assert [("list.csv", b"a;b\n", "A table", "Here.")] == [
        (m.files[0].name, m.files[0].content, m.files[0].alt_text, m.plain) for m in ana.chat
    ]
    assert ["download of answers.csv without a token that may"] == slack.violations


async def test_history_permalinks_and_reactions(slack: FakeSlack, client: AsyncWebClient) -> None:
    """History is newest first and without what was deleted; links and reactions want a message that stands."""
    general = slack.channel("general")
    first, second, gone = [(await client.chat_postMessage(channel=general.id, text=text))["ts"] for text in "123"]
    await client.chat_delete(channel=general.id, ts=gone)
    history = await client.conversations_history(channel=general.id)
    assert [second, first] == [message["ts"] for message in history["messages"]]
    link = (await client.chat_getPermalink(channel=general.id, message_ts=first))["permalink"]
    assert link.endswith(f"/archives/{general.id}/p{first.replace('.', '')}")
    await client.reactions_add(channel=general.id, timestamp=first, name="tada")
    again = await refused(client, "reactions.add", channel=general.id, timestamp=first, name="tada")
    missing = await refused(client, "chat.getPermalink", channel=general.id, message_ts=gone)
    assert ("already_reacted", "message_not_found", []) == (again, missing, slack.violations)
    assert BOT_USER == (await client.bots_info(bot=(await client.auth_test())["bot_id"]))["bot"]["user_id"]


async def test_metadata_is_told_to_who_asks_for_it(slack: FakeSlack, client: AsyncWebClient) -> None:
    """In the history and in threads; a reply stands in its thread only."""
    general, mark = slack.channel("general"), {"event_type": "x", "event_payload": {"key": "1"}}
    first = (await client.chat_postMessage(channel=general.id, text="1", metadata=mark))["ts"]
    second = (await client.chat_postMessage(channel=general.id, text="2", metadata=mark, thread_ts=first))["ts"]

    told = [
        await client.conversations_history(channel=general.id),
        await client.conversations_history(channel=general.id, include_all_metadata=True),
        await client.conversations_replies(channel=general.id, ts=first, oldest=first, include_all_metadata=True),
    ]

    assert [[(first, None)], [(first, mark)], [(first, None), (second, mark)]] == [
        [(message["ts"], message.get("metadata")) for message in answer["messages"]] for answer in told
    ]
    assert "thread_not_found" == await refused(client, "conversations.replies", channel=general.id, ts="1.000001")
    slack.violations.clear()
