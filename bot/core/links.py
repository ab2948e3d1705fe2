"""Addresses that lead a person to us."""

import re
from collections.abc import Callable

from bot.core.tokens import Keys

PERSONAL, CLAIM, JOIN, FEED, WALL, PAPER = "p", "c", "j", "f", "w", "h"
HERE = "here"  # what a link says that only opens the chat with us

_IN_ADDRESS = re.compile(r"(?:/rsvp/|[?&]start=)([A-Za-z0-9_-]+)")


def token_in(word: str) -> str:
    """The token or code in an address that leads to us, on whichever host; any other word as it is."""
    found = _IN_ADDRESS.search(word)
    return found[1] if found else word


class Links:
    """Makes personal links: the site's own page when there is a public address, else the platform's deep link."""

    def __init__(self, keys: Keys, public_url: str = "") -> None:
        self._keys = keys
        self.public_url = public_url.rstrip("/")
        self.deep_link: Callable[[str], str] = lambda _token: ""

    def token(self, kind: str, number: int, generation: int = 1) -> str:
        """A token of a kind for a link's number."""
        return self._keys.token(kind, number, generation)

    def personal(self, number: int, generation: int) -> str:
        """The address a person is given; "" when there is neither a site nor a bot to lead to."""
        token = self.typed(number, generation)
        return f"{self.public_url}/rsvp/{token}" if self.public_url else self.deep_link(token)

    def typed(self, number: int, generation: int) -> str:
        """What a person types after `/start`, on Slack `/sfat start`, where no address leads to us."""
        return self.token(PERSONAL, number, generation)

    def claim(self, number: int) -> str:
        """The address that gives a role to whoever opens it first; "" when no bot is known."""
        return self.deep_link(self.token(CLAIM, number))
