"""Less patience where not the best plan is wanted but any."""

from collections.abc import Iterator

import pytest

from handlers.cafe.seating import making


@pytest.fixture
def in_a_hurry() -> Iterator[None]:
    """A search takes a fiftieth of its usual tries."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("BUILT", "RANDOM", "AGAIN"):
            tries, warm = getattr(making, name)
            patch.setattr(making, name, (tries // 50, warm))
        for name in ("PARTING", "MIXING"):
            patch.setattr(making, name, getattr(making, name) // 50)
        yield
