"""What the tests of the whole program share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.acceptance.tonight import Evening, everybody_has_come


@pytest.fixture
async def evening(url: str, tmp_path: Path) -> AsyncIterator[Evening]:
    """The try-out, as it begins."""
    async with everybody_has_come(url, tmp_path) as found:
        yield found
