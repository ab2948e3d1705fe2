"""The whole evening of a world café: `sfat run` as it is, against the wire fakes, killed while a round runs.

Only story time is set by hand, so that an hour of talk takes half a minute; platforms find nothing of that too fast.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from bot.core.clock import WallClock
from bot.core.tokens import Keys
from tests.acceptance.cafe_guests import KEY, Guest, OnThePage
from tests.acceptance.played_clock import CLOCK, LOOK_AGAIN, set_clock
from tests.adapters.contract.on_slack import OnSlack
from tests.adapters.contract.on_telegram import OnTelegram
from tests.adapters.contract.on_the_web import HOST
from tests.adapters.contract.person import TELEGRAM, WEB, Person
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_delivery import Delivery
from tests.fakes.telegram import FakeTelegram
from tests.faults.running import Running, start

PATIENCE = 60.0  # seconds for anything to come about, also on a machine that has much else to do


async def looked(guests: Sequence[Guest]) -> Sequence[Guest]:
    """These people, when each who has come has read what stands in their chat."""
    await asyncio.gather(*(one.looks() for one in guests if one.client is not None))
    return guests


@dataclass
class Evening:
    """What is there, and what came of it: `written` are answers by their text, with who wrote them in which round."""

    telegram: FakeTelegram
    slack: FakeSlack
    folder: Path
    settings: dict[str, str]
    guests: list[Guest]
    opened: AsyncExitStack
    ahead: timedelta = timedelta(0)
    sfat: Running | None = None
    facilitator: Person | None = None
    steps: int = -1  # of hers, from the command to the open room
    written: dict[str, tuple[Guest, int]] = field(default_factory=dict)
    file: list[dict[str, str]] = field(default_factory=list)
    gone: Guest | None = None
    heard_at_kill: int = -1  # of what was written in round 2 on Telegram and Slack, so much had been confirmed to them
    noted_at_kill: int = -1  # and so much to whoever wrote it
    ends: list[str] = field(default_factory=list)  # what the console said before the kill and after it
    early_gongs: int = -1  # of round 2, just before its stored end
    on_the_wall: int = -1  # when all that was written around the kill had been confirmed
    told: list[str] = field(default_factory=list)  # what the facilitator has read
    exit_code: int = -1
    complaints: list[Any] = field(default_factory=list)
    _slack: dict[str, Delivery] = field(default_factory=dict)
    _pages: list["asyncio.Task[None]"] = field(default_factory=list)

    async def settle(self) -> None:
        """Another process can not be asked whether it has done everything: what is waited for is said each time."""

    async def until(self, holds: Callable[[], Awaitable[bool]], what: str) -> None:
        """Wait; after so long it is said what for."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not await holds():
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"{what}: not within {PATIENCE:g} s") from None

    async def all_read(self, words: dict[str, str], times: int, guests: Sequence[Guest]) -> None:
        """Until each of them has read something so often."""

        async def holds() -> bool:
            return all(one.times(words) >= times for one in await looked(guests))

        await self.until(holds, words["en"])

    async def seated(self, number: int, guests: Sequence[Guest]) -> None:
        """Until each has been told where to sit in a round."""

        async def holds() -> bool:
            return all(number in [seat.number for seat in one.seats] for one in await looked(guests))

        await self.until(holds, f"a seat in round {number}")

    async def presses(self, person: Person, label: str) -> None:
        """Press a button as soon as it is there."""

        async def holds() -> bool:
            chat = await person.chat()
            return any(label in one for seen in chat for one in seen.labels)

        await self.until(holds, label)
        await person.presses(label)

    async def leads(self, label: str) -> None:
        """The facilitator presses."""
        assert self.facilitator is not None
        await self.presses(self.facilitator, label)

    async def console(self) -> str:
        """What the facilitator reads of the round when she asks for her card anew."""
        assert self.facilitator is not None
        before = len(await self.facilitator.chat())
        await self.facilitator.says("/cafe E1")
        found: list[str] = []

        async def shown() -> bool:
            assert self.facilitator is not None
            lines = [line for seen in (await self.facilitator.chat())[before:] for line in seen.text.splitlines()]
            found[:] = [line for line in lines if "runs until" in line]
            return bool(found)

        await self.until(shown, "the console")
        return found[-1]

    @property
    def now(self) -> datetime:
        """Story time."""
        return WallClock().real() + self.ahead

    async def passes(self, minutes: float) -> None:
        """Let story time pass, and somebody notice it."""
        self.ahead += timedelta(minutes=minutes)
        set_clock(self.folder / CLOCK, self.ahead)
        await asyncio.sleep(3 * LOOK_AGAIN)

    async def is_at(self, moment: datetime) -> None:
        """Let it pass until then."""
        await self.passes((moment - self.now) / timedelta(minutes=1))

    def writes(self, guest: Guest, number: int, more: str = "") -> None:
        """An idea that nobody else has, brought the way of its platform; nobody waits for it here."""
        text = f"Runda {number}: {guest.name} ar vrea mai multe bănci în parc{more}."
        self.written[text] = guest, number
        if isinstance(guest.here, OnTelegram):
            guest.here.user.says(text)
        elif isinstance(guest.here, OnSlack):
            self._slack[text] = guest.here.user.says(text)
        elif isinstance(guest.here, OnThePage):
            self._pages.append(asyncio.create_task(guest.here.insists(text)))

    def heard(self, number: int) -> int:
        """How much of what was written in a round was confirmed to Telegram or Slack."""
        waiting = str(self.telegram.pending)
        mine = [(text, one) for text, (one, written) in self.written.items() if written == number]
        by_slack = sum(text in self._slack and self._slack[text].acknowledged for text, _ in mine)
        return by_slack + sum(one.platform == TELEGRAM and text not in waiting for text, one in mine)

    async def confirmed(self) -> None:
        """Until every platform was told that all was heard, and everybody that it was noted."""
        await asyncio.wait_for(asyncio.gather(*self._pages), PATIENCE)
        await self.telegram.until(lambda: not self.telegram.pending, PATIENCE)
        await self.slack.until(lambda: all(one.acknowledged for one in self._slack.values()), PATIENCE)

        async def holds() -> bool:
            wanted = {one.name: 0 for one in self.guests}
            for guest, _ in self.written.values():
                wanted[guest.name] += 1
            return all(one.noted >= wanted[one.name] for one in await looked(self.guests))

        await self.until(holds, "✔️")

    async def wall(self) -> int:
        """How many ideas the wall counts, as its page reads it."""
        assert self.sfat is not None
        async with httpx.AsyncClient(base_url=self.sfat.address) as asking:
            return int((await asking.get(f"/wall/{Keys([KEY]).token('w', 1)}/now")).json()["total"])

    async def starts(self) -> None:
        """Sfat, for the first time or after a kill."""
        log = self.folder / "sfat.log"
        self.sfat = await start(self.folder, log, module="tests.acceptance.played_clock", **self.settings)
        await self.slack.until(lambda: self.slack.sockets.links, PATIENCE)

    async def end(self) -> None:
        """Whatever has happened: nothing goes on running."""
        for page in self._pages:
            page.cancel()
        if self.sfat is not None:
            await self.sfat.kill()

    async def client(self, platform: str, name: str, language: str) -> Person:
        """What somebody writes with."""
        if platform == TELEGRAM:
            number = 100 + len(self.telegram.chats)
            return OnTelegram(self, self.telegram.user(number, name, language_code=language))
        if platform == WEB:
            assert self.sfat is not None
            # The site hangs up after five seconds of silence: we do so before, for a request just then would be lost.
            limits = httpx.Limits(keepalive_expiry=2)
            site = self.sfat.address
            asking = httpx.AsyncClient(base_url=site, headers={"Host": HOST}, timeout=PATIENCE, limits=limits)
            return OnThePage(self, await self.opened.enter_async_context(asking))
        return OnSlack(self, self.slack.person(name, locale="en-GB" if language == "en" else "ro-RO"))

    async def comes(self, guest: Guest) -> None:
        """By their personal link, until they are greeted."""
        client = guest.client = await self.client(guest.platform, guest.name, guest.language)
        if isinstance(client, OnSlack):  # who sees an error there, because we were slow, types it again
            while not (await client.user.command("/sfat", f"start {guest.token}")).acknowledged:
                await asyncio.sleep(0.1)
        else:
            await client.enters(guest.token)

        async def greeted() -> bool:
            return bool(await guest.looks())

        await self.until(greeted, f"a greeting for {guest.name}")
