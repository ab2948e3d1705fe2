"""Socket Mode, watched: one connection that is replaced before or when it dies.

The next connection stands before the old one is closed, so that nothing falls between them; one that is dead is closed
first. A call each minute keeps the line awake, and tells whether we are still let in.
"""

import asyncio
from asyncio import Task

from slack_bolt.async_app import AsyncApp

from bot.adapters.slack.connection import Connection
from bot.adapters.slack.problems import LINE, OFF, SHARED, TOKEN, Trouble, lasting
from bot.adapters.slack.wire import A_MINUTE, CLOSED, Fault, Wire

LOOK = 1.0  # seconds between looks at the connection
SHORT_LIFE = 10.0  # seconds; after a shorter one the next connection waits a little
LONGEST_PAUSE = 30.0
TURNED_OFF = "Socket Mode is turned off for the Slack app; turn it on in its settings, or set SFAT_SLACK_MODE=http."
SHARED_APP = (
    "Another program uses the same Slack app, so Slack gives each only a part of what people write. Stop it, or make "
    "an app of its own for it."
)


class Line:
    """Keeps a connection for `app` until cancelled. Pauses after faults grow from the first one to 30 s."""

    def __init__(self, app: AsyncApp, app_token: str, wire: Wire, trouble: Trouble, first_pause: float) -> None:
        self._app = app
        self._app_token = app_token
        self._wire = wire
        self._trouble = trouble
        self._first_pause = first_pause
        self._pause = first_pause
        self._suspicious = False
        self._standing: Connection | None = None
        self._closing: set[Task[None]] = set()

    async def run(self) -> None:
        """Connect, watch, replace."""
        try:
            while True:
                try:
                    following = await self._connect()
                except Fault as fault:
                    self._trouble.met(LINE, fault)
                    await self._rest(fault.after)
                    continue
                for cause in (LINE, OFF):
                    self._trouble.over(cause)
                self._close_later()
                self._standing = following
                await self._watch(following)
        finally:
            self._close_later()
            await asyncio.gather(*self._closing)

    async def _connect(self) -> Connection:
        """Raises `Fault` when there is no connection to be had."""
        connection = Connection(self._app, self._app_token, await address_of(self._wire, self._app_token))
        try:
            await connection.open()
        except BaseException as error:
            await connection.close()
            if isinstance(error, Exception):
                raise Fault("the socket", CLOSED) from None
            raise
        self._look_for_others(connection)
        return connection

    def _look_for_others(self, connection: Connection) -> None:
        """Say that somebody shares the app when it is seen twice: Slack may still count one of ours that has died."""
        crowded = connection.neighbours > 1 + (self._standing is not None) + len(self._closing)
        if crowded and self._suspicious:
            self._trouble.say(SHARED, SHARED_APP)
        elif not crowded:
            self._trouble.over(SHARED)
        self._suspicious = crowded

    async def _watch(self, connection: Connection) -> None:
        """Until the next connection is due: each minute while the app seems to be shared, for the greeting tells."""
        loop = asyncio.get_running_loop()
        opened = since = loop.time()
        while not await connection.is_over(LOOK):
            if loop.time() - since >= A_MINUTE:
                since = loop.time()
                await still_let_in(self._wire, self._trouble)
                if self._suspicious:
                    return
        if connection.reason == "link_disabled":
            self._trouble.say(OFF, TURNED_OFF)
        if not connection.leaving:
            self._close_later()
        if loop.time() - opened < SHORT_LIFE:
            await self._rest()
        else:
            self._pause = self._first_pause

    async def _rest(self, at_least: float = 0.0) -> None:
        await asyncio.sleep(max(self._pause, at_least))
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _close_later(self) -> None:
        """Close the standing connection beside the way: what it has brought may still be acknowledged."""
        if self._standing is not None:
            task = asyncio.create_task(self._standing.close())
            self._standing = None
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)


async def address_of(wire: Wire, app_token: str) -> str:
    """Where a connection may be opened. Raises `Fault` when the app token is not accepted."""
    return str((await wire.ask("apps.connections.open", app_token=app_token))["url"])


async def still_let_in(wire: Wire, trouble: Trouble) -> None:
    """Ask Slack who we are, and note whether it answers."""
    try:
        await wire.ask("auth.test")
    except Fault as fault:
        trouble.met(TOKEN if lasting(fault) else LINE, fault)
    else:
        trouble.over(TOKEN)
        trouble.over(LINE)
