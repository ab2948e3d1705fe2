"""The workspace as a server: the Web API and both ways of delivery on a loopback port, and what was noticed there."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fakes.slack_channels import Place
from tests.fakes.slack_clock import Clock
from tests.fakes.slack_delivery import RETRIES, Ack, Carrier, Delivery
from tests.fakes.slack_http import Posts
from tests.fakes.slack_hub import Hub
from tests.fakes.slack_methods import methods
from tests.fakes.slack_people import Person
from tests.fakes.slack_rates import TIERS, Rates
from tests.fakes.slack_responses import Responses
from tests.fakes.slack_server import Call, Server
from tests.fakes.slack_socket import Sockets
from tests.fakes.slack_views import Views
from tests.fakes.slack_world import World

TOKEN = "xoxb-1000000000001-1000000000002-fakeTokenOfTheTestBot"
APP_TOKEN = "xapp-1-A0SFATAPP-1000000000003-fakeTokenOfTheTestApp"
SIGNING_SECRET = "8f742231b10e8888abcd99e3f0fake00"
SCOPES = frozenset(  # without chat:write.public, so that not_in_channel shows
    {
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "reactions:write",
        "users:read",
        "users:read.email",
    }
)


class Workspace:
    """An asynchronous context manager; inside it the server answers at `url`, in the loop that entered it.

    `scopes` are the bot token's, `events` the subscribed bot_events (None: all). `echo` tells the bot of its own
    messages, as Slack does. `channel_burst` messages at once in a channel (then one a second), `posts_per_minute` in
    the workspace, `tiers` calls a minute by tier. `retries` are seconds before events are sent again.
    """

    def __init__(
        self,
        *,
        scopes: Collection[str] = SCOPES,
        events: Collection[str] | None = None,
        echo: bool = True,
        channel_burst: int = 3,
        posts_per_minute: int = 300,
        tiers: Mapping[int, int] = TIERS,
        retries: Sequence[float] = RETRIES,
    ) -> None:
        self.token, self.app_token, self.signing_secret = TOKEN, APP_TOKEN, SIGNING_SECRET
        self.clock = Clock()
        self._port = 0
        self._runner: web.AppRunner | None = None
        self.happened = asyncio.Event()
        self._people: dict[str, Person] = {}
        self._places: dict[str, Place] = {}
        self.carrier = Carrier(self.clock, self.changed, retries)
        self.hub = Hub(self.carrier, events, echo)
        rates = Rates(self.clock.now, channel_burst, posts_per_minute, tiers)
        self.world = self.hub.world = World(self.clock, lambda: self.url, frozenset(scopes), rates, self.hub.happens)
        self.hub.views = Views(self.world)
        self.hub.views.changed = self.changed
        self.hub.responses = Responses(self.world)
        self.sockets = Sockets(self.clock, self.carrier, self.blame, self.changed)
        self.posts = Posts(self.clock, self.carrier, SIGNING_SECRET)
        self.carrier.transport = self.sockets
        known = methods(self.hub.views, self.sockets.connect)
        self.server = Server(self.world, known, self.hub.responses, TOKEN, APP_TOKEN, self.changed)
        self.hub.blame = self.world.blame = self.blame

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=1_100_000_000)
        app.router.add_get("/link/", self.sockets.serve)
        app.router.add_route("*", "/{path:.*}", self.server.answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = int(self._runner.addresses[0][1])
        self.sockets.root = self.url
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.carrier.close()
        await self.posts.close()
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def changed(self) -> None:
        """Something has happened; whoever waits looks again."""
        self.happened.set()

    @property
    def url(self) -> str:
        """The root; the Web API is at `{url}/api/`."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def base_url(self) -> str:
        """What `AsyncWebClient(base_url=…)` wants."""
        return f"{self.url}/api/"

    @property
    def calls(self) -> list[Call]:
        """Every call, oldest first, refused ones too."""
        return self.server.calls

    @property
    def violations(self) -> list[str]:
        """A sentence for each request or acknowledgement that a correct client would never send."""
        return self.server.violations

    @property
    def refusals(self) -> list[tuple[str, str]]:
        """(method, error) of every refusal, our fault or not."""
        return self.server.refusals

    @property
    def too_many(self) -> list[str]:
        """The methods that were called too fast (429), in order; ordered faults are not counted."""
        return self.world.rates.refused

    @property
    def acks(self) -> list[Ack]:
        """Every acknowledgement with its seconds, late ones too."""
        return self.carrier.acks

    @property
    def late(self) -> list[Ack]:
        """The acknowledgements that took more than three seconds."""
        return [ack for ack in self.acks if ack.late]

    @property
    def missed(self) -> list[Delivery]:
        """What was not acknowledged in time at the first attempt."""
        return [delivery for delivery in self.deliveries if delivery.answers and not delivery.answers[0].ok]

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything that was on its way to the app, oldest first."""
        return self.carrier.deliveries

    @property
    def unwanted(self) -> list[Delivery]:
        """Events that the app has not subscribed to, or may not see."""
        return self.hub.unwanted

    @property
    def used_scopes(self) -> set[str]:
        """The scopes that calls and events have needed so far."""
        return self.world.used_scopes

    def blame(self, sentence: str) -> None:
        """Write down what a correct app would not have done."""
        self.server.blame(sentence)

    def percentile(self, percent: float, kind: str = "") -> float:
        """Seconds within which that share of acknowledgements (of a kind, or all) came."""
        times = sorted(ack.seconds for ack in self.acks if kind in ("", ack.kind))
        return times[min(len(times) - 1, int(len(times) * percent / 100))]
