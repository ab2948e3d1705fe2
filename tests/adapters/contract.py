"""A whole Sfat behind its real platforms, and people with one set of verbs for all of them.

A `Town` runs the program with the Telegram and Slack adapters against the wire fakes, and the web chat behind its own
HTTP routes. Telegram is polled, or brings updates itself.
A `Person` enters by a link, says, presses, fills in, and looks at the chat; each platform has its way to do so.
"""

import uuid
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import yaml
from starlette.applications import Starlette

from bot.adapters.slack.adapter import Credentials, SlackAdapter
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.webhook import Hook
from bot.adapters.webchat.adapter import WebchatAdapter
from bot.core import dialogue
from bot.core.desk import House
from bot.core.door import SignedDoor
from bot.core.links import Links
from bot.core.ports import Adapter, Capabilities
from bot.core.program import Program
from bot.core.routing import Routes
from bot.core.tokens import Keys
from bot.core.transcript import StoredTranscript
from bot.demo.clock import StoryClock
from handlers import FEATURES
from storage import linkage
from storage.database import Database
from tests.fakes.slack import FakeSlack
from tests.fakes.slack import Person as SlackPerson
from tests.fakes.telegram import FakeTelegram, User
from tests.handlers.steps import in_english
from tests.memory import FAST, MemoryAdapter
from tests.room import MONDAY, Room
from tests.seeds import Lab, seed

HOST = "chat.example"
SITE = "https://sfat.example.ro"
ROOT = Path(__file__).parents[2]
TELEGRAM, SLACK, WEB = "telegram", "slack", "web"


@dataclass(frozen=True)
class Seen:
    """A message of ours as it stands in somebody's chat. `documents` are names with contents."""

    id: int | str
    text: str
    labels: tuple[str, ...]
    edited: bool
    documents: tuple[tuple[str, bytes], ...] = ()


class Person(ABC):
    """Somebody with a client of their platform.

    `longest`: how many characters it shows of one message, 0 = all; `has_toasts`: whether a word can flash up.
    """

    longest = 0
    has_toasts = True

    @abstractmethod
    async def enters(self, token: str) -> None:
        """Follow a personal link."""

    @abstractmethod
    async def says(self, text: str) -> None:
        """Write a text or a command."""

    @abstractmethod
    async def presses(self, label: str) -> None:
        """Press the newest button whose label contains `label`."""

    @abstractmethod
    async def forges(self, payload: str) -> None:
        """Press a button that no card offers, on the newest message."""

    @abstractmethod
    async def opens_form(self) -> None:
        """Bring a form that waits to be answered onto the screen."""

    @abstractmethod
    async def fills(self, **values: str) -> None:
        """Answer the form that is open, in the order of its questions."""

    @abstractmethod
    async def chat(self) -> list[Seen]:
        """What stands in the chat, the oldest first, without one's own words."""

    @property
    @abstractmethod
    def toast(self) -> str:
        """What flashed up after the last press; "" when nothing did."""

    @property
    @abstractmethod
    def complaint(self) -> str:
        """What was wrong with the last answer to a form, where the platform shows it beside the form."""

    async def sees(self) -> str:
        """The newest message's text."""
        return (await self.chat())[-1].text

    async def buttons(self) -> tuple[str, ...]:
        """The newest message's buttons."""
        return (await self.chat())[-1].labels

    async def all_text(self) -> str:
        """Everything that stands in the chat."""
        return "\n\n".join(message.text for message in await self.chat())


@dataclass
class OnTelegram(Person):
    """Telegram's client: the hands of the wire fake."""

    town: "Town"
    user: User
    longest = 4096

    async def enters(self, token: str) -> None:
        """Follow `t.me/BOT?start=TOKEN`."""
        self.user.start(token)
        await self.town.settle()

    async def says(self, text: str) -> None:
        """Write into the private chat."""
        self.user.says(text)
        await self.town.settle()

    async def presses(self, label: str) -> None:
        """Press, and see the wheel on the button stop."""
        for message in reversed(self.user.chat):
            wanted = [one for row in message.labels for one in row if label in one]
            if wanted:
                self.user.press(wanted[0], message)
                await self.town.settle()
                await self.town.telegram.until(lambda: not self.user.unanswered)
                return
        raise AssertionError(f"nobody offers {label!r}: {[message.labels for message in self.user.chat]}")

    async def forges(self, payload: str) -> None:
        """A client can send any callback data."""
        self.user.press_data(payload, self.user.chat[-1])
        await self.town.settle()

    async def opens_form(self) -> None:
        """Its question stands already."""

    async def fills(self, **values: str) -> None:
        """One answer after the other."""
        for value in values.values():
            await self.says(value)

    async def chat(self) -> list[Seen]:
        """The bot's messages."""
        return [
            Seen(
                one.id,
                one.text,
                tuple(label for row in one.labels for label in row),
                one.edits > 0,
                tuple((document.name, document.content) for document in one.documents),
            )
            for one in self.user.chat
        ]

    @property
    def toast(self) -> str:
        """The newest toast."""
        return self.user.toasts[-1].text if self.user.toasts else ""

    @property
    def complaint(self) -> str:
        """A complaint is a message of its own."""
        return self.user.chat[-1].text


@dataclass
class OnSlack(Person):
    """Slack's client: the hands of the wire fake. Commands are the words of one; files are messages of their own."""

    town: "Town"
    user: SlackPerson
    longest = 8000
    has_toasts = False

    async def enters(self, token: str) -> None:
        """No address of Slack carries a token: it is typed."""
        await self.says(f"/start {token}")

    async def says(self, text: str) -> None:
        """Write to the app, or use its command."""
        await (self.user.command("/sfat", text[1:]) if text[1:2].isalpha() and text[0] == "/" else self.user.says(text))
        await self.town.settle()

    async def presses(self, label: str) -> None:
        """Press, on the newest message that offers it."""
        for message in reversed(self.user.chat):
            wanted = [one for one in message.labels if label in one]
            if wanted:
                await self.user.presses(wanted[0], on=message)
                await self.town.settle()
                return
        raise AssertionError(f"nobody offers {label!r}: {[message.labels for message in self.user.chat]}")

    async def forges(self, payload: str) -> None:
        """Another button than the one that was sent."""
        await self.user.presses_value(payload, self.user.chat[-1])
        await self.town.settle()

    async def opens_form(self) -> None:
        """It opens by itself where it was asked for."""
        await self.town.slack.until(lambda: self.user.modal)

    async def fills(self, **values: str) -> None:
        """Submit the modal that stands, with what stands in it where nothing else is given."""
        assert self.user.modal is not None, f"no form is open; the newest message is {await self.sees()!r}"
        await self.user.submits({f"field:{name}": value for name, value in values.items()})
        await self.town.settle()

    async def chat(self) -> list[Seen]:
        """The app's messages."""
        return [
            Seen(
                one.ts,
                one.plain,
                tuple(one.labels),
                one.edits > 0,
                tuple((file.name, file.content or b"") for file in one.files),
            )
            for one in self.user.chat
        ]

    @property
    def toast(self) -> str:
        """Slack has none."""
        return ""

    @property
    def complaint(self) -> str:
        """What stands beside the fields."""
        view = self.user.modal
        return "" if view is None else " ".join([*view.errors.values(), view.plain])


@dataclass
class OnTheWeb(Person):
    """A browser on the page: its cookie, and what its last request was answered with."""

    town: "Town"
    client: httpx.AsyncClient
    told: dict[str, Any] = field(default_factory=dict)
    form: dict[str, Any] | None = None

    async def enters(self, token: str) -> None:
        """Submit the personal link's page, as its button does."""
        response = await self.client.post("/chat/enter", data={"token": token})
        assert 303 == response.status_code, response.text
        await self.town.settle()

    async def says(self, text: str) -> None:
        """Write into the chat."""
        await self._does("say", text=text)

    async def presses(self, label: str) -> None:
        """Press the button with its own payload."""
        for line in reversed(await self._lines()):
            found = [button for row in line["rows"] for button in row if label in button["label"]]
            if found:
                await self._does("press", message=str(line["id"]), payload=found[0]["data"])
                return
        raise AssertionError(f"nobody offers {label!r}: {await self.chat()}")

    async def forges(self, payload: str) -> None:
        """Anybody can post anything."""
        await self._does("press", message=str((await self._lines())[-1]["id"]), payload=payload)

    async def opens_form(self) -> None:
        """A form that came before the page was there is opened by its button."""
        await self.presses("Open the form")

    async def fills(self, **values: str) -> None:
        """Submit the form that was opened, with what stands in it where nothing else is given."""
        form = self.form
        assert form is not None, f"no form is open; the newest message is {await self.sees()!r}"
        written = {one["name"]: values.get(one["name"], one["value"]) for one in form["fields"]}
        assert set(values) <= set(written), f"the form has {list(written)}"
        await self._does("submit", key=form["key"], values=written)

    async def chat(self) -> list[Seen]:
        """What a freshly opened page shows."""
        return [await self._seen(line) for line in await self._lines() if line["ours"]]

    @property
    def toast(self) -> str:
        """What the answer to the last request says."""
        return str(self.told.get("toast", ""))

    @property
    def complaint(self) -> str:
        """The complaints beside the fields."""
        form = self.form or {"fields": []}
        return " ".join(one["complaint"] for one in form["fields"] if one["complaint"])

    async def _does(self, deed: str, **fields: Any) -> None:
        body = {"person": await self._key(), "id": str(uuid.uuid4()), **fields}
        response = await self.client.post(f"/chat/{deed}", json=body, headers={"Origin": f"http://{HOST}"})
        assert 200 == response.status_code, response.text
        self.told = response.json()
        if deed == "submit" or self.told["form"] is not None:  # else the one that is open stays on the page
            self.form = self.told["form"]
        await self.town.settle()

    async def _person(self) -> dict[str, Any]:
        (person,) = (await self.client.get("/chat/state")).json()["people"]
        found: dict[str, Any] = person
        return found

    async def _key(self) -> str:
        return str((await self._person())["key"])

    async def _lines(self) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = (await self._person())["lines"]
        return lines

    async def _seen(self, line: dict[str, Any]) -> Seen:
        text = "\n".join("".join(span["text"] for span in spans) for spans in line["spans"])
        labels = tuple(button["label"] for row in line["rows"] for button in row)
        documents = [(one["name"], (await self.client.get(one["url"])).content) for one in line["documents"]]
        return Seen(line["id"], text, labels, line["edited"], tuple(documents))


@dataclass
class Town:
    """The running program with both platforms, and a seeded lab in which everyone reads English."""

    room: Room
    lab: Lab
    telegram: FakeTelegram
    slack: FakeSlack
    site: Starlette
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
        web = WebchatAdapter(StoredTranscript(db, keys, clock), SignedDoor(db, house), clock)
        app = SlackAdapter(Credentials(slack.token, slack.app_token), slack.base_url, 10_000, first_pause=0.01)
        app.capabilities = Capabilities(native_forms=True, rates=FAST, writes_first=True)
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
