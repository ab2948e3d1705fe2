"""What can go wrong with a call: tokens, scopes, rates, and faults to order."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import BOT_USER, FakeSlack
from tests.fakes.slack_apps import refused


@pytest.mark.parametrize(
    ("token", "error"), [("", "not_authed"), ("xoxb-wrong", "invalid_auth"), ("app", "not_allowed_token_type")]
)
async def test_a_wrong_token_is_refused(slack: FakeSlack, token: str, error: str) -> None:
    """Each wrong token has its word and is our fault."""
    client = AsyncWebClient(token=slack.app_token if token == "app" else token, base_url=slack.base_url)
    assert (error, 1) == (await refused(client, "auth.test"), len(slack.violations))


async def test_a_revoked_token_is_bad_luck(slack: FakeSlack, client: AsyncWebClient) -> None:
    """Revoked and uninstalled have their words, until the app is installed again."""
    slack.revokes()
    revoked = await refused(client, "auth.test")
    slack.uninstalls()
    assert ("token_revoked", "account_inactive") == (revoked, await refused(client, "auth.test"))
    slack.reinstalls()
    assert ((await client.auth_test())["user_id"], []) == (BOT_USER, slack.violations)


async def test_a_missing_scope_is_named() -> None:
    """missing_scope says what is needed and what was provided; the scopes that were used are remembered."""
    async with FakeSlack(scopes={"chat:write", "im:write"}) as slack:
        client = AsyncWebClient(token=slack.token, base_url=slack.base_url)
        ana = slack.person("Ana Pop", email="ana@example.ro")
        await client.chat_postMessage(channel=ana.id, text="x")
        with pytest.raises(SlackApiError) as error:
            await client.users_info(user=ana.id)
        answer = error.value.response
        assert ("missing_scope", "users:read") == (answer["error"], answer["needed"])
        assert ("chat:write,im:write", {"chat:write"}) == (answer["provided"], slack.used_scopes)
        assert "missing_scope" == await refused(client, "conversations.info", channel=slack.channel("general").id)


async def test_an_unknown_method_is_our_fault(slack: FakeSlack, client: AsyncWebClient) -> None:
    """What the fake does not play is unknown_method, and is written down."""
    assert "unknown_method" == await refused(client, "team.info")
    assert ["team.info was wrong: unknown_method"] == slack.violations


async def test_a_channel_takes_one_message_a_second(slack: FakeSlack, client: AsyncWebClient) -> None:
    """After a burst of three comes 429 with Retry-After; another channel and a second later are free."""
    one, two = slack.channel("one"), slack.channel("two")
    for _ in range(3):
        await client.chat_postMessage(channel=one.id, text="x")
    with pytest.raises(SlackApiError) as error:
        await client.chat_postMessage(channel=one.id, text="x")
    assert (429, "1", "ratelimited") == (
        error.value.response.status_code,
        error.value.response.headers["Retry-After"],
        error.value.response["error"],
    )
    await client.chat_postMessage(channel=two.id, text="x")
    slack.passes(1)
    await client.chat_postMessage(channel=one.id, text="x")
    assert (["chat.postMessage"], []) == (slack.too_many, slack.violations)


async def test_a_method_has_a_tier() -> None:
    """One call more than the tier is 429 for that method only, until the minute is over."""
    async with FakeSlack(tiers={1: 1, 2: 2, 3: 3, 4: 4}) as slack:
        client = AsyncWebClient(token=slack.token, base_url=slack.base_url)
        for _ in range(2):
            await client.conversations_list()
        assert "ratelimited" == await refused(client, "conversations.list")
        assert (await client.auth_test())["ok"]
        slack.passes(60)
        assert (await client.conversations_list())["ok"]


@pytest.mark.parametrize("status", [500, 503])
async def test_a_fault_before_or_after_the_effect(slack: FakeSlack, client: AsyncWebClient, status: int) -> None:
    """The second call fails without effect, the third with it; the fourth is right again."""
    general = slack.channel("general")
    slack.fail("chat.postMessage", status=status, skip=1)
    slack.fail("chat.postMessage", status=status, after_effect=True)
    seen = []
    for text in ("one", "two", "three", "four"):
        try:
            await client.chat_postMessage(channel=general.id, text=text)
        except SlackApiError as error:
            seen.append(error.response.status_code)
        slack.passes(1)
    assert ([status, status], ["one", "three", "four"]) == (seen, [m.plain for m in general.chat])


async def test_other_faults(slack: FakeSlack, client: AsyncWebClient) -> None:
    """A cut line, a given error, a 429 to order, and no answer at all."""
    slack.fail("auth.test", cut=True)
    with pytest.raises(aiohttp.ClientError):
        await client.auth_test()
    slack.fail("auth.test", error="fatal_error")
    assert "fatal_error" == await refused(client, "auth.test")
    slack.fail("auth.test", status=429, retry_after=7)
    with pytest.raises(SlackApiError) as error:
        await client.auth_test()
    assert (429, "7", []) == (
        error.value.response.status_code,
        error.value.response.headers["Retry-After"],
        slack.too_many,
    )
    slack.fail("auth.test", hang=True)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(client.auth_test(), 0.2)
    assert [] == slack.violations
