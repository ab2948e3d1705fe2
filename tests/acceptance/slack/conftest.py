"""The town whose people write on Slack."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.core import outcome
from tests.adapters.contract.town import Town, town


@pytest.fixture
async def here(url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """The town of this test, in which nobody waits between two edits."""
    monkeypatch.setattr(outcome, "EDIT_REST", timedelta(0))
    monkeypatch.setattr(outcome, "GROUP_EDIT_REST", timedelta(0))
    async with town(url) as opened:
        yield opened
