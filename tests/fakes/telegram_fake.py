"""`FakeTelegram`: the Bot API on a loopback port, with the hands to play everybody else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from aiohttp import web
from telegram.constants import FileSizeLimit

from tests.fakes.telegram_errors import ApiError, Json
from tests.fakes.telegram_faults import Fault, described
from tests.fakes.telegram_people import Group, User
from tests.fakes.telegram_rates import Rates
from tests.fakes.telegram_server import FORM_OVERHEAD, Call, Control, Server
from tests.fakes.telegram_updates import Updates, Webhook
from tests.fakes.telegram_webhook import Failed, Posted, Postman, Site
from tests.fakes.telegram_world import Chat, World

TOKEN = "7000000001:AAEfakeTokenOfTheTestBot-0123456789_ab"


class FakeTelegram:
    """An asynchronous context manager; inside it the server answers at `url`, in the loop that entered it.

    `rate` messages a second overall, `chat_burst` at once in a private chat (then one a second), `group_per_minute` in
    a group, `upload_limit` in bytes. `port` 0 takes any free one. `local` is a Bot API server of one's own, which also
    posts to plain http on this machine; the public one posts only to the https addresses that `leads` knows.
    """

    def __init__(
        self,
        token: str = TOKEN,
        username: str = "sfat_test_bot",
        *,
        rate: int = 30,
        chat_burst: int = 3,
        group_per_minute: int = 20,
        upload_limit: int = int(FileSizeLimit.FILESIZE_UPLOAD),
        port: int = 0,
        local: bool = False,
    ) -> None:
        self.token = token
        self.username = username
        self.skipped = 0.0
        self._port = port
        self._runner: web.ServerRunner | None = None
        self._happened = asyncio.Event()
        self._people: dict[int, User] = {}
        self._groups: dict[int, Group] = {}
        bot: Json = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Sfat", "username": username}
        rates = Rates(self.now, rate, chat_burst, group_per_minute)
        updates = Updates(self.now, self._stir, local=local)
        self.postman = Postman(updates, local=local)
        self._posting: asyncio.Task[None] | None = None
        self.world = World(bot, rates, updates, self.now, upload_limit)
        self.server = Server(self.world, token, self._happened.set, violations=self.postman.violations)

    async def __aenter__(self) -> Self:
        most = self.world.upload_limit + FORM_OVERHEAD
        server = web.Server(
            self.server.answer,
            request_factory=lambda message, payload, protocol, writer, task: web.BaseRequest(
                message, payload, protocol, writer, task, asyncio.get_running_loop(), client_max_size=most
            ),
            access_log=None,
        )
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = int(self._runner.addresses[0][1])
        self._posting = asyncio.create_task(self.postman.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._posting is not None:
            self._posting.cancel()
            await asyncio.wait([self._posting])
            if not self._posting.cancelled():
                self._posting.result()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        """The root; calls come to `{url}/bot<token>/<method>`, files are at `{url}/file/bot<token>/<path>`."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def calls(self) -> list[Call]:
        """Every call with a good token, oldest first, refused ones too."""
        return self.server.calls

    @property
    def violations(self) -> list[str]:
        """A sentence for each request that a correct client would never send."""
        return self.server.violations

    @property
    def too_many(self) -> int:
        """How many calls came too fast (429); ordered faults are not counted."""
        return self.world.rates.refused

    @property
    def conflicts(self) -> int:
        """How many polls ended in 409 with somebody there to read it."""
        return self.server.conflicts

    @property
    def commands(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """(scope, language) to [(name, description)]; scopes are written "default", "chat:5", "chat_member:5:7"."""
        return self.world.commands

    @property
    def profile(self) -> dict[tuple[str, str], str]:
        """("name" | "description" | "short_description", language) to text."""
        return self.world.profile

    @property
    def webhook(self) -> Webhook:
        """What setWebhook left behind."""
        return self.world.updates.webhook

    @property
    def posted(self) -> list[Posted]:
        """Every attempt to bring an update to a webhook, oldest first."""
        return self.postman.posted

    @property
    def pending(self) -> list[Json]:
        """Updates that nobody has confirmed, as they go over the wire."""
        return self.world.updates.pending()

    @property
    def unwanted(self) -> list[Json]:
        """Updates that `allowed_updates` kept away from the bot."""
        return self.world.updates.unwanted

    @property
    def chats(self) -> list[User | Group]:
        """Everybody there is."""
        return [*self._people.values(), *self._groups.values()]

    def now(self) -> float:
        """The fake's clock: monotonic seconds, plus what `passes` skipped."""
        return time.monotonic() + self.skipped

    def called(self, method: str) -> list[Call]:
        """The calls of one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    def user(
        self, user_id: int, name: str = "", *, language_code: str | None = None, username: str | None = None
    ) -> User:
        """The person with that id, made when new; "Ana Pop" gives a first and a last name."""
        if user_id <= 0:
            raise ValueError("people have positive ids")
        if user_id not in self._people:
            first, _, last = (name or f"User {user_id}").partition(" ")
            names: Json = {"first_name": first}
            names |= ({"last_name": last} if last else {}) | ({"username": username} if username else {})
            chat = self.world.chats[user_id] = Chat(user_id, "private", names)
            self._people[user_id] = User(self.world, chat, language_code)
        return self._people[user_id]

    def channel(self, chat_id: int, title: str = "Channel") -> Group:
        """The channel with that id, made when new, with the bot as an administrator who may post."""
        return self.group(chat_id, title, bot_is_admin=True, channel=True)

    def group(
        self,
        chat_id: int,
        title: str = "Group",
        *,
        forum: bool = False,
        bot_is_admin: bool = False,
        channel: bool = False,
    ) -> Group:
        """The group with that id, made when new, with the bot in it; ids from -1000000000001 down are supergroups."""
        if chat_id >= 0:
            raise ValueError("groups have negative ids")
        if chat_id not in self._groups:
            kind = "channel" if channel else "supergroup" if chat_id <= -1_000_000_000_001 else "group"
            names: Json = {"title": title} | ({"is_forum": True} if forum else {})
            chat = Chat(chat_id, kind, names, started=True, met=True, bot_is_admin=bot_is_admin)
            chat.open_to_bot = self.world.reads_all
            self.world.chats[chat_id] = chat
            self._groups[chat_id] = Group(self.world, chat)
        return self._groups[chat_id]

    def deliver_many(self, presses: Iterable[tuple[User, str] | tuple[User, str, Group]]) -> list[str]:
        """Press (person, label), or (person, label, group), for all before any poll can take one; the queries' ids."""
        return [user.press(button, group=group[0] if group else None) for user, button, *group in presses]

    def fail(
        self,
        method: str,
        times: int = 1,
        status: int = 500,
        *,
        description: str | None = None,
        retry_after: int | None = None,
        after_effect: bool = False,
        cut: bool = False,
    ) -> None:
        """Let the next calls of a method ("*": any) fail.

        502-504 answer with a proxy's page. `after_effect` does the work and then fails; `cut` closes the connection
        instead of answering. `retry_after` is in seconds, 1 for a 429 that names none.
        """
        wait = 1 if status == 429 and retry_after is None else retry_after
        fault = Fault(status, described(status, description, wait), wait, after_effect, cut)
        self.server.faults.fail(method, times, fault)

    def delay(self, method: str, seconds: float) -> None:
        """Let every call of a method ("*": any) wait before it does anything, until told 0."""
        self.server.faults.delay(method, seconds)

    def passes(self, seconds: float) -> None:
        """Let time pass at Telegram's: presses expire, flood windows empty."""
        self.skipped += seconds
        self._stir()

    def leads(self, root: str, site: Site | Failed) -> None:
        """Let a public root such as https://sfat.example.ro lead to an ASGI application or another root (what a proxy
        does that ends TLS), or to nothing but a failure.
        """
        self.postman.sites[root] = site
        self._stir()

    def _stir(self) -> None:
        self._happened.set()
        self.postman.stir()

    def expire_queries(self) -> None:
        """Make it too late for every press so far; updates not yet taken stay."""
        for question in self.world.questions.values():
            question.at = float("-inf")

    def revoke(self) -> None:
        """Make the token invalid: 401 from now on."""
        self.server.revoked = True
        self.world.updates.interrupt(ApiError(401, "Unauthorized"))

    def controlled_by(self, control: Control) -> None:
        """Hand requests below /control/ to somebody else."""
        self.server.control = control

    async def until(self, condition: Callable[[], object], seconds: float = 5.0) -> None:
        """Wait until a condition holds, looked at after each call and update. Raises TimeoutError after `seconds`."""
        async with asyncio.timeout(seconds):
            while not condition():
                self._happened.clear()
                await self._happened.wait()
