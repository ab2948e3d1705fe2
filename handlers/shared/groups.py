"""Groups and channels by what people call them."""

from collections.abc import Sequence

from storage.people import PlaceRow
from storage.places import OPEN

PLATFORMS = {"telegram": "Telegram", "slack": "Slack"}


def named(place: PlaceRow) -> str:
    """`Labs (Telegram)`."""
    return f"{place.title} ({PLATFORMS.get(place.platform, place.platform)})"


def called(groups: Sequence[PlaceRow]) -> dict[int, str]:
    """A name for each, by number: the title, and more only where two have the same, those first that are open."""
    names: dict[int, str] = {}
    for row in sorted(groups, key=lambda one: (one.state != OPEN, one.id)):
        twins = sum(one.title.casefold() == row.title.casefold() for one in groups)
        name = row.title if twins == 1 else named(row)
        taken = sum(other.partition(" #")[0].casefold() == name.casefold() for other in names.values())
        names[row.id or 0] = f"{name} #{taken + 1}" if taken else name
    return names
