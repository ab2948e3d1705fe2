"""What the story of one evening is played with: the program as `bot.main` composes it, at the pace it really has;
platforms that forgive nothing; people on three of them, a group and a channel.
"""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import yaml

from bot.demo.clock import StoryClock
from bot.main import build
from bot.settings import Settings
from storage import preferences
from tests.adapters.contract.on_slack import OnSlack
from tests.adapters.contract.on_telegram import OnTelegram
from tests.adapters.contract.on_the_web import OnTheWeb
from tests.adapters.contract.person import SLACK, TELEGRAM, WEB, Person
from tests.adapters.contract.town import ROOT, Town
from tests.fakes.slack import FakeSlack, Place
from tests.fakes.telegram import FakeTelegram, Group
from tests.handlers.ics import Part, read
from tests.memory import MemoryAdapter
from tests.room import Room
from tests.seeds import seed

ENGLISH = ("ilinca", "mia", "dan")  # the others read Romanian
_COMING = re.compile(r"^(.+): ✅(\d+)", re.MULTILINE)


@dataclass
class Evening:
    """The town and who is in it. Ilinca is the manager; Mia has a second account, which nobody knows to be hers."""

    town: Town
    ilinca: OnTheWeb
    mia: OnTheWeb
    mia_on_telegram: OnTelegram
    ana: OnTelegram
    vlad: OnTelegram
    dan: OnSlack
    radu: OnSlack
    group: Group
    channel: Place

    @property
    def everyone(self) -> dict[str, tuple[Person, ...]]:
        """All whom the event concerns, with their chats."""
        mia = (self.mia, self.mia_on_telegram)
        return {"ana": (self.ana,), "dan": (self.dan,), "radu": (self.radu,), "mia": mia, "vlad": (self.vlad,)}

    async def how_often(self, *words: str) -> dict[str, int]:
        """In how many messages each of them reads one of these words."""
        return {name: await times(words, *chats) for name, chats in self.everyone.items()}

    async def entries(self) -> dict[str, list[Part]]:
        """The calendar entries that were brought to each of them, the oldest first; who has none is left out."""
        found = {name: await entries(*chats) for name, chats in self.everyone.items()}
        return {name: parts for name, parts in found.items() if parts}

    async def comes(self, person: Person, name: str) -> None:
        """Follow the personal link of somebody of the seed."""
        await person.enters(await self.town.token(name))

    async def taps_in_the_group(self, person: OnTelegram, label: str) -> None:
        """Press under the card there, and see the wheel on the button stop."""
        person.user.press(label, group=self.group)
        await self.town.settle()
        await self.town.telegram.until(lambda: not person.user.unanswered)

    async def taps_in_the_channel(self, person: OnSlack, label: str) -> None:
        """The same on Slack."""
        await person.user.presses(label, on=self.channel.chat[-1])
        await self.town.settle()

    @property
    def cards(self) -> tuple[str, str]:
        """What stands in the group and in the channel: one card each, and nothing else."""
        (in_group,), (in_channel,) = self.group.chat, self.channel.chat
        return in_group.text, in_channel.plain

    async def managers_card(self) -> str:
        """The newest card of the event in Ilinca's chat, as it stands there by itself."""
        return [one.text for one in await self.ilinca.chat() if "event E1" in one.text][-1]

    async def everywhere(self) -> list[dict[str, int]]:
        """How many come from each organisation, by the group's card, the channel's, and the manager's."""
        texts = (*self.cards, await self.managers_card())
        return [{name: int(number) for name, number in _COMING.findall(text)} for text in texts]

    async def sent_twice(self) -> list[Any]:
        """Messages that went out once more with the same words to the same chat, or stand twice on Mia's page."""
        telegram, slack = self.town.telegram, self.town.slack
        sent = [
            *((one.params["chat_id"], one.params["text"]) for one in telegram.called("sendMessage")),
            *((one.params["chat_id"], one.params["caption"]) for one in telegram.called("sendDocument")),
            *((one.params["channel"], one.params["text"]) for one in slack.called("chat.postMessage")),
            *(("Mia's page", one.text) for one in await self.mia.chat()),
        ]
        return [one for one in sent if sent.count(one) > 1]

    def complaints(self) -> list[Any]:
        """What the platforms found wrong: limits broken, calls that came too fast, acknowledgements too late."""
        telegram, slack = self.town.telegram, self.town.slack
        too_fast = ["Telegram: 429"] * telegram.too_many
        return [*telegram.violations, *too_fast, *slack.violations, *slack.too_many, *slack.late, *slack.missed]


async def times(words: Sequence[str], *chats: Person) -> int:
    """How many messages in these chats hold one of the words."""
    read_there = [one.text for person in chats for one in await person.chat()]
    return len([text for text in read_there if any(word in text for word in words)])


async def entries(*chats: Person) -> list[Part]:
    """The calendar entries in these chats, the oldest first."""
    found = [read(content).event for person in chats for one in await person.chat() for _, content in one.documents]
    return sorted(found, key=lambda entry: int(entry.one("SEQUENCE")))


@asynccontextmanager
async def one_evening(url: str, clock: StoryClock) -> AsyncIterator[Evening]:
    """The evening over the migrated database at `url`; `bot.main` has been given the clock."""
    async with AsyncExitStack() as opened:
        telegram = await opened.enter_async_context(FakeTelegram())
        slack = await opened.enter_async_context(_workspace())
        settings = Settings(
            database_url=url,
            secret_key="a key for tests",
            telegram_token=telegram.token,
            telegram_api_url=telegram.url,
            slack_bot_token=slack.token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.base_url,
            webchat="on",
        )
        sfat = build(settings)
        for adapter in sfat.program.adapters.values():
            await adapter.connect()
        await sfat.program.start()
        room = Room(sfat.program, clock, MemoryAdapter(), MemoryAdapter())
        try:
            await slack.until(lambda: slack.sockets.links)
            yield await _gather(Town(room, await seed(room), telegram, slack, sfat.site, opened))
        finally:
            await room.close()


def _workspace() -> FakeSlack:
    """A workspace with exactly what the manifest asks for."""
    manifest = yaml.safe_load((ROOT / "deploy" / "slack-socket.yaml").read_text(encoding="utf-8"))
    bot = manifest["oauth_config"]["scopes"]["bot"]
    return FakeSlack(scopes=bot, events=manifest["settings"]["event_subscriptions"]["bot_events"])


async def _gather(town: Town) -> Evening:
    """People, with what they write from; nobody has said anything yet."""
    for name in ENGLISH:
        number = town.lab.people[name]
        await town.room.write(lambda tx, number=number: preferences.speak(tx, number, "en"))
    users = {name: await town.newcomer(TELEGRAM, name) for name in ("Ana C.", "Vlad Nou", "Mia L.")}
    users |= {name: await town.newcomer(SLACK, name) for name in ("Dan", "Radu")}
    users |= {name: await town.newcomer(WEB) for name in ("Ilinca", "Mia")}
    ana, vlad, other, dan, radu, ilinca, mia = users.values()
    assert isinstance(ana, OnTelegram) and isinstance(vlad, OnTelegram) and isinstance(other, OnTelegram)
    assert isinstance(dan, OnSlack) and isinstance(radu, OnSlack)
    assert isinstance(ilinca, OnTheWeb) and isinstance(mia, OnTheWeb)
    group = town.telegram.group(-1_000_000_000_077, "Vecinii")
    channel = town.slack.channel("ateliere", dan.user, radu.user, bot=False)
    return Evening(town, ilinca, mia, other, ana, vlad, dan, radu, group, channel)
