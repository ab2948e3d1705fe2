"""One suite of conversations for all platforms: what is promised to people holds wherever they write from."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.adapters.contract.person import SLACK, TELEGRAM, WEB
from tests.adapters.contract.town import Town, town

BY_WEBHOOK = f"{TELEGRAM} by webhook"


@pytest.fixture
async def here(url: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """The town of this test, in which nobody waits between two edits."""
    monkeypatch.setattr("bot.core.outcome.EDIT_REST", timedelta(0))
    ways = [request.getfixturevalue(name) for name in ("member", "way") if name in request.fixturenames]
    async with town(url, by_webhook=BY_WEBHOOK in ways) as opened:
        yield opened


@pytest.fixture(params=[TELEGRAM, BY_WEBHOOK, SLACK, WEB])
def member(request: pytest.FixtureRequest) -> str:
    """Of whom this test asks what is promised: a platform, or one in another of its ways."""
    return str(request.param)


@pytest.fixture
def platform(member: str) -> str:
    """Where the people of this test write from."""
    return member.partition(" ")[0]


@pytest.fixture(params=[TELEGRAM, BY_WEBHOOK])
def way(request: pytest.FixtureRequest) -> str:
    """How Telegram's updates come, for a test that is about Telegram alone."""
    return str(request.param)
