"""Figures of the product as its users run it: `make bench`. One process of Sfat, a strict fake Telegram on loopback.

Absolute figures belong to the machine they were measured on; run it twice before believing any of them.
"""

import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path

from storage.migrate import migrate
from tests.bench.slack import acknowledgements
from tests.fakes.telegram import FakeTelegram, User
from tests.faults import crowd
from tests.faults.running import ROOT, Running, start

PRESSES = 1000
LIMIT = 30


def main() -> None:
    """Measure and print, as a table and as JSON."""
    figures = {
        **asyncio.run(_burst()),
        **asyncio.run(_broadcast()),
        **asyncio.run(acknowledgements()),
        **_modules(),
    }
    for name, value in figures.items():
        print(f"{name:<58} {value}")
    print(json.dumps(figures))


async def _burst() -> dict[str, float]:
    """Start, first answer, memory, and a burst of presses with nobody slowing us down."""
    async with FakeTelegram(rate=100_000, chat_burst=100_000) as fake:
        with tempfile.TemporaryDirectory() as folder:
            people, _ = await _prepare(fake, Path(folder))
            began = time.perf_counter()
            people[0].says("/rsvp E1")
            sfat = await _start(fake, Path(folder), rate=1000)
            ready = time.perf_counter() - began
            await fake.until(lambda: people[0].chat, 10)
            first = time.perf_counter() - began
            for person in people[1:]:
                person.says("/rsvp E1")
            await fake.until(lambda: all(person.chat for person in people), 30)
            labels = [row[0] for row in people[0].chat[-1].labels[:3]]
            began = time.perf_counter()
            fake.deliver_many([(people[n % len(people)], labels[n % 3]) for n in range(PRESSES)])
            await fake.until(lambda: not any(person.unanswered for person in people), 60)
            took = time.perf_counter() - began
            memory = _memory(sfat)
            await sfat.stop()
    return {
        "start to ready, s": round(ready, 2),
        "start to first answered update, s": round(first, 2),
        "resident memory after the burst, MiB": memory,
        "updates a second, stored, handled, acknowledged": round(PRESSES / took),
    }


async def _broadcast() -> dict[str, float]:
    """An invitation to 140 people under a strict limit, and how long a reply takes meanwhile."""
    async with FakeTelegram(rate=LIMIT) as fake:
        with tempfile.TemporaryDirectory() as folder:
            people, manager = await _prepare(fake, Path(folder))
            visitor = fake.user(8000, "V", language_code="ro")
            visitor.state.started = visitor.state.met = True
            sfat = await _start(fake, Path(folder), rate=LIMIT)
            manager.says("/invita E1 all")
            await fake.until(lambda: any(["📤 Trimite"] in m.labels for m in manager.chat), 10)
            manager.press("📤 Trimite")
            await fake.until(lambda: any(person.chat for person in people), 10)
            began = time.perf_counter()
            waits = []
            while not all(person.chat for person in people):
                waits.append(await _reply(fake, visitor))
                await asyncio.sleep(1.1)  # a chat takes one message a second
            took = time.perf_counter() - began
            await sfat.stop()
            refused = fake.too_many
    return {
        "broadcast, share of a 30/s limit, %": round(100 * (len(people) - 1) / took / LIMIT),
        "429 answers during it": refused,
        "a reply during it, median s": round(statistics.median(waits), 3),
        "a reply during it, slowest s": round(max(waits), 3),
    }


async def _reply(fake: FakeTelegram, visitor: User) -> float:
    before = len(visitor.chat)
    began = time.perf_counter()
    visitor.says("/ajutor")
    await fake.until(lambda: len(visitor.chat) > before, 10)
    return time.perf_counter() - began


async def _prepare(fake: FakeTelegram, folder: Path) -> tuple[list[User], User]:
    url = f"sqlite:///{folder / 'sfat.db'}"
    await migrate(url)
    await crowd.gather(url, crowd.Ground("telegram", fake.token.split(":")[0]))
    numbers = [*range(crowd.FIRST, crowd.FIRST + crowd.PEOPLE), crowd.MANAGER]
    users = [fake.user(number, f"P{number}", language_code="ro") for number in numbers]
    for user in users:
        user.state.started = user.state.met = True
    return users[:-1], users[-1]


async def _start(fake: FakeTelegram, folder: Path, rate: int) -> Running:
    return await start(
        folder,
        folder / "sfat.log",
        SFAT_DATABASE_URL=f"sqlite:///{folder / 'sfat.db'}",
        SFAT_SECRET_KEY="a key for figures",
        SFAT_TELEGRAM_TOKEN=fake.token,
        SFAT_TELEGRAM_API_URL=fake.url,
        SFAT_TELEGRAM_RATE=str(rate),
    )


def _memory(sfat: Running) -> int:
    status = Path(f"/proc/{sfat.process.pid}/status").read_text(encoding="utf-8")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return round(int(kilobytes) / 1024)


def _modules() -> dict[str, float]:
    lengths = sorted(
        len(path.read_text(encoding="utf-8").splitlines())
        for package in ("bot", "handlers", "storage")
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    )
    return {
        "modules": len(lengths),
        "median module, lines": statistics.median(lengths),
        "longest module, lines": lengths[-1],
    }


if __name__ == "__main__":
    main()
