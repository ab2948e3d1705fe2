"""response_url: five messages within thirty minutes, to the one who asked or to the place where it was asked."""

from __future__ import annotations

from dataclasses import dataclass

from tests.fakes.slack_chat import respond
from tests.fakes.slack_errors import luck, wrong
from tests.fakes.slack_params import Params
from tests.fakes.slack_things import Channel, Message
from tests.fakes.slack_world import World

USES, LIVES = 5, 30 * 60.0


@dataclass
class Address:
    """One response_url, made at `at` seconds of the fake's clock."""

    channel: Channel
    user: str
    original: Message | None
    at: float
    used: int = 0


class Responses:
    """The addresses handed out, by path."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._addresses: dict[str, Address] = {}

    def new(self, channel: Channel, user: str, original: Message | None = None) -> str:
        """A new address for answers to something a person did there."""
        path = f"/respond/{next(self.world.ids)}"
        self._addresses[path] = Address(channel, user, original, self.world.clock.now())
        return self.world.url() + path

    def take(self, path: str, params: Params) -> None:
        """Post one answer. Raises expired_url, used_url."""
        address = self._addresses.get(path)
        if address is None:
            raise wrong("no_such_url")
        if self.world.clock.now() - address.at > LIVES:
            raise luck("expired_url")
        if address.used >= USES:
            raise wrong("used_url")
        address.used += 1
        respond(self.world, address.channel, address.user, params, address.original)
