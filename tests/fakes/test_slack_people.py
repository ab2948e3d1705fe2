"""The people of the fake Slack: how presses and commands look to an app, and what no client lets them do."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.fakes.slack import TEAM, FakeSlack, Person
from tests.fakes.slack_kit import actions, button, menu, option

Json = dict[str, Any]


@pytest.fixture
def ana(slack: FakeSlack) -> Person:
    return slack.person("Ana Pop")


async def test_a_press_brings_everything(slack: FakeSlack, client: AsyncWebClient, ana: Person) -> None:
    """Message, container, channel, trigger, response address, and the button's own parts."""
    general = slack.channel("general", ana)
    blocks = [actions(button("going", "Yes", value="7", style="primary")) | {"block_id": "row"}]
    await client.chat_postMessage(channel=general.id, text="x", blocks=blocks)
    payload = ana.presses("Yes").payload
    action = payload["actions"][0]
    assert {"type": "button", "action_id": "going", "block_id": "row", "value": "7"}.items() <= action.items()
    assert {"type": "message", "message_ts": general.chat[0].ts, "channel_id": general.id, "is_ephemeral": False} == (
        payload["container"]
    )
    assert ("block_actions", ana.id, TEAM, "x") == (
        payload["type"],
        payload["user"]["id"],
        payload["user"]["team_id"],
        payload["message"]["text"],
    )
    assert payload["trigger_id"] in slack.hub.views.triggers


async def test_a_press_finds_the_newest_button_that_is_seen(
    slack: FakeSlack, client: AsyncWebClient, ana: Person
) -> None:
    """Newest first, never in a channel where the person is not, and nowhere is a LookupError."""
    hidden, dan = slack.channel("hidden"), slack.person("Dan Rus")
    for number, place in enumerate((ana.id, ana.id, hidden.id)):
        blocks = [actions(button(f"a{number}", "Yes"))]
        await client.chat_postMessage(channel=place, text="x", blocks=blocks)
    old = ana.chat[0]
    assert ("a1", "a0") == tuple(
        delivery.payload["actions"][0]["action_id"] for delivery in (ana.presses("Yes"), ana.presses("Yes", on=old))
    )
    with pytest.raises(LookupError, match="Dan Rus sees no 'Yes'"):
        dan.presses("Yes")


async def test_an_old_screen_can_send_an_action_that_is_gone(
    slack: FakeSlack, client: AsyncWebClient, ana: Person
) -> None:
    """A press may come for a button that the message has no more."""
    await client.chat_postMessage(channel=ana.id, text="x")
    action = ana.sends_action("old", "7", on=ana.chat[0]).payload["actions"][0]
    assert ("old", "7") == (action["action_id"], action["value"])


async def test_a_choice_in_a_message(slack: FakeSlack, client: AsyncWebClient, ana: Person) -> None:
    """The chosen option comes with text and value; one that is not there cannot be chosen."""
    await client.chat_postMessage(channel=ana.id, text="x", blocks=[menu(option("Two", "2"), action_id="m")])
    assert "2" == ana.chooses("m", "Two").payload["actions"][0]["selected_option"]["value"]
    with pytest.raises(LookupError, match="no option 'Three'"):
        ana.chooses("m", "Three")


async def test_a_command_says_where_it_was_typed(slack: FakeSlack, ana: Person) -> None:
    """In the IM, a channel or a private channel; all values are text, and the text is as typed."""
    general, secret = slack.channel("general", ana), slack.channel("secret", ana, private=True)
    places = [ana.command("/sfat", "<b> & c", in_channel=place).payload for place in (None, general, secret)]
    assert ["directmessage", "general", "privategroup"] == [payload["channel_name"] for payload in places]
    assert ("/sfat", "<b> & c", ana.id) == tuple(places[0][name] for name in ("command", "text", "user_id"))
    assert all(isinstance(value, str) for value in places[0].values())


async def test_a_response_address_is_good_five_times(slack: FakeSlack, ana: Person) -> None:
    """For half an hour; what is sent there only the person sees, unless it says in_channel."""
    general = slack.channel("general", ana)
    first, second = (ana.command("/sfat", in_channel=general).payload["response_url"] for _ in range(2))
    hook, other = AsyncWebhookClient(first), AsyncWebhookClient(second)
    answers = [await hook.send(text=str(number)) for number in range(6)]
    await other.send(text="all", response_type="in_channel")
    slack.passes(30 * 60 + 1)
    late = await other.send(text="late")
    assert [(200, "ok")] * 5 + [(404, "used_url")] == [(answer.status_code, answer.body) for answer in answers]
    assert (["0", "1", "2", "3", "4"], ["all"]) == ([m.plain for m in ana.whispers], [m.plain for m in general.chat])
    assert (404, "expired_url") == (late.status_code, late.body)


async def test_a_response_address_replaces_its_message(slack: FakeSlack, client: AsyncWebClient, ana: Person) -> None:
    """replace_original edits what was pressed, delete_original takes it away."""
    await client.chat_postMessage(channel=ana.id, text="x", blocks=[actions(button(text="Yes"))])
    hook = AsyncWebhookClient(ana.presses("Yes").payload["response_url"])
    await hook.send(text="Thank you.", replace_original=True)
    assert [("Thank you.", [])] == [(m.plain, m.labels) for m in ana.chat]
    await hook.send(delete_original=True)
    assert ([], 1) == (ana.chat, len(ana.gone))


async def test_shortcuts_bring_a_trigger(slack: FakeSlack, client: AsyncWebClient, ana: Person) -> None:
    """A global one and one of a message."""
    await client.chat_postMessage(channel=ana.id, text="x")
    everywhere, there = ana.shortcut("new").payload, ana.message_shortcut("ask", ana.chat[0]).payload
    assert ("shortcut", "new") == (everywhere["type"], everywhere["callback_id"])
    assert ("message_action", "ask", "x") == (there["type"], there["callback_id"], there["message"]["text"])
    assert {everywhere["trigger_id"], there["trigger_id"]} <= slack.hub.views.triggers.keys()


async def test_no_client_lets_them(slack: FakeSlack, ana: Person) -> None:
    """Write nothing, write where one is not, write in an archive, or write after the account is gone."""
    archived, other = slack.channel("old", ana, archived=True), slack.channel("other")
    with pytest.raises(ValueError, match="empty"):
        ana.says(" ")
    with pytest.raises(RuntimeError, match="not in other"):
        ana.says("x", other)
    with pytest.raises(RuntimeError, match="is archived"):
        ana.says("x", archived)
    ana.deactivate()
    with pytest.raises(RuntimeError, match="no account"):
        ana.says("x")
