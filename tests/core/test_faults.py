"""Whether a platform fails for one chat, or is away."""

from typing import Any

from bot.core.errand import Errand
from bot.core.faults import Faults
from bot.core.translate import Reader
from bot.model.address import Place


def errand(place: int) -> Errand:
    """Something for a chat."""
    row: Any = None
    return Errand(row, place, Place("memory", "m1", str(place)), Reader("ro", "UTC"))


def test_one_chat_that_fails_is_not_the_platform() -> None:
    """However often it fails while nothing else is sent."""
    faults, poison = Faults(), errand(1)

    assert [False] * 20 == [faults.away(poison, float(second)) for second in range(20)]


def test_several_chats_that_fail_are_the_platform() -> None:
    """At the third, where nothing has arrived meanwhile."""
    faults = Faults()

    assert [False, False, True] == [faults.away(errand(place), float(place)) for place in range(3)]


def test_what_arrives_says_that_it_is_not_the_platform() -> None:
    """Then it takes three again."""
    faults = Faults()
    for place in range(2):
        faults.away(errand(place), float(place))
    faults.worked(3.0)

    assert not faults.away(errand(3), 4.0)
