"""What the tests of the whole program share."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.acceptance.tonight import Evening, everybody_has_come


@pytest.fixture
async def evening(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Evening]:
    """The try-out, as it begins; nobody waits between two edits."""
    monkeypatch.setattr("bot.core.outcome.EDIT_REST", timedelta(0))
    async with everybody_has_come(url, tmp_path) as found:
        yield found
