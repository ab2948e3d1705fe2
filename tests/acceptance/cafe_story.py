"""What happens in the evening of a world café: three rounds, two who are late, a host who goes, a pause, a kill."""

import asyncio
import csv
import io
import socket
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

from tests.acceptance.cafe_evening import PATIENCE, Evening, looked
from tests.acceptance.cafe_guests import (
    COMES_IN,
    GO,
    GOES_ON,
    GONG,
    HOSTS_NOW,
    KEY,
    LATE,
    NO_SEAT,
    PAUSED,
    REALLY_GO,
    SOON,
    TAKE_SEAT,
    THANKS,
    YOUR_TABLE,
    Guest,
    gather,
)
from tests.acceptance.played_clock import CLOCK, set_clock
from tests.adapters.contract.person import WEB
from tests.adapters.contract.town import fast_slack
from tests.fakes.telegram import FakeTelegram

QUESTIONS = ("Ce ne lipsește?", "Cine lipsește?", "Unde?", "Cu ce bani?", "Până când?", "Cine începe?")
TRANSLATED = ("What do we lack?", "Who is missing?", "Where?", "With what money?", "Until when?", "Who begins?")
RETRIES = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)  # seconds before Slack brings an event again; in life, minutes
ROUND = timedelta(minutes=20)
PAUSE = timedelta(minutes=5)
GRACE = timedelta(minutes=2)


async def played(url: str, folder: Path) -> Evening:
    """The evening over the migrated database at `url`, from the first to come to the file at the end."""
    async with AsyncExitStack() as opened:
        telegram = await opened.enter_async_context(FakeTelegram())
        slack = await opened.enter_async_context(fast_slack())
        slack.carrier.retries = RETRIES
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = str(free.getsockname()[1])
        token, guests = await gather(url)
        settings = {
            "SFAT_DATABASE_URL": url,
            "SFAT_SECRET_KEY": KEY,
            "SFAT_TELEGRAM_TOKEN": telegram.token,
            "SFAT_TELEGRAM_API_URL": telegram.url,
            "SFAT_SLACK_BOT_TOKEN": slack.token,
            "SFAT_SLACK_APP_TOKEN": slack.app_token,
            "SFAT_SLACK_API_URL": slack.base_url,
            "SFAT_SLACK_RATE": "30",
            "SFAT_WEBCHAT": "on",
            "SFAT_HTTP_PORT": port,
            CLOCK: str(folder / CLOCK),
        }
        here = Evening(telegram, slack, folder, settings, guests, opened)
        set_clock(folder / CLOCK, here.ahead)
        opened.push_async_callback(here.end)
        await here.starts()
        await prepared(here, token)
        await first_round(here)
        await second_round(here)
        await third_round(here)
        await handed_over(here)
    return here


async def prepared(here: Evening, token: str) -> None:
    """Everybody who is in time has come, the plan is made, the room is open."""
    facilitator = here.facilitator = await here.client(WEB, "Ilinca", "en")
    await facilitator.enters(token)
    await asyncio.gather(*(here.comes(one) for one in here.guests if one.name not in LATE))
    before = facilitator.steps
    await facilitator.says("/cafe E1")
    asked = {"questions": "\n".join(QUESTIONS), "translated": "\n".join(TRANSLATED), "naming": "named"}
    await facilitator.fills(**asked, tables="6", rounds="3", minutes="20")

    async def planned() -> bool:
        seen = await facilitator.sees()
        return "28 people are expected" in seen and "is being worked out" not in seen

    await here.until(planned, "the plan")
    await here.leads("🚪 Open the room")
    here.steps = facilitator.steps - before


async def first_round(here: Evening) -> None:
    """Everybody writes, somebody comes late, there is a pause, and after the gong one more comes."""
    late = [one for one in here.guests if one.name in LATE]
    there = [one for one in here.guests if one.name not in LATE]
    await here.leads("▶️ Start round 1")
    await here.seated(1, there)
    started = here.now
    for one in there:
        here.writes(one, 1)
    await here.confirmed()
    await comes_late(here, late[0])
    await here.seated(1, late[:1])
    here.writes(late[0], 1)
    await here.confirmed()
    there.append(late[0])
    await here.passes(10)
    await here.leads("⏸ Pause")
    await here.all_read(PAUSED, 1, there)
    paused = here.now
    await here.is_at(paused + PAUSE)
    await here.leads("▶️ Go on")
    await here.all_read(GOES_ON, 1, there)
    ends = started + ROUND + (here.now - paused)
    await here.is_at(ends - timedelta(minutes=1))
    await here.all_read(SOON, 1, there)
    await here.is_at(ends + timedelta(minutes=1))
    await here.all_read(GONG, 1, there)
    await comes_late(here, late[1])
    await here.all_read(COMES_IN, 1, late[1:])

    async def mended() -> bool:
        await late[1].looks()
        return any(YOUR_TABLE[late[1].language] in text for text in late[1].read)

    await here.until(mended, "a table for who came between two rounds")
    await here.passes(GRACE / timedelta(minutes=1))


async def comes_late(here: Evening, guest: Guest) -> None:
    """They say something, hear that they have no seat, and take one."""
    await here.comes(guest)
    await guest.here.says("Se mai poate intra?")

    async def told() -> bool:
        return any(NO_SEAT[guest.language] in text for text in await guest.looks())

    await here.until(told, "the offer of a seat")
    await here.presses(guest.here, TAKE_SEAT[guest.language])


async def second_round(here: Evening) -> None:
    """A host goes; while answers are on their way Sfat is killed, people go on writing, and it is started again."""
    before = here.now
    await here.leads("▶️ Start round 2")
    await here.seated(2, here.guests)
    started = here.now
    hosts = [one for one in here.guests if any(seat.number == 2 and seat.hosts for seat in one.seats)]
    gone = here.gone = next(one for one in hosts if one.platform == WEB)
    there = [one for one in here.guests if one is not gone]
    await here.presses(gone.here, GO[gone.language])
    await here.presses(gone.here, REALLY_GO[gone.language])

    async def replaced() -> bool:
        return any(one.times(HOSTS_NOW) for one in await looked(there))

    await here.until(replaced, "another host")
    await here.passes(8)
    here.ends.append(await here.console())
    await killed(here, there)
    here.ends.append(await here.console())
    await here.confirmed()
    here.on_the_wall = await here.wall()
    await here.is_at(before + ROUND - timedelta(minutes=1))
    await here.all_read(SOON, 1, there)
    await here.is_at(before + ROUND - timedelta(seconds=20))
    rung = sum(one.times(GONG) for one in await looked(here.guests))
    here.early_gongs = rung - sum(one.name != LATE[1] for one in here.guests)  # of round 1 all have read theirs
    await here.is_at(started + ROUND)
    await here.all_read(GONG, 2, [one for one in there if one.name != LATE[1]])
    await here.passes(GRACE / timedelta(minutes=1) + 0.5)


async def killed(here: Evening, guests: Sequence[Guest]) -> None:
    """Killed when the first words were heard, and not all of them noted. Some write while nobody is there to hear."""
    assert here.sfat is not None
    by_wire = [one for one in guests if one.platform != WEB]
    before = sum(one.noted for one in await looked(by_wire))
    for one in guests:
        here.writes(one, 2)
    async with asyncio.timeout(PATIENCE):
        while not here.heard(2):
            await asyncio.sleep(0)
    await here.sfat.kill()
    here.heard_at_kill = here.heard(2)
    here.noted_at_kill = sum(one.noted for one in await looked(by_wire)) - before
    for one in guests[::4]:
        here.writes(one, 2, ", și umbră")
    await here.passes(3)
    await here.starts()


async def third_round(here: Evening) -> None:
    """Once more for all who are there, until the facilitator has enough."""
    there = [one for one in here.guests if one is not here.gone]
    await here.leads("▶️ Start round 3")
    await here.seated(3, there)
    for one in there:
        here.writes(one, 3)
    await here.confirmed()
    await here.leads("🔔 Gong now")
    await here.all_read(GONG, 2, there)
    await here.leads("🏁 End the café")
    await here.leads("🏁 End it")
    await here.all_read(THANKS, 1, there)


async def handed_over(here: Evening) -> None:
    """The file, and what everybody has read; then Sfat ends in order."""
    assert here.facilitator is not None and here.sfat is not None
    await here.facilitator.says("/harvest E1")
    await here.leads("CSV")
    found: list[bytes] = []

    async def there() -> bool:
        assert here.facilitator is not None
        found[:] = [content for seen in await here.facilitator.chat() for _, content in seen.documents]
        return bool(found)

    await here.until(there, "the file")
    here.file = list(csv.DictReader(io.StringIO(found[-1].decode("utf-8-sig"), newline="")))
    await looked(here.guests)
    here.told = [one.text for one in await here.facilitator.chat()]
    here.exit_code = await here.sfat.stop()
    telegram, slack = here.telegram, here.slack
    here.complaints = [*telegram.violations, *["Telegram: 429"] * telegram.too_many, *slack.violations, *slack.too_many]
