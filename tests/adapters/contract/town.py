"""A whole Sfat behind its real platforms, and people with one set of verbs for all of them.

A `Town` runs the program with the Telegram and Slack adapters against the wire fakes, and the web chat behind its own
HTTP routes. Telegram is polled, or brings updates itself.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import yaml
from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot.adapters.slack.adapter import Credentials, SlackAdapter
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.webhook import Hook
from bot.adapters.webchat.adapter import WebchatAdapter
from bot.core import dialogue
from bot.core.desk import House
from bot.core.door import SignedDoor
from bot.core.form_state import StoredForms
from bot.core.links import Links
from bot.core.ports import Adapter, Capabilities
from bot.core.program import Program
from bot.core.routes import Routes
from bot.core.tokens import Keys
from bot.core.transcript import StoredTranscript
from bot.demo.clock import StoryClock
from handlers import FEATURES
from storage import linkage
from storage.database import Database
from tests.adapters.contract.on_slack import OnSlack
from tests.adapters.contract.on_telegram import OnTelegram
from tests.adapters.contract.on_the_web import HOST, OnTheWeb
from tests.adapters.contract.person import SLACK, TELEGRAM, WEB, Person
from tests.fakes.slack import FakeSlack
from tests.fakes.telegram import FakeTelegram
from tests.handlers.steps import in_english
from tests.memory import FAST, MemoryAdapter
from tests.room import MONDAY, Room
from tests.seeds import Lab, seed

SITE = "https://sfat.example.ro"
ROOT = Path(__file__).parents[3]


@dataclass
class Town:
    """The running program with both platforms, and a seeded lab in which everyone reads English."""

    room: Room
    lab: Lab
    telegram: FakeTelegram
    slack: FakeSlack
    site: ASGIApp
    _open: AsyncExitStack
    _people: int = 10

    async def newcomer(self, platform: str, name: str = "Somebody New") -> Person:
        """Somebody with a client of their own whom nobody knows."""
        self._people += 1
        if platform == TELEGRAM:
            return OnTelegram(self, self.telegram.user(self._people, name, language_code="en"))
        if platform == SLACK:
            return OnSlack(self, self.slack.person(f"{name} {self._people}", locale="en-GB"))
        transport = httpx.ASGITransport(self.site)
        client = httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}")
        return OnTheWeb(self, await self._open.enter_async_context(client))

    async def arrives(self, platform: str, name: str) -> Person:
        """Somebody of the lab, by the seed's names, who has come by their personal link."""
        person = await self.newcomer(platform, name.title())
        await person.enters(await self.token(name))
        return person

    async def token(self, name: str) -> str:
        """The token of a person's link."""
        link = await self.room.write(lambda tx: linkage.personal_link(tx, self.lab.people[name], MONDAY))
        return self.room.program.house.links.token("p", link.id, link.generation)

    async def settle(self) -> None:
        """Until everything that was said has been heard and worked, and everything due is out."""
        await self.telegram.until(lambda: not self.telegram.pending)
        await self.slack.until(lambda: all(one.acknowledged for one in self.slack.deliveries))
        await self.room.settle()


@asynccontextmanager
async def town(url: str, *, by_webhook: bool = False) -> AsyncIterator[Town]:
    """A town over the migrated database at `url`; at its end the platforms must have nothing to complain of."""
    async with AsyncExitStack() as opened:
        telegram = await opened.enter_async_context(FakeTelegram(rate=10_000, chat_burst=10_000))
        slack = await opened.enter_async_context(fast_slack())
        db, clock, keys = Database(url), StoryClock(MONDAY), Keys(["a key for tests"])
        links = Links(keys)
        house = House(Routes.of((dialogue.router, *FEATURES)), keys, links, "en")
        hook = Hook(SITE, keys.shared_secrets("telegram webhook"), clock) if by_webhook else None
        bot = TelegramAdapter(telegram.token, telegram.url, 10_000, hook=hook, first_pause=0.01)
        telegram.leads(SITE, Starlette(routes=bot.routes()))
        bot.capabilities = Capabilities(native_forms=False, rates=FAST)  # a minute's conversation in a second
        forms = StoredForms(db, house, clock)
        web = WebchatAdapter(StoredTranscript(db, keys, clock), SignedDoor(db, house), clock, forms)
        app = SlackAdapter(Credentials(slack.token, slack.app_token), slack.base_url, 10_000, first_pause=0.01)
        app.capabilities = replace(app.capabilities, rates=FAST)
        adapters: dict[str, Adapter] = {TELEGRAM: bot, SLACK: app, WEB: web}
        for adapter in adapters.values():
            await adapter.connect()
        links.deep_link = bot.deep_link
        program = Program(db, house, clock, adapters)
        room = Room(program, clock, MemoryAdapter(), MemoryAdapter("native", native_forms=True))
        await program.start(pulse=False)
        try:
            await slack.until(lambda: slack.sockets.links)
            lab = await in_english(await seed(room))
            yield Town(room, lab, telegram, slack, Starlette(routes=web.routes()), opened)
        finally:
            await room.close()
        assert ([], 0, 0) == (telegram.violations, telegram.too_many, telegram.conflicts)
        assert {200} >= {one.status for one in telegram.posted}
        assert ([], [], []) == (slack.violations, slack.too_many, slack.late)


def fast_slack() -> FakeSlack:
    """A workspace with exactly what the manifest asks for, that never finds us too fast."""
    manifest = yaml.safe_load((ROOT / "deploy" / "slack-socket.yaml").read_text(encoding="utf-8"))
    return FakeSlack(
        scopes=manifest["oauth_config"]["scopes"]["bot"],
        events=manifest["settings"]["event_subscriptions"]["bot_events"],
        channel_burst=10_000,
        posts_per_minute=100_000,
        tiers=dict.fromkeys(range(1, 5), 100_000),
    )
